"""Lazy alignment of clouds: a rotation that costs λ²ν², a free translation, and the plan that fits both."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice, permutations, product
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.infoot.inputs import (
    checked_count,
    checked_finite,
    checked_points,
    checked_positive,
    masses_of,
)
from lazyq.infoot.problems import Clouds, clouds_of
from lazyq.infoot.solver import Solution, solve
from lazyq.metric.all_pairs import one_or_several
from lazyq.riemannian import OrthogonalAction, align_clouds

_TURNS = 16
_NEAREST = 2
_ROUNDS = 12
_MOVES = 10
_FEW = 10
_ROUGH = 1e-3
_SETTLED = 1e-9


class Motion(NamedTuple):
    """A rigid motion x ↦ g x + translation, and what the fused problem is worth after it.

    Attributes
    ----------
    g : (d, d) rotation
    translation : (d,)
    effort : ν(g)
    solution : of the fused problem between the moved x and y
    """

    g: Tensor
    translation: Tensor
    effort: float
    solution: Solution

    def value(self, laziness: float) -> float:
        """Return objective + λ²ν², in which ∞ · 0 counts as 0."""
        return self.solution.objective + ((laziness * self.effort) ** 2 if self.effort else 0.0)


class LazyAlignmentPath(NamedTuple):
    """The lazy alignment at every λ that was asked for.

    Attributes
    ----------
    laziness : (L,)
    g : (L, d, d) the rotation g_λ
    translations : (L, d)
    efforts : (L,) ν(g_λ); never grows with λ
    objectives : (L,) of the fused problem after the motion; never falls
    values : (L,) objectives + λ²ν², what is made least; never falls
    plans : (L, n, m)
    """

    laziness: Tensor
    g: Tensor
    translations: Tensor
    efforts: Tensor
    objectives: Tensor
    values: Tensor
    plans: Tensor


@any_kind("x", "y", "p", "q")
def lazy_alignment_path(
    x: Tensor,
    y: Tensor,
    laziness: float | Sequence[float] | Tensor,
    *,
    lam: float = 1.0,
    reg: float = 0.05,
    bandwidth: float = 0.5,
    p: Tensor | None = None,
    q: Tensor | None = None,
    translate: bool = True,
    n_outer: int = 100,
    tol: float = 1e-6,
) -> LazyAlignmentPath:
    """Return min over rotations g, translations t and plans P of F(P; gx + t, y) + λ²ν(g)² for every λ.

    F = ⟨P, C⟩ − lam MI(P) + reg KL(P ‖ pqᵀ) with C_ij = ‖g x_i + t − y_j‖. Information does not change under
    isometries, so a rotation is chosen by geometry alone. Plan and motion are improved in turns, and neither
    turn raises the value: for a plan, lengths are bounded by squares that touch them, which makes the motion
    a problem of :func:`lazyq.riemannian.align_clouds`. From many rotations in the plane and in space; all
    that is found at one λ is a candidate at every other. What is returned is the best candidate, no proven
    minimum.

    Parameters
    ----------
    x, y : (n, d) and (m, d), d at least 2; of d > 3 for λ = 0 and ∞ only
    laziness : (L,) λ ≥ 0, inf included; square roots of units of x, per radian of ν (the Frobenius length: a
        turn by θ has ν = √2 θ). For one number the result has no dimension of L
    lam : weight of information, units of x per nat
    reg : units of x
    bandwidth : h > 0, in root mean square distances of a cloud
    p, q : (n,) and (m,) positive of sum 1; None for equal masses
    translate : whether translations are free; otherwise x is turned about the origin
    n_outer, tol : of the plans, as in :class:`FusedInfoOT`

    Raises
    ------
    ValueError : an argument that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.infoot import lazy_alignment_path
    >>> x = torch.tensor([[2.0, 0.0], [0.0, 1.0], [-2.0, 0.0]], dtype=torch.float64)
    >>> y = torch.stack([-x[:, 1], x[:, 0]], 1)  # x turned by a right angle: ν = √2 · π/2
    >>> lazy_alignment_path(x, y, [0.0, float("inf")], lam=0.1).efforts
    tensor([2.2214, 0.0000], dtype=torch.float64)
    """
    x = checked_points("x", x)
    y = checked_points("y", y, x.shape[1])
    several, one = one_or_several(laziness)
    lams = checked_lams(several, x.shape[1])
    clouds = clouds_of(
        x,
        y,
        masses_of("p", p, len(x), x),
        masses_of("q", q, len(y), x),
        checked_finite("bandwidth", bandwidth),
    )
    search = Search(
        clouds,
        checked_finite("lam", lam, included=True),
        checked_finite("reg", reg),
        checked_count("n_outer", n_outer),
        checked_finite("tol", tol),
        translate,
    )
    best = search.along(lams)
    numbers = [
        (lam, motion.effort, motion.solution.objective, motion.value(lam))
        for motion, lam in zip(best, lams, strict=True)
    ]
    asked, efforts, objectives, values = torch.tensor(numbers, dtype=torch.float64, device=x.device).T
    path = LazyAlignmentPath(
        asked,
        torch.stack([motion.g for motion in best]),
        torch.stack([motion.translation for motion in best]),
        efforts,
        objectives,
        values,
        torch.stack([motion.solution.plan for motion in best]),
    )
    return LazyAlignmentPath(*(part[0] for part in path)) if one else path


def checked_lams(laziness: Sequence[float], dimension: int) -> list[float]:
    """Return the λ as numbers."""
    if dimension < 2:
        raise ValueError(f"x must have 2 coordinates at least to be turned, got {dimension}")
    lams = [checked_positive("laziness", value, included=True) for value in laziness]
    if not lams:
        raise ValueError("laziness must hold one number at least, got none")
    if dimension > 3 and any(0 < value < math.inf for value in lams):
        raise ValueError(f"laziness must be 0 or inf for clouds of dimension {dimension}; 2 and 3 take any")
    return lams


class Search(NamedTuple):
    """The fused problem of two clouds, and the motions of x that make it small.

    Attributes
    ----------
    clouds : x, y and their kernels
    lam, reg : of the fused problem
    n_outer, tol : of its solutions
    translate : whether translations are free
    geometry : a, the weight of ⟨P, C⟩
    """

    clouds: Clouds
    lam: float
    reg: float
    n_outer: int
    tol: float
    translate: bool
    geometry: float = 1.0

    def along(self, lams: Sequence[float], scanned: Sequence[Motion] | None = None) -> list[Motion]:
        """Return the best motion found for every λ.

        Parameters
        ----------
        lams : λ ≥ 0
        scanned : what the rough search makes of all :meth:`rotations`, where that is known
        """
        rough = self.rough()
        turning = any(lam < math.inf for lam in lams)
        begun = islice(self.rotations(), None if turning else 1)
        pool = [rough.settled(g) for g in begun] if scanned is None else list(scanned)
        finished = [self.improved(pool[0], math.inf)]
        for lam in sorted(set(lams)):
            nearest = sorted(pool, key=lambda motion: motion.value(lam))[:_NEAREST]
            pool += (tried := [rough.improved(motion, lam) for motion in nearest])
            finished.append(self.improved(min(tried, key=lambda motion: motion.value(lam)), lam))
        return [min(finished, key=lambda motion: (motion.value(lam), motion.effort)) for lam in lams]

    def rough(self) -> "Search":
        """Return the search that is content with less: what is promising is told from what is not."""
        return self._replace(n_outer=min(self.n_outer, _FEW), tol=max(self.tol, _ROUGH))

    def rotations(self) -> Iterator[Tensor]:
        """Return the rotations to begin from, the identity first."""
        like = self.clouds.x
        dimension = like.shape[1]
        yield torch.eye(dimension, dtype=like.dtype, device=like.device)
        if dimension == 2:
            for step in range(1, _TURNS):
                angle = 2 * math.pi * step / _TURNS
                turn = [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
                yield torch.tensor(turn, dtype=like.dtype, device=like.device)
        elif dimension == 3:
            yield from (turn.to(like) for turn in _turns_of_the_cube()[1:])

    def settled(self, g: Tensor) -> Motion:
        """Return the motion with this rotation, and the translation and plan that are best for it."""
        shift = self.clouds.q @ self.clouds.y - g @ (self.clouds.p @ self.clouds.x)
        if not self.translate:
            shift = torch.zeros_like(shift)
        return self._alternating(g, shift, None, math.inf, turning=False)

    def improved(self, begin: Motion, laziness: float) -> Motion:
        """Return what rotation, translation and plan become in turns."""
        return self._alternating(begin.g, begin.translation, begin, laziness, turning=True)

    def _alternating(
        self, g: Tensor, shift: Tensor, begin: Motion | None, laziness: float, *, turning: bool
    ) -> Motion:
        action = OrthogonalAction(len(g))
        effort, plan = float(action.length(g)) if begin is None else begin.effort, None
        last, plan = math.inf, None if begin is None else begin.solution.plan
        for _ in range(_ROUNDS):
            motion = Motion(g, shift, effort, self._solved(g, shift, plan))
            value = motion.value(laziness) if turning else motion.solution.objective
            if last - value <= max(_SETTLED, self.tol * 1e-2) * (1 + abs(value)):
                break
            last, plan = value, motion.solution.plan
            g, shift = self._moved(action, g, shift, plan, laziness, turning=turning)
            effort = float(action.length(g)) if turning and laziness < math.inf else effort
        return motion

    def _solved(self, g: Tensor, shift: Tensor, plan: Tensor | None) -> Solution:
        moved = self.clouds.x @ g.mT + shift
        problem = self.clouds.problem(self.geometry, self.lam, self.reg, moved=moved)
        return solve(problem, self.n_outer, self.tol, plan)

    def _moved(
        self,
        action: OrthogonalAction,
        g: Tensor,
        shift: Tensor,
        plan: Tensor,
        laziness: float,
        *,
        turning: bool,
    ) -> tuple[Tensor, Tensor]:
        """Lower Σ P_ij a‖g x_i + t − y_j‖ + λ²ν(g)² over g and t for one plan."""
        x, y = self.clouds.x, self.clouds.y
        identity = torch.eye(len(g), dtype=g.dtype, device=g.device)
        for _ in range(_MOVES):
            lengths = torch.cdist(x @ g.mT + shift, y, compute_mode="donot_use_mm_for_euclid_dist")
            weights = self.geometry * plan / lengths.clamp(min=1e-9 * self.clouds.scale_x)
            total = weights.sum()
            centre_x = weights.sum(1) @ x / total if self.translate else torch.zeros_like(shift)
            centre_y = weights.sum(0) @ y / total if self.translate else torch.zeros_like(shift)
            if turning:
                covariance = (y - centre_y).mT @ weights.mT @ (x - centre_x)
                g = align_clouds(action, identity, covariance.mT.contiguous(), math.sqrt(2) * laziness).g
            if self.translate:
                shift = centre_y - g @ centre_x
        return g, shift


def _turns_of_the_cube() -> list[Tensor]:
    """Return the 24 rotations that permute the axes of space, the identity first."""
    found = []
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            turn = torch.zeros(3, 3, dtype=torch.float64)
            turn[range(3), list(order)] = torch.tensor(signs, dtype=torch.float64)
            if float(torch.linalg.det(turn)) > 0:
                found.append(turn)
    return found
