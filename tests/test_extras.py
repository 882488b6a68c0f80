"""What is installed is enough for the core; what an extra brings is missed by the name of the extra."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lazyq.extras import MODULES, MissingExtraError, extra, require_extra

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAMES = {"ot": "POT", "spellchecker": "pyspellchecker"}  # of packages that are imported by another
WITHOUT = f"""
import pkgutil, sys
from importlib import import_module
for name in {sorted({name for names in MODULES.values() for name in names})!r}:
    sys.modules[name] = None  # as if it were not installed
"""
CORE = """
import inspect
import lazyq
skipped = [f"lazyq.{name}" for name in "cli ui plots words experiments kernels.pairwise.tiles".split()]
for module in pkgutil.walk_packages(lazyq.__path__, "lazyq.", onerror=lambda name: None):
    if not module.name.startswith(tuple(skipped)):
        import_module(module.name)
inspect.getmembers(lazyq)  # as help() does
print(float(lazyq.lazy_distance(lazyq.RowShifts(1, 4), [[1.0, 0, 0, 0]], [[0.0, 1, 0, 0]], 0.5)))
"""
MISSED = """
import torch
from lazyq.datasets import load_mnist
from lazyq.transport import wasserstein_distance
half = torch.full((2,), 0.5)
for attempt in (
    lambda: import_module("lazyq.plots").path_figure,
    lambda: import_module("lazyq.ui"),
    lambda: import_module("lazyq.words"),
    lambda: wasserstein_distance(half, half, torch.ones(2, 2)),
    lambda: load_mnist("test", "nowhere", download=True),
):
    try:
        attempt()
    except ImportError as error:
        print(str(error).partition("pip install ")[2])
"""


def without(code: str, folder: Path, *, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a program where nothing of any extra is installed, far from the clone."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT + code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done


def test_the_core_needs_no_extra_and_what_is_missing_names_its_own(tmp_path):
    distance, *said = without(CORE + MISSED, tmp_path).stdout.splitlines()
    assert distance == "0.5"
    assert said == [f'"lazyq[{name}]"' for name in ("plots", "app", "words", "transport", "data")]


@pytest.mark.parametrize(
    ("arguments", "name"), [([], "cli"), (["--help"], "cli"), (["app"], "app"), (["warm"], "app")]
)
def test_the_command_names_its_extra_in_one_line(tmp_path, arguments, name):
    code = f"from lazyq.cli import main; sys.argv = ['lazyq', *{arguments!r}]; main()"
    said = without(code, tmp_path, status=1).stderr
    assert said.startswith("lazyq: ")
    assert said.endswith(f'not installed: pip install "lazyq[{name}]"\n')
    assert said.count("\n") == 1


def test_the_table_is_that_of_the_project():
    extras = dict(PROJECT["optional-dependencies"])
    assert extras.pop("all") == ["lazyq[app,cluster,images]"]
    extras.pop("docs")  # the manual's, which nothing of lazyq imports
    assert extras.keys() == MODULES.keys()
    *own, parts = extras["app"]
    extras["app"] = own + [line for name in parts[len("lazyq[") : -1].split(",") for line in extras[name]]
    for name, lines in extras.items():
        named = [NAMES.get(module, module) for module in MODULES[name]]
        assert [line.partition(">=")[0] for line in lines] == named
    core = {line.partition(">=")[0] for line in PROJECT["dependencies"]}
    assert core.isdisjoint(NAMES.get(module, module) for names in MODULES.values() for module in names)


def test_what_is_there_is_not_missed():
    for name in ("data", "transport", "cli", "plots", "words", "app"):
        require_extra(name)
    with extra("cli"):
        import rich  # noqa: F401


def test_what_no_extra_brings_is_said_as_it_is():
    with pytest.raises(ModuleNotFoundError, match="wiggle") as raised, extra("transport"):
        import wiggle  # noqa: F401
    assert not isinstance(raised.value, MissingExtraError)
