"""A class of lazyq is abstract or final: nothing that is implemented is overridden."""

import importlib
import inspect
from pathlib import Path

import lazyq

PACKAGE = Path(lazyq.__file__).parent
LEFT_OUT = ("ui", "cli.py", "__main__.py", "kernels/pairwise/tiles.py")  # Streamlit's, programs, Triton's


def classes() -> set[type]:
    """Return the classes of the library."""
    files = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    names = [
        ".".join([PACKAGE.name, *file.with_suffix("").parts]).removesuffix(".__init__")
        for file in sorted(files)
        if not file.as_posix().startswith(LEFT_OUT)
    ]
    members = [inspect.getmembers(importlib.import_module(name), inspect.isclass) for name in names]
    return {member for found in members for _, member in found if member.__module__ in names}


def overridden(derived: type, bases: set[type]) -> list[str]:
    """Return what a class defines anew although one of the bases has implemented it."""
    return [
        f"{derived.__name__}.{name} overrides {base.__name__}.{name}"
        for base in derived.__mro__[1:]
        if base in bases
        for name, member in vars(base).items()
        if name in vars(derived) and not name.startswith("__") and name != "_abc_impl"
        if not getattr(member, "__isabstractmethod__", False)
    ]


def test_nothing_implemented_is_overridden() -> None:
    found = classes()
    assert {"GroupAction", "RowShifts", "OrthogonalAction", "NeighborIndex"} <= {c.__name__ for c in found}
    assert not [words for derived in found for words in overridden(derived, found)]
