"""Where the manual of the library is: where whoever runs the app says, else built beside the app."""

import os
from pathlib import Path
from typing import Final, final
from urllib.parse import urlsplit

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from lazyq.root import ROOT
from lazyq.ui.base import below_base
from lazyq.wording import worded

VARIABLE: Final = "LAZYQ_MANUAL"
FOLDER: Final = "manual"


@final
class BuiltManual:
    """A manual that ``python -m docs.build`` has written.

    Parameters
    ----------
    pages : the folder of its pages

    Attributes
    ----------
    address : relative to the pages of the app, once it is served; None as long as it isn't
    """

    def __init__(self, pages: Path) -> None:
        self._pages = pages
        self.address: str | None = None

    def routes(self) -> list[Mount]:
        """Return the route of its pages, where there are any: files of this folder and no others."""
        if not (self._pages / "index.html").is_file():
            return []
        self.address = f"{FOLDER}/"
        return [Mount(below_base(FOLDER), StaticFiles(directory=self._pages, html=True))]


MANUAL: Final = BuiltManual(ROOT / "docs" / "_build" / "html")


def manual_address() -> str | None:
    """Return the address that LAZYQ_MANUAL names, else that of the built manual; None where there is none.

    Raises
    ------
    ValueError : LAZYQ_MANUAL is no http or https address
    """
    address = os.environ.get(VARIABLE, "").strip()
    if not address:
        return MANUAL.address
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        said = worded(
            "{name} must be an address that begins with http:// or https://, got {got}",
            name=VARIABLE,
            got=repr(address),
        )
        raise ValueError(said)
    return address
