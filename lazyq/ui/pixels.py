"""Pictures on their way to the browser and back; what comes back is checked."""

import base64
import binascii

from torch import Tensor

from lazyq.experiments.digits import PIXELS


def to_base64(levels: Tensor | bytes) -> str:
    """Return uint8 levels as base64, row by row, image after image."""
    content = levels if isinstance(levels, bytes) else levels.contiguous().numpy().tobytes()
    return base64.b64encode(content).decode("ascii")


def from_client(value: object) -> bytes | None:
    """Return the 784 levels that a component sent, or None if that is not what the value is."""
    if not isinstance(value, str) or len(value) != 4 * -(-PIXELS // 3):
        return None
    try:
        levels = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return levels if len(levels) == PIXELS else None
