"""Where the app lies: ``app.py`` and what stands beside it."""

from pathlib import Path

INSTALLED = "_app"  # the folder of the package that a wheel has it in; see pyproject.toml


def root_of(package: Path) -> Path:
    """Return the folder of ``app.py``: inside an installed package, beside that of a clone."""
    installed = package / INSTALLED
    return installed if installed.is_dir() else package.parent


ROOT = root_of(Path(__file__).resolve().parent)
