"""Directives for the reference: a package's public names, each described, or all of them in a table."""

import inspect
from importlib import import_module
from types import ModuleType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import lazyq

_SHORT = 100


def public_names(package: ModuleType) -> list[str]:
    """Return ``__all__``, or where there is none what a module defines under a public name."""
    own = [
        name
        for name, value in vars(package).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == package.__name__
    ]
    return sorted(getattr(package, "__all__", own), key=lambda name: (name.lower(), name))


def home(package: str, name: str) -> str:
    """Return the shortest name that the object can be imported by."""
    value = getattr(import_module(package), name)
    return f"lazyq.{name}" if name in lazyq.__all__ and getattr(lazyq, name) is value else f"{package}.{name}"


def methods(value: type) -> list[str]:
    """Return the public methods and properties that lazyq itself defines and documents."""
    names = []
    for name in dir(value):
        found = inspect.getattr_static(value, name)
        inner = getattr(found, "fget", None) or getattr(found, "__func__", found)
        defined = getattr(inner, "__module__", None) or ""
        callable_or_property = isinstance(found, property) or inspect.isroutine(inner)
        if not name.startswith("_") and callable_or_property and defined.startswith("lazyq"):
            names.append(name)
    return names


class PublicNames(SphinxDirective):
    """``.. public-names:: lazyq.metric`` describes every public name of the package."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the descriptions."""
        package = import_module(self.arguments[0])
        lines: list[str] = []
        for name in public_names(package):
            lines += [*_description(home(package.__name__, name), getattr(package, name)), ""]
        return self.parse_text_to_nodes("\n".join(lines))


class TableOfNames(SphinxDirective):
    """``.. table-of-names:: lazyq`` is a table of every public name with its first sentence."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        package = import_module(self.arguments[0])
        lines = [".. list-table::", "   :widths: 35 65", ""]
        for name in public_names(package):
            full = home(package.__name__, name)
            doc = inspect.getdoc(getattr(package, name)) or ""
            first = doc.split("\n\n")[0].replace("\n", " ").replace("|", r"\|").replace("*", r"\*")
            lines += [f"   * - :any:`{name} <{full}>`", f"     - {first}"]
        return self.parse_text_to_nodes("\n".join(lines))


def _description(name: str, value: Any) -> list[str]:
    if isinstance(value, ModuleType):
        return [f".. automodule:: {value.__name__}", "   :no-members:"]
    if inspect.isclass(value):
        shown = ", ".join(methods(value))
        return [f".. autoclass:: {name}", *([f"   :members: {shown}"] if shown else [])]
    if inspect.isroutine(value):
        return [f".. autofunction:: {name}"]
    text = repr(value)  # a constant or the name of a type; what its own class says of itself is no help
    package, _, short = name.rpartition(".")
    value_of = [f"   :value: {text}"] if len(text) <= _SHORT else []
    return [f".. py:data:: {short}", f"   :module: {package}", *value_of]


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives."""
    app.add_directive("public-names", PublicNames)
    app.add_directive("table-of-names", TableOfNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
