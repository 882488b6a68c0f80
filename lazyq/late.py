"""Names of a package that are imported when they are asked for, since what they need takes seconds."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def late(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package that takes some of its names from its modules once asked for.

    Parameters
    ----------
    package : its full name
    modules : the module of each name, relative to the package
    """

    def taken(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    return taken
