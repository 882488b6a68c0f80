"""Assertions of the axioms, for the library's actions and for one's own.

Every helper takes examples, looks at all of them and raises AssertionError with the first that fails.
"""

import itertools
from collections.abc import Sequence

import torch
from torch import Tensor

from lazyq.actions import GroupAction, MinimisingAction, SeparableAction


def assert_group_axioms(action: GroupAction, elements: Sequence[Tensor], *, atol: float = 0.0) -> None:
    """Assert identity, inverse and associativity for all triples of the given elements.

    Parameters
    ----------
    action : the action in question
    elements : of the group, each (*element)
    atol : by how much numbers may differ

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.testing import assert_group_axioms
    >>> assert_group_axioms(RowShifts(1, 3), [torch.tensor([0]), torch.tensor([1])])
    """
    one = action.identity()
    for g in elements:
        _close(action.compose(g, one), g, atol, "g·1 ≠ g", g=g)
        _close(action.compose(one, g), g, atol, "1·g ≠ g", g=g)
        _close(action.compose(g, action.inverse(g)), one, atol, "g·g⁻¹ ≠ 1", g=g)
    for g, h, k in itertools.product(elements, repeat=3):
        left, right = action.compose(action.compose(g, h), k), action.compose(g, action.compose(h, k))
        _close(left, right, atol, "(gh)k ≠ g(hk)", g=g, h=h, k=k)


def assert_left_action(
    action: GroupAction, elements: Sequence[Tensor], points: Sequence[Tensor], *, atol: float = 0.0
) -> None:
    """Assert 1·x = x and (gh)·x = g·(h·x) for all given elements and points.

    Parameters
    ----------
    action : the action in question
    elements : of the group, each (*element)
    points : each (*action.shape)
    atol : by how much numbers may differ

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.testing import assert_left_action
    >>> points = torch.tensor([[[1.0, 2.0, 4.0]], [[0.0, 1.0, 0.0]]])
    >>> assert_left_action(RowShifts(1, 3), [torch.tensor([0]), torch.tensor([1])], points)
    """
    for x in points:
        _close(action.act(action.identity(), x), x, atol, "1·x ≠ x")
        for g, h in itertools.product(elements, repeat=2):
            left, right = action.act(action.compose(g, h), x), action.act(g, action.act(h, x))
            _close(left, right, atol, "(gh)·x ≠ g·(h·x)", g=g, h=h)


def assert_isometric(
    action: GroupAction, elements: Sequence[Tensor], points: Sequence[Tensor], *, atol: float = 1e-9
) -> None:
    """Assert ‖gx − gy‖ = ‖x − y‖ for all given elements and pairs of points.

    Parameters
    ----------
    action : the action in question
    elements : of the group, each (*element)
    points : each (*action.shape)
    atol : by how much numbers may differ

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.testing import assert_isometric
    >>> points = torch.tensor([[[1.0, 2.0, 4.0]], [[0.0, 1.0, 0.0]]])
    >>> assert_isometric(RowShifts(1, 3), [torch.tensor([0]), torch.tensor([1])], points)
    """
    for x, y in itertools.combinations(points, 2):
        before = (x.double() - y.double()).norm()
        for g in elements:
            after = (action.act(g, x).double() - action.act(g, y).double()).norm()
            _close(after, before, atol, "g does not keep the distance", g=g)


def assert_length_axioms(action: GroupAction, elements: Sequence[Tensor], *, atol: float = 1e-9) -> None:
    """Assert ν(1) = 0, ν ≥ 0, ν(g) = ν(g⁻¹) and ν(gh) ≤ ν(g) + ν(h) for all given elements.

    Parameters
    ----------
    action : the action in question
    elements : of the group, each (*element)
    atol : by how much numbers may differ

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.testing import assert_length_axioms
    >>> assert_length_axioms(RowShifts(1, 3), [torch.tensor([0]), torch.tensor([1])])
    """
    zero = action.length(action.identity())
    _close(zero, torch.zeros_like(zero), atol, "ν(1) ≠ 0")
    for g in elements:
        if not action.length(g) >= 0:
            raise AssertionError(f"ν(g) = {action.length(g)} is not at least 0 for g = {g}")
        _close(action.length(action.inverse(g)), action.length(g), atol, "ν(g⁻¹) ≠ ν(g)", g=g)
    for g, h in itertools.product(elements, repeat=2):
        whole, parts = action.length(action.compose(g, h)), action.length(g) + action.length(h)
        if not whole <= parts + atol:
            raise AssertionError(f"ν(gh) = {whole} > ν(g) + ν(h) = {parts} for g = {g}, h = {h}")


def assert_separable(action: SeparableAction, points: Sequence[Tensor]) -> None:
    """Assert what the kernels rely on: blocks that keep the norm, lengths that agree and are ordered.

    For every element e of a factor, the g that applies it to factor i alone has ν(g)² = ν(e)² and leaves
    every other block of every point as it was; the g that applies it to all factors has ν(g)² = F·ν(e)²
    and moves every block as they do.

    Parameters
    ----------
    action : the action in question
    points : each (*action.shape)

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.testing import assert_separable
    >>> points = torch.tensor([[[1.0, 2.0, 4.0]], [[0.0, 1.0, 0.0]]])
    >>> assert_separable(RowShifts(1, 3), points)
    """
    squared = action.squared_lengths
    if not squared[0] == 0:
        raise AssertionError(f"squared_lengths must start at 0, of the identity, and starts at {squared[0]}")
    if (squared.diff() < 0).any():
        place = int((squared.diff() < 0).byte().argmax())
        raise AssertionError(
            f"squared_lengths must be non-decreasing, and {squared[place + 1]} follows {squared[place]} at "
            f"place {place + 1}: sort the elements by ν, alike in squared_lengths and in assemble"
        )
    neutral = torch.zeros(action.factors, dtype=torch.int64)
    _close(action.assemble(neutral), action.identity(), 0.0, "element 0 of every factor is not the identity")
    _same_order(action)
    for x in points:
        blocks = action.split(x)
        _close(blocks.double().square().sum(), x.double().square().sum(), 1e-9, "blocks do not keep ‖x‖")
        for element, factor in itertools.product(range(len(squared)), range(action.factors)):
            everywhere = action.assemble(torch.full_like(neutral, element))
            whole = action.factors * squared[element]
            _close(action.length(everywhere).square(), whole, 1e-9, "ν² ≠ Σᵢ ν(gᵢ)²", g=everywhere)
            choice = neutral.clone()
            choice[factor] = element
            g = action.assemble(choice)
            _close(action.length(g).square(), squared[element], 1e-9, "ν² ≠ squared_lengths", g=g)
            others = torch.arange(action.factors) != factor
            after = action.split(action.act(g, x))
            _close(after[others], blocks[others], 0.0, f"factor {factor} moves another block", g=g)
            together = action.split(action.act(everywhere, x))
            _close(together[factor], after[factor], 0.0, "a block depends on the other factors", g=everywhere)


def _same_order(action: SeparableAction) -> None:
    """Assert that squared_lengths and assemble count the elements of the first factor alike."""
    squared = action.squared_lengths
    choice = torch.zeros(len(squared), action.factors, dtype=torch.int64)
    choice[:, 0] = torch.arange(len(squared))
    found = action.length(action.assemble(choice)).double().square()
    wrong = ~torch.isclose(found, squared, rtol=1e-9, atol=1e-9)
    if wrong.any() and torch.allclose(found.sort().values, squared.sort().values, rtol=1e-9, atol=1e-9):
        place = int(wrong.byte().argmax())
        raise AssertionError(
            "squared_lengths and assemble have different orders: the elements have the same lengths, but "
            f"element {place} of assemble has ν² = {found[place]:g}, and squared_lengths[{place}] is "
            f"{squared[place]:g}. Sort the list that assemble chooses from by ν, and take squared_lengths "
            "from it"
        )


def assert_minimising(
    action: MinimisingAction,
    elements: Sequence[Tensor],
    points: Sequence[Tensor],
    weights: Sequence[tuple[float, float]] = ((1, 0), (7, 1), (3, 2), (1, 1), (2, 5), (1, 1000)),
    *,
    atol: float = 0.0,
) -> None:
    """Assert that the minimiser finds what a look at all elements of the group finds.

    >>> import itertools, torch
    >>> from lazyq import Permutations
    >>> from lazyq.testing import assert_minimising
    >>> action = Permutations(3, "free")
    >>> elements = [torch.tensor(order) for order in itertools.permutations(range(3))]
    >>> assert_minimising(action, elements, [torch.tensor([1, 2, 3]), torch.tensor([3, 1, 2])])

    For every pair of points and every (w₀, w₁) its g has the least w₀ d(gx, y)² + w₁ ν(g)², and of all such g
    the least effort. Where it finds the same two terms for other weights, g is the same. The squared distance
    is symmetric, g does not change it, and only the identity has no length.

    Parameters
    ----------
    action : the action in question
    elements : the whole group
    points : each (*action.shape)
    weights : w₀ > 0 and w₁ ≥ 0
    atol : by how much numbers may differ
    """
    group = torch.stack(list(elements))
    efforts = action.squared_length(group)
    _close(group[efforts == 0], action.identity()[None], 0.0, "ν(g) = 0 is not for g = 1 alone")
    for x, y in itertools.product(points, repeat=2):
        residuals = action.squared_distance(action.act(group, x), y)
        backward = action.squared_distance(y, action.act(group, x))
        _close(backward, residuals, atol, "d(gx, y) ≠ d(y, gx)")
        kept = action.squared_distance(action.act(group, x), action.act(group, y))
        _close(kept, action.squared_distance(x, y).expand_as(kept), atol, "g does not keep the distance")
        known: dict[tuple[float, float], Tensor] = {}
        for own, price in weights:
            values = own * residuals + price * efforts
            least = efforts[values <= values.amin() + atol].amin()
            weight = torch.tensor([[own, price]], dtype=torch.float64)
            g = action.minimise(x[None], y[None], weight)[0]
            residual, effort = action.squared_distance(action.act(g, x), y), action.squared_length(g)
            value = own * residual + price * effort
            _close(value, values.amin(), atol, f"not the least value for {own, price}", g=g)
            _close(effort, least, atol, f"not the least effort for {own, price}", g=g)
            first = known.setdefault((residual.item(), effort.item()), g)
            _close(g, first, 0.0, "the order of elements depends on the weights", g=g)


def _close(actual: Tensor, expected: Tensor, atol: float, message: str, **elements: Tensor) -> None:
    def explained(difference: str) -> str:
        where = ", ".join(f"{name} = {element.tolist()}" for name, element in elements.items())
        return f"{message} for {where}: {difference}" if where else f"{message}: {difference}"

    torch.testing.assert_close(actual, expected, rtol=0.0, atol=atol, msg=explained)
