"""Results as the texts would have to say them, number for number."""

import numpy as np
from scipy.stats import t

from lazyq.experiments.about import Survey
from lazyq.experiments.accuracy import AccuracyTable
from lazyq.experiments.aligning import Starts
from lazyq.experiments.averaging import Averaging
from lazyq.experiments.reproducing.claim import Told
from lazyq.experiments.reproducing.measured import (
    Aligned,
    ClassMeans,
    Elimination,
    GraphRuns,
    Parity,
    Spoilt,
    TwoDigits,
)
from lazyq.experiments.six_or_nine import Flips
from lazyq.experiments.steering import Steering

_CERTIFIED = 1e-6
_LEARNED = 0.75
"""Of test graphs: halfway from a coin's share to all."""
_FLIP_LAMS = (0.0, 0.02, 0.03, 0.05, 0.1)


def tell_two_digits(result: TwoDigits) -> Told:
    """Say the events and the distances as README's program prints them."""
    distances = [round(float(value), 4) for value in result.distances]
    said = ", ".join(
        f"{lam}: {value}" for lam, value in zip(("0", "0.5", "1", "inf"), distances, strict=True)
    )
    return Told((f"{result.events} events, the last at λ = {round(result.last, 4)}", f"{{{said}}}"))


def tell_survey(result: Survey) -> Told:
    """Say from which λ on no row moves."""
    return Told(
        (f"In {len(result.last):,} random pairs none moves beyond λ = {result.last.max():.2f}",),
    )


def tell_first(result: AccuracyTable) -> Told:
    """Say the accuracies with the first training digits."""
    return Told((_row(result.accuracies[0]),), _wilson(result))


def tell_draws(result: AccuracyTable) -> Told:
    """Say the mean accuracies over draws, and their standard deviations."""
    right = np.trace(result.confusion, axis1=-2, axis2=-1)
    mean = right.sum(0) / (len(right) * result.tested)
    return Told((_row(mean), _row(result.accuracies.std(0, ddof=1))))


def tell_all(result: AccuracyTable) -> Told:
    """Say the accuracies with all training digits, once for each text, and Wilson's limits."""
    low, high = result.intervals()
    rows = [_row(values[0]) for values in (result.accuracies, result.accuracies, low, high)]
    return Told(tuple(rows), _wilson(result))


def tell_shape(*results: AccuracyTable) -> Told:
    """Say which λ is worst, where the best lie, and whether the last two are the same, in all tables."""
    lams = results[0].lams
    means = np.stack([result.accuracies.mean(0) for result in results])
    worst, best = (np.unique(lams[places(means, axis=1)]) for places in (np.argmin, np.argmax))
    worse = _listed([f"{lam:g}" for lam in worst])
    low, high = (0.3, 1) if 0.3 <= best.min() <= best.max() <= 1 else (best.min(), best.max())
    equal = "equals" if (means[:, -2] == means[:, -1]).all() else "differs from"
    said = f"λ = {worse} is worst, the best lies between {low:g} and {high:g}"
    return Told((f"{said}, and λ = {lams[-2]:g} {equal} ∞",))


def tell_averaging(*results: Averaging) -> Told:
    """Say the rows of README's table, what is certified, and what averaging adds to calibration."""
    names = (
        "f",
        "uniform in ±15°",
        "S f, learned π",
        "f at temperature",
        "S f at temperature",
        "S of (f at temperature",
    )
    scores = np.stack(
        [result.scores[[_place(result.names, name) for name in names], :2, 0] for result in results]
    )
    rows = [f"| {_mean(losses)} | {_mean(right)} |" for losses, right in scores.transpose(1, 2, 0)]
    gap = max(result.gap for result in results)
    certified = "10⁻⁶" if gap <= _CERTIFIED else f"{gap:.1e}"
    losses = scores[..., 0].mean(0)
    fall, below = 1 - losses[2] / losses[0], 1 - losses[5] / losses[3]
    more = (
        f"no other has a log-loss lower by more than {certified}",
        f"Averaging brings the log-loss down by {'half' if round(10 * fall) == 5 else f'{fall:.0%}'}",
        f"the log-loss is {100 * below:.0f} % below calibration alone",
    )
    return Told((*rows, *more))


def tell_flips(result: Flips) -> Told:
    """Say how many sixes become a nine at some λ, and the median angles."""
    pairs = list(zip(result.starts[:-1], result.starts[1:], strict=True))
    found = []
    for lam in _FLIP_LAMS:
        at = [start + np.searchsorted(result.lams[start:end], lam, side="right") - 1 for start, end in pairs]
        degrees = result.degrees[at]
        found.append(degrees[~np.isnan(degrees)])
    counts, medians = [len(some) for some in found], [int(np.median(some)) for some in found[1:]]
    said = f"{_listed(counts)} of {len(pairs)} become a 9, half of them by {_listed(medians, '°')}"
    return Told((said,))


def tell_spoilt(result: Spoilt) -> Told:
    """Say which shares of the words are read right."""
    shares = _listed([f"{share:.3f}" for share in result.right])
    said = (
        f"{shares} of the words are read right",
        f"{result.edits_right:.3f} by the Damerau–Levenshtein distance",
    )
    half = 1.96 * (0.25 / len(result.words)) ** 0.5
    return Told(said, f"at most ±{half:.3f}")


def tell_elimination(result: Elimination) -> Told:
    """Say in how many draws the parity was found."""
    return Told((f"is exact in {_listed(result.exact.tolist())} of 100 draws",))


def tell_parity(*results: Parity) -> Told:
    """Say the medians with least and most, one text a row."""
    rows = [
        " | ".join(_median(getattr(result, name)) for result in results)
        for name in ("train", "test", "solved")
    ]
    fifteen = results[1].test
    wall = f"over {_LEARNED} in {(fifteen > _LEARNED).sum()} of six runs, to {fifteen.max():.2f} in the best"
    return Told((*(f"| {row} |" for row in rows), f"the plain network comes {wall}"))


def tell_graphs(*results: GraphRuns) -> Told:
    """Say the medians with least and most of each target."""
    easy, small, large = (_median(result.test) for result in results)
    said = (
        f"The graph network has {easy} of the easy control",
        f"{small} of the parity of degrees {{2, 4}}",
        f"{large} of that of {{4, 6, 7, 8, 10}}",
    )
    return Told(said)


def tell_means(*results: ClassMeans) -> Told:
    """Say the mean d² of each class."""
    rows = (" | ".join(f"{value:.3f}" for value in result.squared) for result in results)
    return Told(tuple(f"| {row} |" for row in rows))


def tell_aligning(many: Starts, *results: Aligned) -> Told:
    """Say the mass on the right cluster by method over the seeds, and what several starts lead to."""
    low, high = many.information.min(), many.information.max()
    names = ("optimal transport", "information alone", "fused", "lazy")
    rows = (f"| {name} | {_mean(result.right, 3)} |" for name, result in zip(names, results, strict=True))
    more = f"{low:.3f} to {high:.3f} nats, and at most {many.right.max():.3f} of the mass is right"
    return Told((*rows, more))


def tell_steering(*results: Steering) -> Told:
    """Say the errors of each seed, and how many times smaller both are with the loss."""
    rows = []
    for seed, result in enumerate(results):
        wahba, composition, right = (
            getattr(result, name)[:, 1:].mean(1) for name in ("wahba", "composition", "retrieval")
        )
        shown = (f"{values[0]:.3f} → {values[1]:.3f}" for values in (wahba, composition, right))
        last = f"{wahba[2]:.3f}, {result.moved[2]:.3f}, {np.nanmean(result.gamma, 1)[2]:.0f}"
        rows.append(f"| {seed} | {' | '.join(shown)} | {last} |")
    low, middle, high = _interval(_ratios(results, "wahba"))
    wahba = f"{middle:.1f} times smaller with the loss (95 % t-interval of the logarithms {low:.1f} to "
    ratios = _ratios(results, "composition")
    least, mean, most = _interval(ratios)
    composition = f"{_times(ratios)} times smaller by seed; three seeds leave its mean ratio of {mean:.1f} "
    composition += f"an interval of {least:.1f} to {most:.1f}"
    return Told((*rows, f"{wahba}{high:.1f})", composition))


def tell_longer(*results: Steering) -> Told:
    """Say the ratios of both errors by seed, and their means with intervals."""
    said = []
    for name, words in (("wahba", "times smaller"), ("composition", "times")):
        ratios = _ratios(results, name)
        low, middle, high = _interval(ratios)
        said.append(f"{_times(ratios)} {words}, mean {middle:.1f} [{low:.1f}, {high:.1f}]")
    return Told(tuple(said))


def _ratios(results: tuple[Steering, ...], name: str) -> np.ndarray:
    """Return how many times smaller an error is with the loss, by seed."""
    errors = np.stack([getattr(result, name)[:2, 1:].mean(1) for result in results])
    return np.asarray(errors[:, 0] / errors[:, 1])


def _interval(ratios: np.ndarray) -> np.ndarray:
    """Return the geometric mean between the ends of its 95 % interval."""
    logs = np.log(ratios)
    half = _half(logs)
    return np.exp([logs.mean() - half, logs.mean(), logs.mean() + half])


def _times(ratios: np.ndarray) -> str:
    return _listed([f"{ratio:.1f}" for ratio in ratios])


def _half(values: np.ndarray) -> float:
    """Return half of Student's 95 % interval of a mean."""
    return float(t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5)


def _mean(values: np.ndarray, digits: int = 4) -> str:
    return f"{values.mean():.{digits}f} ± {_half(values):.{digits}f}"


def _median(values: np.ndarray) -> str:
    return f"{np.median(values):.3f} [{values.min():.3f}, {values.max():.3f}]"


def _row(values: np.ndarray) -> str:
    return f"| {' | '.join(f'{value:.4f}' for value in values)} |"


def _wilson(result: AccuracyTable) -> str:
    low, high = result.intervals()
    half = (high - low) / 2
    return f"±{half.min():.4f} to ±{half.max():.4f}"


def _place(names: tuple[str, ...], start: str) -> int:
    """Return the place of a name, or of the only one that begins so: temperatures follow."""
    return next(place for place, name in enumerate(names) if name == start or name.startswith(f"{start} "))


def _listed(values: list[int] | list[str], unit: str = "") -> str:
    *first, last = (f"{value}{unit}" for value in values)
    return f"{', '.join(first)} and {last}" if first else last
