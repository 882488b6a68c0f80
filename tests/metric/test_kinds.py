"""Arrays and lists in, arrays and lists out, with the numbers that tensors give."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from lazyq import (
    Permutations,
    RowShifts,
    TimeShifts,
    align,
    lazy_distance,
    lazy_mean,
    lazy_path,
    max_filter,
    pairwise,
    quotient_distance,
    riemannian,
    to_polar,
    zero_padded,
)
from lazyq.neighbors import NeighborIndex, neighbors
from lazyq.riemannian import OrthogonalAction

ACTION = RowShifts(2, 5)
GENERATOR = torch.Generator().manual_seed(0)
X, Y = (torch.rand(3, 2, 5, dtype=torch.float64, generator=GENERATOR) for _ in range(2))
V, W = X[:, 0, :3], Y[:, 0, :3]
CALLS = [
    lambda x, y: align(ACTION, x, y, 0.1),
    lambda x, y: lazy_distance(ACTION, x, y, 0.1),
    lambda x, y: quotient_distance(ACTION, y=y, x=x),
    lambda x, y: pairwise(ACTION, x, y, [0.1, 0.5]),
    lambda x, y: pairwise(ACTION, x, y, 0.1),
    lambda x, y: lazy_path(ACTION, x, y).at(0.1),
    lambda x, y: lazy_path(ACTION, x, y).distance(0.1),
    lambda x, y: lazy_path(ACTION, x, y).breakpoints,
    lambda x, y: lazy_path(ACTION, x, y).g,
    lambda x, y: neighbors(ACTION, x, y, 0.1, 2),
    lambda x, y: NeighborIndex(ACTION, y).query(x, 0.1, 2),
    lambda x, y: max_filter(ACTION, x, y, 0.1),
    lambda x, y: max_filter(ACTION, x, y, [0.1, 0.0]),
    lambda x, _: lazy_mean(ACTION, x, 0.1).mean,
    lambda x, _: to_polar(x, 2, 4),
    lambda x, _: zero_padded(x, 2),
]


def of(kind: str, tensor: torch.Tensor) -> Any:
    return {"tensors": tensor, "arrays": tensor.numpy(), "lists": tensor.tolist()}[kind]


def same(found: Any, expected: Any, kind: str) -> None:
    if isinstance(expected, tuple):
        assert type(found) is type(expected)
        for one, other in zip(found, expected, strict=True):
            same(one, other, kind)
        return
    assert isinstance(found, {"tensors": torch.Tensor, "arrays": np.ndarray, "lists": list}[kind])
    assert np.asarray(found).tolist() == expected.tolist()


@pytest.mark.parametrize("call", range(len(CALLS)))
@pytest.mark.parametrize("kind", ["tensors", "arrays", "lists"])
def test_the_same_kind_comes_out(call: int, kind: str) -> None:
    same(CALLS[call](of(kind, X), of(kind, Y)), CALLS[call](X, Y), kind)


@pytest.mark.parametrize("kind", ["tensors", "arrays", "lists"])
def test_rotations_too(kind: str) -> None:
    action = OrthogonalAction(3)
    v, w = of(kind, V), of(kind, W)
    same(riemannian.distance(action, v, w, 0.5), riemannian.distance(action, V, W, 0.5), kind)
    same(riemannian.align(action, v, w, 0.5), riemannian.align(action, V, W, 0.5), kind)
    same(riemannian.exp(action, v, w, 0.5), riemannian.exponential_map(action, V, W, 0.5), kind)
    same(riemannian.log(action, v, w, 0.5), riemannian.logarithm_map(action, V, W, 0.5), kind)
    same(riemannian.metric_matrix(action, v, 0.5), riemannian.metric_matrix(action, V, 0.5), kind)


def test_levels_stay_levels_and_whole_numbers_of_lists_are_numbers() -> None:
    levels = (X * 255).to(torch.uint8)
    found = align(ACTION, levels.numpy(), levels.flip(0).numpy(), 0.1)
    expected = align(ACTION, levels, levels.flip(0), 0.1)
    assert found.moved.dtype == np.uint8
    assert (found.distance == expected.distance.numpy()).all()
    assert lazy_distance(RowShifts(1, 3), [[1, 0, 0]], [[0, 1, 0]], 0.5) == 0.5
    words = [[ord(letter) for letter in word] for word in ("shrot", "short")]
    assert lazy_path(Permutations(5), *words).g == [[0, 1, 3, 2, 4], [0, 1, 2, 3, 4]]


def test_one_tensor_makes_tensors_and_an_array_beats_a_list() -> None:
    assert isinstance(lazy_distance(ACTION, X.numpy(), Y, 0.1), torch.Tensor)
    assert isinstance(lazy_distance(ACTION, X.numpy(), Y.tolist(), 0.1), np.ndarray)
    read_only = X.numpy().copy()
    read_only.flags.writeable = False
    assert (
        lazy_distance(ACTION, read_only, Y.numpy()[::-1], 0.1)
        == lazy_distance(ACTION, X, Y.flip(0), 0.1).numpy()
    ).all()


@pytest.mark.parametrize("dtype", [">f4", "<f4", ">f8", "<f8"])
def test_the_order_of_bytes_does_not_matter(dtype: str) -> None:
    """FITS, netCDF and other files of instruments hold big-endian numbers."""
    x, y = (points.numpy().astype(dtype) for points in (X, Y))
    own = np.float32 if "4" in dtype else np.float64
    assert (pairwise(ACTION, x, y, 0.1) == pairwise(ACTION, x.astype(own), y.astype(own), 0.1)).all()


@pytest.mark.parametrize("points", [0, 1])
def test_views_of_few_points_count_as_the_points_themselves(points: int) -> None:
    """NumPy calls them contiguous, whatever the step of an axis of no or one place, and torch does not."""
    records = np.zeros(points, [("label", "u1"), ("image", "f8", ACTION.shape)])
    records["image"] = X[:points].numpy()
    for view in (X[:points].numpy()[::-1], X.numpy()[::-2][:points], records["image"]):
        assert view.flags.c_contiguous
        assert (pairwise(ACTION, view, Y.numpy(), 0.1) == pairwise(ACTION, view.copy(), Y.numpy(), 0.1)).all()


def test_a_name_that_there_is_not_is_the_function_s_error() -> None:
    with pytest.raises(TypeError, match=r"pairwise\(\) got an unexpected keyword argument 'lams'"):
        pairwise(ACTION, X.numpy(), Y.numpy(), lams=0.1)  # type: ignore[call-arg]


def test_tables_and_columns_of_pandas_count_as_arrays() -> None:
    action, (x, y) = RowShifts(1, 5), (points[:, :1].numpy() for points in (X, Y))
    series = TimeShifts(5)
    frames = [pd.DataFrame(points[:, 0]) for points in (x, y)]
    found = pairwise(series, *frames, 0.1)
    assert isinstance(found, np.ndarray)
    assert (found == pairwise(action, x, y, 0.1)).all()
    first, second = (frame.iloc[0] for frame in frames)
    assert lazy_distance(series, first, second, 0.1) == lazy_distance(action, x[0], y[0], 0.1)
    assert isinstance(align(series, first, y[0, 0].tolist(), 0.1).moved, np.ndarray)


@pytest.mark.parametrize("lam", [0.5, np.float32(0.5), np.int64(1), np.array(0.5), torch.tensor(0.5)])
def test_one_or_several_lam(lam: Any) -> None:
    for call in (pairwise, lambda *given: neighbors(*given, 2).distances, max_filter):
        one, several = call(ACTION, X, Y, lam), call(ACTION, X, Y, [float(lam), 0.0])
        assert several.shape == (2, *one.shape)
        assert several[0].equal(one)
    assert lazy_distance(ACTION, X, Y, lam).shape == (3,)
    assert neighbors(ACTION, X, Y, lam, np.int64(2)).indices.shape == (3, 2)
