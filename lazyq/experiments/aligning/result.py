"""What the page Aligning shows, as plain arrays."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Clouds:
    """Two clouds in the plane.

    Attributes
    ----------
    x, y : (n, 2) float64, source and target (turned and moved)
    upright : (n, 2) float64, the target before it was turned and moved: the page turns this one under the
        finger, y = R(angle) upright + shift
    clusters_x, clusters_y : (n,) int64, 0 … k − 1 in order, −1 for an outlier (last)
    p, q : (n,) float64, masses of the points, 1/n each
    """

    x: np.ndarray
    y: np.ndarray
    upright: np.ndarray
    clusters_x: np.ndarray
    clusters_y: np.ndarray
    p: np.ndarray
    q: np.ndarray


@dataclass(frozen=True)
class Aligning:
    """How two clouds were aligned, step by step.

    Attributes
    ----------
    clouds : that were aligned
    plans : (T + 1, n, n) float32, the plan before the first outer step (pqᵀ) and after each
    plan : (n, n) float64, the last one, [i, j] the mass that goes from x_i to y_j
    kernel_x, kernel_y : (n, n) float64, 1 on the diagonal
    scales : (2,) the bandwidths h·s of both clouds, in their units
    objective, information, cost : (T + 1,) float64: (1 − s)⟨P, C⟩ − s MI + reg KL, MI in nats, ⟨P, C⟩
    marginal_error : (T + 1,) Σ|P1 − p| + Σ|Pᵀ1 − q|
    change : (T + 1,) Σ|P_t − P_{t−1}|, the first 0
    converged : whether the last change was below the tolerance
    barycentric, conditional : (n, 2) images of the x_i under the two projections
    right : share of the mass of the clusters' points that goes to the right cluster, 0 … 1
    angle : degrees by which "lazy" turned the first cloud, else 0
    turned : (n, 2) the first cloud as it was turned and moved, else x
    """

    clouds: Clouds
    plans: np.ndarray
    plan: np.ndarray
    kernel_x: np.ndarray
    kernel_y: np.ndarray
    scales: np.ndarray
    objective: np.ndarray
    information: np.ndarray
    cost: np.ndarray
    marginal_error: np.ndarray
    change: np.ndarray
    converged: bool
    barycentric: np.ndarray
    conditional: np.ndarray
    right: float
    angle: float
    turned: np.ndarray


@dataclass(frozen=True)
class Starts:
    """What several first plans lead to, the best objective first.

    Attributes
    ----------
    objective, information, right : (S,) float64, as in :class:`Aligning`
    matchings : (S, k) int64, the target cluster that most of a source cluster's mass goes to
    plans : (S, n, n) float32
    start : (S,) int64, which start it was; 0 is pqᵀ
    """

    objective: np.ndarray
    information: np.ndarray
    right: np.ndarray
    matchings: np.ndarray
    plans: np.ndarray
    start: np.ndarray


@dataclass(frozen=True)
class LazyTurns:
    """The lazy alignment along λ.

    Attributes
    ----------
    laziness : (L,) float64 increasing, 0 first, inf last
    angle : (L,) degrees by which the first cloud is turned, of falling size
    translations : (L, 2) of the turned cloud: g_λ x + translation is what is aligned
    objective : (L,) of the fused problem after the motion, non-decreasing
    value : (L,) objective + λ²ν², the least found, non-decreasing; ν = √2 · angle in radians
    right : (L,) share of the mass on the right cluster
    scanned : (A,) degrees −180 … 180 at which the fused objective was looked at
    profile : (A,) its least value at each, over plans and translations
    """

    laziness: np.ndarray
    angle: np.ndarray
    translations: np.ndarray
    objective: np.ndarray
    value: np.ndarray
    right: np.ndarray
    scanned: np.ndarray
    profile: np.ndarray


@dataclass(frozen=True)
class Domains:
    """How well the source's labels fit the target's digits, method by method.

    Attributes
    ----------
    methods : (M,) of "nearest" (nearest source digit, no alignment), "ot", "infoot", "fused", "lazy"
    accuracy : (M,) share of the target's digits that get their own label, 0 … 1
    low, high : (M,) 95 % Wilson intervals
    predicted : (M, n) int64
    labels : (n,) int64 of the target's digits
    images_x, images_y : (n, 28, 28) uint8, as they were compared: the target's are turned
    labels_x : (n,) int64
    features_x, features_y : (n, 2) float64, first two principal components of both together, for a picture
    plans : (M, n, n) float32; zeros for "nearest"
    angles, values : (A,) degrees and fused objective + λ²·angle² of "lazy"
    angle : the best of them
    encoder_accuracy : share of the source's own digits that the encoder's classes get right
    """

    methods: tuple[str, ...]
    accuracy: np.ndarray
    low: np.ndarray
    high: np.ndarray
    predicted: np.ndarray
    labels: np.ndarray
    images_x: np.ndarray
    images_y: np.ndarray
    labels_x: np.ndarray
    features_x: np.ndarray
    features_y: np.ndarray
    plans: np.ndarray
    angles: np.ndarray
    values: np.ndarray
    angle: float
    encoder_accuracy: float
