"""Which names a server answers to, and the pages of which sites may connect to it."""

import inspect
import re
import socket
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

_LOOPBACK_NAMES: Final = {"localhost", "127.0.0.1", "[::1]"}
_ONE_LABEL: Final = re.compile(r"[a-z0-9_-]+")


def is_loopback(host: str) -> bool:
    """Return whether a name or an address is that of the machine itself, whichever it is."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _is_address(name: str) -> bool:
    try:
        ip_address(name.removeprefix("[").removesuffix("]") if name.startswith("[") else name)
    except ValueError:
        return False
    return True


def _own_names() -> set[str]:
    """Return what this machine is called, in its own network too, and what the server's options call it."""
    machine = socket.gethostname().lower()
    said = (str(st.get_option(name) or "").lower() for name in ("server.address", "browser.serverAddress"))
    return {machine, f"{machine.partition('.')[0]}.local", *said} - {""}


def host_is_served(host: str | None) -> bool:
    """Return whether a request for this host is answered.

    Parameters
    ----------
    host : the request's header ``Host``, or None

    Streamlit's ``server.allowedHosts`` decides, for pages as for connections. Where it is empty, a page
    elsewhere whose name is made to point to this machine gets nothing: a server that listens on this machine
    alone (``server.address``) answers to ``localhost``, ``127.0.0.1`` and ``[::1]``; any other to addresses,
    to names without a dot, which nobody can register, and to the machine's own.
    """
    if st.get_option("server.allowedHosts"):
        return bool(is_host_allowed(host))
    name = re.sub(r":\d*$", "", host or "").lower().removesuffix(".")
    address = st.get_option("server.address")
    if address and is_loopback(address):
        return name in _LOOPBACK_NAMES
    return _is_address(name) or bool(_ONE_LABEL.fullmatch(name)) or name in _own_names()


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
