"""Families of augmentations: what may be done to a point, and how one of them is drawn."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import torch
from torch import Tensor

from lazyq.actions import GroupAction, Rotations, Transformations
from lazyq.actions.base import check_sizes
from lazyq.actions.kinds import any_kind
from lazyq.riemannian import OrthogonalAction

Draw = Callable[[int, torch.Generator], Tensor]


@final
@dataclass(frozen=True)
class Family:
    """Transformations and a law to draw them from.

    Parameters
    ----------
    transformations : what acts; any :class:`lazyq.actions.Transformations`, one's own too
    draw : maps a count and a generator to so many elements, (count, *element)

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.care import Family
    >>> family = Family(RowShifts(1, 3), lambda count, by: torch.randint(3, (count, 1), generator=by))
    >>> family.draw(4, torch.Generator().manual_seed(0)).shape
    torch.Size([4, 1])
    """

    transformations: Transformations
    draw: Draw


@final
@dataclass(frozen=True)
class HueTurns(GroupAction):
    """Turns of colours about the grey axis, G = R/360°: red to green to blue for θ > 0.

    (g·x)_p = R_θ x_p for the three channels of every pixel, with R_θ the rotation of RGB space about
    (1, 1, 1). Grey stays; 120° moves channels cyclically. An isometry, exactly a left action; levels may
    leave [0, 1], and are not cut off. ν(g) = |θ| in degrees, θ in (−180, 180]. An element is a float64
    tensor (...).

    Parameters
    ----------
    height, width : of the images, each at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import HueTurns
    >>> red = torch.tensor([1.0, 0, 0]).reshape(3, 1, 1)
    >>> HueTurns(1, 1).act(torch.tensor(120.0), red).flatten()
    tensor([0., 1., 0.])
    """

    height: int
    width: int

    def __post_init__(self) -> None:
        check_sizes(self, "height", "width")

    @property
    def shape(self) -> tuple[int, ...]:
        """(3, H, W)."""
        return (3, self.height, self.width)

    def identity(self) -> Tensor:
        """Return 0°."""
        return torch.zeros((), dtype=torch.float64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the sum of the angles in (−180, 180]."""
        return _signed(g.double() + h.double())

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite angle in (−180, 180]."""
        return _signed(-g.double())

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x with its colours turned by g degrees, (..., 3, H, W), in the dtype of x."""
        _require(self, x)
        radians = torch.deg2rad(g.double())[..., None, None]
        shift = torch.eye(3, dtype=torch.float64).roll(1, 0).to(radians.device)
        one, even = torch.eye(3, dtype=torch.float64, device=radians.device), shift + shift.mT
        grey = (1 + 2 * radians.cos()) / 3
        other = (1 - radians.cos()) / 3
        odd = radians.sin() / math.sqrt(3)
        turn = (grey * one + other * even + odd * (shift - shift.mT)).to(x)
        return (turn @ x.flatten(-2)).unflatten(-1, self.shape[1:])

    def length(self, g: Tensor) -> Tensor:
        """Return |θ| in degrees."""
        return _signed(g.double()).abs()


@final
@dataclass(frozen=True)
class CloudRotations(GroupAction):
    """SO(3) on clouds of points in space, one rotation for all points of a cloud.

    (g·x)_p = g x_p. ν(g) = θ in degrees, of the turn about the axis, from 0 to 180. An element is a float64
    matrix (..., 3, 3).

    Parameters
    ----------
    points : in a cloud, at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import CloudRotations
    >>> quarter = torch.tensor([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    >>> action = CloudRotations(1)
    >>> action.act(quarter, torch.tensor([[1.0, 0, 0]])), action.length(quarter)
    (tensor([[0., 1., 0.]]), tensor(90., dtype=torch.float64))
    """

    points: int

    def __post_init__(self) -> None:
        check_sizes(self, "points")

    @property
    def shape(self) -> tuple[int, ...]:
        """(points, 3)."""
        return (self.points, 3)

    def identity(self) -> Tensor:
        """Return the identity matrix."""
        return torch.eye(3, dtype=torch.float64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the matrix product gh."""
        return g @ h

    def inverse(self, g: Tensor) -> Tensor:
        """Return the transpose."""
        return g.mT

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return the cloud turned, (..., points, 3), in the dtype of x."""
        _require(self, x)
        return x @ g.to(x).mT

    def length(self, g: Tensor) -> Tensor:
        """Return the angle in degrees."""
        return torch.rad2deg(OrthogonalAction(3, "operator").length(g.double()))


def image_rotations(degrees: float = 180.0, side: int = 28) -> Family:
    """Return rotations of images (side, side) by angles drawn evenly from [−degrees, degrees].

    Resampled pixels are rotated nearly, not exactly: see :class:`lazyq.actions.Rotations`.

    Parameters
    ----------
    degrees : from 0 to 180
    side : pixels

    Raises
    ------
    ValueError : degrees that are not from 0 to 180

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import image_rotations
    >>> bool((image_rotations(15).draw(100, torch.Generator().manual_seed(0)).abs() <= 15).all())
    True
    """
    return Family(Rotations(side, side), _angles(degrees))


def hue_turns(degrees: float = 180.0, side: int = 28) -> Family:
    """Return turns of the colours of images (3, side, side) by angles drawn evenly from [−degrees, degrees].

    Parameters
    ----------
    degrees : from 0 to 180
    side : pixels

    Raises
    ------
    ValueError : degrees that are not from 0 to 180

    Examples
    --------
    >>> from lazyq.care import hue_turns
    >>> hue_turns().transformations.shape
    (3, 28, 28)
    """
    return Family(HueTurns(side, side), _angles(degrees))


def cloud_rotations(points: int, degrees: float = 180.0) -> Family:
    """Return rotations of clouds (points, 3): about an axis drawn evenly, by an angle of at most ``degrees``.

    At 180 they are drawn from the Haar measure of SO(3): a random unit quaternion; below, such ones are drawn
    with the angle scaled down.

    Parameters
    ----------
    points : of a cloud
    degrees : from 0 to 180

    Raises
    ------
    ValueError : degrees that are not from 0 to 180

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import cloud_rotations
    >>> cloud_rotations(20).draw(2, torch.Generator().manual_seed(0)).shape
    torch.Size([2, 3, 3])
    """
    _check_degrees(degrees)

    def draw(count: int, generator: torch.Generator) -> Tensor:
        quaternion = torch.randn(count, 4, generator=generator, dtype=torch.float64)
        axis = torch.nn.functional.normalize(quaternion[:, 1:], dim=-1)
        angle = 2 * torch.atan2(torch.linalg.vector_norm(quaternion[:, 1:], dim=-1), quaternion[:, 0].abs())
        x, y, z = (axis * (angle * degrees / 180)[:, None]).unbind(-1)
        zero = torch.zeros_like(x)
        return torch.matrix_exp(torch.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).reshape(-1, 3, 3))

    return Family(CloudRotations(points), draw)


@any_kind("images")
def coloured(images: Tensor, generator: torch.Generator) -> Tensor:
    """Return grey images in random colours, "colour MNIST": ink of one hue each on black.

    Parameters
    ----------
    images : (n, H, W) uint8, read as k/255, or floating point
    generator : of the hues, drawn evenly

    Returns
    -------
    (n, 3, H, W) floating point

    Raises
    ------
    ValueError : another shape

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import coloured
    >>> coloured(torch.ones(2, 28, 28), torch.Generator().manual_seed(0)).shape
    torch.Size([2, 3, 28, 28])
    """
    if images.ndim != 3:
        raise ValueError(f"images must have shape (n, H, W), got {tuple(images.shape)}")
    grey = images.float() / 255 if images.dtype == torch.uint8 else images
    red = torch.stack([grey, torch.zeros_like(grey), torch.zeros_like(grey)], 1)
    hues = torch.rand(len(grey), generator=generator, dtype=torch.float64) * 360
    return HueTurns(*grey.shape[1:]).act(hues.to(grey.device), red)


def ellipsoid_clouds(count: int, points: int, generator: torch.Generator) -> Tensor:
    """Return clouds on random lopsided ellipsoids, which no rotation but the identity leaves as they are.

    Point p of a cloud is (s₁u₁, s₂u₂, s₃u₃) + c |u₁|(1, 1, 1)/2 with u even on the sphere, and s even on
    [½, 2]³ and c on [0, 1], once a cloud; then the mean is taken away.

    Parameters
    ----------
    count, points : n and p, each at least 1
    generator : of all

    Returns
    -------
    (n, p, 3) float32, of mean 0

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import ellipsoid_clouds
    >>> ellipsoid_clouds(5, 20, torch.Generator().manual_seed(0)).shape
    torch.Size([5, 20, 3])
    """
    on_sphere = torch.nn.functional.normalize(torch.randn(count, points, 3, generator=generator), dim=-1)
    axes = 0.5 + 1.5 * torch.rand(count, 1, 3, generator=generator)
    lopsided = torch.rand(count, 1, 1, generator=generator) / 2
    clouds = on_sphere * axes + lopsided * on_sphere[..., :1].abs()
    return clouds - clouds.mean(-2, keepdim=True)


def _angles(degrees: float) -> Draw:
    _check_degrees(degrees)

    def draw(count: int, generator: torch.Generator) -> Tensor:
        return (2 * torch.rand(count, generator=generator, dtype=torch.float64) - 1) * degrees

    return draw


def _check_degrees(degrees: float) -> None:
    if not 0 <= degrees <= 180:
        raise ValueError(f"degrees must be from 0 to 180, got {degrees}")


def _signed(degrees: Tensor) -> Tensor:
    return 180 - (180 - degrees) % 360


def _require(action: GroupAction, x: Tensor) -> None:
    if x.shape[-len(action.shape) :] != action.shape or not x.is_floating_point():
        raise ValueError(f"x must be floating point (..., {action.shape}), got {x.dtype} {tuple(x.shape)}")
