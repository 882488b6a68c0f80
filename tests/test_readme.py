"""README's programs print what README says that they print."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = re.compile(
    r"^```python\n(?P<program>.*?)^```\n\n^```\n(?P<printed>.*?)^```$", re.MULTILINE | re.DOTALL
)
PROGRAMS = [
    (match["program"], match["printed"])
    for match in PROGRAM.finditer((ROOT / "README.md").read_text("utf-8"))
]


def test_readme_has_a_program():
    assert PROGRAMS


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
