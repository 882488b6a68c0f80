"""What a group action is to this library."""

from abc import ABC, abstractmethod
from numbers import Integral
from typing import final

import torch
from torch import Tensor


class Transformations(ABC):
    """A group G whose elements move tensors of one shape, with a length function ν.

    Group elements are tensors: leading dimensions are a batch, the trailing ones one element. The
    length function is a group norm: ν(1) = 0, ν(g) = ν(g⁻¹), ν(gh) ≤ ν(g) + ν(h). The group is exact;
    how it moves a tensor may hold only nearly, as where pixels are resampled. Lazy averaging takes any.

    Attributes
    ----------
    shape : of one point x, without batch dimensions

    Notes
    -----
    One's own state ``shape``, ``identity()``, ``compose(g, h)``, ``inverse(g)``, ``act(g, x)`` and
    ``length(g)``, in which batch dimensions of g, h and x broadcast.
    """

    @property
    @abstractmethod
    def shape(self) -> tuple[int, ...]:
        """Shape of one point x, without batch dimensions."""

    @abstractmethod
    def identity(self) -> Tensor:
        """Return the neutral element."""

    @abstractmethod
    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return gh, which acts as h first and g second."""

    @abstractmethod
    def inverse(self, g: Tensor) -> Tensor:
        """Return g⁻¹."""

    @abstractmethod
    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return g·x; batch dimensions of g and x broadcast."""

    @abstractmethod
    def length(self, g: Tensor) -> Tensor:
        """Return ν(g) in float64."""


class LinearTransformations(Transformations):
    """Transformations under which x ↦ g·x is linear for every g, with the adjoint of that map.

    Attributes
    ----------
    shape : of one point x, without batch dimensions
    """

    @abstractmethod
    def adjoint(self, g: Tensor, x: Tensor) -> Tensor:
        """Return gᵀx for one g, ⟨gᵀx, y⟩ = ⟨x, g·y⟩; a linear form w of g·y is the form gᵀw of y."""


class GroupAction(Transformations):
    """A group G that acts by isometries, exactly: what the lazy quotient metric takes.

    The action is a left action, ``act(compose(g, h), x) == act(g, act(h, x))``, and ‖gx − gy‖ = ‖x − y‖.
    :mod:`lazyq.testing` asserts all of this, and the axioms of ν, for an action of one's own.

    Attributes
    ----------
    shape : of one point x, without batch dimensions

    Notes
    -----
    The metric takes two kinds: a :class:`SeparableAction`, whose problem splits into small ones, and a
    :class:`MinimisingAction`, which solves its own; rotations of space are in :mod:`lazyq.riemannian`. One's
    own derives from one of the two, and states besides

    - ``identity()``, ``compose(g, h)`` and ``inverse(g)``: the group law, of elements (..., *element),
    - ``act(g, x)``: g·x of points (..., *shape); batch dimensions of g and x broadcast,
    - ``length(g)``: ν(g), (...) float64, in the unit that λ is a price of.

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> action = RowShifts(1, 4)
    >>> g, x = torch.tensor([1]), torch.tensor([[7.0, 0.0, 0.0, 0.0]])
    >>> action.act(g, x), action.length(g)
    (tensor([[0., 0., 0., 7.]]), tensor(1., dtype=torch.float64))
    """


class SeparableAction(GroupAction):
    """A finite action whose lazy problem splits into independent factors.

    G = G₁ × … × G_F, every factor has the same E elements, and x splits into F orthogonal blocks
    such that factor i moves block i alone and ν(g)² = Σᵢ ν(gᵢ)². Then

        d_λ(x, y)² = Σᵢ min_e ( ‖e·xᵢ − yᵢ‖² + λ² ν(e)² ),

    and every minimiser, for every λ, is found factor by factor. F = 1 is any finite group.

    Attributes
    ----------
    shape : of one point x, without batch dimensions
    factors : F, the number of independent factors
    squared_lengths : (E,) float64, ν(e)² of the elements of a factor in the order that settles ties

    Notes
    -----
    One's own states, beside what a :class:`GroupAction` does, ``factors``, ``squared_lengths``,
    ``assemble(choice)``, which makes an element of the places (..., F) of its factors' elements, and
    ``split(x)``, which gives the blocks (..., F, D). :func:`lazyq.testing.assert_separable` asserts that they
    belong together.

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> action = RowShifts(2, 3)  # each row is shifted on its own
    >>> action.factors, action.squared_lengths
    (2, tensor([0., 1., 1.], dtype=torch.float64))
    >>> action.assemble(torch.tensor([0, 2]))  # the first row stays
    tensor([ 0, -1])
    """

    @property
    @abstractmethod
    def factors(self) -> int:
        """F, the number of independent factors."""

    @property
    @abstractmethod
    def squared_lengths(self) -> Tensor:
        """ν(e)² of the E elements of a factor, shape (E,), float64, in the order that settles ties.

        The order is non-decreasing in ν, starts with the neutral element, and of several elements
        that serve equally well the first is taken.
        """

    @abstractmethod
    def assemble(self, choice: Tensor) -> Tensor:
        """Return the g whose factor i is element ``choice[..., i]``; choice has shape (..., F)."""

    @abstractmethod
    def split(self, x: Tensor) -> Tensor:
        """Return the blocks of x, shape (..., F, D), each coordinate of x in exactly one block."""


class MinimisingAction(GroupAction):
    """An action that finds its best element itself, where there are too many to look at one by one.

    :class:`RigidMotions` are the one that acts only nearly by isometries, and says by how much.

    Points have a squared distance of their own, and ν(g) = 0 for g = 1 only. :meth:`minimise` is all that
    the whole λ-path needs: every g is the line d(gx, y)² + λ² ν(g)² in λ², and where two lines cross, the
    best element tells whether a third lies below. Whole numbers make every crossing rational, and exact.
    :func:`lazyq.testing.assert_minimising` compares with a list of all elements.

    Attributes
    ----------
    shape : of one point x, without batch dimensions
    dtypes : of points

    Notes
    -----
    One's own states, beside what a :class:`GroupAction` does but ``length``, ``dtypes``,
    ``squared_distance(x, y)``, ``squared_length(g)`` and ``minimise(x, y, weights)``.

    Examples
    --------
    >>> import torch
    >>> from lazyq import Permutations
    >>> action = Permutations(5)
    >>> x, y = (torch.tensor([[ord(letter) for letter in word]]) for word in ("shrot", "short"))
    >>> action.minimise(x, y, torch.tensor([[1.0, 0.0]], dtype=torch.float64)).tolist()
    [[0, 1, 3, 2, 4]]
    """

    @property
    @abstractmethod
    def dtypes(self) -> tuple[torch.dtype, ...]:
        """The dtypes of points."""

    @abstractmethod
    def squared_distance(self, x: Tensor, y: Tensor) -> Tensor:
        """Return d(x, y)² in float64; batch dimensions broadcast."""

    @abstractmethod
    def squared_length(self, g: Tensor) -> Tensor:
        """Return ν(g)² in float64."""

    @abstractmethod
    def minimise(self, x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
        """Return the g of least w₀ d(gx, y)² + w₁ ν(g)² for every pair, (p, *element).

        Of several the one of least effort, of several of these the first in an order that does not depend
        on the weights.

        Parameters
        ----------
        x, y : (p, *shape)
        weights : (p, 2) float64, w₀ > 0 and w₁ ≥ 0; whole numbers where all terms are
        """

    @final
    def length(self, g: Tensor) -> Tensor:
        """Return ν(g)."""
        return self.squared_length(g).sqrt()


SolvableAction = SeparableAction | MinimisingAction  # what the lazy quotient metric is computed for


def checked_whole(name: str, value: object, least: int = 1) -> int:
    """Return a whole number, NumPy's too, as Python's int.

    Raises
    ------
    ValueError : it is not a whole number, or less than the least one
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    return int(value)


def check_sizes(action: Transformations, *names: str) -> None:
    """Check attributes of a frozen action that are sizes, and make Python's int of them.

    Raises
    ------
    ValueError : one that is not a whole number of at least 1
    """
    for name in names:
        object.__setattr__(action, name, checked_whole(name, getattr(action, name)))
