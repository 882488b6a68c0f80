"""How the compiled kernels find images, and what they write, in memory; importing it imports no Numba.

Numba takes a NamedTuple as it is and reads its fields by name. All arrays are C-contiguous and made before:
an array that is made in compiled code counts references and takes a second to compile.
"""

from typing import NamedTuple

import numpy as np

LANES = 8  # of the search: eight float32 or int32 fill a register of AVX2
SEEDS = 48  # the targets of least bound come first, and leave limits that most others exceed
TINY = np.float32(1e-30)  # added to limits: 0 would keep out what is at distance 0
GROUP = 4  # the search takes the pixels of a target by so many pairs: its loops end less unexpectedly


class Pixels(NamedTuple):
    """Images as lists of their pixels that are not zero, two neighbouring ones at a time.

    A pair is an int32: the level of its column in the lower half, that of the next column in the upper one.
    From the left of every row on, a pair begins at the first pixel above 0 that is in no pair yet. Of
    floating-point images a "pair" is one pixel, float32, and energies are float32 as well. A row is that of
    all channels, which no pair joins.

    Attributes
    ----------
    starts : (n, H + 1) int32; row i of image q has the pairs starts[q, i] … starts[q, i + 1] − 1
    columns : (P,) uint16, those of channel c a multiple c of some pitch further
    pairs : (P,) int32; a row has whole groups of them, filled up with zeros
    energies : (n, H) int32, ‖row‖²
    norms : (n, R) float32, ‖row‖, filled up with zeros to a multiple of LANES
    totals : (n,) float32, ‖image‖²
    """

    starts: np.ndarray
    columns: np.ndarray
    pairs: np.ndarray
    energies: np.ndarray
    norms: np.ndarray
    totals: np.ndarray


class Queries(NamedTuple):
    """Images whose rows can be read from any column on, as the search slides them along a target.

    Attributes
    ----------
    rows : (n, H, 2, C·(W + S)) int32, pairs as in :class:`Pixels`, or float32, single pixels: column t mod W,
        then column −t mod W, of t = 0 … W + S − 1; of every channel, then of every channel from the last on
    back : where column −W of the first channel is in both halves
    energies : (n, H) int32 or float32, ‖row‖²
    norms : (n, R) float32, as those of the targets
    totals : (n,) float32, ‖image‖²
    order : (n, H) int64, the rows from the brightest on: after few of them most targets are too far
    width : W
    """

    rows: np.ndarray
    back: int
    energies: np.ndarray
    norms: np.ndarray
    totals: np.ndarray
    order: np.ndarray
    width: int


class Costs(NamedTuple):
    """What the shifts k = 0 … S − 1 of a row cost at L ≤ LANES λ; S is a multiple of LANES above W/2.

    Attributes
    ----------
    mus : (L,) float64, λ² in squared levels, inf allowed
    squares : (S,) float64, δ(k)²
    penalties : (S, LANES) float32, λ²δ(k)², the λ as lanes, 0 in lanes without a λ
    reaches : (S / LANES, LANES) float32, λ²k² of the first of every LANES shifts: what they cost at least
    """

    mus: np.ndarray
    squares: np.ndarray
    penalties: np.ndarray
    reaches: np.ndarray


class Bound(NamedTuple):
    """What is at most d_λ² of every query and target.

    Attributes
    ----------
    values : (n, m) float32, inner products of embeddings, which the search replaces by the bounds
        ‖x‖² + ‖y‖² − 2·product
    totals : (m,) float32, ‖y‖²
    slack : the bounds are too high by at most slack·(‖x‖² + ‖y‖²) before it takes that away
    by_products : whether there are products; the bounds are Σ (‖xᵢ‖ − ‖yᵢ‖)² otherwise
    """

    values: np.ndarray
    totals: np.ndarray
    slack: float
    by_products: bool


class Part(NamedTuple):
    """The targets first … last − 1 of a block; its target j has the index offset + j."""

    first: int
    last: int
    offset: int


class Heaps(NamedTuple):
    """The k nearest of every query and λ so far, the furthest first, and inf where there are fewer.

    Attributes
    ----------
    distances : (n, L, k) float64, squared
    indices : (n, L, k) int64
    """

    distances: np.ndarray
    indices: np.ndarray


class Limits(NamedTuple):
    """What a rounded d_λ² must be below to count.

    Attributes
    ----------
    values : (n, LANES) float32, squared·safe + TINY; −1 in lanes without a λ, as nothing is below it
    safe : float32, a factor above all rounding of sums of rows in float32
    slack : float32, rounding may add slack·(‖x‖² + ‖y‖²) to a distance; 0 for integers
    scale : what a squared distance of the heaps is times in the units of the pixels
    """

    values: np.ndarray
    safe: np.float32
    slack: np.float32
    scale: float


class Found(NamedTuple):
    """The targets of a part that are near enough at some λ, from the first place on.

    Attributes
    ----------
    indices : (last − first,) int64
    distances : (last − first, L) float32, squared, right to H·2⁻²¹ or so
    """

    indices: np.ndarray
    distances: np.ndarray


class Scratch(NamedTuple):
    """What is overwritten for every query and target.

    Attributes
    ----------
    seeds : (SEEDS,) int64, the targets of least bound
    gaps : (R,) float32, (‖xᵢ‖ − ‖yᵢ‖)² of every row
    rounded : (LANES,) float32, d_λ² of every λ, by :func:`lazyq.kernels.native.measuring.near_enough`
    residuals : (S,) int32, of one row of integers, the lesser of k and −k
    residual, effort : (L,) float64, both terms of d_λ², by :func:`lazyq.kernels.native.measuring.measure`
    """

    seeds: np.ndarray
    gaps: np.ndarray
    rounded: np.ndarray
    residuals: np.ndarray
    residual: np.ndarray
    effort: np.ndarray


class Levels(NamedTuple):
    """Images as they are, to be correlated with :class:`Pixels`.

    Attributes
    ----------
    levels : (m, H·C, W) uint8 or float32, the channels of a row together
    energies : (m, H) int32 or float32, ‖row‖²
    """

    levels: np.ndarray
    energies: np.ndarray


class Block(NamedTuple):
    """Some targets side by side: each is one lane of vectors, which follow each other.

    Attributes
    ----------
    pairs : (H, C·(reach + W + reach), lanes) as in :class:`Pixels`, every line continued at both ends
    energies : (H, lanes) int32 or float32, ‖row‖²
    norms : (H, lanes) float32, ‖row‖
    greatest : (H,) float32, the greatest ‖row‖ of all lanes
    least : (L, lanes) float32, of one row, min_k of ‖xᵢ‖² + ‖yᵢ‖² − 2c(k) + λ²δ(k)²
    totals : (n, L, lanes) float32, its sum over the rows done
    """

    pairs: np.ndarray
    energies: np.ndarray
    norms: np.ndarray
    greatest: np.ndarray
    least: np.ndarray
    totals: np.ndarray


class Folds(NamedTuple):
    """What shifts by ±k cost, k = 0 … K − 1; K is FIRST_FOLDS and a multiple of FOLDS_AT_ONCE more.

    Attributes
    ----------
    mus : (L,) float32, λ² in squared levels, increasing
    penalties : (L, K) float32, λ²δ(k)²
    """

    mus: np.ndarray
    penalties: np.ndarray


class Spectra(NamedTuple):
    """Signals as their spectra: H rows of an image of C channels, each channel without the mean of the row.

    Of queries, numbers: values (n, H, 3, F, C) hold real and imaginary parts and the negated real ones, times
    −2w/W, w how often a frequency counts; even frequencies come before odd ones. Of a line of targets, lanes:
    values (H, 2, F, C, lanes).

    Attributes
    ----------
    values : real and imaginary parts of W//2 + 1 frequencies
    energies : (n, H) or (H, lanes), ‖row − mean‖² of all channels
    means : (n, H, C) or (H, C, lanes), the mean times √W
    greatest : (H,) the greatest of the energies of a row
    """

    values: np.ndarray
    energies: np.ndarray
    means: np.ndarray
    greatest: np.ndarray


class Turns(NamedTuple):
    """What takes a cross spectrum to all shifts, and what they cost.

    Attributes
    ----------
    waves : (G, 2, F, WAVES) cosines, then sines, of WAVES shifts k at once
    even : how many of the F frequencies are even, or all of them where W is odd
    penalties : (L, 2·WAVES·G) λ²δ(k)² of WAVES shifts k, then of W/2 − k; inf where there is none
    reaches : (L, G) the least penalty of a group and of those after it
    """

    waves: np.ndarray
    even: int
    penalties: np.ndarray
    reaches: np.ndarray


class Desk(NamedTuple):
    """Memory of one thread for the shifts of one row.

    Attributes
    ----------
    products : (2F, lanes) the cross spectrum
    folded : (2·WAVES·G, lanes) the lesser of −2c(k) and −2c(−k)
    sines : (2·WAVES·G, lanes) its sign tells k from −k, see :attr:`Close.signs`
    least : (L, lanes) of one row, the least of −2c(k) + λ²δ(k)²
    totals : (n, L, lanes) sums over the rows done
    """

    products: np.ndarray
    folded: np.ndarray
    sines: np.ndarray
    least: np.ndarray
    totals: np.ndarray


class Close(NamedTuple):
    """What measures in float64 the few shifts that float32 can't tell from the best one, of one line.

    Attributes
    ----------
    sources : (n, H, 2W) float64, every row twice
    targets : (m, H, W) float64
    moving : (n, H) bool, which rows of x are not constant
    others : (H,) uint64, the bits of the targets of the line whose row is not constant
    shifts, signs : (2·WAVES·G,) int64, in the order of Turns.penalties: the shift k, and that times which the
        sine is above 0 where k is better than −k
    penalties : (L, 2·WAVES·G) float64 λ²δ(k)²
    tail : (8,) float64, 1 for the columns after the last whole cache line, at the end, else 0
    share, least : what −2c(k) may be off by, twice: of the sum of both energies, and at least
    limits : (L, lanes) float32
    best : (L, lanes) float64
    marked, near : (2·WAVES·G,) int64, places of shifts that may be the best, and uint64, the lanes in which
    """

    sources: np.ndarray
    targets: np.ndarray
    moving: np.ndarray
    others: np.ndarray
    shifts: np.ndarray
    signs: np.ndarray
    penalties: np.ndarray
    tail: np.ndarray
    share: float
    least: float
    limits: np.ndarray
    best: np.ndarray
    marked: np.ndarray
    near: np.ndarray


class Originals(NamedTuple):
    """Floating-point images as they were given, to measure pairs as defined, and memory for one thread.

    Attributes
    ----------
    queries : (n, H·C, W + S) float64, every line continued from its beginning; S is W rounded up to a cache
        line
    targets : (m, H·C, W) float32 or float64
    channels : C
    mus : (L,) float64, λ² in squared units of the images
    order : (W,) int64, the shifts 0 … W − 1 in tie order
    lengths : (W,) float64, their δ²
    padded : the power of two that is not below W
    squares : (W, 8) float64
    residuals : (C·S,) float64, of a row and what is left over of its channels' sums
    rows : (L, H) float64
    """

    queries: np.ndarray
    targets: np.ndarray
    channels: int
    mus: np.ndarray
    order: np.ndarray
    lengths: np.ndarray
    padded: int
    squares: np.ndarray
    residuals: np.ndarray
    rows: np.ndarray


class Planes(NamedTuple):
    """Images without their means as spectra of both directions, frequencies as in :class:`Spectra`.

    Of queries, numbers: values (n, 3, G, H, C), G frequencies of columns, times −2w/(HW), of C channels. Of a
    line of targets, lanes: values (2, G, H, C, lanes). The H frequencies of rows are 0 … H − 1.

    Attributes
    ----------
    values : real and imaginary parts, and the negated real ones of queries
    energies : (n,) or (1, lanes), ‖image − mean‖²
    means : (n,) or (1, lanes), the mean of all channels times √(CHW)
    """

    values: np.ndarray
    energies: np.ndarray
    means: np.ndarray


class PlaneTurns(NamedTuple):
    """What takes the frequencies of rows to shifts a.

    Attributes
    ----------
    waves : (K, 2, F, WAVES) as in :class:`Turns`
    even : how many of the F = H//2 + 1 frequencies are even, or all of them where H is odd
    order : (F,) int64, the frequencies as they are stored
    shifts : (2·WAVES·K,) int64, the shift of every sum, −1 for none
    penalties : (H, L, S) λ²(δ(a)² + δ(b)²), the shifts b as in the penalties of :class:`Turns`
    """

    waves: np.ndarray
    even: int
    order: np.ndarray
    shifts: np.ndarray
    penalties: np.ndarray


class Sheet(NamedTuple):
    """Memory of one thread for translations, of lanes.

    Attributes
    ----------
    column : (2H, lanes) real and imaginary parts of one frequency g
    folded : (4F, lanes) sums and differences of f and −f, of the real and of the imaginary parts
    sums : (4·2·WAVES, lanes)
    turned : (H·2·G, lanes) real and imaginary parts of every shift a
    least : (L, lanes)
    """

    column: np.ndarray
    folded: np.ndarray
    sums: np.ndarray
    turned: np.ndarray
    least: np.ndarray
