"""The programs and commands of the project's texts do what the texts say."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

import lazyq
from lazyq import RowShifts
from lazyq.cli.commands import app

ROOT = Path(__file__).parents[1]
README, CONTRIBUTING, BENCHMARKS = (
    (ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md")
)
FENCED = re.compile(r"^ *```(?P<kind>[^\n]*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(
    r"^```python\n(?P<program>.*?)^```\n\n^```\n(?P<printed>.*?)^```$", re.MULTILINE | re.DOTALL
)
PROGRAMS = [(match["program"], match["printed"]) for match in PROGRAM.finditer(README)]
COMMANDS = re.findall(r"`lazyq ([^`]+)`", README + BENCHMARKS)
MODULES = re.findall(r"`python -m (benchmarks\.\w+)([^`]*)`", README + BENCHMARKS)
MODULES += [(f"benchmarks.{name}", "") for name in re.findall(r"^\| `(\w+)` \|", BENCHMARKS, re.MULTILINE)]


def test_every_block_is_known_to_a_test():
    """README's are programs with what they print and the two commands; the others are run by a test each."""
    kinds = [match["kind"] for match in FENCED.finditer(README)]
    assert sorted(kinds) == sorted(["bash"] * 2 + ["python", ""] * len(PROGRAMS))
    assert PROGRAMS
    assert not FENCED.search(BENCHMARKS)
    # Those with a path are the recipe's, which tests/browser/test_recipe.py makes.
    assert [match["kind"] for match in FENCED.finditer(CONTRIBUTING) if " " not in match["kind"]] == [
        "python"
    ]


@pytest.mark.parametrize(("program", "printed"), PROGRAMS)
def test_program_prints_what_is_said(mnist_raw, program, printed):
    mnist_raw("t10k")  # or skip
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (finished.returncode, finished.stdout) == (0, printed), finished.stderr


def test_commands_to_start_name_files_that_are_there():
    for match in FENCED.finditer(README):
        for name in re.findall(r"[\w/]+\.(?:txt|py)", match["text"] if match["kind"] == "bash" else ""):
            assert (ROOT / name).is_file(), name


def test_assertions_for_an_action_of_ones_own_pass():
    (block,) = (match for match in FENCED.finditer(CONTRIBUTING) if match["kind"] == "python")
    program = re.sub(r"^   ", "", block["text"], flags=re.MULTILINE)
    generator = torch.Generator().manual_seed(0)
    points = list(torch.rand(3, 2, 4, dtype=torch.float64, generator=generator))
    elements = [torch.tensor(shifts) for shifts in ([0, 0], [1, -1], [2, 0])]
    exec(program, {"action": RowShifts(2, 4), "elements": elements, "points": points})


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_understood(command):
    name, *rest = command.split()
    done = CliRunner().invoke(app, [name, "--help"])
    assert done.exit_code == 0, done.output
    for option in (word for word in rest if word.startswith("--")):
        assert option in done.output


def test_command_gives_the_distance_of_the_program(mnist_raw):
    mnist_raw("t10k")  # or skip
    (command,) = (command for command in COMMANDS if command.startswith("distance"))
    done = CliRunner().invoke(app, command.split())
    assert done.exit_code == 0, done.output
    assert "9.5579" in done.output
    assert "0.5: 9.5579" in PROGRAMS[0][1]


@pytest.mark.parametrize(("module", "rest"), MODULES)
def test_benchmark_is_there_with_its_options(module, rest):
    file = ROOT / f"{module.replace('.', '/')}.py"
    assert file.is_file()
    for option in re.findall(r"--\w+", rest):
        assert f'"{option}"' in file.read_text("utf-8")


def test_the_citation_is_of_this_version():
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {lazyq.__version__}\n" in text
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == lazyq.__version__
    )
