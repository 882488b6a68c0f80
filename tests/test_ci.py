""".ci/run takes every step and ends with the status of what it ran: here programs that write their names."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SYSTEM = ["python", "node", "npm", "chromium", "chromium-headless-shell", "firefox-esr"]
INSTALLED = ["pytest", "ruff", "mypy", "lint-imports", "pip-audit"]
README = "<!-- test-command -->\n```bash\ntrue && .venv/bin/pytest\n```\n"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def run(tmp_path):
    """A function that runs a copy of the script; the program named failing ends with status 3."""
    for folder in (
        ".ci",
        ".venv/bin",
        "bin",
        "assets/components",
        "assets/shared",
        "assets/tests",
        "scratch",
    ):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    (tmp_path / "README.md").write_text(README, "utf-8")
    for folder, names in (("bin", SYSTEM), (".venv/bin", INSTALLED)):
        for name in names:
            program = tmp_path / folder / name
            program.write_text(
                f'#!/bin/sh\necho "{name} $*" >> "$RAN"\ncase "$FAILING" in "{name} $1") exit 3;; esac\n',
                "utf-8",
            )
            program.chmod(0o755)

    def run(failing=""):
        environment = {
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "RAN": str(tmp_path / "ran"),
            "FAILING": failing,
            "TMPDIR": str(tmp_path / "scratch"),
        }
        done = subprocess.run(
            ["bash", ".ci/run"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert not list((tmp_path / "scratch").iterdir()), "its scratch folder is left"
        return done.returncode, done.stdout, (tmp_path / "ran").read_text("utf-8").splitlines()

    return run


def test_every_check_is_run_and_a_run_that_passes_ends_with_0(run):
    status, said, ran = run()
    assert (status, said.splitlines()[-1][:20]) == (0, "All checks passed in"), said
    assert {line.split()[0] for line in ran} == {*SYSTEM, *INSTALLED} - {"chromium-headless-shell"}
    assert ran[-1].split() == ["pytest"], "README's command is the last"


@pytest.mark.parametrize(
    "failing",
    ["ruff check", "ruff format", "mypy ", "lint-imports ", "npm ci", "npm run", "pytest -q", "pytest "],
)
def test_a_step_that_fails_ends_it_with_its_status(run, failing):
    status, said, ran = run(failing)
    assert status == 3, said
    assert "exit status 3" in said.splitlines()[-1]
    assert "All checks passed" not in said
    assert (ran[-1].split() == ["pytest"]) == (failing == "pytest ")


def test_a_known_fault_of_what_is_locked_ends_it_before_the_tests(run, tmp_path):
    found = "Found 1 known vulnerability in 1 package"
    audit = tmp_path / ".venv" / "bin" / "pip-audit"
    audit.write_text(f'#!/bin/sh\necho "pip-audit $*" >> "$RAN"\necho "{found}"\nexit 1\n', "utf-8")
    status, said, ran = run()
    assert status == 1, said
    assert found in said
    assert "FAILED: audit of what is locked (exit status 1" in said.splitlines()[-1]
    assert ["pytest"] not in [line.split() for line in ran]
