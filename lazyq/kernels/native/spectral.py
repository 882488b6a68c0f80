"""All squared lazy distances between two sets of signals under cyclic shifts, for several λ at once.

A cache line of targets are the lanes of a vector. For a row of a query the cross spectrum P is the product of
two spectra, summed over the channels that move together, and −2c(±k) = A(k) ∓ B(k) with a cosine transform A
of its real part and a sine transform B of its imaginary part: of k and −k the better one is A − |B|. Even and
odd frequencies are summed apart: their sum belongs to k and their difference to W/2 − k, which halves the
work where W is even.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import Desk, Spectra, Turns
from lazyq.kernels.native.simd import (
    absolute,
    add,
    any_less,
    greater,
    lanes_of,
    lesser,
    line,
    multiply_add,
    spread_at,
    spread_like,
    store,
    subtract,
)

WAVES = 8  # sums at once: enough to hide that a multiply-add takes four cycles


@compiled
def squared_distances(
    queries: Spectra, targets: Spectra, turns: Turns, desk: Desk, first: int, out: np.ndarray
) -> None:
    """Fill out[:, :, first : first + lanes] from one line of targets, or as many as out has.

    Parameters
    ----------
    queries : n images, numbers
    targets : one line of images
    desk : overwritten
    out : (L, n, m)
    """
    count, height = queries.energies.shape
    levels, lanes, channels = len(turns.penalties), lanes_of(desk.products), queries.means.shape[2]
    desk.totals[:] = 0
    for i in range(height):
        energy = line(targets.energies, i * lanes)
        for q in range(count):
            own = whole = add(energy, spread_like(energy, queries.energies[q, i]))
            for c in range(channels):
                mean = line(targets.means, (i * channels + c) * lanes)
                apart = subtract(mean, spread_like(mean, queries.means[q, i, c]))
                whole = multiply_add(apart, apart, whole)
            if queries.energies[q, i] == 0 or targets.greatest[i] == 0:
                for level in range(levels):
                    place = (q * levels + level) * lanes
                    store(desk.totals, place, add(line(desk.totals, place), whole))
                continue
            multiply(queries, q, targets, i, desk)
            take_least(turns, own, desk)
            for level in range(levels):
                place = (q * levels + level) * lanes
                least = add(whole, line(desk.least, level * lanes))
                least = greater(least, spread_like(least, 0))
                store(desk.totals, place, add(line(desk.totals, place), least))
    used = min(lanes, out.shape[2] - first)
    for q in range(count):
        for level in range(levels):
            for lane in range(used):
                out[level, q, first + lane] = desk.totals[q, level, lane]


@inner
def multiply(queries: Spectra, q: int, targets: Spectra, i: int, desk: Desk) -> None:
    """Write the real parts of the cross spectrum of row i, then the imaginary ones."""
    height, _, count, channels = queries.values.shape[1:]
    size = count * channels
    own, at = 3 * (q * height + i) * size, 2 * i * size * lanes_of(targets.values)
    cross(queries.values, own, targets.values, at, size, count, channels, desk.products)


@inner
def cross(
    numbers: np.ndarray, own: int, lines: np.ndarray, at: int, part: int, count: int, channels: int,
    out: np.ndarray,
) -> None:  # fmt: skip
    """Write the products of so many frequencies, summed over channels: real parts, then imaginary ones.

    Parameters
    ----------
    numbers, own : of a query, and where its real parts begin; part numbers later the imaginary ones, then the
        negated real ones
    lines, at : of targets, and where their real parts begin; part lines later the imaginary ones
    out : (2·count, lanes)
    """
    lanes = lanes_of(out)
    zero = spread_like(line(lines, at), 0)
    for f in range(count):
        product = turned = zero
        for _ in range(channels):
            real, imaginary = line(lines, at), line(lines, at + part * lanes)
            a, b = spread_at(numbers, own), spread_at(numbers, own + part)
            minus = spread_at(numbers, own + 2 * part)
            product = multiply_add(imaginary, b, multiply_add(real, a, product))
            turned = multiply_add(imaginary, minus, multiply_add(real, b, turned))
            own += 1
            at += lanes
        store(out, f * lanes, product)
        store(out, (count + f) * lanes, turned)


@inner
def turn(turns: Turns, desk: Desk) -> None:
    """Write A − |B| of every k to desk.folded, in the order of turns.penalties."""
    for group in range(turns.waves.shape[0]):
        turn_group(turns, group, desk)


@inner
def turn_group(turns: Turns, group: int, desk: Desk) -> None:
    """Write A − |B| of the shifts of a group to desk.folded, and B to desk.sines."""
    count, even, lanes = turns.waves.shape[2], turns.even, lanes_of(desk.products)
    cosines = group * 2 * count * WAVES
    sines = cosines + count * WAVES
    at = group * 2 * WAVES * lanes
    sum_waves(turns.waves, cosines, desk.products, 0, count, even, desk.folded, at)
    sum_waves(turns.waves, sines, desk.products, count, count, even, desk.sines, at)
    for k in range(2 * WAVES):
        cosine, sine = line(desk.folded, at + k * lanes), line(desk.sines, at + k * lanes)
        store(desk.folded, at + k * lanes, subtract(cosine, absolute(sine)))


@inner
def sum_waves(
    waves: np.ndarray, place: int, lines: np.ndarray, first: int, count: int, even: int, out: np.ndarray,
    at: int,
) -> None:  # fmt: skip
    """Write E + O of eight waves and then E − O: the sums over even frequencies and over odd ones."""
    lanes = lanes_of(lines)
    zero = spread_like(line(lines, 0), 0)
    a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = zero
    for f in range(even):
        value = line(lines, (first + f) * lanes)
        w = place + f * WAVES
        a0 = multiply_add(value, spread_at(waves, w), a0)
        a1 = multiply_add(value, spread_at(waves, w + 1), a1)
        a2 = multiply_add(value, spread_at(waves, w + 2), a2)
        a3 = multiply_add(value, spread_at(waves, w + 3), a3)
        a4 = multiply_add(value, spread_at(waves, w + 4), a4)
        a5 = multiply_add(value, spread_at(waves, w + 5), a5)
        a6 = multiply_add(value, spread_at(waves, w + 6), a6)
        a7 = multiply_add(value, spread_at(waves, w + 7), a7)
    b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = zero
    for f in range(even, count):
        value = line(lines, (first + f) * lanes)
        w = place + f * WAVES
        b0 = multiply_add(value, spread_at(waves, w), b0)
        b1 = multiply_add(value, spread_at(waves, w + 1), b1)
        b2 = multiply_add(value, spread_at(waves, w + 2), b2)
        b3 = multiply_add(value, spread_at(waves, w + 3), b3)
        b4 = multiply_add(value, spread_at(waves, w + 4), b4)
        b5 = multiply_add(value, spread_at(waves, w + 5), b5)
        b6 = multiply_add(value, spread_at(waves, w + 6), b6)
        b7 = multiply_add(value, spread_at(waves, w + 7), b7)
    _both(a0, b0, out, at, 0, lanes)
    _both(a1, b1, out, at, 1, lanes)
    _both(a2, b2, out, at, 2, lanes)
    _both(a3, b3, out, at, 3, lanes)
    _both(a4, b4, out, at, 4, lanes)
    _both(a5, b5, out, at, 5, lanes)
    _both(a6, b6, out, at, 6, lanes)
    _both(a7, b7, out, at, 7, lanes)


@inner
def _both(even: object, odd: object, out: np.ndarray, at: int, k: int, lanes: int) -> None:
    store(out, at + k * lanes, add(even, odd))
    store(out, at + (WAVES + k) * lanes, subtract(even, odd))


@inner
def take_least(turns: Turns, own: object, desk: Desk) -> int:
    """Write the least of −2c(k) + λ²δ(k)² to desk.least, for every λ; own is the sum of both energies.

    Returns how many groups were turned to desk.folded.

    A residual is at least 0: where the price of all groups that follow is above the least that was found, in
    every lane and for every λ, they are left out.
    """
    levels, lanes = len(turns.penalties), lanes_of(desk.folded)
    for group in range(turns.waves.shape[0]):
        paid = group == 0
        for level in range(levels):
            if not paid:
                paid = any_less(
                    spread_like(own, turns.reaches[level, group]), add(own, line(desk.least, level * lanes))
                )
        if not paid:
            return group
        turn_group(turns, group, desk)
        first = group * 2 * WAVES
        for level in range(levels):
            least = line(desk.folded, first * lanes)
            least = add(least, spread_like(least, turns.penalties[level, first]))
            if group > 0:
                least = lesser(least, line(desk.least, level * lanes))
            for k in range(first + 1, first + 2 * WAVES):
                value = line(desk.folded, k * lanes)
                least = lesser(least, add(value, spread_like(value, turns.penalties[level, k])))
            store(desk.least, level * lanes, least)
    return turns.waves.shape[0]
