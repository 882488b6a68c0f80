"""Cyclic shifts of images: every row on its own, or the whole image at once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions.base import SeparableAction, check_sizes

_TABLED = 256  # columns up to which a table of all shifts is small


def signed_shift(shift: Tensor, period: int) -> Tensor:
    """Return the representative of shift modulo period in −⌊(period−1)/2⌋ … ⌊period/2⌋."""
    offset = (period - 1) // 2
    return (shift + offset) % period - offset


@lru_cache(maxsize=64)
def signed_shifts(period: int) -> Tensor:
    """Return 0, 1, −1, 2, −2, …: all shifts modulo period, the smaller first, then the positive one."""
    shifts = signed_shift(torch.arange(period), period)
    return torch.tensor(sorted(shifts.tolist(), key=lambda shift: (abs(shift), -shift)))


@lru_cache(maxsize=64)
def shifted_columns(width: int) -> Tensor:
    """Return the columns that a row is read from at every shift 0 … W − 1, shape (W, W)."""
    columns = torch.arange(width)
    return (columns + columns[:, None]) % width


@lru_cache(maxsize=16)
def translations(height: int, width: int) -> Tensor:
    """Return all pairs of signed shifts, shape (H·W, 2): least length, then |a|, |b|, then positive first."""
    pairs = torch.cartesian_prod(signed_shifts(height), signed_shifts(width)).tolist()
    return torch.tensor(sorted(pairs, key=lambda ab: (ab[0] ** 2 + ab[1] ** 2, abs(ab[0]), abs(ab[1]))))


@final
@dataclass(frozen=True)
class RowShifts(SeparableAction):
    """Cyclic shifts of each row of an image on its own, G = (Z/W)^H: the talk's practical case.

    (g·x)[i, j] = x[i, (j + gᵢ) mod W], so gᵢ > 0 moves the content of row i to the left by gᵢ pixels.
    ν(g) = sqrt(Σᵢ δ(gᵢ)²) in pixels, δ(s) = min(s mod W, −s mod W). An element is an int64 tensor
    (..., H) with entries in −⌊(W−1)/2⌋ … ⌊W/2⌋. Ties: the smaller shift, then the positive one.

    Parameters
    ----------
    height, width : number of rows H and of columns W, each at least 1

    Raises
    ------
    ValueError : a height or width that is no whole number of at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> action = RowShifts(2, 4)
    >>> action.act(torch.tensor([1, 0]), torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]]))
    tensor([[2, 3, 4, 1],
            [5, 6, 7, 8]])
    >>> action.length(torch.tensor([3, 0]))  # three to the left are one to the right
    tensor(1., dtype=torch.float64)
    """

    height: int
    width: int

    def __post_init__(self) -> None:
        check_sizes(self, "height", "width")

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W)."""
        return (self.height, self.width)

    @property
    def factors(self) -> int:
        """H: the rows."""
        return self.height

    @property
    def squared_lengths(self) -> Tensor:
        """δ(s)² of the W shifts of a row, in tie order."""
        return signed_shifts(self.width).double().square()

    def identity(self) -> Tensor:
        """Return the zero shift of every row."""
        return torch.zeros(self.height, dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the row-wise sum of the shifts modulo W."""
        return signed_shift(g + h, self.width)

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite shifts."""
        return signed_shift(-g, self.width)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x with row i read from column j + gᵢ on."""
        g = g.to(x.device)
        if self.width <= _TABLED:
            columns = shifted_columns(self.width).to(x.device)[g % self.width]
        else:
            columns = (torch.arange(self.width, device=x.device) + g[..., None]) % self.width
        batch = np.broadcast_shapes(x.shape[:-2], g.shape[:-1])
        return x.expand(*batch, *self.shape).gather(-1, columns.expand(*batch, *self.shape))

    def length(self, g: Tensor) -> Tensor:
        """Return sqrt(Σᵢ δ(gᵢ)²)."""
        return signed_shift(g, self.width).double().square().sum(-1).sqrt()

    def assemble(self, choice: Tensor) -> Tensor:
        """Return the shifts of the chosen elements."""
        return signed_shifts(self.width).to(choice.device)[choice]

    def split(self, x: Tensor) -> Tensor:
        """Return x itself: its rows are the blocks."""
        return x


@final
@dataclass(frozen=True)
class Translations(SeparableAction):
    """Cyclic translations of an image, G = Z/H × Z/W.

    (g·x)[i, j] = x[(i + a) mod H, (j + b) mod W] for g = (a, b), so a > 0 moves the content up and
    b > 0 to the left. ν(g) = sqrt(δ_H(a)² + δ_W(b)²) in pixels. An element is an int64 tensor (..., 2).
    Ties: least ν, then the smaller |a|, then the smaller |b|, then positive before negative.

    Parameters
    ----------
    height, width : number of rows H and of columns W, each at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq import Translations
    >>> Translations(2, 3).act(torch.tensor([1, 1]), torch.tensor([[1, 2, 3], [4, 5, 6]]))
    tensor([[5, 6, 4],
            [2, 3, 1]])
    """

    height: int
    width: int

    def __post_init__(self) -> None:
        check_sizes(self, "height", "width")

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W)."""
        return (self.height, self.width)

    @property
    def factors(self) -> int:
        """1: the image moves as a whole."""
        return 1

    @property
    def squared_lengths(self) -> Tensor:
        """δ_H(a)² + δ_W(b)² of all translations, in tie order."""
        return translations(self.height, self.width).double().square().sum(-1)

    def identity(self) -> Tensor:
        """Return (0, 0)."""
        return torch.zeros(2, dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the sum of the translations modulo (H, W)."""
        return self._signed(g + h)

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite translation."""
        return self._signed(-g)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x read from row i + a and column j + b on."""
        g = g.to(x.device)
        rows = (torch.arange(self.height, device=x.device) + g[..., :1]) % self.height
        columns = (torch.arange(self.width, device=x.device) + g[..., 1:]) % self.width
        cells = (rows[..., :, None] * self.width + columns[..., None, :]).flatten(-2)
        batch = np.broadcast_shapes(x.shape[:-2], g.shape[:-1])
        size = self.height * self.width
        moved = x.expand(*batch, *self.shape).flatten(-2).gather(-1, cells.expand(*batch, size))
        return moved.unflatten(-1, self.shape)

    def length(self, g: Tensor) -> Tensor:
        """Return sqrt(δ_H(a)² + δ_W(b)²)."""
        return self._signed(g).double().square().sum(-1).sqrt()

    def assemble(self, choice: Tensor) -> Tensor:
        """Return the chosen translation."""
        return translations(self.height, self.width).to(choice.device)[choice[..., 0]]

    def split(self, x: Tensor) -> Tensor:
        """Return the whole image as the one block."""
        return x.flatten(-2).unsqueeze(-2)

    def _signed(self, g: Tensor) -> Tensor:
        return torch.stack([signed_shift(g[..., 0], self.height), signed_shift(g[..., 1], self.width)], -1)
