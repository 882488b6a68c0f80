"""All pairs and neighbours on a GPU, where there is one, are those of the definition on the CPU."""

import pytest
import torch

from lazyq import Channels, RowShifts, TimeShifts, Translations, lazy_distance, pairwise
from lazyq.kernels import pairwise as pairwise_kernels
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.neighbors import NeighborIndex, neighbors, neighbors_path
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_nearest import assert_equal, brute_force
from tests.kernels.test_pairwise import sets

LAMS = [0.7, 0.0, float("inf"), 0.05, 30.0, 1e6, 1.0, 0.2, 0.4, 0.3]


ACTIONS = [RowShifts(3, 28), RowShifts(2, 17), Translations(3, 4), Translations(14, 15)]
ACTIONS += [Channels(Translations(5, 6), 3), TimeShifts(150, 2)]


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_bytes(action, device):
    x, y = sets(action)
    found = pairwise(action, x.to(device), y.to(device), LAMS)
    near = neighbors(action, x.to(device), y.to(device), LAMS, 4)
    assert found.device.type == device.type
    for level, lam in enumerate(LAMS):
        expected = lazy_distance(action, x[:, None], y[None], lam).float()
        torch.testing.assert_close(found[level].cpu(), expected, rtol=2e-6, atol=0.0)
        own = type(near)(near.distances[level].cpu(), near.indices[level].cpu())
        assert_equal(own, brute_force(action, x, y, lam, 4))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_floats_on_cuda_are_off_by_what_the_kernel_says(kind, dtype):
    device = torch.device("cuda")
    for action in (RowShifts(3, 28), RowShifts(1, 120)):
        x, y = float_sets(kind, action, dtype)
        mus = torch.tensor(LAMS, dtype=torch.float64).mul(float(y.abs().max()) or 1.0).square()
        kernel = pairwise_kernels.choose("auto", action, x.to(device), y.to(device))
        found = kernel.squared_distances(action, x.to(device), y.to(device), mus.to(device)).double().cpu()
        pairs = x.repeat_interleave(len(y), 0), y.repeat(len(x), 1, 1)
        expected = torch.stack([squared_distances_of_pairs(action, *pairs, mu) for mu in mus.tolist()])
        relative, absolute = kernel.errors(action, dtype)
        energies = [images.flatten(1).double().square().sum(1) for images in (x, y)]
        bound = relative * expected.reshape(found.shape) + absolute * (energies[0][:, None] + energies[1])
        assert ((found - expected.reshape(found.shape)).abs() <= bound + 1e-320).all(), action


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_floats(kind, dtype, device):
    action = RowShifts(3, 8)
    x, y = float_sets(kind, action, dtype)
    scale = float(y.abs().max()) or 1.0
    lams = [lam * scale for lam in LAMS]
    near = neighbors(action, x.to(device), y.to(device), lams, 6)
    for level, lam in enumerate(lams):
        own = type(near)(near.distances[level].cpu(), near.indices[level].cpu())
        assert_equal(own, brute_force(action, x, y, lam, 6))


def test_a_path_of_neighbours(device):
    action = RowShifts(3, 28)
    x, y = sets(action)
    there = NeighborIndex(action, y.to(device))
    path = neighbors_path(there, x[2].to(device), 5)
    for lam in (0.0, 0.1, 0.5, 2.0, float("inf")):
        assert torch.equal(path.at(lam).indices, neighbors(action, x[2:3], y, lam, 5).indices[0])


def test_blocks_and_groups_of_a_search(monkeypatch, device):
    from lazyq.kernels.nearest import brute

    monkeypatch.setattr(brute, "_TARGETS_AT_ONCE", 700)
    monkeypatch.setattr(brute, "_MORE_ON_GPU", 1)
    monkeypatch.setattr(brute, "_PAIRS_AT_ONCE", 2100)
    action = RowShifts(2, 9)
    y = torch.randint(4, (1500, 2, 9), generator=torch.Generator().manual_seed(2), dtype=torch.uint8)
    y[600:660] = y[100]
    x = y[95:102]
    found = neighbors(action, x.to(device), y.to(device), [0.3, 0.0], 2, kernel="brute")
    for level, lam in enumerate([0.3, 0.0]):
        own = type(found)(found.distances[level].cpu(), found.indices[level].cpu())
        assert_equal(own, brute_force(action, x, y, lam, 2))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("action", [RowShifts(3, 28), Translations(6, 7), TimeShifts(9, 2)], ids=str)
def test_shifts_on_cuda_are_trusted_to_the_triton_kernels(action, dtype):
    x, y = (points.cuda() for points in sets(action, dtype))
    of_whole_images = "orbits" if dtype == torch.uint8 else "transforms"
    chosen = pairwise_kernels.choose("auto", action, x, y).NAME
    assert chosen == ("triton" if isinstance(action, RowShifts) else of_whole_images)
