"""Squared residuals of all elements of a separable action: one task, several kernels.

A kernel is a module with ``NAME``, ``why_not(action, x, y)`` and ``squared_residuals(action, x, y)``.
None falls back to another silently: ``choose`` takes the first of ``ORDER`` that has no reason against
the call, and a kernel asked for by name that can't serve raises with its reason.
"""

from types import ModuleType

from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels import composed, enumeration, forking, fourier, reference, rows, walked
from lazyq.kernels.choosing import chosen

ORDER: tuple[ModuleType, ...] = (fourier, composed, rows, enumeration)
BY_NAME: dict[str, ModuleType] = {kernel.NAME: kernel for kernel in (*ORDER, reference)}


def choose(name: str, action: SeparableAction, x: Tensor, y: Tensor) -> ModuleType:
    """Return the kernel that serves, as :func:`lazyq.kernels.choosing.chosen` says."""
    return chosen(name, ORDER, BY_NAME, action, x, y)


def choose_envelope(name: str, action: SeparableAction, x: Tensor, y: Tensor) -> ModuleType:
    """Return the kernel of whole envelopes, :mod:`lazyq.kernels.walked`, or one of tables."""
    return chosen(name, (walked, *ORDER), BY_NAME | {walked.NAME: walked}, action, x, y)


__all__ = [
    "BY_NAME",
    "ORDER",
    "choose",
    "choose_envelope",
    "composed",
    "enumeration",
    "forking",
    "fourier",
    "reference",
    "rows",
    "walked",
]
