"""The manual, built from ``docs/manual``: ``python -m docs.build`` writes ``docs/_build/html/index.html``.

Every example runs, and a warning is an error. Nothing is fetched. It needs what ``docs/requirements.txt`` and
``requirements.txt`` name; another folder for the pages may be given: ``python -m docs.build FOLDER``.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.cmd.build import main as sphinx

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs" / "manual"


def build(target: Path) -> int:
    """Build the pages from a fresh copy of their sources, so that no example is taken from an earlier run."""
    sys.path.insert(0, str(ROOT))
    with TemporaryDirectory() as scratch:
        copy = Path(scratch) / "manual"
        shutil.copytree(SOURCE, copy)
        os.chdir(ROOT)
        return sphinx(
            ["-W", "--keep-going", "-q", "-b", "html", "-d", f"{scratch}/trees", str(copy), str(target)]
        )


if __name__ == "__main__":
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=ROOT / "docs" / "_build" / "html", help="where the pages go"
    )
    pages = parser.parse_args().folder.resolve()
    status = build(pages)
    if status == 0:
        print(f"The manual is {pages / 'index.html'}")
    sys.exit(status)
