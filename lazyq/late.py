"""Names of a package that are imported when they are asked for, since what they need takes seconds."""

from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any


def late(module: str, names: Collection[str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package that takes some of its names from one of its modules.

    Parameters
    ----------
    module : full name of the module, ``package.module``
    names : what the package takes from it, once asked for
    """
    package = module.rpartition(".")[0]

    def taken(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(module), name)

    return taken
