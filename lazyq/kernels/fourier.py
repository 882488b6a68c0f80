"""All cyclic shifts at once, as correlations by the fast Fourier transform: exact for uint8 images."""

import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction, Translations
from lazyq.actions.cyclic import signed_shifts, translations

NAME = "fourier"


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, RowShifts | Translations):
        return f"it knows RowShifts and Translations, not {type(action).__name__}"
    if x.dtype != torch.uint8:
        return "float images lose digits in ‖x‖² + ‖y‖² − 2⟨gx, y⟩ when gx is close to y; uint8 ones do not"
    return None


def squared_residuals(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return ‖x‖² + ‖y‖² − 2⟨e·x, y⟩ with the inner products rounded to the integers that they are.

    Shapes and units as in :func:`lazyq.kernels.reference.squared_residuals`. An inner product of H·W
    levels 0..255 is at most 255²·H·W; the transform's error in float64 stays far below 1/2 for any
    image that fits in memory.
    """
    if not len(x):
        return x.new_empty(0, action.factors, len(action.squared_lengths), dtype=torch.float64)
    source, target = x.double(), y.double()
    if isinstance(action, RowShifts):
        spectrum = torch.fft.rfft(source) * torch.fft.rfft(target).conj()
        inner = torch.fft.irfft(spectrum, n=action.width).round()
        columns = signed_shifts(action.width) % action.width
    else:
        height, width = action.shape
        spectrum = torch.fft.rfft2(source) * torch.fft.rfft2(target).conj()
        inner = torch.fft.irfft2(spectrum, s=(height, width)).round().flatten(-2).unsqueeze(-2)
        shifts = translations(height, width)
        columns = shifts[:, 0] % height * width + shifts[:, 1] % width
    energy = (action.split(source).square() + action.split(target).square()).sum(-1, keepdim=True)
    return energy - 2 * inner[..., columns.to(x.device)]
