"""The one rule of voting, and the one way to leave a point out of its own neighbours."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lazyq import RowShifts, pairwise
from lazyq.neighbors import NeighborIndex, count_votes, neighbors, winner, without_itself

LAMS = [0.0, 0.4, torch.inf]


def test_equal_votes_go_to_the_smaller_label():
    labels = torch.tensor([[3, 1, 1, 3], [9, 9, 0, 1]])
    assert winner(count_votes(labels, 10)).tolist() == [1, 9]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_votes_are_counted_and_the_winner_is_the_first_of_the_most(labels):
    counts = count_votes(torch.tensor(labels), 5)
    assert counts.tolist() == [labels.count(label) for label in range(5)]
    assert int(winner(counts)) == max(range(5), key=lambda label: (labels.count(label), -label))


@pytest.fixture
def points(dtype):
    """Twelve points, of which three are one and the same."""
    levels = torch.randint(0, 256, (12, 3, 5), generator=torch.Generator().manual_seed(5), dtype=torch.uint8)
    levels[[4, 7]] = levels[1].clone()
    return levels if dtype == torch.uint8 else (levels.double() / 255).to(dtype)


@pytest.mark.parametrize("k", [1, 2, 11])
def test_no_point_is_its_own_neighbour(points, k):
    action = RowShifts(3, 5)
    found = neighbors(action, points, points, LAMS, k, leave_one_out=True)
    distances = pairwise(action, points, points, LAMS)
    distances.diagonal(dim1=1, dim2=2).fill_(torch.inf)
    for level in range(len(LAMS)):
        for place in range(12):
            order = distances[level, place].argsort(stable=True)[:k]
            assert found.indices[level, place].tolist() == order.tolist()
    indexed = NeighborIndex(action, points).query(points, LAMS, k, leave_one_out=True)
    assert torch.equal(indexed.indices, found.indices)
    assert torch.equal(indexed.distances, found.distances)


def test_one_lam_has_no_dimension_of_its_own(points):
    every = neighbors(RowShifts(3, 5), points, points, [0.4], 2, leave_one_out=True)
    one = neighbors(RowShifts(3, 5), points, points, 0.4, 2, leave_one_out=True)
    assert torch.equal(one.indices, every.indices[0])


def test_among_many_alike_the_point_itself_may_not_be_found_and_the_last_goes():
    alike = torch.full((5, 1, 2), 9, dtype=torch.uint8)
    found = neighbors(RowShifts(1, 2), alike, alike, 0.4, 2, leave_one_out=True)
    assert found.indices.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1]]
    whole = neighbors(RowShifts(1, 2), alike, alike, 0.4, 3)
    assert torch.equal(without_itself(whole).indices, found.indices)


def test_what_cannot_be_left_out_is_refused():
    points = torch.zeros(4, 1, 2)
    with pytest.raises(ValueError, match="k must be a whole number from 1 to the 3 points of y, got 4"):
        neighbors(RowShifts(1, 2), points, points, 0.4, 4, leave_one_out=True)
    with pytest.raises(ValueError, match="leave_one_out needs x to be y, got 3 and 4 points"):
        neighbors(RowShifts(1, 2), points[:3], points, 0.4, 2, leave_one_out=True)
