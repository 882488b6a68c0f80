"""Pictures on their way to the browser."""

import base64

import numpy as np
import torch

from lazyq.ui.pixels import chosen_to_base64


class Unshared(torch.Tensor):
    """Images that torch is not to pick from, for it wakes its threads to do so."""

    def __getitem__(self, places: object) -> torch.Tensor:
        raise AssertionError(f"torch was asked for {places}")


def test_chosen_images_come_in_their_order_without_torch():
    levels = torch.arange(4 * 3 * 2, dtype=torch.uint8).reshape(4, 3, 2)
    sent = chosen_to_base64(levels.as_subclass(Unshared), np.array([3, 0, 3]))
    expected = torch.stack([levels[3], levels[0], levels[3]])
    assert base64.b64decode(sent) == expected.numpy().tobytes()
