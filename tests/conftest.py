"""What every test can ask for: dtypes, devices, one tolerance table, real MNIST."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import settings
from torch import Tensor

settings.register_profile("lazyq", deadline=None, max_examples=50, print_blob=True)
settings.load_profile("lazyq")

DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
TOLERANCE = {torch.uint8: 1e-12, torch.float64: 1e-12, torch.float32: 2e-6}
"""Relative to 1 + the size of the expected value; uint8 is computed exactly and rounded at the end."""


@pytest.fixture(params=DEVICES, scope="session")
def device(request: pytest.FixtureRequest) -> torch.device:
    return torch.device(request.param)


@pytest.fixture(params=list(TOLERANCE), ids=lambda dtype: str(dtype).removeprefix("torch."), scope="session")
def dtype(request: pytest.FixtureRequest) -> torch.dtype:
    return request.param


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
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("LAZYQ_DATA", beside)) / "MNIST" / "raw"
    if not (folder / "t10k-images-idx3-ubyte").exists():
        pytest.skip(f"no MNIST in {folder}: set LAZYQ_DATA to a folder in torchvision's layout")

    def load(split: str) -> tuple[Tensor, Tensor]:
        images = np.fromfile(folder / f"{split}-images-idx3-ubyte", np.uint8, offset=16)
        labels = np.fromfile(folder / f"{split}-labels-idx1-ubyte", np.uint8, offset=8)
        return torch.from_numpy(images.reshape(-1, 28, 28)), torch.from_numpy(labels)

    return load
