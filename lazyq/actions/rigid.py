"""Rigid motions of images of pixels: any angle of a grid, then any translation."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, final

import torch
from torch import Tensor

from lazyq.actions.base import MinimisingAction, check_sizes
from lazyq.actions.cyclic import Translations, signed_shift, signed_shifts, translations
from lazyq.actions.planar import Rotations

MOST_ELEMENTS = 2**20
_CELLS_AT_ONCE = 2**23
_ROUNDING = 64 * torch.finfo(torch.float64).eps  # of ‖gx‖² + ‖y‖², by Fourier's transform


class Departure(NamedTuple):
    """How far turning pixels is from an action by isometries, as the worst of all angles for each image.

    Attributes
    ----------
    norm : (...) |‖R_θ x‖ − ‖x‖| / ‖x‖, 0 for isometries
    undone : (...) ‖R₋θ R_θ x − x‖ / ‖x‖, 0 for a group action
    """

    norm: Tensor
    undone: Tensor


@final
@dataclass(frozen=True)
class RigidMotions(MinimisingAction):
    """Rotations of an image by the angles of a grid, followed by translations: g·x = T(a, b) R(θ) x.

    R turns about the centre by θ = k·360°/K, counter-clockwise for k > 0, bilinear and black outside
    (:class:`lazyq.actions.Rotations`); T is the cyclic :class:`Translations`, content up for a > 0 and to
    the left for b > 0. ν(g)² = (s_θ θ)² + s_t² (δ_H(a)² + δ_W(b)²), θ in degrees in (−180, 180] and steps in
    pixels. An element is an int64 tensor (..., 3), (k, a, b). Ties: least ν, then the smaller turn, then as
    in Translations.

    **Exact** is the minimum over all K·H·W motions: for every angle Fourier's transform gives all
    translations at once. So the verbs that take an action with a minimiser take this one: `align`,
    `lazy_distance`, `lazy_path`, `pairwise`, `neighbors` and the estimators. Of d_λ it holds that
    0 ≤ d_λ ≤ d, that it grows with λ, with concave squares in λ², and that it is d at λ = ∞.

    **Only nearly** do motions of pixels act as a group by isometries. Resampling blurs, corners are cut off,
    and an undone motion needs a translation between pixels: `compose` and `inverse` raise, d_λ is only nearly
    symmetric, and the triangle inequality and d₀(gx, y) = d₀(x, y) hold nearly. :meth:`departure` measures it
    for your images. Of 100 test digits of MNIST at 72 angles, the worst angle changes the norm by 6 %
    (median; at most 14 %), and turning there and back is off by 20 % (at most 35 %); d_λ(x, y) and d_λ(y, x)
    of 100 pairs differ by 2 % in the median and 7 % at most, at λ = 0, 0.1 and 0.3 and scales (1/10, 1).
    ``Product(QuarterTurns(N), Translations(N, N))`` and, for rotations alone, :class:`PolarRotations` are
    exact.

    A λ-path of 28 × 28 pixels and 72 angles takes about 25 ms of one core.

    Parameters
    ----------
    height, width : number of rows H and of columns W, each at least 1
    angles : K, number of angles of the whole circle, at least 1; at most 2²⁰ motions in all
    scales : (s_θ, s_t), what a degree and what a pixel count, more than 0

    Points are float32 or float64; bytes are turned into them by ``x / 255``.

    Raises
    ------
    ValueError : a size, number or scales that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RigidMotions, align
    >>> motions = RigidMotions(9, 9, angles=36, scales=(1 / 10, 1))  # ten degrees count as much as a pixel
    >>> x = torch.zeros(9, 9, dtype=torch.float64)
    >>> x[2:7, 4] = 1  # an upright bar
    >>> y = motions.act(torch.tensor([2, 0, 1]), x)  # turned by 20°, then moved to the left
    >>> best = align(motions, x, y, lam=0.1)
    >>> best.g, best.residual, best.effort
    (tensor([2, 0, 1]), tensor(0., dtype=torch.float64), tensor(2.2361, dtype=torch.float64))
    """

    height: int
    width: int
    angles: int = 72
    scales: tuple[float, float] = (1.0, 1.0)

    def __post_init__(self) -> None:
        check_sizes(self, "height", "width", "angles")
        count = self.angles * self.height * self.width
        if count > MOST_ELEMENTS:
            raise ValueError(f"angles must make at most {MOST_ELEMENTS:,} motions, got {count:,}")
        try:
            scales = tuple(map(float, self.scales))
        except (TypeError, ValueError):
            scales = ()
        if len(scales) != 2 or not all(0 < scale < math.inf for scale in scales):
            raise ValueError(f"scales must be two finite numbers of more than 0, got {self.scales!r}")
        object.__setattr__(self, "scales", scales)

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W)."""
        return (self.height, self.width)

    @property
    def dtypes(self) -> tuple[torch.dtype, ...]:
        """float32 and float64; everything is computed in float64."""
        return (torch.float32, torch.float64)

    @property
    def step(self) -> float:
        """Degrees between two neighbouring angles."""
        return 360 / self.angles

    def identity(self) -> Tensor:
        """Return (0, 0, 0)."""
        return torch.zeros(3, dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Raise ValueError: pixels turned and moved twice are no motion of the grid."""
        raise ValueError(_NO_GROUP)

    def inverse(self, g: Tensor) -> Tensor:
        """Raise ValueError, as compose."""
        raise ValueError(_NO_GROUP)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x turned, then moved, in its dtype; the same for one g and for many, bit for bit."""
        batch = torch.broadcast_shapes(g.shape[:-1], x.shape[:-2])
        g = g.to(x.device).expand(*batch, 3).reshape(-1, 3)
        flat = x.expand(*batch, *self.shape).reshape(-1, *self.shape)
        turned = flat.double().clone()
        for k in (g[:, 0] % self.angles).unique().tolist():
            where = g[:, 0] % self.angles == k
            turned[where] = self._turned(k, flat[where].double())
        moved = Translations(*self.shape).act(g[:, 1:], turned)
        return moved.reshape(*batch, *self.shape).to(x.dtype)

    def squared_distance(self, x: Tensor, y: Tensor) -> Tensor:
        """Return ‖x − y‖²."""
        return (x.double() - y.double()).square().sum((-2, -1))

    def squared_length(self, g: Tensor) -> Tensor:
        """Return (s_θ θ)² + s_t² (δ_H(a)² + δ_W(b)²)."""
        turn = signed_shift(g[..., 0], self.angles).double() * (self.step * self.scales[0])
        return turn.square() + (self.scales[1] * Translations(*self.shape).length(g[..., 1:])).square()

    def minimise(self, x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
        """Return the best motions, as :class:`MinimisingAction` says."""
        pieces = torch.arange(len(x), device=x.device).split(self.pairs_at_once)
        return torch.cat(
            [self.chosen(self.squared_residuals(x[rows], y[rows]), weights[rows]) for rows in pieces]
        )

    @property
    def pairs_at_once(self) -> int:
        """How many pairs have a table of bounded memory."""
        return max(1, _CELLS_AT_ONCE // len(_elements(self)[0]))

    def squared_residuals(self, x: Tensor, y: Tensor) -> Tensor:
        """Return ‖gx − y‖² for all K·H·W motions in tie order, (p, K·H·W), up to rounding."""
        cells = _elements(self)[2].to(x.device)
        turned = torch.stack([self._turned(k, x.double()) for k in range(self.angles)], 1)
        y = y.double()[:, None]
        spectra = torch.fft.rfft2(turned) * torch.fft.rfft2(y).conj()
        products = torch.fft.irfft2(spectra, s=self.shape).flatten(1)[:, cells]
        squares = turned.square().sum((-2, -1))[:, cells // (self.height * self.width)]
        return (squares + y.square().sum((-2, -1)) - 2 * products).clamp(min=0)

    def chosen(self, table: Tensor, weights: Tensor) -> Tensor:
        """Return the best motions by a table of squared residuals, for weights (p, 2)."""
        elements, squared_lengths, _ = (tensor.to(table.device) for tensor in _elements(self))
        values = weights[:, :1] * table + weights[:, 1:] * squared_lengths
        # A residual is off by rounding of squares that may be much larger than it.
        slack = _ROUNDING * weights[:, :1] * table.amax(-1, keepdim=True)
        first = (values <= values.amin(-1, keepdim=True) + slack).byte().argmax(-1)
        return elements[first]

    def departure(self, x: Tensor) -> Departure:
        """Return how far the K rotations are from an action by isometries on these images.

        Parameters
        ----------
        x : (..., H, W) float32 or float64; of an image that is black everywhere both numbers are NaN

        Examples
        --------
        >>> import torch
        >>> from lazyq import RigidMotions
        >>> square = torch.zeros(1, 12, 12)
        >>> square[:, 4:8, 4:8] = 1
        >>> RigidMotions(12, 12, angles=4).departure(square)  # quarter turns of a square are exact
        Departure(norm=tensor([0.], dtype=torch.float64), undone=tensor([0.], dtype=torch.float64))
        """
        if x.dtype not in self.dtypes or x.shape[max(0, x.ndim - 2) :] != self.shape:
            raise ValueError(
                f"x must be float32 or float64 of shape (..., {self.height}, {self.width}), "
                f"got {x.dtype} of shape {tuple(x.shape)}"
            )
        x = x.double()
        size = torch.linalg.vector_norm(x, dim=(-2, -1))
        norm, undone = torch.zeros_like(size), torch.zeros_like(size)
        for k in range(self.angles):
            turned = self._turned(k, x)
            change = (torch.linalg.vector_norm(turned, dim=(-2, -1)) - size).abs()
            left = torch.linalg.vector_norm(self._turned(-k, turned) - x, dim=(-2, -1))
            norm, undone = torch.maximum(norm, change / size), torch.maximum(undone, left / size)
        return Departure(norm, undone)

    def _turned(self, k: int, x: Tensor) -> Tensor:
        angle = torch.tensor(k * self.step, dtype=torch.float64, device=x.device)
        return Rotations(*self.shape).act(angle, x)


_NO_GROUP = (
    "rigid motions of pixels are no group: turned and moved twice, an image is none of its motions; "
    "Product(QuarterTurns(N), Translations(N, N)) is one"
)


@lru_cache(maxsize=8)
def _elements(motions: RigidMotions) -> tuple[Tensor, Tensor, Tensor]:
    """Return all motions in tie order, (E, 3), their ν², (E,), and their cells in (K, H, W), (E,)."""
    turns, moves = signed_shifts(motions.angles), translations(motions.height, motions.width)
    both = torch.cartesian_prod(torch.arange(len(turns)), torch.arange(len(moves)))
    elements = torch.cat([turns[both[:, 0], None], moves[both[:, 1]]], -1)
    squared_lengths = motions.squared_length(elements)
    order = squared_lengths.argsort(stable=True)
    elements = elements[order]
    k, a, b = elements.T
    cells = ((k % motions.angles) * motions.height + a % motions.height) * motions.width + b % motions.width
    return elements, squared_lengths[order], cells
