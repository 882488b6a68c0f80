"""Choosing one of several kernels for a call: never silently another than the one that was asked for."""

from collections.abc import Mapping, Sequence
from types import ModuleType

from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction


def chosen(
    name: str, order: Sequence[ModuleType], by_name: Mapping[str, ModuleType], action: SolvableAction,
    x: Tensor, y: Tensor,
) -> ModuleType:  # fmt: skip
    """Return the kernel of that name, or for ``"auto"`` the first of the order that can serve.

    Raises
    ------
    ValueError : no kernel has that name, or the named one can't serve this call; says why
    """
    if name == "auto":
        return next(kernel for kernel in order if kernel.why_not(action, x, y) is None)
    if name not in by_name:
        raise ValueError(f"kernel must be 'auto' or one of {sorted(by_name)}, got {name!r}")
    reason = by_name[name].why_not(action, x, y)
    if reason is not None:
        raise ValueError(f"kernel {name!r} can't serve this call: {reason}")
    return by_name[name]


def why_not_enumerated(action: SolvableAction) -> str | None:
    """Return the reason why a kernel that looks at all elements of all factors can't serve, or None."""
    if not isinstance(action, SeparableAction):
        return f"it looks at all elements of a SeparableAction, and {type(action).__name__} is none"
    return None
