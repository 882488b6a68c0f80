"""What the distance of two series is not below, by signed bytes: four products a lane at once.

Sixteen targets are the lanes. The AVX-512 instruction vpdpbusd adds to every lane four products of an
unsigned byte, of the target, which is 128 more than it is, and a signed one, of the query. So the sums begin
at −128 Σx̂.
:mod:`lazyq.kernels.native.rounded` says what is summed, and how far rounding may take it.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils
from numba.extending import intrinsic

from lazyq.kernels.native.bands import Bounds, Errors
from lazyq.kernels.native.compiling import compiled, inner
from lazyq.kernels.native.layout import Part, Planes
from lazyq.kernels.native.rounded import SHIFTS_AT_ONCE, Bytes, Prices, Words
from lazyq.kernels.native.simd import (
    add,
    any_less,
    floats,
    greater,
    line,
    multiply_add,
    spread_line,
    store,
    subtract,
)

_LEAST = np.float32(-3e38)


@intrinsic
def _dot(typing_context: Any, total: Any, a: Any, b: Any) -> Any:
    """Return the total plus four products in every lane: of unsigned bytes of a and signed ones of b."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        described = ir.FunctionType(total.vector, [total.vector] * 3)
        name = "llvm.x86.avx512.vpdpbusd.512"
        return builder.call(cgutils.get_or_insert_function(builder.module, described, name), arguments)

    return total(total, a, b), generate


@compiled
def raise_bounds(
    q: int, queries: Planes, bounds: Bounds, part: Part, errors: Errors, own: Words, targets: Bytes,
    prices: Prices, limit: np.float32, raised: np.ndarray,
) -> None:  # fmt: skip
    """Raise what d² is at least, in bounds.products[q], to what bytes say of all shifts that may pay.

    Parameters
    ----------
    limit : shifts that cost as much are left out, and lines whose targets are all as far
    raised : (1, lanes) float32, overwritten
    """
    lanes, none, bar = raised.shape[1], spread_line(np.float32(0)), spread_line(limit)
    row, penalties = bounds.products.shape[1], prices.penalties
    of_all = errors.bound * (queries.energies[q] + queries.means[q] ** 2) + errors.least
    _, count, channels, size = own.words.shape
    groups, words, starts = targets.words.shape[3], own.words.reshape(-1), own.starts.reshape(-1)
    apart = targets.words.shape[1] * channels * groups * lanes
    for at in range(part.first // lanes, (part.last + lanes - 1) // lanes):
        place = at * lanes
        before = line(bounds.products, q * row + place)
        if not any_less(before, bar):
            continue
        other = row + place
        factor = multiply_add(line(targets.scales, place), spread_line(own.scales[0, q]), none)
        turned = multiply_add(line(targets.scales, other), spread_line(own.scales[1, q]), none)
        most = spread_line(_LEAST)
        for k in range(0, penalties.shape[1], SHIFTS_AT_ONCE):
            if prices.reaches[k // SHIFTS_AT_ONCE] >= limit:
                continue
            begin, other_begin = q * own.starts.shape[2] + k, (count + q) * own.starts.shape[2] + k
            a, i = spread_line(starts[begin + 0]), spread_line(starts[other_begin + 0])
            b, j = spread_line(starts[begin + 1]), spread_line(starts[other_begin + 1])
            c, m = spread_line(starts[begin + 2]), spread_line(starts[other_begin + 2])
            d, n = spread_line(starts[begin + 3]), spread_line(starts[other_begin + 3])
            e, o = spread_line(starts[begin + 4]), spread_line(starts[other_begin + 4])
            f, p = spread_line(starts[begin + 5]), spread_line(starts[other_begin + 5])
            g, r = spread_line(starts[begin + 6]), spread_line(starts[other_begin + 6])
            h, s = spread_line(starts[begin + 7]), spread_line(starts[other_begin + 7])
            for channel in range(channels):
                x = np.uint64((q * channels + channel) * size + k)
                z = np.uint64(((count + q) * channels + channel) * size + k)
                y = (at * channels + channel) * groups * lanes
                for group in range(groups):
                    target = line(targets.words, y + group * lanes)
                    after = line(targets.words, apart + y + group * lanes)
                    a = _dot(a, target, spread_line(words[x + np.uint64(0)]))
                    i = _dot(i, after, spread_line(words[z + np.uint64(0)]))
                    b = _dot(b, target, spread_line(words[x + np.uint64(1)]))
                    j = _dot(j, after, spread_line(words[z + np.uint64(1)]))
                    c = _dot(c, target, spread_line(words[x + np.uint64(2)]))
                    m = _dot(m, after, spread_line(words[z + np.uint64(2)]))
                    d = _dot(d, target, spread_line(words[x + np.uint64(3)]))
                    n = _dot(n, after, spread_line(words[z + np.uint64(3)]))
                    e = _dot(e, target, spread_line(words[x + np.uint64(4)]))
                    o = _dot(o, after, spread_line(words[z + np.uint64(4)]))
                    f = _dot(f, target, spread_line(words[x + np.uint64(5)]))
                    p = _dot(p, after, spread_line(words[z + np.uint64(5)]))
                    g = _dot(g, target, spread_line(words[x + np.uint64(6)]))
                    r = _dot(r, after, spread_line(words[z + np.uint64(6)]))
                    h = _dot(h, target, spread_line(words[x + np.uint64(7)]))
                    s = _dot(s, after, spread_line(words[z + np.uint64(7)]))
                    x += np.uint64(4)
                    z += np.uint64(4)
            first = greater(
                _gain(a, i, factor, turned, penalties, k), _gain(b, j, factor, turned, penalties, k + 1)
            )
            second = greater(
                _gain(c, m, factor, turned, penalties, k + 2), _gain(d, n, factor, turned, penalties, k + 3)
            )
            third = greater(
                _gain(e, o, factor, turned, penalties, k + 4), _gain(f, p, factor, turned, penalties, k + 5)
            )
            last = greater(
                _gain(g, r, factor, turned, penalties, k + 6), _gain(h, s, factor, turned, penalties, k + 7)
            )
            most = greater(most, greater(greater(first, second), greater(third, last)))
        lost = multiply_add(line(targets.errors, place), spread_line(own.norms[0, q]), most)
        lost = multiply_add(line(targets.norms, place), spread_line(own.errors[0, q]), lost)
        lost = multiply_add(line(targets.errors, other), spread_line(own.norms[1, q]), lost)
        lost = multiply_add(line(targets.norms, other), spread_line(own.errors[1, q]), lost)
        energy, mean = line(bounds.energies, place), line(bounds.means, place)
        whole = multiply_add(mean, mean, energy)
        lost = add(lost, multiply_add(whole, spread_line(errors.bound), spread_line(of_all)))
        off = subtract(mean, spread_line(queries.means[q]))
        both = multiply_add(off, off, add(energy, spread_line(queries.energies[q])))
        store(raised, 0, greater(before, subtract(both, lost)))
        for lane in range(max(0, part.first - place), min(lanes, part.last - place)):
            bounds.products[q, place + lane] = raised[0, lane]


@inner
def _gain(
    product: object, turned_product: object, factor: object, turned: object, penalties: np.ndarray, k: int
) -> object:
    """Return the greater of twice the inner products of k and k + W/2 less what they cost."""
    half = floats(turned_product)
    half = multiply_add(half, turned, spread_line(np.float32(0)))
    near = multiply_add(floats(product), factor, add(half, spread_line(-penalties[0, k])))
    far = multiply_add(floats(product), factor, subtract(spread_line(-penalties[1, k]), half))
    return greater(near, far)
