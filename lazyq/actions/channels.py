"""One motion for several channels, shifts of series, and zeros around a point."""

from dataclasses import dataclass
from typing import final

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from lazyq.actions.base import SeparableAction, check_sizes, checked_whole
from lazyq.actions.cyclic import signed_shift, signed_shifts
from lazyq.actions.kinds import any_kind


@final
@dataclass(frozen=True)
class Channels(SeparableAction):
    """An action on every channel of a point by one and the same g: (g·x)[c] = g·x[c].

    Group, elements, ν and ties are those of the action, so it is a group action by isometries where that is
    one, and ‖gx − y‖² = Σ_c ‖g·x[c] − y[c]‖². Points have shape (C, *action.shape): colour images (C, H, W)
    under ``Channels(RowShifts(H, W), C)``, series (C, T) under ``TimeShifts(T, C)``.

    Parameters
    ----------
    action : a SeparableAction
    channels : C, at least 1

    Raises
    ------
    ValueError : an action or a number of channels that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import Channels, RowShifts, align
    >>> colours = torch.tensor([[[1.0, 0, 0, 0]], [[0, 0, 2.0, 0]]])  # two channels of a row of four
    >>> align(Channels(RowShifts(1, 4), 2), colours, colours.roll(1, -1), lam=0.1).g
    tensor([-1])
    """

    action: SeparableAction
    channels: int

    def __post_init__(self) -> None:
        require_separable(self.action)
        check_sizes(self, "channels")

    @property
    def shape(self) -> tuple[int, ...]:
        """(C, *action.shape)."""
        return (self.channels, *self.action.shape)

    @property
    def factors(self) -> int:
        """Those of the action."""
        return self.action.factors

    @property
    def squared_lengths(self) -> Tensor:
        """Those of the action."""
        return self.action.squared_lengths

    def identity(self) -> Tensor:
        """Return the action's."""
        return self.action.identity()

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return what the action returns."""
        return self.action.compose(g, h)

    def inverse(self, g: Tensor) -> Tensor:
        """Return what the action returns."""
        return self.action.inverse(g)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x with every channel moved by g."""
        return self.action.act(g.unsqueeze(-1 - self.identity().ndim), x)

    def length(self, g: Tensor) -> Tensor:
        """Return what the action returns."""
        return self.action.length(g)

    def assemble(self, choice: Tensor) -> Tensor:
        """Return what the action returns."""
        return self.action.assemble(choice)

    def split(self, x: Tensor) -> Tensor:
        """Return the blocks of all channels, those of one factor joined."""
        return self.action.split(x).movedim(-3, -2).flatten(-2)


@final
@dataclass(frozen=True)
class TimeShifts(SeparableAction):
    """Cyclic shifts of a series in time, one for all of its channels, G = Z/T.

    (g·x)[t] = x[(t + g) mod T], so g > 0 moves the content to earlier times. ν(g) = min(g mod T, −g mod T) in
    steps. An element is an int64 tensor (...). Ties: the smaller shift, then the positive one. Shifts
    that bring in zeros are those of :func:`zero_padded` series.

    Parameters
    ----------
    steps : T, at least 1
    channels : C, at least 1, for series (C, T); None for series (T,)

    Examples
    --------
    >>> import torch
    >>> from lazyq import TimeShifts, align
    >>> x = torch.tensor([0.0, 0, 3, 1, 0, 0])
    >>> align(TimeShifts(6), x, x.roll(-2), lam=0.5).g
    tensor(2)
    """

    steps: int
    channels: int | None = None

    def __post_init__(self) -> None:
        check_sizes(self, "steps", *(() if self.channels is None else ("channels",)))

    @property
    def shape(self) -> tuple[int, ...]:
        """(T,) or (C, T)."""
        return (self.steps,) if self.channels is None else (self.channels, self.steps)

    @property
    def factors(self) -> int:
        """1: the series moves as a whole."""
        return 1

    @property
    def squared_lengths(self) -> Tensor:
        """ν² of the T shifts in tie order."""
        return signed_shifts(self.steps).double().square()

    def identity(self) -> Tensor:
        """Return no shift."""
        return torch.zeros((), dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the sum of the shifts modulo T."""
        return signed_shift(g + h, self.steps)

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite shift."""
        return signed_shift(-g, self.steps)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x read from time t + g on."""
        times = (torch.arange(self.steps, device=x.device) + g.to(x.device)[..., None]) % self.steps
        if self.channels is not None:
            times = times[..., None, :]
        batch = np.broadcast_shapes(x.shape[: x.ndim - len(self.shape)], g.shape)
        return x.expand(*batch, *self.shape).gather(-1, times.expand(*batch, *self.shape))

    def length(self, g: Tensor) -> Tensor:
        """Return min(g mod T, −g mod T)."""
        return signed_shift(g, self.steps).double().abs()

    def assemble(self, choice: Tensor) -> Tensor:
        """Return the chosen shift."""
        return signed_shifts(self.steps).to(choice.device)[choice[..., 0]]

    def split(self, x: Tensor) -> Tensor:
        """Return the whole series as the one block."""
        return x.flatten(-len(self.shape)).unsqueeze(-2)


@any_kind("x")
def zero_padded(x: Tensor, *margins: int) -> Tensor:
    """Return x with zeros behind its last axes: what shifts that bring in zeros are shifts of.

    Shifting x itself with zeros coming in is not a group action, for what leaves the frame is lost, and
    no isometry. On padded points there is one: a cyclic shift by at most the margin brings in zeros, and
    what leaves x stays in the margin, where it counts. With a margin of T − 1 for T places no shift wraps
    around, and ⟨gx, y⟩ is the linear cross-correlation. d_λ of padded points is then a metric of a group,
    ``RowShifts(H, W + m)``, ``Translations(H + m, W + m)`` or ``TimeShifts(T + m)``, and ν counts as there.

    Parameters
    ----------
    x : (..., *sizes)
    margins : how many zeros behind each of the last axes, at least 0: (m,) for series and rows, (m, n) for
        images that move up and down by m and across by n

    Raises
    ------
    TypeError : x is no array of numbers, an action for one
    ValueError : no margin, more margins than axes, or one that is not a whole number of at least 0

    Examples
    --------
    >>> import torch
    >>> from lazyq import TimeShifts, lazy_distance, zero_padded
    >>> x, y = torch.tensor([1.0, 0, 0, 0]), torch.tensor([0.0, 0, 0, 1])
    >>> lazy_distance(TimeShifts(4), x, y, 0.25)  # around the end: one step
    tensor(0.2500)
    >>> lazy_distance(TimeShifts(7), zero_padded(x, 3), zero_padded(y, 3), 0.25)  # three steps
    tensor(0.7500)
    """
    if not isinstance(x, Tensor):
        raise TypeError(f"x must be the points themselves (numbers), got {type(x).__name__}")
    if not 1 <= len(margins) <= x.ndim:
        raise ValueError(f"margins must be 1 to {x.ndim} numbers for {x.ndim} axes, got {len(margins)}")
    sizes = [checked_whole("margins", margin, 0) for margin in margins]
    return F.pad(x, [size for margin in reversed(sizes) for size in (0, margin)])


def require_separable(action: object) -> None:
    """Check that an action that others are made of is a SeparableAction.

    Raises
    ------
    ValueError : it is not
    """
    if not isinstance(action, SeparableAction):
        name = type(action).__name__
        raise ValueError(f"action must be a SeparableAction, got {name}")  # noqa: TRY004  as everywhere
