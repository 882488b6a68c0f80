"""A map of digits: places in the plane whose distances are nearly those of d_λ, at every λ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.average.means import ACTION
from lazyq.experiments.digits import load_collection
from lazyq.metric import pairwise
from lazyq.wording import worded

MAP_LAMS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 10.0, math.inf)
_STEPS = 300
_ROWS = 50


@dataclass(frozen=True)
class MapSpec:
    """Which digits are on the map: the first so many of each class of a data set; and the λ, rising."""

    dataset: str
    each: int = 20
    lams: tuple[float, ...] = MAP_LAMS


@dataclass(frozen=True)
class DigitMap:
    """The map at every λ.

    Attributes
    ----------
    places : (n,) int64 of the digits in their data set
    labels : (n,) int64
    positions : (L, n, 2) float64; a unit is a unit of d_λ
    stresses : (L,) sqrt(Σ (‖p − q‖ − d_λ)² / Σ d_λ²) over all pairs
    agreements : (L,) the share of digits whose nearest one on the map is of their class
    """

    places: np.ndarray
    labels: np.ndarray
    positions: np.ndarray
    stresses: np.ndarray
    agreements: np.ndarray


def digit_map(spec: MapSpec) -> DigitMap:
    """Return the map by metric multidimensional scaling (SMACOF), from λ = ∞ down.

    The first map begins at classical scaling, each other where the one before ended, and is turned and
    reflected onto that (Procrustes), so that digits go the shortest ways from λ to λ.

    Raises
    ------
    ValueError : fewer than one digit of each class
    DataError : MNIST is not on this machine
    """
    if spec.each < 1:
        raise ValueError(f"each must be at least 1, got {spec.each}")
    digits = load_collection(spec.dataset)
    first = [(digits.labels == digit).nonzero().flatten()[: spec.each] for digit in range(10)]
    places = torch.cat(first)
    images, labels = digits.images[places], digits.labels[places].numpy()
    report(worded("Map of the digits"), 0)
    maps: list[np.ndarray] = []
    with one_thread():
        tables = tables_of(images, spec.lams)
        for done, table in enumerate(tables[::-1]):
            report(worded("Map of the digits"), done / len(tables))
            before = maps[-1] if maps else classical(table)
            maps.append(onto(scaled(table, before), before))
    positions = np.stack(maps[::-1])
    between = np.stack([_distances(each) for each in positions])
    off, whole = np.square(between - tables).sum((1, 2)), np.square(tables).sum((1, 2))
    nearest = (between + np.where(np.eye(len(labels)) > 0, np.inf, 0)).argmin(2)
    agreements = (labels[nearest] == labels).mean(1)
    return DigitMap(places.numpy(), labels, positions, np.sqrt(off / whole), agreements)


def tables_of(images: Tensor, lams: Sequence[float]) -> np.ndarray:
    """Return d_λ of all pairs, (L, n, n), each pair measured once.

    A kernel that is not compiled first: for so few digits that would take longest.
    """
    tables = np.zeros((len(lams), len(images), len(images)))
    for start in range(0, len(images), _ROWS):
        rows = slice(start, start + _ROWS)
        found = pairwise(ACTION, images[rows], images[start:], lams, kernel="torch").double().numpy()
        tables[:, rows, start:] = found
        tables[:, start:, rows] = found.swapaxes(1, 2)
    return tables


def classical(table: np.ndarray) -> np.ndarray:
    """Return places (n, 2) by classical scaling: the two largest axes of the centred Gram matrix."""
    squared = np.square(table)
    gram = -0.5 * (squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean())
    values, vectors = np.linalg.eigh(gram)
    return np.asarray(vectors[:, :-3:-1] * np.sqrt(values[:-3:-1].clip(0)))


def scaled(table: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return places (n, 2) after Guttman's transforms from a start: the stress never grows."""
    positions = start - start.mean(0)
    for _ in range(_STEPS):
        between = _distances(positions)
        between[between == 0] = np.inf
        ratio = table / between
        renewed = (ratio.sum(1)[:, None] * positions - ratio @ positions) / len(table)
        settled = np.abs(renewed - positions).max() < 1e-4
        positions = renewed
        if settled:
            break
    return positions


def onto(positions: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return places (n, 2) turned and reflected about their middle to be nearest to the target's."""
    centred = positions - positions.mean(0)
    left, _, right = np.linalg.svd(centred.T @ (target - target.mean(0)))
    return np.asarray(centred @ (left @ right))


def _distances(positions: np.ndarray) -> np.ndarray:
    squared = sum(np.square(along[:, None] - along) for along in positions.T)
    return np.asarray(np.sqrt(squared))
