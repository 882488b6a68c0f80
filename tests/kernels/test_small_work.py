"""Small work has one thread of torch, and leaves as many as there were."""

import pytest
import torch

from lazyq import RowShifts, Translations
from lazyq.kernels import awaiting
from lazyq.kernels.threads import one_thread
from lazyq.neighbors import NeighborIndex, neighbors_path
from tests.kernels.test_pairwise import sets

pytestmark = pytest.mark.usefixtures("threads")


def test_one_thread_lasts_for_a_block_that_may_fail(threads):
    def fail():
        with one_thread():
            assert torch.get_num_threads() == 1
            raise RuntimeError("failed")

    with pytest.raises(RuntimeError, match="failed"):
        fail()
    assert torch.get_num_threads() == threads


@pytest.mark.parametrize("action", [RowShifts(3, 8), Translations(3, 8)], ids=str)
def test_searches_without_code_and_paths_to_few_have_one_thread(monkeypatch, action, threads):
    seen, plain = [], torch.Tensor.amin

    def watched(*arguments, **named):
        seen.append(torch.get_num_threads())
        return plain(*arguments, **named)

    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    monkeypatch.setattr(torch.Tensor, "amin", watched)
    x, y = sets(action, torch.float64)
    index = NeighborIndex(action, y)
    for search in (lambda: index.query(x, 0.5, 3), lambda: neighbors_path(index, x[0], 3)):
        seen.clear()
        search()
        assert set(seen) == {1}
    assert torch.get_num_threads() == threads
