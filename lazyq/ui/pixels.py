"""Pictures and numbers on their way to the browser, and what comes back, which is checked."""

import base64
import binascii
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

from lazyq.experiments.digits import PIXELS


def to_base64(values: "Tensor | NDArray[Any] | bytes") -> str:
    """Return levels or numbers as base64, row by row, array after array, in the bytes that they have."""
    content = values if isinstance(values, bytes) else np.ascontiguousarray(values).tobytes()
    return base64.b64encode(content).decode("ascii")


def chosen_to_base64(images: "Tensor", places: NDArray[np.integer]) -> str:
    """Return the images at these places as base64, as :func:`to_base64` does.

    Torch shares even a dozen out among threads, which then turn idly for 5 ms: time that a class waits for.

    Parameters
    ----------
    images : (n, *shape), on the CPU
    places : (m,)
    """
    return to_base64(images.numpy()[places])


def from_client(value: object) -> bytes | None:
    """Return the 784 levels that a component sent, or None if that is not what the value is."""
    if not isinstance(value, str) or len(value) != 4 * -(-PIXELS // 3):
        return None
    try:
        levels = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return levels if len(levels) == PIXELS else None
