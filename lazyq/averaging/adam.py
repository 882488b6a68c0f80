"""Adam as torch has it, without torch's class for it, whose first use imports a compiler for two seconds."""

from collections.abc import Sequence
from typing import final

import torch
from torch import Tensor
from torch.optim.adam import adam

FUSED = ("cpu", "cuda", "mps")
"""Devices on which a step is one kernel, twice as fast here as one for each operation."""


@final
class Adam:
    """The state of one descent, or ascent, by torch.optim.adam.adam; the defaults are those of torch.

    Parameters
    ----------
    parameters : floating-point tensors of one device, changed in place
    rate : step size
    fused : whether a step is one kernel
    maximize : ascend
    """

    def __init__(
        self, parameters: Sequence[Tensor], rate: float, *, fused: bool = False, maximize: bool = False
    ) -> None:
        self._parameters = list(parameters)
        self._rate, self._fused, self._maximize = rate, fused, maximize
        self._means = [torch.zeros_like(one) for one in self._parameters]
        self._squares = [torch.zeros_like(one) for one in self._parameters]
        self._steps = [
            torch.zeros((), dtype=torch.float32, device=one.device if fused else "cpu")
            for one in self._parameters
        ]

    @torch.no_grad()
    def step(self, gradients: Sequence[Tensor], share: float = 1.0) -> None:
        """Make one step along gradients, one for each parameter, with a share of the rate."""
        adam(
            self._parameters,
            list(gradients),
            self._means,
            self._squares,
            [],
            self._steps,
            foreach=False,
            fused=self._fused,
            amsgrad=False,
            beta1=0.9,
            beta2=0.999,
            lr=share * self._rate,
            weight_decay=0.0,
            eps=1e-8,
            maximize=self._maximize,
        )
