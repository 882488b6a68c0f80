"""How rigidly embeddings move: the best rotation, what it leaves, and whether rotations compose."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.care.inputs import checked_embeddings, checked_rotations

STILL = 0.05
"""Below this mean of ‖f(ax) − f(x)‖², of at most 4, nothing moves to speak of: unrelated points have 2."""


class Wahba(NamedTuple):
    """How far embeddings are from having moved by one rotation.

    Attributes
    ----------
    rotation : (..., d, d) the R fitted
    error : (...) mean of ‖y_i − R x_i‖² over the pairs that it is measured on
    moved : (...) mean of ‖y_i − x_i‖² over the same pairs
    warns : (...) bool, the error says nothing: ``moved`` is below 0.05, so that R = 1 would do as well
    """

    rotation: Tensor
    error: Tensor
    moved: Tensor
    warns: Tensor


class Gamma(NamedTuple):
    """The relative rotational equivariance γ.

    Attributes
    ----------
    value : (...) mean over pairs of the ratio, NaN where no pair has one
    of_means : (...) mean of the numerators over mean of the denominators, NaN for 0 / 0
    left_out : (...) share of pairs whose denominator is 0 to rounding
    warns : (...) bool, nothing moves: γ is next to 0 / 0, however good the fit looks
    """

    value: Tensor
    of_means: Tensor
    left_out: Tensor
    warns: Tensor


@any_kind("x", "y")
def best_rotation(x: Tensor, y: Tensor, *, proper: bool = True) -> Tensor:
    """Return the R in SO(d), or in O(d), of least Σ_i ‖y_i − R x_i‖².

    With Σ_i y_i x_iᵀ = U S Vᵀ it is R = U diag(1, …, 1, det(U) det(V)) Vᵀ in SO(d), and R = U Vᵀ in O(d).
    Where several serve equally well, as for fewer than d − 1 points, it is one of them.

    Parameters
    ----------
    x, y : (..., n, d), point i of x belongs to point i of y
    proper : whether R must have determinant 1

    Returns
    -------
    (..., d, d) in the dtype of x

    Raises
    ------
    ValueError : another shape, or values that are not finite

    Source: Wahba's problem (1965); Gupta et al., ICLR 2024 (read; its 1_{n−1} must be 1_{d−1}).

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import best_rotation
    >>> x = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
    >>> best_rotation(x, torch.tensor([[0.0, 1.0], [-2.0, 0.0]]))
    tensor([[0., -1.],
            [1., 0.]])
    """
    checked_embeddings(1, x=x, y=y)
    left, _, right = torch.linalg.svd(y.mT.double() @ x.double())
    if proper:
        sign = torch.linalg.det(left @ right).sign()
        left = torch.cat([left[..., :-1], left[..., -1:] * sign[..., None, None]], -1)
    return (left @ right).to(x.dtype)


@any_kind("x", "y", "fit_x", "fit_y")
def wahba_error(
    x: Tensor, y: Tensor, fit_x: Tensor | None = None, fit_y: Tensor | None = None, *, proper: bool = True
) -> Wahba:
    """Return the mean of ‖y_i − R x_i‖² with R the best rotation of a second set of pairs, or of the same.

    0 where all points turn as one rigid body; about 2 for unrelated unit vectors. On the points that R was
    fitted on it is too small, and exactly 0 for n < d points in general position.

    Parameters
    ----------
    x, y : (..., n, d) f(x_i) and f(a x_i)
    fit_x, fit_y : (..., m, d) the pairs to fit R on; x and y themselves if left out
    proper : whether R must have determinant 1

    Raises
    ------
    ValueError : another shape, values that are not finite, or one of fit_x and fit_y alone

    Source: Gupta et al., ICLR 2024: W_f = min_R ‖R F − F_a‖_F (read); here a mean of squares, held out.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import wahba_error
    >>> x = torch.eye(3)
    >>> found = wahba_error(x, x.roll(1, 0))
    >>> found.error, found.moved, found.warns
    (tensor(0.), tensor(2.), tensor(False))
    """
    checked_embeddings(1, x=x, y=y)
    if (fit_x is None) != (fit_y is None):
        raise ValueError("fit_x and fit_y must be given together, got one of them")
    rotation = best_rotation(x if fit_x is None else fit_x, y if fit_y is None else fit_y, proper=proper)
    error = (y - x @ rotation.mT).square().sum(-1).mean(-1)
    moved = (y - x).square().sum(-1).mean(-1)
    return Wahba(rotation, error, moved, moved < STILL)


@any_kind("first", "second", "both")
def composition_error(first: Tensor, second: Tensor, both: Tensor) -> Tensor:
    """Return ‖R_a R_b − R_ab‖_F / sqrt(2d): 0 where rotations compose, 1 on average for random ones.

    Parameters
    ----------
    first, second, both : (..., d, d) orthogonal, R_a, R_b and R_ab; batch dimensions broadcast

    Returns
    -------
    (...), from 0 to sqrt(2)

    Raises
    ------
    ValueError : other shapes, or matrices that are not orthogonal to 1e-3

    Source: Gupta et al., ICLR 2024, Corollary 1 (read): R_a R_b = R_ab where the loss is 0 and the image
    spans ℝ^d. The measure is this library's.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import composition_error
    >>> quarter = torch.tensor([[0.0, -1.0], [1.0, 0.0]])
    >>> composition_error(quarter, quarter, -torch.eye(2)), composition_error(quarter, quarter, torch.eye(2))
    (tensor(0.), tensor(1.4142))
    """
    checked_rotations(first=first, second=second, both=both)
    return torch.linalg.matrix_norm(first @ second - both) / (2 * both.shape[-1]) ** 0.5


@any_kind("x", "y")
def relative_equivariance(x: Tensor, y: Tensor) -> Gamma:
    """Return γ: by how much distances of pairs change, against by how much the points move.

    γ = mean_{i<j} ( ‖y_i − y_j‖² − ‖x_i − x_j‖² )² / ( ‖y_j − x_j‖² + ‖y_i − x_i‖² )²; 0 for a rigid motion.
    An encoder that is nearly invariant has a small Wahba error and a large γ: a small number over a smaller.

    Parameters
    ----------
    x, y : (..., n, d) f(x_i) and f(a x_i), n at least 2

    Raises
    ------
    ValueError : another shape, or values that are not finite

    Source: Gupta et al., ICLR 2024 (read), where it is the mean of the ratio; ``of_means`` is the ratio of
    means, which few still points can't blow up.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import relative_equivariance
    >>> x = torch.eye(3)
    >>> relative_equivariance(x, x.roll(1, 0)).value, relative_equivariance(x, x).warns
    (tensor(0.), tensor(True))
    """
    checked_embeddings(2, x=x, y=y)
    count = x.shape[-2]
    i, j = torch.triu_indices(count, count, 1, device=x.device)
    first, second = x.double(), y.double()
    change = (second @ second.mT - first @ first.mT)[..., i, j] * -2
    sizes = second.square().sum(-1) - first.square().sum(-1)
    change = (change + sizes[..., i] + sizes[..., j]).square()
    own = (second - first).square().sum(-1)
    moved = (own[..., i] + own[..., j]).square()
    seen = moved > torch.finfo(x.dtype).eps ** 2
    ratio = torch.where(seen, change / torch.where(seen, moved, 1.0), torch.nan).nanmean(-1)
    of_means = torch.where(seen, change, 0.0).sum(-1) / torch.where(seen, moved, 0.0).sum(-1)
    left_out = 1 - seen.double().mean(-1)
    return Gamma(ratio.to(x), of_means.to(x), left_out.to(x), own.mean(-1) < STILL)
