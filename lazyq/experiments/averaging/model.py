"""A trained model as plain arrays and text, and back."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from lazyq.averaging.zoo import Training, empty_model


def packed(model: nn.Module) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the weights of a model, flat float32, and "name:3x4" for each tensor, in its order."""
    state = {name: tensor.detach().float().cpu().numpy() for name, tensor in model.state_dict().items()}
    shapes = tuple(f"{name}:{'x'.join(map(str, array.shape))}" for name, array in state.items())
    return np.concatenate([array.ravel() for array in state.values()]), shapes


def unpacked(training: Training, flat: np.ndarray, shapes: Sequence[str]) -> nn.Sequential:
    """Return the model that :func:`packed` took apart, ready to predict."""
    state, start, numbers = {}, 0, torch.from_numpy(flat.copy())
    for entry in shapes:
        name, _, text = entry.partition(":")
        shape = [int(size) for size in text.split("x") if size]
        size = int(np.prod(shape))
        state[name] = numbers[start : start + size].reshape(shape)
        start += size
    model = empty_model(training, state)
    model.load_state_dict(state)
    return model.eval()
