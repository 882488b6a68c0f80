"""What a group action is to this library."""

from abc import ABC, abstractmethod

from torch import Tensor


class Transformations(ABC):
    """A group G whose elements move tensors of one shape, with a length function ν.

    Group elements are tensors: leading dimensions are a batch, the trailing ones one element. The
    length function is a group norm: ν(1) = 0, ν(g) = ν(g⁻¹), ν(gh) ≤ ν(g) + ν(h). The group is exact;
    how it moves a tensor may hold only nearly, as where pixels are resampled. Lazy averaging takes any.
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
    """Transformations under which x ↦ g·x is linear for every g, with the adjoint of that map."""

    @abstractmethod
    def adjoint(self, g: Tensor, x: Tensor) -> Tensor:
        """Return gᵀx for one g, ⟨gᵀx, y⟩ = ⟨x, g·y⟩; a linear form w of g·y is the form gᵀw of y."""


class GroupAction(Transformations):
    """A group G that acts by isometries, exactly: what the lazy quotient metric takes.

    The action is a left action, ``act(compose(g, h), x) == act(g, act(h, x))``, and ‖gx − gy‖ = ‖x − y‖.
    :mod:`lazyq.testing` asserts all of this, and the axioms of ν, for an action of one's own.
    """


class SeparableAction(GroupAction):
    """A finite action whose lazy problem splits into independent factors.

    G = G₁ × … × G_F, every factor has the same E elements, and x splits into F orthogonal blocks
    such that factor i moves block i alone and ν(g)² = Σᵢ ν(gᵢ)². Then

        d_λ(x, y)² = Σᵢ min_e ( ‖e·xᵢ − yᵢ‖² + λ² ν(e)² ),

    and every minimiser, for every λ, is found factor by factor. F = 1 is any finite group.
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


def require_size(height: int, width: int) -> None:
    """Check the size of an image.

    Raises
    ------
    ValueError : a height or width that is not a whole number of at least 1
    """
    for name, size in (("height", height), ("width", width)):
        if not (isinstance(size, int) and size >= 1):
            raise ValueError(f"{name} must be a whole number of at least 1, got {size!r}")
