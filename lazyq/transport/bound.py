"""The transport bound on how much a lazy average changes under one transformation."""

from collections.abc import Sequence
from typing import NamedTuple, final

import torch
from torch import Tensor

from lazyq.actions import Transformations
from lazyq.actions.kinds import any_kind
from lazyq.transport.wasserstein import Transport, wasserstein_distance


class Law(NamedTuple):
    """A law on finitely many group elements: (K, *element), without repetition, and its weights (K,).

    Attributes
    ----------
    elements : (K, *element), no two the same
    weights : (K,) non-negative, of sum 1
    """

    elements: Tensor
    weights: Tensor


class TransportBound(NamedTuple):
    """L · W(π, gπ) and what it is made of.

    Attributes
    ----------
    bound : |S^π f(gx) − S^π f(x)| is at most this
    distance : W(π, gπ) with the ground cost d(h₁x, h₂x)
    cost : (K, K) ‖h_k x − h_l(gx)‖
    transport : the optimal plan from π (rows) to gπ (columns: h_l g), and its potentials
    """

    bound: float
    distance: float
    cost: Tensor
    transport: Transport


@any_kind("weights", whole=("elements", "g"))
def right_translate(action: Transformations, elements: Tensor, weights: Tensor, g: Tensor) -> Law:
    """Return gπ, gπ(A) = π(A g⁻¹): the law of hg for h ∼ π, elements that coincide merged.

    Parameters
    ----------
    action : whose group the elements are of, abelian or not
    elements, weights : π, (K, *element) and (K,)
    g : (*element)

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.transport import right_translate
    >>> elements, weights = torch.tensor([[0], [1]]), torch.tensor([0.75, 0.25])
    >>> law = right_translate(RowShifts(1, 4), elements, weights, torch.tensor([1]))
    >>> law.elements.tolist(), law.weights.tolist()
    ([[1], [2]], [0.75, 0.25])
    """
    weights = _checked_weights(elements, weights)
    moved = action.compose(elements, torch.as_tensor(g))
    rows = moved.reshape(len(moved), -1)
    distinct, number = torch.unique(rows, dim=0, return_inverse=True)
    totals = torch.zeros(len(distinct), dtype=torch.float64, device=weights.device)
    return Law(
        distinct.unflatten(1, moved.shape[1:]) if moved.ndim > 1 else distinct[:, 0],
        totals.index_add(0, number.to(weights.device), weights),
    )


@any_kind("x", whole=("elements", "g"))
def orbit_costs(action: Transformations, elements: Tensor, x: Tensor, g: Tensor) -> Tensor:
    """Return d(h_k x, h_l(gx)) for all pairs of elements, (K, K) float64.

    Where the action is exact, h_l(gx) = (h_l g)x. Where pixels are resampled it is not, and taking the
    point at which S^π f(gx) really evaluates f keeps the bound true.

    Parameters
    ----------
    action, elements : Transformations and the support of π
    x : one point, shape action.shape
    g : (*element)

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.transport import orbit_costs
    >>> orbit_costs(RowShifts(1, 2), torch.tensor([[0], [1]]), torch.tensor([[1.0, 0.0]]), torch.tensor([1]))
    tensor([[1.4142, 0.0000],
            [0.0000, 1.4142]], dtype=torch.float64)
    """
    if x.shape != action.shape:
        raise ValueError(f"x must have shape {action.shape}, got {tuple(x.shape)}")
    x = x.double() / 255 if x.dtype == torch.uint8 else x.double()
    moved = action.act(torch.as_tensor(g), x)
    here, there = (action.act(elements, point).flatten(1) for point in (x, moved))
    return torch.linalg.vector_norm(here[:, None] - there[None], dim=-1)


@any_kind("weights", "x", whole=("elements", "g"))
def transport_bound(
    action: Transformations, elements: Tensor, weights: Tensor, x: Tensor, g: Tensor, lipschitz: float
) -> TransportBound:
    """Return L · inf_{γ ∈ Π(π, gπ)} E_γ d(h₁x, h₂x), a bound on |S^π f(gx) − S^π f(x)| for L-Lipschitz f.

    gπ is the law of hg for h ∼ π. The bound is 0 where π = gπ, as for the uniform law on a finite group.

    Parameters
    ----------
    action, elements, weights : the group and π, (K, *element) and (K,)
    x : one point, shape action.shape; uint8 is read as k/255
    g : (*element)
    lipschitz : L ≥ 0, such as :func:`lazyq.averaging.lipschitz_bound` gives it, per unit of x

    Raises
    ------
    ValueError : an argument that can't be taken; says which, and what is

    Source: the talk *Lazy Quotient Metrics*, "A theoretical result".

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.transport import transport_bound
    >>> elements, weights = torch.tensor([[0], [1]]), torch.tensor([0.75, 0.25])
    >>> x, g = torch.tensor([[1.0, 0.0]]), torch.tensor([1])
    >>> round(transport_bound(RowShifts(1, 2), elements, weights, x, g, 2.0).bound, 4)  # 2 · ½ · √2
    1.4142
    """
    if not 0 <= lipschitz < float("inf"):
        raise ValueError(f"lipschitz must be at least 0 and finite, got {lipschitz}")
    weights = _checked_weights(elements, weights)
    cost = orbit_costs(action, elements, x, g)
    transport = wasserstein_distance(weights, weights, cost)
    return TransportBound(lipschitz * transport.distance, transport.distance, cost, transport)


@final
class TransportPenalty:
    """R(π) = strength · mean over (x, g) of W(π, gπ): convex in π, and differentiable almost everywhere.

    A term for learning a π that makes S^π nearly invariant, not only accurate: W is the part of the
    transport bound that π decides. Its gradient is that of the dual solution, u + v.

    Parameters
    ----------
    costs : (M, K, K), or a sequence of (K, K), from :func:`orbit_costs` for M pairs (x, g)
    strength : ≥ 0, in nats per unit of x

    Examples
    --------
    >>> import torch
    >>> from lazyq.transport import TransportPenalty
    >>> penalty = TransportPenalty(torch.tensor([[[1.0, 0.0], [0.0, 1.0]]]), strength=2.0)
    >>> penalty(torch.tensor([0.75, 0.25])), penalty(torch.tensor([0.5, 0.5]))  # half of the weight moves
    (tensor(1.), tensor(0.))
    """

    def __init__(self, costs: Tensor | Sequence[Tensor], strength: float) -> None:
        if not 0 <= strength < float("inf"):
            raise ValueError(f"strength must be at least 0 and finite, got {strength}")
        if len(costs) == 0:
            raise ValueError("costs must hold at least one matrix, got none")
        self.costs = list(costs)
        self.strength = strength

    @any_kind("weights")
    def __call__(self, weights: Tensor) -> Tensor:
        """Return R(π) as a scalar that carries its gradient in π (K,)."""
        value, slope = 0.0, torch.zeros_like(weights)
        for cost in self.costs:
            transport = wasserstein_distance(weights, weights, cost)
            value += transport.distance
            slope = slope + torch.as_tensor(sum(transport.potentials)).to(slope)
        scale = self.strength / len(self.costs)
        # the value of the optimal plan, with the gradient of the optimal potentials
        linear = scale * (slope @ weights)
        return linear + (scale * value - linear).detach()


def _checked_weights(elements: Tensor, weights: Tensor) -> Tensor:
    weights = torch.as_tensor(weights).detach().double()
    if weights.shape != (len(elements),):
        raise ValueError(
            f"weights must have shape ({len(elements)},), one for each element, got {tuple(weights.shape)}"
        )
    if not (weights >= 0).all() or not abs(float(weights.sum()) - 1) <= 1e-6:
        raise ValueError(f"weights must be non-negative with sum 1, got {weights.tolist()}")
    return weights / weights.sum()
