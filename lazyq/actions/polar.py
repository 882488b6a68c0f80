"""Rotations of images on a polar grid, where a turn is a cyclic shift and so an exact isometry."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import final

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from lazyq.actions.base import SeparableAction, check_sizes, checked_whole
from lazyq.actions.cyclic import signed_shift, signed_shifts
from lazyq.actions.kinds import any_kind


@final
@dataclass(frozen=True)
class PolarRotations(SeparableAction):
    """Rotations of an image on a polar grid, G = Z/K, counter-clockwise for g > 0.

    (g·x)[r, k] = x[r, (k − g) mod K] turns the content by g·360°/K: an exact isometry of the polar images
    that :func:`to_polar` makes, where rotating pixels (:class:`Rotations`) is only nearly one.
    ν(g) = |g|·360/K in degrees, g taken in −⌊(K−1)/2⌋ … ⌊K/2⌋. An element is an int64 tensor (...) of
    steps. Ties: the smaller turn, then the positive one.

    Parameters
    ----------
    radii, angles : number of rings R and of angles K, each at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq import PolarRotations, lazy_distance
    >>> x, y = torch.eye(4)[:1], torch.eye(4)[1:2]  # one ring: a spot to the right, and one at the top
    >>> lazy_distance(PolarRotations(1, 4), x, y, lam=0.01)  # turned by 90°, for 0.01 a degree
    tensor(0.9000)

    Source: the talk *Lazy Quotient Metrics*, "Motivating Example II".
    """

    radii: int
    angles: int

    def __post_init__(self) -> None:
        check_sizes(self, "radii", "angles")

    @property
    def shape(self) -> tuple[int, ...]:
        """(R, K)."""
        return (self.radii, self.angles)

    @property
    def factors(self) -> int:
        """1: all rings turn together."""
        return 1

    @property
    def step(self) -> float:
        """Degrees between two neighbouring angles."""
        return 360 / self.angles

    @property
    def squared_lengths(self) -> Tensor:
        """ν² of the K turns in tie order, squared degrees."""
        return self.length(signed_shifts(self.angles)).square()

    def identity(self) -> Tensor:
        """Return no turn."""
        return torch.zeros((), dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the sum of the steps modulo K."""
        return signed_shift(g + h, self.angles)

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite turn."""
        return signed_shift(-g, self.angles)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x with every ring read from g steps before."""
        columns = (torch.arange(self.angles, device=x.device) - g.to(x.device)[..., None]) % self.angles
        batch = torch.broadcast_shapes(x.shape[:-2], g.shape)
        places = columns[..., None, :].expand(*batch, *self.shape)
        return x.expand(*batch, *self.shape).gather(-1, places)

    def length(self, g: Tensor) -> Tensor:
        """Return |g|·360/K in degrees."""
        return signed_shift(g, self.angles).double().abs() * self.step

    def assemble(self, choice: Tensor) -> Tensor:
        """Return the chosen turn."""
        return signed_shifts(self.angles).to(choice.device)[choice[..., 0]]

    def split(self, x: Tensor) -> Tensor:
        """Return the whole image as the one block."""
        return x.flatten(-2).unsqueeze(-2)


@any_kind("images")
def to_polar(images: Tensor, radii: int = 14, angles: int = 72) -> Tensor:
    """Return images read once on a polar grid about their centre, for :class:`PolarRotations`.

    polar[r, k] = sqrt(ρ_r Δρ Δθ) · x(ρ_r cos θ_k, ρ_r sin θ_k), ρ_r = (r + ½) Δρ, Δρ = min(H, W) / (2R),
    θ_k = k Δθ, Δθ = 2π/K, counter-clockwise from the right; x is read bilinearly, black outside. The
    weights make Σ polar² the integral of x² over the inscribed disc, so a polar distance has the unit of
    a distance of pixels; what lies outside of the disc is not seen.

    Parameters
    ----------
    images : (..., H, W), uint8 (levels 0..255, read as k/255), float32 or float64
    radii, angles : number of rings R and of angles K, each at least 1

    Returns
    -------
    (..., R, K) in float32 for uint8, else in the dtype of the images

    Raises
    ------
    ValueError : images of another dtype or with less than two dimensions, or a size below 1

    Examples
    --------
    >>> import torch
    >>> from lazyq import to_polar
    >>> white = to_polar(torch.ones(28, 28, dtype=torch.float64), radii=14, angles=72)
    >>> white.square().sum() / torch.pi  # the area of a disc, π·14²
    tensor(196.0000, dtype=torch.float64)
    """
    radii, angles = checked_whole("radii", radii), checked_whole("angles", angles)
    if not isinstance(images, Tensor) or images.dtype not in (torch.uint8, torch.float32, torch.float64):
        found = images.dtype if isinstance(images, Tensor) else type(images).__name__
        raise ValueError(f"images must be uint8, float32 or float64, got {found}")
    if images.ndim < 2:
        raise ValueError(f"images must have shape (..., H, W), got {tuple(images.shape)}")
    height, width = images.shape[-2:]
    checked_whole("height", height)
    checked_whole("width", width)
    levels = images.float() / 255 if images.dtype == torch.uint8 else images
    grid, weights = (part.to(levels) for part in _polar_grid(height, width, radii, angles))
    flat = levels.reshape(1, -1, height, width)
    read = F.grid_sample(flat, grid[None], mode="bilinear", padding_mode="zeros", align_corners=False)
    return (read[0] * weights[:, None]).reshape(*images.shape[:-2], radii, angles)


@lru_cache(maxsize=16)
def _polar_grid(height: int, width: int, radii: int, angles: int) -> tuple[Tensor, Tensor]:
    """Return where torch reads, (R, K, 2), and the weights of the rings, (R,), in float64."""
    spacing = min(height, width) / 2 / radii
    radius = (torch.arange(radii, dtype=torch.float64) + 0.5) * spacing
    angle = torch.arange(angles, dtype=torch.float64) * (2 * math.pi / angles)
    right, up = radius[:, None] * angle.cos(), radius[:, None] * angle.sin()
    grid = torch.stack([2 * right / width, -2 * up / height], -1)
    return grid, (radius * spacing * (2 * math.pi / angles)).sqrt()
