import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from lazyq import RowShifts, SeparableAction, Translations, pairwise
from lazyq.kernels import row_shifts
from lazyq.kernels.native import listing
from lazyq.kernels.nearest import choose
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.neighbors import NeighborIndex, Neighbors, merged, neighbors, squared_neighbors
from tests.kernels.test_pairwise import ACTIONS, LAMS, sets

pytestmark = pytest.mark.usefixtures("threads")


def brute_force(action: SeparableAction, x: Tensor, y: Tensor, lam: float, k: int) -> Neighbors:
    """Return all exact distances, sorted by distance and then index, cut to k."""
    unit = 1 / 255 if x.dtype == torch.uint8 else 1.0
    rows, columns = (
        grid.flatten() for grid in torch.meshgrid(torch.arange(len(x)), torch.arange(len(y)), indexing="ij")
    )
    squared = squared_distances_of_pairs(action, x[rows], y[columns], (lam / unit) ** 2).reshape(
        len(x), len(y)
    )
    order = squared.argsort(dim=-1, stable=True)[:, :k]
    return Neighbors(torch.from_numpy(np.sqrt(squared.gather(-1, order).numpy())) * unit, order)


def assert_equal(found: Neighbors, expected: Neighbors) -> None:
    assert torch.equal(found.indices, expected.indices)
    assert torch.equal(found.distances, expected.distances)


def test_the_deciding_distance_is_the_definition(dtype):
    action = RowShifts(3, 5)
    x, y = (points[:7] for points in sets(action, dtype))
    found = neighbors(action, x, y, LAMS, len(y))
    expected = pairwise(action, x, y, LAMS, kernel="reference").sort(dim=-1, stable=True)
    torch.testing.assert_close(found.distances, expected.values, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("k", [1, 4, 19])
def test_neighbours_are_those_of_brute_force(action, k, dtype):
    x, y = sets(action, dtype)
    found = neighbors(action, x, y, LAMS, k)
    for level, lam in enumerate(LAMS):
        assert_equal(
            Neighbors(found.distances[level], found.indices[level]), brute_force(action, x, y, lam, k)
        )


@given(
    st.integers(1, 4), st.integers(1, 40), st.integers(1, 12), st.integers(1, 60), st.floats(0, 2),
    st.integers(0, 2**32 - 1), st.sampled_from([2, 30, 256]),
)  # fmt: skip
def test_pruned_is_brute_force_on_any_images(height, width, count, k, lam, seed, levels):
    generator = np.random.default_rng(seed)
    y = generator.integers(levels, size=(60, height, width), dtype=np.uint8)
    y *= generator.random(y.shape) < generator.random()
    y[40:] = y[generator.integers(40, size=20)]
    x = y[generator.integers(60, size=count)]
    action = RowShifts(height, width)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    pruned = neighbors(action, x, y, lam, k, kernel="pruned")
    assert_equal(pruned, neighbors(action, x, y, lam, k, kernel="brute"))
    assert torch.equal(pruned.distances[:, 0], torch.zeros(count, dtype=torch.float64))


def test_real_digits_across_blocks_and_tiles(mnist_raw, monkeypatch):
    from lazyq.kernels.nearest import pruned

    monkeypatch.setattr(pruned, "_TARGETS_AT_ONCE", 700)
    monkeypatch.setattr(pruned, "_PRODUCTS_AT_ONCE", 2100)
    action = RowShifts(28, 28)
    x, y = mnist_raw("t10k")[0][:7], mnist_raw("train")[0][:1500]
    lams = [0.0, 0.5, 1.0, 10.0, float("inf")]
    found = neighbors(action, x, y, lams, 10, kernel="pruned")
    for level, lam in enumerate(lams):
        assert_equal(
            Neighbors(found.distances[level], found.indices[level]), brute_force(action, x, y, lam, 10)
        )


@pytest.mark.parametrize("count", [1, 6])
def test_more_lambdas_than_lanes(count):
    action = RowShifts(3, 28)
    x, y = sets(action)
    lams = [step / 10 for step in range(19)] + [float("inf")]
    found = neighbors(action, x[:count], y, lams, 5, kernel="pruned")
    assert_equal(found, neighbors(action, x[:count], y, lams, 5, kernel="brute"))


@pytest.mark.parametrize("dtype", [torch.uint8, torch.float64])
def test_equal_images_come_in_their_order(dtype):
    action = RowShifts(2, 5)
    y = torch.full((50, 2, 5), 7, dtype=torch.uint8).to(dtype)
    found = neighbors(action, y[:3], y, [0.0, 0.5, float("inf")], 20)
    assert torch.equal(found.indices, torch.arange(20).expand(3, 3, 20))
    assert not found.distances.any()


def test_an_index_answers_as_the_function_does():
    action = RowShifts(3, 28)
    x, y = sets(action)
    index = NeighborIndex(action, y)
    assert index.kernel == "pruned"
    for lam in (0.5, [0.0, 1.0]):
        assert_equal(index.query(x, lam, 3), neighbors(action, x, y, lam, 3))
    assert index.query(x, 0.5, 3).indices.shape == (6, 3)
    assert index.query(x, torch.tensor(0.5), 3).indices.shape == (6, 3)
    assert index.query(x[:0], [0.5], 3).indices.shape == (1, 0, 3)
    assert NeighborIndex(Translations(3, 28), y).kernel == "bands"
    assert choose("auto", action, x.float(), y.float()).NAME == "pruned"
    assert choose("auto", RowShifts(1, 513), torch.zeros(1, 1, 513), torch.zeros(1, 1, 513)).NAME == "brute"


def test_parts_merge_to_the_whole():
    action = RowShifts(3, 28)
    x, y = sets(action)
    parts = []
    for start in range(0, 19, 5):
        block = y[start : start + 5]
        found = squared_neighbors(action, x, block, [0.0, 0.5], min(4, len(block)))
        parts.append(Neighbors(found.distances, found.indices + start))
    whole = squared_neighbors(action, x, y, [0.0, 0.5], 4)
    assert_equal(merged(parts[::-1], 4), whole)


@pytest.mark.parametrize("kernel", ["pruned", "brute"])
def test_progress_reaches_one_and_can_end_the_search(kernel):
    action = RowShifts(3, 28)
    x, y = sets(action)
    seen: list[float] = []
    neighbors(action, x, y, LAMS, 3, kernel=kernel, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0

    def leave(part: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        neighbors(action, x, y, LAMS, 3, kernel=kernel, progress=leave)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"k": 0}, "k must be a whole number from 1 to the 19 points of y, got 0"),
        ({"k": 20}, "k must be a whole number from 1 to the 19 points"),
        ({"k": 2.5}, "k must be a whole number"),
        ({"lam": -0.5}, "lam must be at least 0"),
        ({"lam": "near"}, "lam must be numbers"),
        ({"y": torch.zeros(0, 3, 5, dtype=torch.uint8)}, "y must have at least one point"),
        ({"kernel": "magic"}, "kernel must be 'auto' or one of"),
    ],
)
def test_bad_input_is_named(change, message):
    action = RowShifts(3, 5)
    x, y = sets(action)
    arguments = {"action": action, "x": x, "y": y, "lam": 0.0, "k": 3, "kernel": "auto"} | change
    with pytest.raises(ValueError, match=message):
        neighbors(**arguments)


def test_a_kernel_by_name_gives_its_reason():
    action = Translations(3, 5)
    x, y = sets(action, torch.float64)
    with pytest.raises(
        ValueError, match="kernel 'pruned' can't serve this call: it knows RowShifts, shifts of"
    ):
        neighbors(action, x, y, 0.0, 3, kernel="pruned")


def test_a_search_that_is_to_end_ends_while_the_images_are_made_ready(monkeypatch):
    taken = []
    count_pairs = listing.count_pairs

    def count(images, *rest):
        if len(images) > 1:  # of one is what a thread has compiled by
            taken.append(len(images))
        return count_pairs(images, *rest)

    def leave(share):
        if taken:
            raise InterruptedError

    monkeypatch.setattr(listing, "count_pairs", count)
    y = torch.ones((20_000, 1, 4), dtype=torch.uint8)
    with pytest.raises(InterruptedError):
        neighbors(RowShifts(1, 4), y[:9], y, 0.5, 1, kernel="pruned", progress=leave)
    assert taken == [row_shifts._LISTED_AT_ONCE]
