"""All squared lazy distances between two sets of images under translations, for several λ at once.

As in :mod:`lazyq.kernels.native.spectral`, in two steps: the cross spectrum is turned back along the columns
of every frequency g, to all shifts a, and then every a along its row, to all shifts ±b.
"""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import Desk, Planes, PlaneTurns, Sheet, Turns
from lazyq.kernels.native.simd import (
    add,
    greater,
    lanes_of,
    lesser,
    line,
    multiply_add,
    spread_like,
    store,
    subtract,
)
from lazyq.kernels.native.spectral import WAVES, cross, sum_waves, turn


@compiled
def squared_distances(
    queries: Planes, targets: Planes, planar: PlaneTurns, turns: Turns, desk: Desk, sheet: Sheet, first: int,
    out: np.ndarray,
) -> None:  # fmt: skip
    """Fill out[:, :, first : first + lanes] from one line of targets, or as many as out has.

    Parameters
    ----------
    queries : n images, numbers
    targets : one line of images
    desk, sheet : overwritten
    out : (L, n, m)
    """
    columns, lanes = queries.values.shape[2], lanes_of(desk.products)
    levels, used = len(sheet.least), min(lanes, out.shape[2] - first)
    energy, mean = line(targets.energies, 0), line(targets.means, 0)
    for q in range(len(queries.energies)):
        apart = subtract(mean, spread_like(mean, queries.means[q]))
        own = add(energy, spread_like(energy, queries.energies[q]))
        whole = multiply_add(apart, apart, own)
        for g in range(columns):
            multiply(queries, q, targets, g, sheet)
            fold(planar, sheet)
            turn_column(planar, g, columns, sheet)
        sheet.least[:] = np.inf
        for a in range(len(planar.penalties)):
            for place in range(2 * columns):
                store(desk.products, place * lanes, line(sheet.turned, (a * 2 * columns + place) * lanes))
            turn(turns, desk)
            for level in range(levels):
                least = line(sheet.least, level * lanes)
                for k in range(planar.penalties.shape[2]):
                    value = line(desk.folded, k * lanes)
                    least = lesser(add(value, spread_like(value, planar.penalties[a, level, k])), least)
                store(sheet.least, level * lanes, least)
        for level in range(levels):
            least = add(whole, line(sheet.least, level * lanes))
            store(sheet.least, level * lanes, greater(least, spread_like(least, 0)))
            for lane in range(used):
                out[level, q, first + lane] = sheet.least[level, lane]


@inner
def multiply(queries: Planes, q: int, targets: Planes, g: int, sheet: Sheet) -> None:
    """Write the cross spectrum of the column of g: real parts of 0 … H − 1, then imaginary ones."""
    columns, height, channels = queries.values.shape[2:]
    size = height * channels
    own, at = (3 * q * columns + g) * size, g * size * lanes_of(targets.values)
    cross(queries.values, own, targets.values, at, columns * size, height, channels, sheet.column)


@inner
def fold(planar: PlaneTurns, sheet: Sheet) -> None:
    """Write f + (−f) and f − (−f) of the real parts, then of the imaginary ones."""
    count, height, lanes = len(planar.order), len(sheet.column) // 2, lanes_of(sheet.column)
    for part in range(2):
        for place in range(count):
            f = planar.order[place]
            value = line(sheet.column, (part * height + f) * lanes)
            both, apart = value, value
            if f and 2 * f != height:
                other = line(sheet.column, (part * height + height - f) * lanes)
                both, apart = add(value, other), subtract(value, other)
            store(sheet.folded, (2 * part * count + place) * lanes, both)
            store(sheet.folded, ((2 * part + 1) * count + place) * lanes, apart)


@inner
def turn_column(planar: PlaneTurns, g: int, columns: int, sheet: Sheet) -> None:
    """Write Σ_f P e^(2πi fa/H) of every a: the sums of cosines and sines serve a and −a."""
    count, height, lanes = len(planar.order), len(planar.penalties), lanes_of(sheet.column)
    step = 2 * WAVES
    for group in range(planar.waves.shape[0]):
        cosines = group * 2 * count * WAVES
        sines = cosines + count * WAVES
        for kind in range(4):
            place = sines if kind % 2 else cosines
            sum_waves(
                planar.waves, place, sheet.folded, kind * count, count, planar.even, sheet.sums,
                kind * step * lanes,
            )  # fmt: skip
        for k in range(step):
            a = planar.shifts[group * step + k]
            if a < 0:
                continue
            cosine, sine = line(sheet.sums, k * lanes), line(sheet.sums, (step + k) * lanes)
            turned = line(sheet.sums, (2 * step + k) * lanes)
            turned_sine = line(sheet.sums, (3 * step + k) * lanes)
            # of H/2 − k the sums of sines have the other sign
            back = height - a if a else 0
            near, far = (a, back) if k < WAVES else (back, a)
            _put(sheet, near, g, columns, subtract(cosine, turned_sine), add(turned, sine))
            _put(sheet, far, g, columns, add(cosine, turned_sine), subtract(turned, sine))


@inner
def _put(sheet: Sheet, a: int, g: int, columns: int, real: object, imaginary: object) -> None:
    lanes = lanes_of(sheet.turned)
    store(sheet.turned, (a * 2 * columns + g) * lanes, real)
    store(sheet.turned, ((a * 2 + 1) * columns + g) * lanes, imaginary)
