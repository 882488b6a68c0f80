"""The extras of the package, and who says which one is missing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from types import MappingProxyType

# What each extra of pyproject.toml brings, by the names that are imported.
_PARTS = {
    "data": ("torchvision",),
    "transport": ("ot",),
    "cli": ("typer", "rich"),
    "plots": ("plotly",),
    "words": ("regex", "spellchecker", "rapidfuzz"),
    "cluster": ("distributed",),
    "images": ("kaleido", "plotly"),
}
_OF_THE_APP = ("data", "transport", "cli", "plots", "words")
MODULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    _PARTS
    | {
        "app": (
            "streamlit",
            "babel",
            "segno",
            *(part for key in _OF_THE_APP for part in _PARTS[key]),
        )
    }
)


class MissingExtraError(ModuleNotFoundError):
    """Something that an extra of lazyq brings is not installed; the message names the extra."""


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Import in this block what an extra brings.

    Parameters
    ----------
    name : a key of :data:`MODULES`

    Raises
    ------
    MissingExtraError : it is not installed; says which extra is missing
    """
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in MODULES[name]:
            raise
        raise _missing(name, [missing]) from None


def require_extra(name: str) -> None:
    """Check that all that an extra brings is there, without importing it.

    Raises
    ------
    MissingExtraError : something is not installed; says what, and which extra is missing
    """
    missing = [module for module in MODULES[name] if find_spec(module) is None]
    if missing:
        raise _missing(name, missing)


def _missing(name: str, modules: list[str]) -> MissingExtraError:
    verb = "is" if len(modules) == 1 else "are"
    said = f'{", ".join(modules)} {verb} not installed: pip install "lazyq[{name}]"'
    return MissingExtraError(said, name=modules[0])
