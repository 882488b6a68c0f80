"""Lazy quotient distances."""

from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.kinds import any_kind
from lazyq.metric.alignment import align
from lazyq.metric.inputs import checked_lam, checked_pair, require_solvable, transforming
from lazyq.metric.minimiser import is_walked
from lazyq.metric.walked import walked_distance


@any_kind("x", "y")
def lazy_distance(
    action: GroupAction, x: Tensor, y: Tensor, lam: float | Tensor, *, kernel: str = "auto"
) -> Tensor:
    """Return d_λ(x, y) = min_g sqrt(‖gx − y‖² + λ² ν(g)²) for every pair of the broadcast batch.

    λ = 0 is the quotient pseudometric and λ = inf the Euclidean distance itself. ``x[:, None]`` and
    ``y[None]`` give all pairs of two sets. Exactness, ties and gradients as in :func:`lazyq.align`.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    x, y : (..., *action.shape) tensors, NumPy arrays or lists, which the result is of then; uint8 (levels
        k/255), float32 or float64; batch dimensions broadcast
    lam : ≥ 0, units of x per unit of ν; a number or a tensor that broadcasts with the batch
    kernel : "auto", "walked" or a name of :data:`lazyq.kernels.BY_NAME`

    Returns
    -------
    (...) in units of x, what the batches of x and y and λ broadcast to

    Raises
    ------
    ValueError : an action, shape, dtype, value, λ or kernel that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts, lazy_distance
    >>> x, y = torch.tensor([[0.0, 0, 1, 0]]), torch.tensor([[0.0, 1, 0, 0]])
    >>> lazy_distance(RowShifts(1, 4), x, y, torch.tensor([0.0, 1, 2]))
    tensor([0.0000, 1.0000, 1.4142])
    """
    if not transforming():
        action = require_solvable(action)
        pair = checked_pair(action, x, y)
        its_lam = checked_lam(lam, pair.batch(action), pair.x.device)
        task = "distance" if x.is_floating_point() else "align"
        if its_lam.shape == pair.batch(action) and is_walked(action, pair, kernel, task):
            return walked_distance(action, pair, its_lam)
    return align(action, x, y, lam, kernel=kernel).distance


@any_kind("x", "y")
def quotient_distance(action: GroupAction, x: Tensor, y: Tensor, *, kernel: str = "auto") -> Tensor:
    """Return d₀(x, y) = min_g ‖gx − y‖, the distance between the orbits, which is d_λ at λ = 0.

    A pseudometric: 0 where y is a transformed x.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    x, y : (..., *action.shape) tensors, NumPy arrays or lists, which the result is of then; uint8 (levels
        k/255), float32 or float64; batch dimensions broadcast
    kernel : as of :func:`lazyq.lazy_distance`

    Returns
    -------
    (...) in units of x, what the batches of x and y broadcast to

    Raises
    ------
    ValueError : an action, shape, dtype, value or kernel that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts, quotient_distance
    >>> x, y = torch.tensor([[0.0, 0, 3, 0]]), torch.tensor([[0.0, 5, 0, 0]])
    >>> quotient_distance(RowShifts(1, 4), x, y)
    tensor(2.)
    """
    return lazy_distance(action, x, y, 0.0, kernel=kernel)
