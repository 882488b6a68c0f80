"""Where λ acts: the λ-paths of many random pairs of digits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from lazyq.actions import RowShifts
from lazyq.compute import choose_device
from lazyq.experiments.digits import load_collection
from lazyq.metric import lazy_path

_PAIRS_AT_ONCE = 500


@dataclass(frozen=True)
class SurveySpec:
    """Random pairs of different digits of one data set.

    Attributes
    ----------
    dataset : "mnist-test", "mnist-train" or "sklearn"
    pairs : how many, at least 1
    seed : of the draw
    """

    dataset: str
    pairs: int = 2_000
    seed: int = 0


@dataclass(frozen=True)
class Survey:
    """What the paths of the pairs are like, one entry for each pair.

    Attributes
    ----------
    events : (pairs,) the number of λ at which g_λ changes
    last : (pairs,) the λ from which on nothing moves
    kept : (pairs,) d₀ / d: the part of the distance that no shift can take away
    """

    events: np.ndarray
    last: np.ndarray
    kept: np.ndarray

    @property
    def moving(self) -> tuple[np.ndarray, np.ndarray]:
        """The λ from 0 on at which the share of pairs that still move falls, and that share from there on."""
        lams, pairs = np.unique(self.last, return_counts=True)
        shares = 1 - pairs.cumsum() / len(self.last)
        if not len(lams) or lams[0] > 0:
            lams, shares = np.append(0.0, lams), np.append(1.0, shares)
        return lams, shares


def still_moving(result: Survey, lams: Sequence[float]) -> np.ndarray:
    """Return for each λ the share of pairs for which a row still moves, (len(lams),)."""
    return (result.last[:, None] > np.asarray(lams)).mean(0)


def survey(spec: SurveySpec) -> Survey:
    """Return the number of events, the last event and d₀/d of random pairs under row shifts.

    Raises
    ------
    ValueError : the data set is unknown or there is no pair to draw
    DataError : MNIST is not on this machine
    """
    if not spec.pairs >= 1:
        raise ValueError(f"pairs must be at least 1, got {spec.pairs}")
    images = load_collection(spec.dataset).images
    device = choose_device()
    exact = torch.device("cpu") if device.type == "mps" else device
    rng = np.random.default_rng(spec.seed)
    first = torch.from_numpy(rng.integers(len(images), size=spec.pairs))
    second = (first + torch.from_numpy(rng.integers(1, len(images), size=spec.pairs))) % len(images)
    events, last, kept = [], [], []
    for pairs in torch.stack([first, second]).split(_PAIRS_AT_ONCE, dim=1):
        x, y = images[pairs[0]].to(exact), images[pairs[1]].to(exact)
        path = lazy_path(RowShifts(*images.shape[1:]), x, y)
        reached = path.breakpoints.isfinite()
        events.append(reached.sum(-1))
        last.append(path.breakpoints.where(reached, 0.0).amax(-1))
        kept.append(path.distance(0.0) / path.distance(torch.inf).clamp_min(torch.finfo(torch.float64).tiny))
    return Survey(*(torch.cat(parts).cpu().numpy() for parts in (events, last, kept)))
