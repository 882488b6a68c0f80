"""Node's own test runner over assets/tests, as one test a file."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "assets" / "tests").glob("*.test.js"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file_passes_under_node(node_command, file):
    finished = subprocess.run(
        [node_command, "--test", file],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=300,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "pass 0" not in finished.stdout, f"{file.name} holds no test:\n{finished.stdout}"


def test_payload_comes_back_as_it_was_sent(node, tmp_path):
    script = tmp_path / "echo.mjs"
    script.write_text(
        "import { text } from 'node:stream/consumers'\n"
        "process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin))))\n"
    )
    payload = {"λ": [0, 0.1, 1e300, 5e-324, 0.1 + 0.2], "none": None, "deep": {"g": [[-13, 14]]}}

    assert node(script, payload) == payload


def test_failing_module_is_a_failure_with_its_message(node, tmp_path):
    script = tmp_path / "broken.mjs"
    script.write_text("throw new Error('no shift table')\n")

    with pytest.raises(pytest.fail.Exception, match="no shift table"):
        node(script)
