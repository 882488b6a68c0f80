"""Pictures of little contrast: cancellation robs of digits only what is close beside what varies in them."""

import pytest
import torch

from lazyq import Channels, RowShifts, TimeShifts, Translations, pairwise
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.pairwise import spectra
from lazyq.metric import all_pairs

ACTIONS = pytest.mark.parametrize(
    "action",
    [
        Translations(8, 8),
        Channels(Translations(6, 7), 3),
        RowShifts(4, 9),
        Channels(RowShifts(3, 8), 2),
        TimeShifts(16, 3),
    ],
    ids=repr,
)


def bright(action, contrast, seed):
    generator = torch.Generator().manual_seed(seed)
    return 0.8 + contrast * torch.randn(12, *action.shape, generator=generator)


@ACTIONS
@pytest.mark.parametrize("contrast", [0.1, 0.01, 1e-4])
def test_distances_are_right_and_few_are_measured_again(action, contrast, monkeypatch):
    x, y = (bright(action, contrast, seed) for seed in (0, 1))
    y[0], y[1] = x[0].roll(1, -1), x[1] * (1 + 1e-6)
    again = []

    def measured(action, own, theirs, mu):
        again.append(len(own))
        return squared_distances_of_pairs(action, own, theirs, mu)

    monkeypatch.setattr(all_pairs, "squared_distances_of_pairs", measured)
    lams = [0.0, 0.05 * contrast, float("inf")]
    found = pairwise(action, x, y, lams, kernel="spectra")
    if contrast > 1e-3:  # below, all are close beside their rounded means
        assert 2 <= sum(again) <= 3 * 12
    pairs = x.repeat_interleave(len(y), 0), y.repeat(len(x), *[1] * len(action.shape))
    for level, lam in enumerate(lams):
        expected = squared_distances_of_pairs(action, *pairs, lam**2).sqrt().reshape(len(x), len(y))
        torch.testing.assert_close(found[level], expected, rtol=2.0**-13, atol=0)


@ACTIONS
def test_energies_of_means_are_those_of_what_shifts(action):
    x = bright(action, 0.3, 0)
    means = torch.zeros_like(x, dtype=torch.float64)
    if isinstance(action, Translations) or isinstance(getattr(action, "action", None), Translations):
        means += x.double().flatten(1).mean(1).reshape(-1, *[1] * len(action.shape))
    else:
        means += x.double().mean(-1, keepdim=True)
    expected = means.square().flatten(1).sum(1)
    torch.testing.assert_close(spectra.energies_of_means(action, x), expected, rtol=1e-12, atol=0)
