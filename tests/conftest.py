"""What every test can ask for: dtypes, devices, threads, one tolerance table, real MNIST.

A worker of pytest, and every process that it starts, uses one thread: there are as many workers as cores,
and pools of threads that wait for each other take five times as long. The fixture ``threads`` gives more.
"""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

POOLS = ("OMP", "MKL", "OPENBLAS", "BLIS", "NUMBA", "VECLIB")
# The pools read these when NumPy, torch and Numba are imported, not later.
BESIDE = Path(__file__).parents[2] / "shared" / "data"
if BESIDE.is_dir():
    os.environ.setdefault("LAZYQ_DATA", str(BESIDE))
os.environ.update({f"{pool}_NUM_THREADS": "1" for pool in POOLS})
# Servers of the browser tests have folders of their own, and would all compile anew.
os.environ.setdefault("NUMBA_CACHE_DIR", str(platformdirs.user_cache_path("lazyq", appauthor=False)))

import numpy as np
import pytest
import torch
from hypothesis import settings
from torch import Tensor

from lazyq.kernels import awaiting

awaiting._WORTH_READING = awaiting._WORTH_MAKING = -1.0  # tests are small, and try what is compiled

settings.register_profile("lazyq", deadline=None, max_examples=50, print_blob=True)
settings.register_profile("explore", settings.get_profile("lazyq"), max_examples=2_000)
settings.load_profile("lazyq")

BROWSER = Path(__file__).parent / "browser"

DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
TOLERANCE = {torch.uint8: 1e-12, torch.float64: 1e-12, torch.float32: 2e-6}
"""Relative to 1 + the size of the expected value; uint8 is computed exactly and rounded at the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests be asked for that are too long for every day."""
    parser.addoption("--thorough", action="store_true", help="run the tests marked thorough too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the browser's files: whoever began one of these last would work on it alone.

    What is marked thorough is left out, unless it is asked for.
    """
    if not config.getoption("thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: BROWSER not in item.path.parents)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep the garbage collector off what stays: eleven thousand tests, and all that they import."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(params=DEVICES, scope="session")
def device(request: pytest.FixtureRequest) -> torch.device:
    return torch.device(request.param)


@pytest.fixture(params=list(TOLERANCE), ids=lambda dtype: str(dtype).removeprefix("torch."), scope="session")
def dtype(request: pytest.FixtureRequest) -> torch.dtype:
    return request.param


@pytest.fixture(params=[1, 3], ids=["one-thread", "three-threads"], scope="module")
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    """How many threads torch has, and so every kernel that asks torch for their number."""
    before = torch.get_num_threads()
    torch.set_num_threads(request.param)
    yield request.param
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def assert_near() -> Callable[..., None]:
    """Return a comparison that takes its tolerance from the table."""

    def compare(actual: Tensor, expected: Tensor, dtype: torch.dtype) -> None:
        bound = TOLERANCE[dtype]
        expected = torch.as_tensor(expected, dtype=torch.float64)
        torch.testing.assert_close(actual.double().cpu(), expected.cpu(), rtol=bound, atol=bound)

    return compare


@pytest.fixture(scope="session")
def mnist_raw() -> Callable[[str], tuple[Tensor, Tensor]]:
    """Return a loader: "train" or "t10k" to images (n, 28, 28) and labels (n,), both uint8."""
    folder = Path(os.environ.get("LAZYQ_DATA", BESIDE)) / "MNIST" / "raw"
    if not (folder / "t10k-images-idx3-ubyte").exists():
        pytest.skip(f"no MNIST in {folder}: set LAZYQ_DATA to a folder in torchvision's layout")

    def load(split: str) -> tuple[Tensor, Tensor]:
        images = np.fromfile(folder / f"{split}-images-idx3-ubyte", np.uint8, offset=16)
        labels = np.fromfile(folder / f"{split}-labels-idx1-ubyte", np.uint8, offset=8)
        return torch.from_numpy(images.reshape(-1, 28, 28)), torch.from_numpy(labels)

    return load


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The path of neighbours among few points is found by searches too."""
    monkeypatch.setattr("lazyq.neighbors.path._FEW", ())
