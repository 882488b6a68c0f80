"""Learning curves of learners on the same data, and how many samples a symmetry is worth."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from lazyq.spectral.groups import IsometryGroup
from lazyq.spectral.kernels import SpectralKernel
from lazyq.spectral.ridge import REGULARISATIONS, Decomposition
from lazyq.spectral.spaces import Eigenbasis


class LearningCurves(NamedTuple):
    """The risk ‖f̂ − f*‖² of every learner.

    Attributes
    ----------
    learners : their names
    sizes : numbers of samples
    risks : (learners, sizes, trials)
    """

    learners: tuple[str, ...]
    sizes: tuple[int, ...]
    risks: np.ndarray


class SampleMultiplier(NamedTuple):
    """How many times as many samples a plain learner needs.

    Attributes
    ----------
    sizes : numbers of samples of the other learner
    at : (sizes,) the factor, NaN where the plain curve does not reach that risk
    low, high : (sizes,) its interval
    overall, overall_low, overall_high : the geometric mean of the factors, with an interval of its own
    """

    sizes: tuple[int, ...]
    at: np.ndarray
    low: np.ndarray
    high: np.ndarray
    overall: float
    overall_low: float
    overall_high: float


def random_target(
    basis: Eigenbasis,
    group: IsometryGroup,
    smoothness: float,
    random: np.random.Generator,
    outside: float = 0.0,
) -> np.ndarray:
    """Return a random function of mean 0 and norm 1, invariant but for a part of its energy.

    Its coefficients are Gaussian with deviations (1 + λ)^(−(s/2 + d/4 + 0.05)), d the dimension of M/G, so
    that it has s derivatives.

    Parameters
    ----------
    basis : N eigenfunctions
    group : whose invariant functions hold 1 − ``outside`` of the energy
    smoothness : s
    random : source of randomness
    outside : 0 to 1, the energy orthogonal to all invariant functions

    Returns
    -------
    (N,)

    Raises
    ------
    ValueError : ``outside`` is no part of 1, or the basis has no function of the kind asked for

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import SignFlips, Torus, random_target
    >>> target = random_target(Torus(1).basis(4), SignFlips(1), 2, np.random.default_rng(0))
    >>> bool(np.isclose(np.linalg.norm(target), 1)), target[2]
    (True, np.float64(0.0))
    """
    if not 0 <= outside <= 1:
        raise ValueError(f"outside must be from 0 to 1, got {outside!r}")
    decay = (1 + basis.eigenvalues) ** -(smoothness / 2 + group.quotient_dimension / 4 + 0.05)
    drawn = random.standard_normal(len(basis)) * decay
    drawn[0] = 0
    invariant = group.projector(basis) @ drawn
    total = np.zeros(len(basis))
    for energy, part, words in ((1 - outside, invariant, "invariant"), (outside, drawn - invariant, "other")):
        norm = np.linalg.norm(part)
        if energy and norm < 1e-12:
            raise ValueError(f"basis has no {words} function but the constant: its level must be higher")
        if energy:
            total += math.sqrt(energy) * part / norm
    return total


def learning_curves(
    target: np.ndarray,
    kernels: Mapping[str, SpectralKernel],
    sizes: Sequence[int],
    *,
    noise: float,
    trials: int,
    seed: int,
    oracle: bool = True,
    tick: Callable[[int, int], None] | None = None,
) -> LearningCurves:
    """Return the risks of kernel ridge regressions that all see the same data.

    In each trial max(sizes) points are drawn uniformly, y = f*(x) + noise; a size takes the first of them.

    Parameters
    ----------
    target : f*, coefficients (N,) in the basis that all kernels share
    kernels : one a learner, by name
    sizes : n, ascending
    noise : σ ≥ 0
    trials : ≥ 1
    seed : of points and noise
    oracle : take the η of least risk (as theory does); else that of least leave-one-out error
    tick : told (done, all) after each fit; what it raises ends the run

    Raises
    ------
    ValueError : sizes, trials or noise can't be taken, or the kernels do not share the target's basis

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import SignFlips, Torus, invariant_kernel, learning_curves, sobolev_kernel
    >>> plain = sobolev_kernel(Torus(1), 2, 16)
    >>> both = {"plain": plain, "invariant": invariant_kernel(plain, SignFlips(1))}
    >>> curves = learning_curves(np.eye(9)[1], both, (16,), noise=0.5, trials=8, seed=0)
    >>> bool(curves.risks[1].mean() < curves.risks[0].mean())
    True
    """
    if not sizes or list(sizes) != sorted(set(sizes)) or sizes[0] < 2:
        raise ValueError(f"sizes must be ascending whole numbers of at least 2, got {list(sizes)}")
    if trials < 1:
        raise ValueError(f"trials must be at least 1, got {trials}")
    if not 0 <= noise < math.inf:
        raise ValueError(f"noise must be a finite number of at least 0, got {noise!r}")
    (basis, *others) = [kernel.basis for kernel in kernels.values()]
    if any(len(other) != len(basis) or other.space != basis.space for other in others):
        raise ValueError("all kernels must have one basis")
    if target.shape != (len(basis),):
        raise ValueError(
            f"target must be ({len(basis)},), a coefficient an eigenfunction, got {target.shape}"
        )
    random = np.random.default_rng(seed)
    risks = np.empty((len(kernels), len(sizes), trials))
    done = 0
    for trial in range(trials):
        points = basis.space.sample(sizes[-1], random)
        functions = basis.evaluate(points)
        values = functions @ target + noise * random.standard_normal(sizes[-1])
        for row, kernel in enumerate(kernels.values()):
            features = kernel.weighed(functions)
            for place, size in enumerate(sizes):
                coefficients = _coefficients(features[:size], values[:size], oracle=oracle)
                risks[row, place, trial] = _risk(kernel.coefficients(coefficients), target)
                done += 1
                if tick:
                    tick(done, risks.size)
    return LearningCurves(tuple(kernels), tuple(sizes), risks)


def _coefficients(features: np.ndarray, values: np.ndarray, *, oracle: bool) -> np.ndarray:
    """Return coefficients in the features, (p, r), at every η or at that of least leave-one-out error."""
    decomposed = Decomposition.of_features(features)
    dual, along = (part[:, :, 0] for part in decomposed.solved(values[:, None], REGULARISATIONS))
    if oracle:
        return along
    errors = ((dual / decomposed.inverse_diagonal(REGULARISATIONS)) ** 2).mean(0)
    place = len(errors) - 1 - errors[::-1].argmin()
    return along[:, place : place + 1]


def _risk(coefficients: np.ndarray, target: np.ndarray) -> float:
    """Return the least ‖f̂ − f*‖² of the columns, by Parseval."""
    return float(((coefficients - target[:, None]) ** 2).sum(0).min())


def sample_multiplier(
    curves: LearningCurves,
    plain: str,
    other: str,
    *,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> SampleMultiplier:
    """Return how many times as many samples the plain learner needs to do as well as the other one.

    At n it is n'/n, where the plain learner's mean risk at n' is the other's at n: read sideways from the
    curves of logarithms, straight between sizes. Intervals are percentiles over resampled trials.

    Parameters
    ----------
    curves : of both learners, on the same data
    plain, other : their names
    level : of the intervals
    resamples : how often trials are drawn anew
    seed : of the resampling

    Raises
    ------
    ValueError : a name that the curves do not have, or fewer than two sizes

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import LearningCurves, sample_multiplier
    >>> sizes = (32, 64, 128, 256)
    >>> risks = np.stack([1 / np.array(sizes), 1 / (4 * np.array(sizes))])[:, :, None]
    >>> sample_multiplier(LearningCurves(("plain", "other"), sizes, risks), "plain", "other").overall
    4.0
    """
    for name in (plain, other):
        if name not in curves.learners:
            raise ValueError(f"curves have the learners {list(curves.learners)}, got {name!r}")
    if len(curves.sizes) < 2:
        raise ValueError("curves must have at least two sizes")
    logs = np.log(curves.sizes)
    pair = curves.risks[[curves.learners.index(plain), curves.learners.index(other)]]
    random = np.random.default_rng(seed)
    trials = pair.shape[2]
    drawn = [pair[:, :, random.integers(trials, size=trials)].mean(2) for _ in range(resamples)]
    estimates = np.array([_sideways(logs, *np.log(means)) for means in [pair.mean(2), *drawn]])
    tails = [(1 - level) / 2, (1 + level) / 2]
    bounds = np.array([_percentiles(column, tails) for column in estimates[1:].T])
    factors = np.exp(estimates[0])
    low, high = np.where(np.isnan(factors), np.nan, np.exp(bounds).T)
    # Rounded, so that 4 is not 3.9999999999999996.
    overall = [float(np.round(value, 12)) for value in (factors[-1], low[-1], high[-1])]
    return SampleMultiplier(curves.sizes, factors[:-1], low[:-1], high[:-1], *overall)


def _percentiles(values: np.ndarray, tails: list[float]) -> np.ndarray:
    known = values[np.isfinite(values)]
    return np.quantile(known, tails) if len(known) else np.full(2, np.nan)


def _sideways(logs: np.ndarray, plain: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how far to the right the plain curve has each risk of the other one, and the mean of it."""
    falling = np.minimum.accumulate(plain)[::-1]
    places = np.interp(other, falling, logs[::-1], left=np.nan, right=np.nan)
    shifts = places - logs
    known = shifts[np.isfinite(shifts)]
    return np.append(shifts, known.mean() if len(known) else np.nan)
