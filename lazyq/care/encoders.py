"""Encoders to the unit sphere; any torch module can be one."""

import math
from collections.abc import Callable
from typing import final

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from lazyq.averaging.zoo import initialise


@final
class SphereEncoder(nn.Module):
    """f(x) = body(x) / ‖body(x)‖.

    Parameters
    ----------
    body : any module from points (n, *shape) to (n, d)

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import SphereEncoder
    >>> SphereEncoder(torch.nn.Flatten())(torch.tensor([[3.0, 4.0]]))
    tensor([[0.6000, 0.8000]])
    """

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        """Return f(x), (n, d), of length 1."""
        return F.normalize(self.body(x), dim=-1)


def image_encoder(
    dimension: int, side: int = 28, channels: int = 1, width: int = 8, *, seed: int = 0
) -> SphereEncoder:
    """Return a small convolutional encoder, untrained: three strided layers, one hidden, to S^(d−1).

    Parameters
    ----------
    dimension : d, at least 1
    side : images are (n, side, side), or (n, channels, side, side) where there are several channels
    channels : 1 for grey, 3 for colour
    width : channels of the first layer; the next have 2 and 3 times as many
    seed : of the weights

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import image_encoder
    >>> image_encoder(8)(torch.rand(2, 28, 28)).shape
    torch.Size([2, 8])
    """
    small = math.ceil(math.ceil(math.ceil(side / 2) / 2) / 2)
    grey = [nn.Unflatten(1, (1, side))] if channels == 1 else []
    return _drawn(
        lambda: nn.Sequential(
            *grey,
            nn.Conv2d(channels, width, 5, stride=2, padding=2),
            nn.ReLU(),
            nn.Conv2d(width, 2 * width, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(2 * width, 3 * width, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(3 * width * small**2, 6 * width),
            nn.ReLU(),
            nn.Linear(6 * width, dimension),
        ),
        seed,
    )


@final
class CloudBody(nn.Module):
    """A DeepSet: x ↦ after( mean_p before(x_p) ) for clouds (n, points, k), whatever the order of the points.

    Parameters
    ----------
    dimension : d of the result
    space : k, coordinates of a point
    width : of the hidden layers
    """

    def __init__(self, dimension: int, space: int = 3, width: int = 64) -> None:
        super().__init__()
        self.before = nn.Sequential(nn.Linear(space, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU())
        self.after = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, dimension))

    def forward(self, x: Tensor) -> Tensor:
        """Return (n, d)."""
        return self.after(self.before(x).mean(-2))


def cloud_encoder(dimension: int, space: int = 3, width: int = 64, *, seed: int = 0) -> SphereEncoder:
    """Return a DeepSet for clouds (n, points, space), untrained, to S^(d−1).

    Parameters
    ----------
    dimension : d, at least 1
    space : coordinates of a point
    width : of the hidden layers
    seed : of the weights

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import cloud_encoder
    >>> cloud_encoder(3)(torch.rand(2, 20, 3)).shape
    torch.Size([2, 3])
    """
    return _drawn(lambda: CloudBody(dimension, space, width), seed)


def _drawn(made: Callable[[], nn.Module], seed: int) -> SphereEncoder:
    """Return an encoder whose weights come from the seed, and from no other state."""
    with torch.device("meta"):
        encoder = SphereEncoder(made())
    initialise(encoder, torch.Generator().manual_seed(seed), torch.device("cpu"))
    return encoder
