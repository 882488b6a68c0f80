"""Squared lazy distances of all pairs of two sets for several λ: one task, several kernels.

A kernel is a module with

- ``NAME``, which is the module's own: imports are absolute, and ``import torch`` in it is PyTorch's,
- ``why_not(action, x, y)``: the reason why it can't serve the call, or None,
- ``squared_distances(action, x, y, mus)``: shape (λ, n, m), mus = λ² in squared units of x,
- ``errors(action, dtype)``: (a, b) such that what it returns is off by at most a·d² + b·(‖x‖² + ‖y‖²),
- of a kernel that takes means away, ``energies_of_means(action, images)``: what of ‖x‖² b need not count.

None falls back to another silently: ``choose`` takes the first of ``ORDER`` that has no reason against
the call, and a kernel asked for by name that can't serve raises with its reason.
"""

from types import ModuleType

from torch import Tensor, zeros

from lazyq.actions import RowShifts, SolvableAction, Translations
from lazyq.kernels import awaiting, row_shifts
from lazyq.kernels.choosing import chosen
from lazyq.kernels.pairwise import (
    composed,
    minimising,
    numba,
    orbits,
    reference,
    rings,
    screened,
    sparse,
    spectra,
    torch,
    transforms,
    triton,
)

ORDER: tuple[ModuleType, ...] = (
    triton,
    orbits,
    numba,
    sparse,
    screened,
    spectra,
    rings,
    composed,
    transforms,
    torch,
    minimising,
)
BY_NAME: dict[str, ModuleType] = {kernel.NAME: kernel for kernel in (*ORDER, reference)}


def choose(name: str, action: SolvableAction, x: Tensor, y: Tensor) -> ModuleType:
    """Return the kernel that serves, as :func:`lazyq.kernels.choosing.chosen` says."""
    return chosen(name, ORDER, BY_NAME, action, x, y)


def choose_at_once(action: SolvableAction, x: Tensor, y: Tensor) -> ModuleType:
    """Return the first kernel that can serve without waiting for machine code, which is then made."""
    kernel = choose("auto", action, x, y)
    if kernel in (numba, sparse, screened, spectra):
        rows = row_shifts.size_of(action) is not None
        least = RowShifts(1, 2) if rows else Translations(1, 2)  # whose code serves several channels too
        image, mu = zeros(1, 1, 2, dtype=x.dtype), zeros(1).double()
        kind = (kernel.NAME, rows, x.dtype)
        if not awaiting.ready(kind, lambda: kernel.squared_distances(least, image, image, mu)):
            with awaiting.without_code():
                return choose("auto", action, x, y)
    return kernel


def reasons(action: SolvableAction, x: Tensor, y: Tensor) -> dict[str, str | None]:
    """Return for every kernel, in order, why it can't serve this call, or None."""
    return {kernel.NAME: kernel.why_not(action, x, y) for kernel in ORDER}


__all__ = [
    "BY_NAME",
    "ORDER",
    "choose",
    "choose_at_once",
    "composed",
    "minimising",
    "numba",
    "orbits",
    "reasons",
    "reference",
    "rings",
    "screened",
    "sparse",
    "spectra",
    "torch",
    "transforms",
    "triton",
]
