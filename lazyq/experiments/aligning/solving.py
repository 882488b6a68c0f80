"""How two clouds are aligned, step by step, from several starts, and along the laziness."""

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.aligning.drawing import clouds
from lazyq.experiments.aligning.result import Aligning, Clouds, LazyTurns, Starts
from lazyq.experiments.aligning.spec import AligningSpec, StartsSpec
from lazyq.infoot.lazy import Motion, Search
from lazyq.infoot.problems import Clouds as Kernels
from lazyq.infoot.problems import clouds_of
from lazyq.infoot.projecting import Projector
from lazyq.infoot.solver import Problem, Solution, solve
from lazyq.infoot.starts import solve_from_many
from lazyq.wording import worded

TOLERANCE = 1e-6
LAZINESS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, math.inf)


class _Setting(NamedTuple):
    drawn: Clouds
    kernels: Kernels
    spec: AligningSpec

    def problem(self, moved: Tensor | None = None) -> Problem:
        share = self.spec.share
        return self.kernels.problem(1 - share, share, self.spec.reg, self.spec.unbalanced, moved)

    def search(self) -> Search:
        share = self.spec.share
        return Search(self.kernels, share, self.spec.reg, self.spec.steps, TOLERANCE, True, 1 - share)

    def right(self, plan: Tensor) -> float:
        """Return the share of the mass of the clusters' points that goes to the right cluster."""
        plan_ = plan.numpy()
        own = self.drawn.clusters_x[:, None] == self.drawn.clusters_y
        return float(plan_[own].sum() / plan_[:, self.drawn.clusters_y >= 0].sum())

    def matching(self, plan: Tensor) -> np.ndarray:
        """Return the target cluster that most of every source cluster's mass goes to."""
        count = len(self.spec.clouds.masses)
        x, y = (np.eye(count + 1)[c][:, :count] for c in (self.drawn.clusters_x, self.drawn.clusters_y))
        return (x.T @ plan.numpy() @ y).argmax(1)


def _setting(spec: AligningSpec) -> _Setting:
    drawn = clouds(spec.clouds)
    x, y, p, q = (torch.from_numpy(part) for part in (drawn.x, drawn.y, drawn.p, drawn.q))
    return _Setting(drawn, clouds_of(x, y, p, q, spec.bandwidth), spec)


@one_thread()
def aligning(spec: AligningSpec) -> Aligning:
    """Return the plan of a method and all that led to it.

    Raises
    ------
    ValueError : what the spec checks
    """
    setting = _setting(spec)
    plans: list[np.ndarray] = []
    moved, angle, found = setting.kernels.x, 0.0, None
    if spec.method == "lazy":
        report(worded("turning the cloud"), 0.0)
        best = setting.search().along([spec.laziness])[0]
        moved = moved @ best.g.mT + best.translation
        angle = _degrees(best)
        report(worded("solving"), 0.9)
    found = solve(
        setting.problem(moved), spec.steps, TOLERANCE, listener=lambda _, plan: plans.append(plan.numpy())
    )
    return _result(setting, found, plans, moved, angle)


def _result(
    setting: _Setting, found: Solution, plans: list[np.ndarray], moved: Tensor, angle: float
) -> Aligning:
    kernels, trace = setting.kernels, found.trace
    projector = Projector(
        kernels.x, kernels.y, found.plan, kernels.kernels.y.matrix, kernels.q, kernels.scale_x
    )
    return Aligning(
        clouds=setting.drawn,
        plans=np.stack(plans).astype(np.float32),
        plan=found.plan.numpy(),
        kernel_x=kernels.kernels.x.matrix.numpy(),
        kernel_y=kernels.kernels.y.matrix.numpy(),
        scales=np.array([kernels.scale_x, kernels.scale_y]),
        objective=np.array(trace.objective),
        information=np.array(trace.information),
        cost=np.array(trace.cost),
        marginal_error=np.array(trace.marginal_error),
        change=np.array(trace.change),
        converged=found.converged,
        barycentric=projector.barycentric(kernels.x).images.numpy(),
        conditional=projector.conditional(kernels.x).images.numpy(),
        right=setting.right(found.plan),
        angle=angle,
        turned=moved.numpy(),
    )


@one_thread()
def starts(spec: StartsSpec) -> Starts:
    """Return what several first plans lead to, the least objective first.

    Raises
    ------
    ValueError : what the spec checks
    """
    setting = _setting(spec.aligning)
    found = solve_from_many(setting.problem(), spec.aligning.steps, TOLERANCE, spec.starts, spec.seed)
    return Starts(
        objective=np.array([solution.objective for solution in found.solutions]),
        information=np.array([solution.information for solution in found.solutions]),
        right=np.array([setting.right(solution.plan) for solution in found.solutions]),
        matchings=np.stack([setting.matching(solution.plan) for solution in found.solutions]),
        plans=np.stack([solution.plan.numpy() for solution in found.solutions]).astype(np.float32),
        start=np.array(found.order),
    )


@one_thread()
def lazy_turns(spec: AligningSpec) -> LazyTurns:
    """Return how far the first cloud is turned at every laziness, and what the turns are worth.

    Raises
    ------
    ValueError : what the spec checks
    """
    setting = _setting(spec)
    search = setting.search()
    rough = search.rough()
    rotations = list(search.rotations())
    scanned = []
    for k, g in enumerate(rotations):
        report(worded("turning the cloud"), 0.5 * k / len(rotations))
        scanned.append(rough.settled(g))
    report(worded("following the laziness"), 0.5)
    best = search.along(LAZINESS, scanned)
    order = sorted(range(len(scanned)), key=lambda k: _degrees(scanned[k]))
    return LazyTurns(
        laziness=np.array(LAZINESS),
        angle=np.array([_degrees(motion) for motion in best]),
        translations=np.stack([motion.translation.numpy() for motion in best]),
        objective=np.array([motion.solution.objective for motion in best]),
        value=np.array([motion.value(lam) for motion, lam in zip(best, LAZINESS, strict=True)]),
        right=np.array([setting.right(motion.solution.plan) for motion in best]),
        scanned=np.array([_degrees(scanned[k]) for k in order]),
        profile=np.array([scanned[k].solution.objective for k in order]),
    )


def _degrees(motion: Motion) -> float:
    """Return the angle of a turn of the plane, in (−180, 180]."""
    return math.degrees(math.atan2(float(motion.g[1, 0]), float(motion.g[0, 0])))
