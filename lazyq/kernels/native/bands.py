"""How the search by spectra finds images in memory, and what it writes; importing it imports no Numba.

All numbers of images are float32, in the frame of the targets.
"""

from typing import NamedTuple

import numpy as np

from lazyq.kernels.native.layout import Desk, Planes, PlaneTurns, Sheet, Turns


class Series(NamedTuple):
    """Images of one row and C channels: some low frequencies, F, and the pixels.

    Attributes
    ----------
    queries : n images of these frequencies, as :class:`lazyq.kernels.native.layout.Planes` of numbers
    lines : (⌈m/lanes⌉, 2FC, lanes), those of the targets: real parts of a line of them, then imaginary ones
    sources : (n, C, W − 1 + P), every query without its mean, again and again
    rows : (m, C, P), the targets without their means, filled up with zeros
    turns : the waves of these frequencies
    shifts : (S,) int64, the shift k of every penalty, −1 for none
    signs : (S,) float32, the sine times it is above 0 where k is better than −k
    desk : overwritten
    """

    queries: Planes
    lines: np.ndarray
    sources: np.ndarray
    rows: np.ndarray
    turns: Turns
    shifts: np.ndarray
    signs: np.ndarray
    desk: Desk


class Band(NamedTuple):
    """Some frequencies of images, G of columns and R of rows, of C channels, and what turns them.

    Attributes
    ----------
    queries : n images, as :class:`lazyq.kernels.native.layout.Planes` of numbers
    targets : (m, 2·G·R·C), the real parts of every image, then the imaginary ones
    line : one line of targets, overwritten
    planar, turns : the waves of these frequencies
    reaches : (H, L, groups) at most the penalty of every shift by a rows in a group or in one after it
    order : (H,) int64, the shifts a of rows, the smallest first
    desk, sheet : overwritten
    """

    queries: Planes
    targets: np.ndarray
    line: Planes
    planar: PlaneTurns
    turns: Turns
    reaches: np.ndarray
    order: np.ndarray
    desk: Desk
    sheet: Sheet


class Bounds(NamedTuple):
    """What no inner product of any translation is above, and what makes bounds of d² of it.

    Attributes
    ----------
    products : (n, m) twice the products of all magnitudes; the search replaces them by bounds of d²
    tails : (n, m) those of the frequencies that are not in the low band
    energies, means : (m,) of the targets, as in :class:`lazyq.kernels.native.layout.Planes`
    """

    products: np.ndarray
    tails: np.ndarray
    energies: np.ndarray
    means: np.ndarray


class Errors(NamedTuple):
    """How far rounding may take a squared distance d²: relative·d² + absolute·(‖x‖² + ‖y‖²) + least.

    Attributes
    ----------
    relative, absolute, least : float32
    bound : float32, in the place of absolute where there are products of magnitudes
    """

    relative: np.float32
    absolute: np.float32
    bound: np.float32
    least: np.float32


class Kept(NamedTuple):
    """What is left of one query's targets.

    Attributes
    ----------
    places : (m,) int64
    distances : (m, L) float32, what the squared distances are at least
    highest : (L, k) float32, max-heaps of what the k least ones are at most
    """

    places: np.ndarray
    distances: np.ndarray
    highest: np.ndarray


class Room(NamedTuple):
    """What is overwritten for every query.

    Attributes
    ----------
    seeds : (S,) int64
    left : (m,) int64, the targets that the low band leaves
    lows : (m, L) float32, what it says that their distances are at least
    floors, bases, lost : (1, lanes) float32, of a line: the bounds; ‖x‖² + ‖y‖² less the tails; what rounding
        may add
    least : (L, lanes) float32
    """

    seeds: np.ndarray
    left: np.ndarray
    lows: np.ndarray
    floors: np.ndarray
    bases: np.ndarray
    lost: np.ndarray
    least: np.ndarray


class Lines(NamedTuple):
    """What is overwritten for every line of series.

    Attributes
    ----------
    seeds : (S,) int64
    listed : (m + 1,) int64, the targets that are to be looked at
    members : (lanes,) int64, the targets of the line
    gathered : (1, 2FC, lanes) float32, their low frequencies
    energies, means, floors, tails : (1, lanes) float32, as in :class:`Bounds`; the floor of a lane that is
        not used is inf
    bases, lost : (1, lanes) float32: ‖x‖² + ‖y‖² + the squared difference of means; what rounding may add
    limits : (L, lanes) float32, what −2c(k) + λ²δ(k)² of the low frequencies must be below
    best : (L, lanes) float32, the least d² measured
    marked : (S,) int64, the places of shifts that may be near
    costs, moves : (2S + 2,) int64, of one lane: these places, and the shifts from 0 to W − 1
    nearer, further : (S,) uint64, the lanes in which the better of k and −k may be, and both
    priced : (1,) int64, whether the bounds count what shifts cost: then no cost may be added to them
    left : (1,) int64, how many targets may be near by their bounds
    measured : (1,) int64, how many targets the low frequencies have left
    """

    seeds: np.ndarray
    listed: np.ndarray
    members: np.ndarray
    gathered: np.ndarray
    energies: np.ndarray
    means: np.ndarray
    floors: np.ndarray
    tails: np.ndarray
    bases: np.ndarray
    lost: np.ndarray
    limits: np.ndarray
    best: np.ndarray
    marked: np.ndarray
    costs: np.ndarray
    moves: np.ndarray
    nearer: np.ndarray
    further: np.ndarray
    priced: np.ndarray
    left: np.ndarray
    measured: np.ndarray
