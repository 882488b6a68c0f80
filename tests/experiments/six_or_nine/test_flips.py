"""Many turned digits at every λ at once, against one after another at some λ, and the published values."""

import numpy as np
import pytest
import torch

from lazyq.compute.progress import listening
from lazyq.experiments.six_or_nine import Flips, FlipsSpec, TurnedSpec, flip_spread, flips, lazy_turns, turned

SMALL = {"dataset": "sklearn", "size": 12, "angles": 24}


def at(result, i, lam):
    own = slice(result.starts[i], result.starts[i + 1])
    return result.degrees[own][np.searchsorted(result.lams[own], lam, side="right") - 1]


def flip(squared, lam, first_wins):
    """The first angle up to half a turn at which the second class is nearer, NaN if there is none."""
    first, second = (lazy_turns(residuals, lam)[0] for residuals in squared)
    nearer = second < first if first_wins else second <= first
    found = np.nonzero(nearer[: len(nearer) // 2 + 1])[0]
    return found[0] * 360 / len(nearer) if len(found) else np.nan


@pytest.mark.parametrize("classes", [(6, 9), (9, 6), (4, 1)])
@pytest.mark.parametrize("angles", [1, 2, 7, 24])
def test_every_lam_against_one_digit_at_a_time(classes, angles):
    sizes = SMALL | {"angles": angles}
    result = flips(FlipsSpec("sklearn", *classes, **sizes, count=16))
    rng = np.random.default_rng(0)
    for i, place in enumerate(result.places):
        squared = turned(TurnedSpec(f"sklearn-{place}", *classes, **sizes)).squared_residuals
        lams = result.lams[result.starts[i] : result.starts[i + 1]]
        assert lams[0] == 0
        assert (np.diff(lams) > 0).all()
        cuts = lams[1:]
        for lam in [0, np.inf, *cuts * (1 - 1e-9), *cuts * (1 + 1e-9), *10 ** rng.uniform(-3, 0, 5)]:
            expected = flip(squared, lam, classes[0] < classes[1])
            assert np.array_equal(at(result, i, lam), expected, equal_nan=True), (place, lam)
        assert not np.array_equal(result.degrees[:-1], result.degrees[1:], equal_nan=True)


def test_another_set_is_compared_with_whole(mnist_raw):
    del mnist_raw
    result = flips(FlipsSpec("mnist-test", 6, 9, "mnist-train", size=60, count=3, angles=72))
    assert torch.tensor(result.places).tolist() == [11, 21, 22]
    for i, place in enumerate(result.places):
        spec = TurnedSpec(f"mnist-test-{place}", 6, 9, "mnist-train", size=60, angles=72)
        squared = turned(spec).squared_residuals
        for lam in (0, 0.02, 0.05, 0.1, np.inf):
            assert np.array_equal(at(result, i, lam), flip(squared, lam, True), equal_nan=True)


def test_forty_sixes_become_nines_as_published(mnist_raw):
    """2, 17, 33, 40 and 40 of 40 become a 9, half of them by 156°, 134°, 115° and 88° (without fractions)."""
    del mnist_raw
    result = flips(FlipsSpec("mnist-test", 6, 9, "mnist-train"))
    angles = {lam: np.array([at(result, i, lam) for i in range(40)]) for lam in (0, 0.02, 0.03, 0.05, 0.1)}
    angles = {lam: found[~np.isnan(found)] for lam, found in angles.items()}
    assert [len(found) for found in angles.values()] == [2, 17, 33, 40, 40]
    assert [int(np.median(found)) for found in angles.values()] == [0, 156, 134, 115, 88]


def test_progress_is_told_and_grows():
    told = []
    with listening(lambda stage, share: told.append((stage, share))):
        flips(FlipsSpec("sklearn", 6, 9, **SMALL, count=3))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert len({stage for stage, _ in told}) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"second": 6}, "first and second must be different digits 0 to 9, got 6, 6"),
        ({"size": 0}, "size must be at least 1, got 0"),
        ({"count": 0}, "count must be at least 1, got 0"),
    ],
)
def test_bad_specs_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        flips(FlipsSpec(**({"tested": "sklearn", "first": 6, "second": 9} | SMALL | change)))


def test_spread_is_what_every_digit_says_at_every_lambda():
    rng = np.random.default_rng(0)
    pieces = [np.r_[0, np.sort(rng.choice(np.arange(1, 9), 3, replace=False))] / 100 for _ in range(9)]
    angles = [np.where(rng.random(4) < 0.5, np.nan, rng.integers(0, 181, 4)) for _ in pieces]
    starts = np.arange(10) * 4
    result = Flips(np.arange(9), starts, np.concatenate(pieces), np.concatenate(angles))
    spread = flip_spread(result)
    np.testing.assert_array_equal(spread.lams, np.unique(result.lams))
    few = 0
    for lam, count, quartiles in zip(spread.lams, spread.counts, spread.quartiles.T, strict=True):
        own = [
            angle
            for cuts, all_angles in zip(pieces, angles, strict=True)
            if not np.isnan(angle := all_angles[sum(cuts <= lam) - 1])
        ]
        assert count == len(own)
        few += len(own) < 9 / 4
        expected = np.quantile(own, [0.25, 0.5, 0.75]) if len(own) >= 9 / 4 else [np.nan] * 3
        np.testing.assert_allclose(quartiles, expected)
    assert 0 < few < len(spread.lams)


def test_a_single_digit_that_never_flips_has_no_quartiles():
    spread = flip_spread(Flips(np.arange(1), np.array([0, 1]), np.zeros(1), np.array([np.nan])))
    assert spread.counts.tolist() == [0]
    assert np.isnan(spread.quartiles).all()
