"""Aligning two clouds as scikit-learn's transformers do: fit on both, then move points of the first."""

import math
import warnings
from abc import ABC, abstractmethod
from typing import Any, Literal, Self, final

from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted
from torch import Tensor

from lazyq.actions.kinds import as_tensor
from lazyq.infoot.inputs import (
    checked_count,
    checked_finite,
    checked_labels,
    checked_points,
    checked_positive,
    masses_of,
)
from lazyq.infoot.lazy import Motion, Search, checked_lams
from lazyq.infoot.problems import Clouds, clouds_of
from lazyq.infoot.projecting import Projected, Projector
from lazyq.infoot.solver import Solution
from lazyq.infoot.starts import Starts, solve_from_many

PROJECTIONS = ("conditional", "barycentric")
Projection = Literal["conditional", "barycentric"]


class Aligner(ABC):
    """What all alignments of clouds share: fit to two clouds, then say where points of the first go.

    Clouds are NumPy arrays, torch tensors (on the CPU or a CUDA device) or nested lists. Everything is
    computed in float64, and comes out as tensors where x was one, else as arrays.

    They have scikit-learn's parameters, ``clone``, ``set_params`` and pipelines, but are no estimators by its
    rules, and ``check_estimator`` refuses them: ``fit`` takes a second cloud, (m, d'), for y, where
    scikit-learn gives one target for each row of X.

    Attributes
    ----------
    plan_ : (n, m) mass that goes from x_i to y_j
    objective_, information_ : what was made least, and MI(P) in nats
    converged_ : whether Σ|P' − P| of the last step was at most tol
    trace_ : :class:`lazyq.infoot.Trace`, of every outer step
    scale_x_, scale_y_ : bandwidths h·s of the two clouds, in their units; kept for points to come
    p_, q_ : masses of the points
    n_features_in_ : coordinates of x
    """

    reg: float
    bandwidth: float
    n_outer: int
    tol: float
    projection: Projection

    def fit(self, x: Any, y: Any, *, labels: Any = None, p: Any = None, q: Any = None) -> Self:
        """Align the points x, (n, d), with the points y, (m, d').

        Parameters
        ----------
        x, y : clouds of two different points at least
        labels : (n,) whole numbers of x, −1 where unknown: points with different labels are no neighbours
        p, q : (n,) and (m,) positive of sum 1; None for equal masses

        Raises
        ------
        ValueError : a parameter or argument that can't be taken; says which, and what is

        Warns
        -----
        ConvergenceWarning : n_outer steps did not make a stationary plan
        """
        self._kind = "tensors" if isinstance(x, Tensor) else "arrays"
        x = checked_points("x", x)
        y = checked_points("y", y).to(x.device)
        given = None if labels is None else checked_labels("labels", labels, len(x), x)
        clouds = clouds_of(
            x,
            y,
            masses_of("p", p, len(x), x),
            masses_of("q", q, len(y), x),
            checked_finite("bandwidth", self.bandwidth),
            given,
        )
        if self.projection not in PROJECTIONS:
            raise ValueError(f"projection must be one of {', '.join(PROJECTIONS)}, got {self.projection!r}")
        checked_count("n_outer", self.n_outer)
        checked_finite("tol", self.tol)
        solution = self._solved(clouds)
        if not solution.converged:
            warnings.warn(
                f"the plan is not stationary after n_outer={self.n_outer} steps: the last one moved "
                f"{solution.trace.change[-1]:.1e} of the mass, tol is {self.tol:.1e}",
                ConvergenceWarning,
                stacklevel=2,
            )
        self._projector = Projector(x, y, solution.plan, clouds.kernels.y.matrix, clouds.q, clouds.scale_x)
        self._training = x
        self.plan_ = self._out(solution.plan)
        self.objective_, self.information_ = solution.objective, solution.information
        self.converged_, self.trace_ = solution.converged, solution.trace
        self.scale_x_, self.scale_y_ = clouds.scale_x, clouds.scale_y
        self.p_, self.q_ = self._out(clouds.p), self._out(clouds.q)
        self.n_features_in_ = x.shape[1]
        return self

    def project(self, new: Any, method: Projection | None = None) -> Projected:
        """Return where new points go, and the weights of the y that make it; a point's answer is its own.

        Parameters
        ----------
        new : (k, d) points like those of x, seen before or not
        method : "conditional": Σ_j w_j y_j with w_j ∝ q_j f_xy(x, y_j) / (f_x(x) f_y(y_j)) by the kernels of
            the training clouds, or "barycentric": the mean of where the nearest training point's mass goes;
            None for the estimator's ``projection``

        Raises
        ------
        ValueError : points or a method that can't be taken; says which
        """
        check_is_fitted(self, "plan_")
        method = self.projection if method is None else method
        if method not in PROJECTIONS:
            raise ValueError(f"method must be one of {', '.join(PROJECTIONS)}, got {method!r}")
        points = checked_points("new", new, self.n_features_in_).to(self._training.device)
        found = getattr(self._projector, method)(points)
        return Projected(*(self._out(part) for part in found))

    def transform(self, x: Any) -> Any:
        """Return the images of points, (k, d'), by the estimator's ``projection``."""
        return self.project(x).images

    def transfer(self, labels: Any) -> Any:
        """Return the label, (m,), that most of every y_j's mass comes from; of equal ones the smallest.

        Parameters
        ----------
        labels : (n,) whole numbers of the training points x
        """
        check_is_fitted(self, "plan_")
        given = checked_labels("labels", labels, len(self._training), self._training)
        classes, places = given.unique(return_inverse=True)
        kept = self.plan_
        plan = (kept if isinstance(kept, Tensor) else as_tensor("plan_", kept)).to(given.device)
        mass = plan.new_zeros(len(classes), plan.shape[1]).index_add(0, places, plan)
        return self._out(classes[mass.argmax(0)])

    @abstractmethod
    def _solved(self, clouds: Clouds) -> Solution:
        """Check the estimator's own parameters, and return the plan."""

    def _out(self, value: Tensor) -> Any:
        return value if self._kind == "tensors" else value.cpu().numpy()


@final
class InfoOT(TransformerMixin, Aligner, BaseEstimator):  # type: ignore[misc]
    """The plan between two clouds that keeps most information: min over P of −MI(P) + reg KL(P ‖ pqᵀ).

    MI is the mutual information of the plan by Gaussian kernel densities, exp(−(C / (h s))² / 2) with C the
    distances within a cloud and s = sqrt(mean(C²) / 2). The clouds may have different dimensions. Information
    is blind to what can be exchanged: where clusters look alike, plans that match them in other orders are as
    good. ``n_init`` tries several starts, and ``starts_`` shows how far they differ.

    Time and memory of a step grow with n² times the rank of the kernels, at most n³, and with n².

    Parameters
    ----------
    reg : ε > 0, in nats
    bandwidth : h > 0
    n_outer : at most so many steps, each an entropic transport problem
    tol : stops when Σ|P' − P| of a step is at most this
    unbalanced : ρ > 0 in nats, for marginals that may differ from p and q at the cost ρ KL; inf holds them
    n_init : how many starts, pqᵀ and random ones; the least objective is kept
    random_state : seed of the starts, ≥ 0
    projection : of :meth:`transform`, "conditional" or "barycentric"

    Attributes
    ----------
    starts_ : :class:`lazyq.infoot.Starts`, the solutions of all starts, the best first
    plan_, objective_, … : as in :class:`Aligner`

    Notes
    -----
    ``fit`` takes the other cloud for y, so that scikit-learn's ``check_estimator``, which gives a target for
    each row, refuses it; ``clone``, ``set_params`` and pipelines work.

    Source: C.-Y. Chuang, S. Jegelka, D. Alvarez-Melis, *InfoOT: Information Maximizing Optimal Transport*,
    2023.

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.infoot import InfoOT
    >>> x = np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 0.0]])
    >>> y = np.array([[9.0], [0.1], [0.0]])  # another dimension, another order
    >>> InfoOT(reg=0.02).fit(x, y).plan_.argmax(1).tolist()[2]
    0
    """

    def __init__(
        self,
        reg: float = 0.05,
        bandwidth: float = 0.5,
        n_outer: int = 200,
        tol: float = 1e-6,
        *,
        unbalanced: float = math.inf,
        n_init: int = 1,
        random_state: int = 0,
        projection: Projection = "conditional",
    ) -> None:
        self.reg = reg
        self.bandwidth = bandwidth
        self.n_outer = n_outer
        self.tol = tol
        self.unbalanced = unbalanced
        self.n_init = n_init
        self.random_state = random_state
        self.projection = projection

    def _solved(self, clouds: Clouds) -> Solution:
        self.starts_ = _from_many(self, clouds, 0.0, 1.0)
        return self.starts_.solutions[0]


@final
class FusedInfoOT(TransformerMixin, Aligner, BaseEstimator):  # type: ignore[misc]
    """Geometry and information: min over P of ⟨P, C⟩ − lam MI(P) + reg KL(P ‖ pqᵀ), C_ij = ‖x_i − y_j‖.

    At lam = 0 this is entropic transport, solved in one step. Otherwise as :class:`InfoOT`.

    Parameters
    ----------
    lam : ≥ 0, units of x per nat
    reg : ε > 0, units of x
    bandwidth, n_outer, tol, n_init, random_state, projection : as in :class:`InfoOT`
    unbalanced : ρ > 0 in units of x, inf holds the marginals

    Attributes
    ----------
    starts_, plan_, objective_, … : as in :class:`InfoOT`

    Notes
    -----
    Of scikit-learn's rules it keeps those that :class:`InfoOT` does.

    Source: C.-Y. Chuang, S. Jegelka, D. Alvarez-Melis, *InfoOT: Information Maximizing Optimal Transport*,
    2023.

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.infoot import FusedInfoOT
    >>> x = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 0.0]])
    >>> aligned = FusedInfoOT(lam=1.0, reg=0.1).fit(x, x + 1)
    >>> aligned.transform(np.array([[5.5, 0.0]])).round(1).tolist()  # was not there when it was fitted
    [[6.0, 1.0]]
    """

    def __init__(
        self,
        lam: float = 1.0,
        reg: float = 0.05,
        bandwidth: float = 0.5,
        n_outer: int = 200,
        tol: float = 1e-6,
        *,
        unbalanced: float = math.inf,
        n_init: int = 1,
        random_state: int = 0,
        projection: Projection = "conditional",
    ) -> None:
        self.lam = lam
        self.reg = reg
        self.bandwidth = bandwidth
        self.n_outer = n_outer
        self.tol = tol
        self.unbalanced = unbalanced
        self.n_init = n_init
        self.random_state = random_state
        self.projection = projection

    def _solved(self, clouds: Clouds) -> Solution:
        _checked_dimensions(clouds)
        self.starts_ = _from_many(self, clouds, 1.0, checked_finite("lam", self.lam, included=True))
        return self.starts_.solutions[0]


@final
class LazyInfoOT(TransformerMixin, Aligner, BaseEstimator):  # type: ignore[misc]
    """A lazy rotation before the fused plan: min over g, t, P of the objective of gx + t + laziness² ν(g)².

    See :func:`lazyq.infoot.lazy_alignment_path` for how, and for the whole λ-path.

    Parameters
    ----------
    laziness : λ ≥ 0, inf included; square roots of units of x, per radian of ν (a turn by θ has ν = √2 θ)
    lam, reg, bandwidth, n_outer, tol, projection : as in :class:`FusedInfoOT`
    translate : whether translations are free; otherwise x is turned about the origin

    Attributes
    ----------
    rotation_, translation_ : (d, d) and (d,)
    effort_ : ν of the rotation
    value_ : objective_ + laziness² effort_²
    plan_, objective_, … : as in :class:`Aligner`

    Notes
    -----
    Of scikit-learn's rules it keeps those that :class:`InfoOT` does.

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.infoot import LazyInfoOT
    >>> x = np.array([[2.0, 0.0], [0.0, 1.0], [-2.0, 0.0]])
    >>> y = x @ np.array([[0.0, 1.0], [-1.0, 0.0]])  # every point turned by a right angle
    >>> LazyInfoOT(laziness=0.0, lam=0.1).fit(x, y).rotation_.round(3) + 0.0
    array([[ 0., -1.],
           [ 1.,  0.]])
    """

    def __init__(
        self,
        laziness: float = 0.5,
        lam: float = 1.0,
        reg: float = 0.05,
        bandwidth: float = 0.5,
        n_outer: int = 200,
        tol: float = 1e-6,
        *,
        translate: bool = True,
        projection: Projection = "conditional",
    ) -> None:
        self.laziness = laziness
        self.lam = lam
        self.reg = reg
        self.bandwidth = bandwidth
        self.n_outer = n_outer
        self.tol = tol
        self.translate = translate
        self.projection = projection

    def _solved(self, clouds: Clouds) -> Solution:
        _checked_dimensions(clouds)
        (laziness,) = checked_lams([self.laziness], clouds.x.shape[1])
        lam, reg = checked_finite("lam", self.lam, included=True), checked_finite("reg", self.reg)
        best: Motion = Search(clouds, lam, reg, self.n_outer, self.tol, self.translate).along([laziness])[0]
        self.rotation_, self.translation_ = self._out(best.g), self._out(best.translation)
        self.effort_, self.value_ = best.effort, best.value(laziness)
        return best.solution


def _from_many(aligner: InfoOT | FusedInfoOT, clouds: Clouds, geometry: float, lam: float) -> Starts:
    reg = checked_finite("reg", aligner.reg)
    unbalanced = checked_positive("unbalanced", aligner.unbalanced)
    return solve_from_many(
        clouds.problem(geometry, lam, reg, unbalanced),
        aligner.n_outer,
        aligner.tol,
        checked_count("n_init", aligner.n_init),
        checked_count("random_state", aligner.random_state, 0),
    )


def _checked_dimensions(clouds: Clouds) -> None:
    own, other = clouds.x.shape[1], clouds.y.shape[1]
    if own != other:
        raise ValueError(
            f"y must have {own} coordinates as x has, got {other}: InfoOT takes clouds of any two"
        )
