"""Two sets of floating-point images, ordinary and degenerate."""

import torch
from torch import Tensor

from lazyq import RowShifts, Translations

KINDS = [
    "signed", "sparse", "standardised", "zero", "constant", "levels", "offset", "huge", "tiny", "vanishing",
    "one bright", "dark queries", "strided", "signed zeros",
]  # fmt: skip


def float_sets(
    kind: str, action: RowShifts | Translations, dtype: torch.dtype, count: int = 30
) -> tuple[Tensor, Tensor]:
    """Return 7 images and as many as wanted, some of which are equal."""
    generator = torch.Generator().manual_seed(len(kind))
    shape = (count + 7, *action.shape)
    images = torch.randn(shape, generator=generator, dtype=torch.float64)
    if kind == "sparse":
        images = images.abs() * (torch.rand(shape, generator=generator) < 0.3)
    elif kind == "standardised":
        images = images.abs() * (torch.rand(shape, generator=generator) < 0.3) / 0.3081 - 0.4242
    elif kind in ("zero", "constant"):
        images = torch.full(shape, 0.0 if kind == "zero" else 2.7, dtype=torch.float64)
    elif kind == "signed zeros":
        images = torch.where(images > 1, images, images.sign() * 0.0)
    elif kind == "levels":
        images = torch.randint(3, shape, generator=generator).double() / 10
    elif kind == "offset":
        images = images + 1000
    images[-5:] = images[-10:-5]
    images[7] = images[0]
    images = images.to(dtype)
    if kind in ("huge", "tiny", "vanishing"):
        float32 = {"huge": 1e35, "tiny": 1e-35, "vanishing": 1e-42}
        float64 = {"huge": 1e145, "tiny": 1e-110, "vanishing": 1e-165}
        images = images * (float32 if dtype == torch.float32 else float64)[kind]
    elif kind == "one bright":
        images[9] *= 1e25
        images[10:25] *= 1e-12
    elif kind == "dark queries":
        images[:3] *= 1e-30
        images[3:5] *= 1e20
    elif kind == "strided":
        images = images.repeat_interleave(2, 0)[::2].transpose(1, 2).contiguous().transpose(1, 2)
    return images[:7], images[7:]
