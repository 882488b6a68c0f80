"""From which angle on each of many turned digits is another, for every λ at once."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from lazyq.compute.progress import report
from lazyq.datasets import Digits
from lazyq.experiments.digits import load_collection
from lazyq.experiments.six_or_nine.turned import check_classes, polar, residual_tables
from lazyq.kernels.envelope import Envelope, lower_envelope
from lazyq.wording import worded

_MEASURING = 0.7


@dataclass(frozen=True)
class FlipsSpec:
    """Which digits are turned, and which digits they are compared with.

    Attributes
    ----------
    tested : data set of the digits that are turned: the first ones of the class ``first``
    first, second : the two classes, different ones of 0 … 9
    dataset : where the digits of the classes are; one that is turned is not compared with itself
    size : so many of each class, the first ones; fewer where there are fewer
    count : so many digits are turned; fewer where there are fewer
    angles : K, of the polar grid
    """

    tested: str
    first: int
    second: int
    dataset: str
    size: int = 1000
    count: int = 40
    angles: int = 360


@dataclass(frozen=True)
class Flips:
    """The least angle, counter-clockwise up to half a turn, at which each digit is read as the other class.

    Digit i has the pieces starts[i] … starts[i + 1] − 1; piece j holds from lams[j] to the next λ of the
    same digit, the last one to ∞.

    Attributes
    ----------
    places : (n,) int64 of the digits that are turned
    starts : (n + 1,) int64
    lams : (N,) float64, a degree, the first of every digit 0, increasing
    degrees : (N,) float64, NaN where there is no such angle; 0 where it is read so upright
    """

    places: np.ndarray
    starts: np.ndarray
    lams: np.ndarray
    degrees: np.ndarray


def flips(spec: FlipsSpec) -> Flips:
    """Return the angle at which each digit becomes one of the other class, for every λ from 0 to ∞, exactly.

    At every angle the squared distance to a class is a concave function of λ², made of straight pieces. The
    verdict changes only where those of the two classes meet; between all such λ one look is enough.

    Raises
    ------
    ValueError : a data set, class, size or count that can't be; says which
    DataError : MNIST is not on this machine
    """
    check_classes(spec.first, spec.second, spec.size)
    if spec.count < 1:
        raise ValueError(f"count must be at least 1, got {spec.count}")
    turned = load_collection(spec.tested)
    places = (turned.labels == spec.first).nonzero().flatten()[: spec.count]
    squared = _squared_residuals(spec, places, polar(turned.images[places], spec.angles))
    starts, lams, degrees = [0], [], []
    for i, own in enumerate(squared):
        report(worded("finding where they change"), _MEASURING + (1 - _MEASURING) * i / len(squared))
        at, steps = _flips_of(own, second_wins=spec.second < spec.first)
        lams.append(at)
        degrees.append(steps * (360 / spec.angles))
        starts.append(starts[-1] + len(at))
    return Flips(places.numpy(), np.array(starts), np.concatenate(lams), np.concatenate(degrees))


@dataclass(frozen=True)
class FlipSpread:
    """How the angles of many turned digits lie, for every λ.

    Attributes
    ----------
    lams : (P,) float64, the first 0, increasing; what is at place p holds from lams[p] to the next
    counts : (P,) int64, how many digits are read as the other class at some angle
    quartiles : (3, P) float64, lower quartile, median and upper quartile of the angles of these; NaN where
        fewer than a quarter of all digits are, of which quartiles say little
    """

    lams: np.ndarray
    counts: np.ndarray
    quartiles: np.ndarray


def flip_spread(result: Flips) -> FlipSpread:
    """Return how many of the digits flip, and their quartiles, for every λ from 0 to ∞, exactly."""
    lams = np.unique(result.lams)
    angles = np.stack(
        [
            result.degrees[start:end][np.searchsorted(result.lams[start:end], lams, side="right") - 1]
            for start, end in pairwise(result.starts.tolist())
        ]
    )
    counts = (~np.isnan(angles)).sum(0)
    quartiles = np.full((3, len(lams)), np.nan)
    enough = 4 * counts >= max(len(angles), 1)
    quartiles[:, enough] = np.nanquantile(angles[:, enough], [0.25, 0.5, 0.75], axis=0)
    return FlipSpread(lams, counts, quartiles)


def _squared_residuals(spec: FlipsSpec, places: Tensor, turning: Tensor) -> Tensor:
    """Return the least ‖R_k x − y‖² to each class, (n, 2, K)."""
    digits: Digits = load_collection(spec.dataset)
    least = turning.new_full((len(turning), 2, spec.angles), torch.inf)
    for c, digit in enumerate((spec.first, spec.second)):
        own = (digits.labels == digit).nonzero().flatten()
        left_out = _left_out(own, spec.size, places if spec.tested == spec.dataset else None)
        own = own[: spec.size + 1]
        for start, table in residual_tables(turning, digits.images[own], spec.angles):
            report(worded("turning them past all others"), _MEASURING * (c + start / len(own)) / 2)
            same = left_out[:, None] == own[start : start + table.shape[2]]
            least[:, c] = torch.minimum(least[:, c], table.masked_fill(same, torch.inf).amin(2).T)
    return least


def _left_out(own: Tensor, size: int, places: Tensor | None) -> Tensor:
    """Return which of the first size + 1 digits of a class each x is not compared with, (n,) or (1,).

    That is x itself where it is one of the first, else the last one, which is one too many; −1 for none.
    """
    last = own[size] if len(own) > size else own.new_tensor(-1)
    if places is None:
        return last[None]
    return torch.where(torch.isin(places, own[:size]), places, last)


def _flips_of(squared: Tensor, *, second_wins: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the λ from which on a digit flips at another step, the first one 0, and these steps."""
    half = squared.shape[-1] // 2
    turns = torch.arange(half + 1)
    ahead, behind = (turns[:, None] + sign * turns for sign in (1, -1))
    lines = torch.minimum(*(squared[:, at % squared.shape[-1]] for at in (ahead, behind)))
    slopes = (turns.double() * (360 / squared.shape[-1])) ** 2
    meetings = _meetings(lower_envelope(lines, slopes, lines.new_zeros(half + 1, 1)), slopes)
    costs = lines[:, :, None] + _between(meetings)[..., None] * slopes
    first, second = costs.amin(-1)
    flipped = second <= first if second_wins else second < first
    cuts = meetings[meetings < torch.inf].unique()
    looks = _between(cuts).expand(half + 1, -1).contiguous()
    read = flipped.gather(1, torch.searchsorted(meetings, looks, right=True))
    steps = torch.where(read.any(0), read.byte().argmax(0).double(), torch.nan)
    changed = (steps[1:] != steps[:-1]) & ~(steps[1:].isnan() & steps[:-1].isnan())
    new = torch.cat([changed.new_ones(1), changed])
    return torch.cat([cuts.new_zeros(1), cuts])[new].sqrt().numpy(), steps[new].numpy()


def _meetings(envelopes: Envelope, slopes: Tensor) -> Tensor:
    """Return the λ² > 0 at which two envelopes meet, (k, M) increasing, padded with inf, for (2, k, …)."""
    ends = envelopes.breakpoints.square().contiguous()
    joints = torch.cat([torch.zeros_like(ends[0, :, :1]), *ends], 1).sort(1).values
    lefts, rights = joints, torch.cat([joints[:, 1:], torch.full_like(joints[:, :1], torch.inf)], 1)
    pieces = torch.searchsorted(ends, lefts.expand(2, -1, -1).contiguous(), right=True)
    first, second = envelopes.squared_residuals.gather(-1, pieces)
    slope, other = slopes[envelopes.choice.gather(-1, pieces)]
    meeting = (first - second) / (other - slope)
    inside = (other != slope) & (meeting >= lefts) & (meeting <= rights) & (meeting > 0)
    found = torch.where(inside, meeting, torch.inf).sort(1).values
    return found[:, : int(inside.sum(1).max())].contiguous()


def _between(cuts: Tensor) -> Tensor:
    """Return a λ² of each interval that increasing cuts make of 0 … ∞, (…, M + 1)."""
    edge = cuts.new_zeros(*cuts.shape[:-1], 1)
    lefts, rights = torch.cat([edge, cuts], -1), torch.cat([cuts, edge + torch.inf], -1)
    lefts = lefts.masked_fill(lefts == torch.inf, 0)
    return torch.where(rights == torch.inf, 2 * lefts + 1, (lefts + rights) / 2)
