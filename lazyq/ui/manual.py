"""Where the manual of the library is, if whoever runs the app says so."""

import os
from urllib.parse import urlsplit

from lazyq.wording import worded

VARIABLE = "LAZYQ_MANUAL"


def manual_address() -> str | None:
    """Return the address that LAZYQ_MANUAL names, or None where it names none.

    Raises
    ------
    ValueError : it is no http or https address
    """
    address = os.environ.get(VARIABLE, "").strip()
    if not address:
        return None
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
