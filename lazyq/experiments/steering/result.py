"""What the page Steering gets."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Steering:
    """Thirty digits at every turn through three encoders, and how rigidly they move.

    M = 3 methods in the order of ``methods``. For d = 8 "simclr" (InfoNCE on small turns, no equivariance
    loss), "care" (the same with it, over the whole circle), "invariant" (InfoNCE on all turns: everything is
    a positive). For d = 3, where InfoNCE gives up turns for numerals, "uniform" (spread over the globe, no
    equivariance loss), "sphere" (with it) and "invariant". K angles a_k = 360° k / K, counter-clockwise; n
    dots; dimension d.

    R_a is fitted on digits that are neither dots nor among those that ``wahba`` is measured on.

    Attributes
    ----------
    methods : (M,)
    degrees : (K,) float64, the first 0
    places, labels : (n,) int64, of the dots in the data set; −1 for a digit that is from elsewhere
    embeddings : (M, K, n, d) float32, f(a_k x_i), of length 1
    rotations : (M, K, d, d) float32, the best R_a with R_a f(x) ≈ f(ax), determinant 1; the identity at 0°
    globes : (M, 3, d) float32, orthonormal rows to draw with: point = globe @ f. Rows 0 and 1 span a plane
        that turns with the digit, counter-clockwise, row 2 is an axis that stays. For d = 3 a mere change of
        view; for d = 8 points lie inside of the unit ball
    turns : (M,) int64, how often that plane turns while the digit turns once, 1 to 3
    wahba : (M, K) float64, mean of ‖f(ax) − R_a f(x)‖² over digits not fitted on; 0 rigid, about 2 unrelated
    unseen : (M, K / 2) float64, the same at the odd k, with R_a not fitted there but interpolated by phases
        from k − 1 and k + 1; NaN where these are half a turn apart
    composition : (M, K) float64, ‖R_a R_b − R_{a+b}‖_F / sqrt(2d), mean over all b of the circle
    gamma : (M, K) float64, the relative rotational equivariance γ, as a ratio of means over pairs (a few that
        stay would rule the paper's mean of ratios); NaN at 0°, where nothing moves, and large near it
    moved : (M,) float64, mean of ‖f(ax) − f(x)‖² over digits and turns; 2 where unrelated, 0 where invariant
    warned : (M,) bool, the fit says nothing, for nothing moves
    phases : (M, K, d // 2) float64 degrees, 0 to 180, ascending: |eigenphases| of R_a, one a conjugate pair
    frequencies : (M, d // 2) float64, phases at a small turn divided by the turn; near whole numbers
    retrieved : (M, K, n, 2) int64, the dot and the angle k whose embedding is nearest to R_a f(x_i),
        among all dots at all angles
    retrieval : (M, K) float64, share of digits not fitted on whose R_a f(x) is nearest to f(ax) among
        the f(ay) of them all
    lengths : (K,) float64, ν(a) in degrees, 0 to 180
    distances : (M, K) float64, ‖R_a − I‖_F / sqrt(d): how far R_a moves a unit vector, root mean square
    lams : (M,) float64, the representation's own λ: slope of ``distances`` against ν(a), a degree
    steps : (M, T) int64, steps at which the curves are
    losses : (M, T) float64, InfoNCE, or uniformity where the method has that
    equivariance : (M, T) float64, the equivariance loss, a mean over pairs, learned from or not
    provenance : one line a fact: seed, steps, data, torch's version
    """

    methods: tuple[str, ...]
    degrees: np.ndarray
    places: np.ndarray
    labels: np.ndarray
    embeddings: np.ndarray
    rotations: np.ndarray
    globes: np.ndarray
    turns: np.ndarray
    wahba: np.ndarray
    unseen: np.ndarray
    composition: np.ndarray
    gamma: np.ndarray
    moved: np.ndarray
    warned: np.ndarray
    phases: np.ndarray
    frequencies: np.ndarray
    retrieved: np.ndarray
    retrieval: np.ndarray
    lengths: np.ndarray
    distances: np.ndarray
    lams: np.ndarray
    steps: np.ndarray
    losses: np.ndarray
    equivariance: np.ndarray
    provenance: tuple[str, ...]
