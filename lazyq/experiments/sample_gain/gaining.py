"""Learning curves on the torus with and without a symmetry, and the samples that it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from lazyq import spectral
from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.spectral import (
    AxisRotations,
    CircleTranslations,
    IsometryGroup,
    PolyhedralRotations,
    SignFlips,
    Space,
    SpectralKernel,
    Sphere,
    SphereRotations,
    SquareSymmetries,
    Torus,
    TorusTranslations,
    lazy_kernel,
    sobolev_kernel,
)
from lazyq.wording import worded

GROUPS: Mapping[str, IsometryGroup] = MappingProxyType(
    {
        "translations": TorusTranslations(4),
        "mirrors": SignFlips(2),
        "square": SquareSymmetries(),
        "circle": CircleTranslations(),
        "turns": SphereRotations(6),
        "axis": AxisRotations(),
        "icosahedron": PolyhedralRotations("icosahedron"),
    }
)
"""The symmetries of the torus T², then those of the sphere S², by their names."""

SIZES = (16, 32, 64, 128, 256, 512, 1024)
TAUS = (0.0, 0.03, 0.1, 0.3, 1.0)
LEVELS: Mapping[Space, float] = MappingProxyType({Torus(2): 100.0, Sphere(): 272.0})
"""Eigenfunctions up to these levels are learned: 317 of the torus, 289 of the sphere."""

_LEARNERS = tuple(f"{tau:g}" for tau in TAUS)


@dataclass(frozen=True)
class SampleGainSpec:
    """What is learned, by whom, from which data.

    Attributes
    ----------
    group : a name of :data:`GROUPS`: the target is invariant under it, but for ``outside`` of its energy
    assumed : the name of a group of the same space, which the learners know; another than ``group`` is wrong
    outside : 0 to 1
    smoothness : s > 1, derivatives of the target and of the kernel
    noise : σ ≥ 0 of the values, whose signal has norm 1
    seed : of target, points and noise
    trials : draws of points and noise, at least 1
    """

    group: str
    assumed: str
    outside: float = 0.0
    smoothness: float = 2.0
    noise: float = 0.5
    seed: int = 0
    trials: int = 20


@dataclass(frozen=True)
class SampleGain:
    """The risks, and how many times as many samples it takes without the symmetry.

    Attributes
    ----------
    risks : (TAUS, SIZES, trials), ‖f̂ − f*‖² at the best regularisation
    at, low, high : (SIZES,) factors with 95 % intervals, NaN where the plain curve does not reach
    overall : (3,) their geometric mean with its interval, NaN where there is none
    """

    risks: np.ndarray
    at: np.ndarray
    low: np.ndarray
    high: np.ndarray
    overall: np.ndarray


@dataclass(frozen=True)
class OnePointSpec:
    """One draw of n points, and what else :class:`SampleGainSpec` says."""

    task: SampleGainSpec
    n: int


@dataclass(frozen=True)
class OnePoint:
    """The risks of one draw, (TAUS,)."""

    risks: np.ndarray


def same_space(group: str) -> tuple[str, ...]:
    """Return the names of all groups of the space that the named one acts on."""
    return tuple(name for name in GROUPS if GROUPS[name].space == GROUPS[group].space)


def sample_gain(spec: SampleGainSpec) -> SampleGain:
    """Return the learning curves of K_τ for every τ of :data:`TAUS` on the same data.

    Raises
    ------
    ValueError : a name, a number or a count that can't be; says which
    """
    if spec.trials < 1:
        raise ValueError(f"trials must be at least 1, got {spec.trials}")
    kernels, target = _task(spec)
    stage = worded("learning, {count} draws", count=spec.trials)
    with one_thread():
        curves = spectral.learning_curves(
            target,
            kernels,
            SIZES,
            noise=spec.noise,
            trials=spec.trials,
            seed=spec.seed,
            tick=lambda done, total: report(stage, done / total),
        )
    found = spectral.sample_multiplier(curves, plain=_LEARNERS[-1], other=_LEARNERS[0], seed=spec.seed)
    overall = np.array([found.overall, found.overall_low, found.overall_high])
    return SampleGain(curves.risks, found.at, found.low, found.high, overall)


def one_point(spec: OnePointSpec) -> OnePoint:
    """Return the risks of a single draw of n points, 2 to 512.

    Raises
    ------
    ValueError : n or what the task says can't be; says which
    """
    if not 2 <= spec.n <= 512:
        raise ValueError(f"n must be from 2 to 512, got {spec.n}")
    kernels, target = _task(spec.task)
    seed = spec.task.seed
    with one_thread():
        curves = spectral.learning_curves(
            target, kernels, (spec.n,), noise=spec.task.noise, trials=1, seed=seed
        )
    return OnePoint(curves.risks[:, 0, 0])


def _task(spec: SampleGainSpec) -> tuple[dict[str, SpectralKernel], np.ndarray]:
    if spec.group not in GROUPS:
        raise ValueError(f"group must be one of {', '.join(GROUPS)}, got {spec.group!r}")
    accepted = same_space(spec.group)
    if spec.assumed not in accepted:
        raise ValueError(
            f"assumed must be one of {', '.join(accepted)}, which act where {spec.group} does, "
            f"got {spec.assumed!r}"
        )
    if not spec.smoothness > 1:
        raise ValueError(f"smoothness must be above 1, half the dimension, got {spec.smoothness!r}")
    group, assumed = GROUPS[spec.group], GROUPS[spec.assumed]
    kernel = _plain(group.space, spec.smoothness)
    random = np.random.default_rng(spec.seed)
    target = spectral.random_target(kernel.basis, group, spec.smoothness, random, spec.outside)
    kernels = {name: lazy_kernel(kernel, assumed, tau) for name, tau in zip(_LEARNERS, TAUS, strict=True)}
    return kernels, target


@lru_cache(maxsize=6)
def _plain(space: Space, smoothness: float) -> SpectralKernel:
    """Return a Sobolev kernel, the same one each time, for whose basis groups keep their projectors."""
    return sobolev_kernel(space, smoothness, LEVELS[space])
