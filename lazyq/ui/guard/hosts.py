"""Which names a server answers to, and the pages of which sites may connect to it."""

import inspect
import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

_LOOPBACK_NAMES: Final = {"localhost", "127.0.0.1", "[::1]"}


def is_loopback(host: str) -> bool:
    """Return whether a name or an address is that of the machine itself, whichever it is."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def host_is_served(host: str | None) -> bool:
    """Return whether a request for this host is answered.

    Parameters
    ----------
    host : the request's header ``Host``, or None

    Streamlit's ``server.allowedHosts`` decides, for pages as for connections. Where it is empty, a server
    that listens on this machine alone (``server.address``) answers to its names only: a page elsewhere whose
    name is made to point to this machine gets nothing. Any other server answers to every name.
    """
    address = st.get_option("server.address")
    if not st.get_option("server.allowedHosts") and address and is_loopback(address):
        name = re.sub(r":\d+$", "", host or "").lower()
        return name in _LOOPBACK_NAMES
    return bool(is_host_allowed(host))


def origin_is_served(origin: str | None, host: str | None) -> bool:
    """Return whether a page may connect to the server.

    Parameters
    ----------
    origin : the request's header ``Origin``, the site of the page; None for what is no browser
    host : the request's header ``Host``

    A page of the server itself may, or of its machine, and those that ``server.corsAllowedOrigins`` lists.
    It is Streamlit's own rule, without the log of whom it refuses.
    """
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == host or bool(is_url_from_allowed_origins(origin))
    except ValueError:
        return False


def ask_nobody() -> bool:
    """Keep Streamlit from asking a host elsewhere for this machine's address; return False where it can't be.

    To judge a page's origin Streamlit asks ``checkip.amazonaws.com``, while all visitors wait, and asks again
    for each origin where it gets no answer. A page that is at this machine's own address is known without it.
    Once or many times is the same.
    """
    if net_util.get_external_ip is _no_address:
        return True
    if not inspect.isfunction(getattr(net_util, "get_external_ip", None)):
        return False
    net_util.get_external_ip = _no_address
    return True


def _no_address() -> None:
    return None
