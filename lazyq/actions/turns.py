"""Quarter turns and reflections of square images: permutations of pixels, and so exact isometries."""

from dataclasses import dataclass
from functools import lru_cache
from typing import final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions.base import SeparableAction, check_sizes
from lazyq.actions.cyclic import signed_shift, signed_shifts

_DEGREES = 90


@lru_cache(maxsize=16)
def _sources(size: int) -> Tensor:
    """Return the pixel that each pixel reads from, (8, N²): turns by 0 … 3 quarters, then mirrored first."""
    pixels = torch.arange(size**2).reshape(size, size)
    turned = [image.rot90(k) for image in (pixels, pixels.flip(-1)) for k in range(4)]
    return torch.stack(turned).flatten(1)


def _read(size: int, place: Tensor, x: Tensor) -> Tensor:
    """Return x as the motion at that place of :func:`_sources` leaves it."""
    # torch reads an index without dimensions as a number, which torch.func.vmap does not have
    sources = _sources(size)[place.to("cpu")[..., None]].squeeze(place.ndim).to(x.device)
    batch = np.broadcast_shapes(x.shape[:-2], place.shape)
    flat = x.expand(*batch, size, size).flatten(-2)
    return flat.gather(-1, sources.expand(*batch, size**2)).unflatten(-1, (size, size))


@final
@dataclass(frozen=True)
class QuarterTurns(SeparableAction):
    """Turns of a square image by multiples of 90°, G = Z/4, counter-clockwise for g > 0.

    (g·x)[i, j] = x[j, N − 1 − i] for g = 1. ν(g) = 90·|g| degrees, g taken in −1 … 2. An element is an int64
    tensor (...) of quarters. Exact, where turns by other angles (:class:`Rotations`) resample pixels. Ties:
    the smaller turn, then the positive one.

    Parameters
    ----------
    size : N, the number of rows and of columns, at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq import QuarterTurns, lazy_distance
    >>> x = torch.tensor([[0.0, 1.0], [0.0, 0.0]])
    >>> QuarterTurns(2).act(torch.tensor(1), x)
    tensor([[1., 0.],
            [0., 0.]])
    >>> lazy_distance(QuarterTurns(2), x, x.flip(1), lam=0.01)  # turned by 90°, for 0.01 a degree
    tensor(0.9000)
    """

    size: int

    def __post_init__(self) -> None:
        check_sizes(self, "size")

    @property
    def shape(self) -> tuple[int, ...]:
        """(N, N)."""
        return (self.size, self.size)

    @property
    def factors(self) -> int:
        """1: the image turns as a whole."""
        return 1

    @property
    def squared_lengths(self) -> Tensor:
        """0, 90², 90², 180²."""
        return self.length(signed_shifts(4)).square()

    def identity(self) -> Tensor:
        """Return no turn."""
        return torch.zeros((), dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the sum of the quarters modulo 4."""
        return signed_shift(g + h, 4)

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite turn."""
        return signed_shift(-g, 4)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x turned by g quarters."""
        return _read(self.size, g % 4, x)

    def length(self, g: Tensor) -> Tensor:
        """Return 90·|g| degrees."""
        return signed_shift(g, 4).double().abs() * _DEGREES

    def assemble(self, choice: Tensor) -> Tensor:
        """Return the chosen turn."""
        return signed_shifts(4).to(choice.device)[choice[..., 0]]

    def split(self, x: Tensor) -> Tensor:
        """Return the whole image as the one block."""
        return x.flatten(-2).unsqueeze(-2)


@final
@dataclass(frozen=True)
class Dihedral(SeparableAction):
    """Turns by multiples of 90° and reflections of a square image: the eight symmetries of the square.

    An element is an int64 tensor (..., 2), g = (k, e): the image is mirrored left to right if e = 1, and then
    turned by k quarters counter-clockwise. ν(g) = sqrt((90·|k|)² + e·flip²) in degrees, k taken in −1 … 2: a
    group norm, for a reflection only changes the sign of a turn. Ties: the smaller ν, then the smaller |k|,
    then positive k, then not mirrored.

    Parameters
    ----------
    size : N, the number of rows and of columns, at least 1
    flip : what a reflection costs, in degrees, more than 0

    Raises
    ------
    ValueError : a size or a flip that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import Dihedral, align
    >>> x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> align(Dihedral(2), x, x.mT, lam=0.0).g  # the transpose: mirrored, then turned by 90°
    tensor([1, 1])
    """

    size: int
    flip: float = 180.0

    def __post_init__(self) -> None:
        check_sizes(self, "size")
        if isinstance(self.flip, bool) or not isinstance(self.flip, int | float) or not 0 < self.flip < 1e6:
            raise ValueError(f"flip must be more than 0 and below 1e6 degrees, got {self.flip!r}")

    @property
    def shape(self) -> tuple[int, ...]:
        """(N, N)."""
        return (self.size, self.size)

    @property
    def factors(self) -> int:
        """1: the image moves as a whole."""
        return 1

    @property
    def squared_lengths(self) -> Tensor:
        """ν² of the eight symmetries in tie order, squared degrees."""
        return self.length(self._elements).square()

    @property
    def _elements(self) -> Tensor:
        pairs = torch.cartesian_prod(signed_shifts(4), torch.arange(2))
        return pairs[self.length(pairs).argsort(stable=True)]

    def identity(self) -> Tensor:
        """Return (0, 0)."""
        return torch.zeros(2, dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return (k + k′, e + e′), or (k − k′, e + e′) where g mirrors."""
        turn = g[..., 0] + torch.where(g[..., 1] % 2 == 1, -h[..., 0], h[..., 0])
        return torch.stack([signed_shift(turn, 4), (g[..., 1] + h[..., 1]) % 2], -1)

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite turn; a reflection undoes itself."""
        turn = torch.where(g[..., 1] % 2 == 1, g[..., 0], -g[..., 0])
        return torch.stack([signed_shift(turn, 4), g[..., 1] % 2], -1)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x mirrored if e = 1, then turned by k quarters."""
        return _read(self.size, g[..., 0] % 4 + 4 * (g[..., 1] % 2), x)

    def length(self, g: Tensor) -> Tensor:
        """Return sqrt((90·|k|)² + e·flip²) in degrees."""
        turn = signed_shift(g[..., 0], 4).double() * _DEGREES
        return (turn.square() + (g[..., 1] % 2) * float(self.flip) ** 2).sqrt()

    def assemble(self, choice: Tensor) -> Tensor:
        """Return the chosen symmetry."""
        return self._elements.to(choice.device)[choice[..., 0]]

    def split(self, x: Tensor) -> Tensor:
        """Return the whole image as the one block."""
        return x.flatten(-2).unsqueeze(-2)
