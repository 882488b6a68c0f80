"""A bound that knows what shifts cost: turning a row turns its frequencies, each for a share of the price.

|e^{iθs} − 1| ≤ θδ(s), so λ²δ(s)² is at least λ² Σ w(f)|u(f) − 1|²/θ(f)² with the turns u(f) = e^{iθ(f)s} and
weights w that sum to 1. Each frequency may then choose its turn alone, one for all channels c: of
−2 Re(u·P) + 2b(1 − Re u) with P = Σ P(c) and b = λ²w/θ² the least is 2b − 2|P + b|. That is
2(Σ|P(c)| + b − |P + b|) more than magnitudes say. The weights are the shares of the frequencies in ‖row‖²
of x.
"""

import numpy as np

from lazyq.kernels.native.compiling import inner
from lazyq.kernels.native.layout import LANES, Costs, Limits, Pixels, Queries
from lazyq.kernels.native.phased import Phases
from lazyq.kernels.native.simd import add, half_line, multiply_add, root, spread_half_line, subtract, total

_ZERO = np.float32(0)
_TWO = np.float32(2)


@inner
def is_too_far(
    queries: Queries, q: int, targets: Pixels, j: int, costs: Costs, limits: Limits, bound: float,
    phases: Phases,
) -> bool:  # fmt: skip
    """Return whether a pair, at least as far as a bound, is above its limits at all λ."""
    mu, limit = np.float32(np.inf), _ZERO
    for level in range(len(costs.mus)):
        if bound <= limits.values[q, level]:
            mu = min(mu, np.float32(costs.mus[level]))
            limit = max(limit, limits.values[q, level])
    if mu == 0 or mu == np.inf or limit == np.inf:
        return False
    lost = phases.slack * (queries.totals[q] + targets.totals[j] + mu * phases.sums[q])
    wanted, pairs, channels = limit - bound + lost, phases.queries.shape[1], phases.queries.shape[2]
    price, zero = spread_half_line(mu), spread_half_line(_ZERO)
    gained = zero
    for turn in range(phases.counts[q]):
        p = phases.order[q, turn]
        own = multiply_add(half_line(phases.prices, (q * pairs + p) * LANES), price, zero)
        moved, across, magnitude = own, zero, zero
        for channel in range(channels):
            mine = ((q * pairs + p) * channels + channel) * 2 * LANES
            theirs = ((j * pairs + p) * channels + channel) * 2 * LANES
            a, b = half_line(phases.queries, mine), half_line(phases.queries, mine + LANES)
            c, d = half_line(phases.targets, theirs), half_line(phases.targets, theirs + LANES)
            real = multiply_add(a, c, multiply_add(b, d, zero))
            imaginary = subtract(multiply_add(b, c, zero), multiply_add(a, d, zero))
            squared = multiply_add(imaginary, imaginary, zero)
            magnitude = add(magnitude, root(multiply_add(real, real, squared)))
            moved, across = add(moved, real), add(across, imaginary)
        turned = root(multiply_add(moved, moved, multiply_add(across, across, zero)))
        gained = add(gained, subtract(add(magnitude, own), turned))
        if turn % 2 and _TWO * total(gained) > wanted:
            return True
    return _TWO * total(gained) > wanted
