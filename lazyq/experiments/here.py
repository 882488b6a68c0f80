"""Searching many digits on the device of this machine that is fastest."""

from typing import Any

import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.compute import choose_device
from lazyq.neighbors import Neighbors, neighbors


def neighbors_here(action: GroupAction, x: Tensor, y: Tensor, *asked: Any, **options: Any) -> Neighbors:
    """Return :func:`lazyq.neighbors.neighbors`, bit for bit, searched by CUDA where it is.

    Others, such as Apple's, have no float64.
    """
    device = choose_device()
    exact = device if device.type == "cuda" else torch.device("cpu")
    x, y = (y.to(exact),) * 2 if x is y else (x.to(exact), y.to(exact))
    found = neighbors(action, x, y, *asked, **options)
    return Neighbors(*(part.cpu() for part in found))
