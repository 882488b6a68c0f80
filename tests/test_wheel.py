"""The wheel holds the library and the app, and the app finds its files there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HELD = {
    "app.py": ["app.py"],
    "pages": ["pages/*.py"],
    "static": ["static/**/*"],
    ".streamlit": [".streamlit/config.toml"],
    "assets": [
        "assets/components/**/*",
        "assets/shared/**/*",
        "assets/lessons/*",
        "assets/text/*",
        "assets/icon.png",
        "assets/pictures/cards/*",
    ],
}
LOOK = """
from lazyq.root import ROOT
from lazyq.ui import components, shell
assert not components.ASSETS.parent.joinpath("pyproject.toml").exists()
for entries in shell.PAGES.values():
    for entry in entries:
        assert (shell.ROOT / "pages" / f"{entry.file}.py").is_file(), entry
for folder in (components.ASSETS / "components").iterdir():
    components.script(folder.name), components.style(folder.name), components.markup(folder.name)
print(ROOT)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel) -> Path:
    """The folder of packages that the wheel is unpacked into."""
    folder = wheel.parent / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, *arguments: str) -> str:
    """Run Python with the wheel on its path, far from the clone, and return what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_the_library_and_all_of_the_app_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {path for patterns in HELD.values() for pattern in patterns for path in ROOT.glob(pattern)}
    app = {f"lazyq/_app/{path.relative_to(ROOT).as_posix()}" for path in wanted if path.is_file()}
    assert {name for name in names if name.startswith("lazyq/_app/")} == app
    library = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("lazyq/**/*") if path.is_file()}
    library = {name for name in library if "__pycache__" not in name}
    assert {name for name in names if "dist-info" not in name} == library | app
    assert "lazyq/experiments/steering/encoders.safetensors" in names


def test_the_app_finds_its_files(installed):
    assert run(installed, "-c", LOOK).strip() == str(installed / "lazyq" / "_app")


def test_the_command_starts_it(installed):
    said = run(installed, "-m", "lazyq.cli", "app", "--help")
    assert all(option in said for option in ("--port", "--host", "--address", "--no-browser"))
