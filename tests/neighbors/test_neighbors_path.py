import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lazyq import RowShifts, TimeShifts, Translations
from lazyq.neighbors import NeighborIndex, NeighborsPath, neighbors_path
from lazyq.neighbors import path as neighbor_paths
from tests.kernels.test_pairwise import sets
from tests.own_actions import Permutations

pytestmark = pytest.mark.usefixtures("threads", "few")


@pytest.fixture(params=[(), neighbor_paths._FEW], ids=["searched", "among-all"], scope="module")
def few(request):
    """Which points are few enough for the paths of all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbor_paths, "_FEW", request.param)
        yield request.param


def probes(found: NeighborsPath, count: int = 12) -> list[float]:
    """Return λ between all events, far beyond them, 0 and ∞."""
    events = np.unique(np.concatenate([found.starts, found.lams]))
    between = (events[:-1] + events[1:]) / 2
    chosen = between[:: max(1, len(between) // count)]
    return [0.0, *chosen.tolist(), 2 * float(events[-1]) + 1, float("inf")]


def assert_every_search(found: NeighborsPath, index: NeighborIndex, x: torch.Tensor, k: int) -> None:
    """Compare with searches of their own at many λ, and the lists with what holds there."""
    used = set()
    lams = probes(found)
    expected = index.query(x[None], lams, k)
    for level, lam in enumerate(lams):
        at = found.at(lam)
        assert torch.equal(at.indices, expected.indices[level, 0])
        torch.testing.assert_close(at.distances, expected.distances[level, 0], rtol=1e-12, atol=1e-12)
        piece = np.searchsorted(found.starts, lam, side="right") - 1
        assert found.indices[found.near[piece]].tolist() == at.indices.tolist()
        used |= set(at.indices.tolist())
    assert used <= set(found.indices.tolist())


@given(
    st.integers(1, 4), st.integers(1, 12), st.integers(1, 30), st.integers(0, 2**32 - 1),
    st.sampled_from([2, 5, 256]),
)  # fmt: skip
def test_every_lambda_is_a_search_of_its_own(height, width, k, seed, levels):
    generator = np.random.default_rng(seed)
    y = generator.integers(levels, size=(40, height, width), dtype=np.uint8)
    y *= generator.random(y.shape) < generator.random()
    y[30:] = y[generator.integers(30, size=10)]
    x = torch.from_numpy(y[0]) if seed % 2 else torch.from_numpy(generator.permutation(y[0].T).T.copy())
    index = NeighborIndex(RowShifts(height, width), torch.from_numpy(y))
    found = neighbors_path(index, x, k)
    assert_every_search(found, index, x, k)
    assert set(found.near.flatten().tolist()) == set(range(len(found.indices)))
    assert (np.diff(found.starts) > 0).all()
    assert (np.diff(found.indices) > 0).all()


@pytest.mark.parametrize("action", [RowShifts(3, 28), RowShifts(2, 33), Translations(3, 4), Permutations(3)])
def test_any_action_and_dtype(action, dtype):
    x, y = sets(action, dtype)
    index = NeighborIndex(action, y)
    for point in x[[1, 4]]:
        assert_every_search(neighbors_path(index, point, 4), index, point, 4)


def test_real_digits_and_their_events(mnist_raw):
    x, y = mnist_raw("t10k")[0][:3], mnist_raw("train")[0][:3000]
    index = NeighborIndex(RowShifts(28, 28), y)
    for point in x:
        found = neighbors_path(index, point, 10)
        assert_every_search(found, index, point, 10)
        assert len(found.starts) > 20
        assert (np.diff(found.near, axis=0) != 0).any(1).all()
        assert found.efforts[found.pieces[1:] - 1].tolist() == [0] * len(found.indices)
        assert (found.residuals == found.residuals.round()).all()


def test_one_can_be_left_out():
    x, y = sets(RowShifts(3, 28))
    index = NeighborIndex(RowShifts(3, 28), y)
    rest = NeighborIndex(RowShifts(3, 28), torch.cat([y[:5], y[6:]]))
    found = neighbors_path(index, y[5], 18, leave_out=5)
    expected = neighbors_path(rest, y[5], 18)
    assert np.array_equal(found.indices, np.delete(np.arange(19), 5))
    assert np.array_equal(found.starts, expected.starts)
    assert np.array_equal(found.near, expected.near)
    assert 5 in neighbors_path(index, y[5], 1).indices
    assert 0 not in neighbors_path(index, x[0], 3, leave_out=0).indices


@pytest.mark.parametrize(
    "action", [RowShifts(3, 28), RowShifts(1, 60), Translations(4, 6), TimeShifts(20, 2)], ids=str
)
@pytest.mark.parametrize("leave_out", [None, 3])
def test_the_paths_of_all_tell_what_searches_leave(action, leave_out, few, dtype):
    x, y = sets(action, dtype)
    index, named = NeighborIndex(action, y), NeighborIndex(action, y, kernel="brute")
    found, expected = (neighbors_path(one, x[2], 5, leave_out=leave_out) for one in (index, named))
    for name in ("indices", "near", "pieces"):
        assert np.array_equal(getattr(found, name), getattr(expected, name))
    for name in ("starts", "lams", "residuals", "efforts"):  # a batch of another size may be summed otherwise
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-12)


def test_arrays_are_taken_too():
    x, y = sets(RowShifts(3, 28))
    index = NeighborIndex(RowShifts(3, 28), y.numpy())
    expected = neighbors_path(index, x[2], 5)
    assert np.array_equal(neighbors_path(index, x[2].numpy(), 5).near, expected.near)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k": 0}, "k must be a whole number from 1 to the 19 points"),
        ({"k": 19, "leave_out": 3}, "k must be a whole number from 1 to the 18 points"),
        ({"leave_out": 19}, "leave_out must be from 0 to 18 or None, got 19"),
        ({"x": torch.zeros(3, 5, dtype=torch.uint8)}, "x must have shape"),
        ({"x": torch.zeros(3, 28)}, "one dtype"),
        ({"x": torch.zeros(2, 3, 28, dtype=torch.uint8)}, "x must have shape"),
    ],
)
def test_bad_input_is_named(arguments, message):
    x, y = sets(RowShifts(3, 28))
    with pytest.raises(ValueError, match=message):
        neighbors_path(NeighborIndex(RowShifts(3, 28), y), **({"x": x[0], "k": 3} | arguments))


def test_lambda_is_checked():
    x, y = sets(RowShifts(3, 28))
    found = neighbors_path(NeighborIndex(RowShifts(3, 28), y), x[4], 3)
    for lam, message in (
        (float("nan"), "lam must be at least 0"),
        ([0.1, -1.0], "lam must be at least 0"),
        ("much", "lam must be numbers of at least 0"),
        ([], "lam must be one number at least"),
    ):
        with pytest.raises(ValueError, match=message):
            found.at(lam)


@pytest.mark.parametrize("as_kind", [list, tuple, np.array, torch.DoubleTensor])
def test_several_lam_at_once(as_kind):
    x, y = sets(RowShifts(3, 28))
    found = neighbors_path(NeighborIndex(RowShifts(3, 28), y), x[4], 3)
    several = found.at(as_kind([0.1, 0.5, float("inf")]))
    for level, lam in enumerate([0.1, np.array(0.5), torch.inf]):
        assert several.indices[level].equal(found.at(lam).indices)
        assert several.distances[level].equal(found.at(lam).distances)
