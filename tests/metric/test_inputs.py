"""Bad input: a ValueError that names the argument, the requirement and the value."""

import math
import re

import numpy as np
import pytest
import torch

from lazyq import GroupAction, RowShifts, align, lazy_distance, lazy_path, quotient_distance
from lazyq.metric import inputs
from lazyq.riemannian import OrthogonalAction

ACTION = RowShifts(2, 3)
X = torch.zeros(2, 3)


class Rotations(GroupAction):
    """A group action that is not finite; none of it is ever called."""

    shape = (2, 3)
    identity = compose = inverse = act = length = lambda self, *arguments: arguments[0]


def refused(message: str, x: object = X, y: object = X, action: object = ACTION) -> None:
    for call in (
        lambda: align(action, x, y, 0.5),
        lambda: lazy_path(action, x, y),
        lambda: lazy_distance(action, x, y, 0.5),
        lambda: quotient_distance(action, x, y),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            call()


@pytest.mark.parametrize(
    ("lam", "message"),
    [
        (-1.0, "lam must be at least 0 (inf included), got -1.0"),
        (-1e-300, "lam must be at least 0 (inf included), got -1e-300"),
        (-math.inf, "lam must be at least 0 (inf included), got -inf"),
        (math.nan, "lam must be at least 0 (inf included), got nan"),
        (
            torch.tensor([0.5, math.nan]),
            "lam must be at least 0 (inf included), got tensor([0.5000,    nan])",
        ),
        ("0.5", "lam must be a number of at least 0 (inf included), got '0.5'"),
        ("half", "lam must be a number of at least 0 (inf included), got 'half'"),
        (None, "lam must be a number of at least 0 (inf included), got None"),
        (1j, "lam must be a number of at least 0 (inf included), got 1j"),
        pytest.param(10**400, "lam must be a number of at least 0 (inf included), got 1000", id="10**400"),
        (torch.tensor(1j), "lam must be real, got torch.complex64"),
        (torch.ones(3), "lam must broadcast with the batch of shape (2,), got shape (3,)"),
    ],
)
def test_lam(lam: object, message: str) -> None:
    x = X.expand(2, 2, 3)
    path = lazy_path(ACTION, x, x)
    for call in (
        lambda: align(ACTION, x, x, lam),
        lambda: lazy_distance(ACTION, x, x, lam),
        lambda: path.at(lam),
        lambda: path.distance(lam),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            call()


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.complex64, torch.float16, torch.int8])
def test_dtype(dtype: torch.dtype) -> None:
    message = f"must be uint8 (levels 0..255, read as k/255), float32 or float64, got {dtype}"
    refused(f"x {message}", x=X.to(dtype))
    refused(f"y {message}", y=X.to(dtype))


@pytest.mark.parametrize("shape", [(), (3,), (3, 2), (2, 3, 1), (5, 2, 4), (0,)])
def test_shape(shape: tuple[int, ...]) -> None:
    refused(f"x must have shape (..., 2, 3), got {shape}", x=torch.zeros(shape))
    refused(f"y must have shape (..., 2, 3), got {shape}", y=torch.zeros(shape))


def test_batches_that_do_not_broadcast() -> None:
    refused(
        "the batch dimensions of x and y must broadcast, got (4, 2, 3) and (5, 2, 3)",
        x=X.expand(4, 2, 3),
        y=X.expand(5, 2, 3),
    )


@pytest.mark.parametrize(
    ("dtype", "largest", "value"),
    [
        *((torch.float32, "3.40282e+38", value) for value in (math.nan, math.inf, -math.inf)),
        *((torch.float64, "1e+150", value) for value in (math.nan, math.inf, -math.inf, -1e200)),
    ],
)
def test_values(dtype: torch.dtype, largest: str, value: float) -> None:
    bad = X.to(dtype).clone()
    bad[1, 2] = value
    message = f"must be finite and at most {largest} in size, got {bad[1, 2].abs().item()} among its values"
    refused(f"x {message}", x=bad, y=X.to(dtype))
    refused(f"y {message}", x=X.to(dtype), y=bad)


@pytest.mark.parametrize("other", [None, 3.0, "rows", {0.0}])
def test_only_numbers_in_arrays(other: object) -> None:
    kind = type(other).__name__
    refused(f"x must be a torch.Tensor, a NumPy array or a list of numbers, got {kind}", x=other)
    refused(f"y must be a torch.Tensor, a NumPy array or a list of numbers, got {kind}", y=other)


@pytest.mark.parametrize("other", [[[0.0], [0.0, 1.0]], [["a"]], np.array([["a"]]), np.array([[None]])])
def test_lists_of_something_else(other: object) -> None:
    refused("x must be numbers in a torch.Tensor, a NumPy array or a list that is not ragged, got", x=other)


def test_one_dtype() -> None:
    refused("x and y must have one dtype, got torch.float32 and torch.float64", y=X.double())


def test_one_device() -> None:
    refused("x and y must be on one device, got cpu and meta", y=X.to("meta"))


def test_tensors_without_plain_numbers() -> None:
    refused("x must be dense, got torch.sparse_coo; x.to_dense() is", x=X.to_sparse())
    bare = X.to("meta")
    refused("x and y must hold numbers, got tensors on the device meta, which have none", x=bare, y=bare)


def test_masked_values() -> None:
    """Under the mask is a number, which must not count."""
    array = X.double().numpy()
    masked = np.ma.masked_array(array, mask=array == array[0, 0])
    refused("x must have no masked values, got", x=masked, y=array)
    refused("y must have no masked values, got", x=array, y=masked)


def test_a_device_without_float64(monkeypatch: pytest.MonkeyPatch) -> None:
    """MPS is not at hand everywhere: declare another device to be without float64."""
    assert "mps" in inputs.DEVICES_WITHOUT_FLOAT64
    monkeypatch.setattr(inputs, "DEVICES_WITHOUT_FLOAT64", ("meta",))
    message = "must be on a device that computes in float64, got meta;"
    refused(f"x {message} x.cpu() is on one", x=X.to("meta"), y=X.to("meta"))
    refused(f"y {message} y.cpu() is on one", y=X.to("meta"))


@pytest.mark.parametrize("action", [Rotations(), None, "rows", RowShifts])
def test_action(action: object) -> None:
    refused(
        "action must be a SeparableAction (a finite group, or a product of finite groups) "
        f"or a MinimisingAction, got {type(action).__name__}",
        action=action,
    )


def test_rotations_of_space_are_sent_to_their_own_functions() -> None:
    refused("got OrthogonalAction; rotations of Rⁿ have lazyq.riemannian.align", action=OrthogonalAction(3))


@pytest.mark.parametrize("kernel", ["fast", None])
def test_kernel(kernel: object) -> None:
    message = re.escape(
        "kernel must be 'auto' or one of ['composed', 'enumeration', 'fourier', 'reference', 'rows', "
        "'walked'], "
        f"got {kernel!r}"
    )
    for call in (
        lambda: align(ACTION, X, X, 0.5, kernel=kernel),
        lambda: lazy_path(ACTION, X, X, kernel=kernel),
        lambda: lazy_distance(ACTION, X, X, 0.5, kernel=kernel),
        lambda: quotient_distance(ACTION, X, X, kernel=kernel),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(ValueError, match="kernel 'fourier' can't serve this call: float images lose digits"):
        lazy_path(ACTION, X, X, kernel="fourier")
