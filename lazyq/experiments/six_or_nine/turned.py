"""How near a turned digit comes to two classes, at every angle at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import to_polar
from lazyq.actions.cyclic import signed_shifts
from lazyq.experiments.digits import DatasetDigit, DrawnDigit, load_collection, parse_digit
from lazyq.kernels.pairwise import rings

RINGS = 14
MAP_LAMS = (0.0, *np.geomspace(0.002, 1, 39).round(6).tolist(), np.inf)
"""The λ of a map of verdicts, units of the polar image a degree."""
_AT_ONCE = 128


@dataclass(frozen=True)
class TurnedSpec:
    """Which digit is turned, and which digits it is compared with.

    Attributes
    ----------
    x : reference of the digit, which is not compared with itself
    first, second : the two classes, different ones of 0 … 9
    dataset : where the digits of the classes are
    size : so many of each class, the first ones; fewer where there are fewer
    angles : K, of the polar grid
    """

    x: str
    first: int
    second: int
    dataset: str
    size: int = 1000
    angles: int = 360


@dataclass(frozen=True)
class Turned:
    """The least squared residual to each class, when x is turned and may not turn any further.

    Attributes
    ----------
    squared_residuals : (2, K) float64, min_y ‖R_k x − y‖² for x turned by k·360°/K, counter-clockwise
    nearest : (2, K) int64, the digit y that it is, by place in the data set; the first of equal ones
    """

    squared_residuals: np.ndarray
    nearest: np.ndarray


def turned(spec: TurnedSpec) -> Turned:
    """Return how near x comes to both classes at every angle, on polar grids, exactly by FFT.

    From these numbers alone follows the nearest lazy distance of x turned by h, for every h and λ:

        min_y d_λ(R_h x, y)² = min_g ( min_y ‖R_{h+g} x − y‖² + λ² ν(g)² ).

    Raises
    ------
    ValueError : a reference, class or size that can't be; says which
    DataError : MNIST is not on this machine
    """
    check_classes(spec.first, spec.second, spec.size)
    x = parse_digit(spec.x)
    digits = load_collection(spec.dataset)
    image = x.image if isinstance(x, DrawnDigit) else load_collection(x.dataset).images[x.index]
    turning = polar(image[None], spec.angles)
    places = torch.arange(len(digits))
    if isinstance(x, DatasetDigit) and x.dataset == spec.dataset:
        places = places[places != x.index]
    residuals, nearest = [], []
    for digit in (spec.first, spec.second):
        own = places[digits.labels[places] == digit][: spec.size]
        parts = [table[:, 0] for _, table in residual_tables(turning, digits.images[own], spec.angles)]
        least, who = torch.cat(parts, 1).min(1)
        residuals.append(least.numpy())
        nearest.append(own[who].numpy())
    return Turned(np.stack(residuals), np.stack(nearest))


def lazy_turns(squared_residuals: np.ndarray, lam: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest lazy distance to a class at every angle, and the turn that brings it there.

    Parameters
    ----------
    squared_residuals : (K,), one class of :class:`Turned`
    lam : ≥ 0, inf included, units of the polar image a degree

    Returns
    -------
    squared distances (K,) and turns in degrees (K,): the least turn of equal ones, then the positive one
    """
    count = len(squared_residuals)
    shifts = signed_shifts(count).numpy()
    lengths = shifts * (360 / count)
    prices = np.where(shifts == 0, 0.0, np.inf if lam == np.inf else (lam * lengths) ** 2)
    table = squared_residuals[(np.arange(count)[:, None] + shifts) % count] + prices
    best = table.argmin(1)
    return table[np.arange(count), best], lengths[best]


def verdicts(spec: TurnedSpec, result: Turned, lams: Sequence[float]) -> np.ndarray:
    """Return which class x is read as, (L, K) int64: 0 for the first of the spec, 1 for the second.

    It is the class with the nearer digit at that angle and λ; the smaller digit where both are as near.

    Parameters
    ----------
    spec, result : a spec and what :func:`turned` returns for it
    lams : L values ≥ 0, inf included, units of the polar image a degree
    """
    first, second = (
        np.stack([lazy_turns(squared, lam)[0] for lam in lams]) for squared in result.squared_residuals
    )
    nearer = second <= first if spec.second < spec.first else second < first
    return nearer.astype(np.int64)


def check_classes(first: int, second: int, size: int) -> None:
    """Raise ValueError for classes that are not two different digits, or for none of each."""
    if first == second or not {first, second} <= set(range(10)):
        raise ValueError(f"first and second must be different digits 0 to 9, got {first}, {second}")
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}")


def polar(images: Tensor, angles: int) -> Tensor:
    """Return images (n, 28, 28) of levels 0 … 255 on the polar grid of the page, (n, RINGS, K) float64."""
    return to_polar(images.double() / 255, RINGS, angles)


def residual_tables(turning: Tensor, images: Tensor, angles: int) -> Iterator[tuple[int, Tensor]]:
    """Yield ‖R_k x − y‖², (K, n, m), for polar x and some images at a time, and the place of their first."""
    for start in range(0, len(images), _AT_ONCE):
        part = polar(images[start : start + _AT_ONCE], angles)
        yield start, rings.squared_residuals(turning, part).clamp(min=0)
