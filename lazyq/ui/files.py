"""Files to take away: made when a component asks, handed over by its next run."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from lazyq.ui.bigger import Draw, bigger, open_bigger
from lazyq.ui.components import standalone_html
from lazyq.ui.pixels import to_base64

_LONGEST = 2000  # characters of an address


class File(NamedTuple):
    """A file to take away."""

    name: str
    type: str
    content: bytes


Answer = Callable[[Mapping[str, Any]], File | None]


def npz_file(name: str, content: bytes) -> File:
    """Return arrays as a file of this name, without its ending."""
    return File(f"{name}.npz", "application/zip", content)


def html_file(
    name: str, component: str, title: str, data: dict[str, Any], request: Mapping[str, Any]
) -> File:
    """Return a component as a page that works from disk, dark where the request comes from a dark page.

    Parameters
    ----------
    name : of the file, without its ending
    component, title, data : as :func:`lazyq.ui.components.standalone_html` has them
    request : of the browser, whose views all say whether they are ``dark``; some also the ``search`` text of
        the address, which the page then opens with
    """
    search = request.get("search")
    if isinstance(search, str) and len(search) <= _LONGEST:
        data = data | {"search": search}
    page = standalone_html(component, title, data, dark=request.get("dark") is True)
    return File(f"{name}.html", "text/html", page.encode())


def mount(
    renderer: ComponentRenderer,
    key: str,
    data: dict[str, Any] | bytes,
    answer: Answer,
    charts: Mapping[str, Draw] = MappingProxyType({}),
) -> None:
    """Mount a component that may ask for something, and hand it the file that it asked for before.

    Parameters
    ----------
    renderer : of the component
    key : of its state, unique on the page
    data : what it is given, or that packed (:class:`lazyq.ui.packing.Packed`)
    answer : does what the browser asks for, and returns a file if that is one; trusts nothing in the request
    charts : what it can be shown bigger, by name
    """
    download = st.session_state.pop(f"_{key}_download", None)
    if download is not None and isinstance(data, bytes):
        data = dict(json.loads(data))
    given = data if isinstance(data, bytes) else {**data, "download": download}
    renderer(key=key, data=given, on_ask_change=lambda: _keep(key, answer))
    if charts:
        bigger(key, charts)


def answered(request: object, answer: Answer) -> File | None:
    """Return the answer to what a browser sent, None for what is no request at all."""
    return answer(request) if isinstance(request, Mapping) else None


def _keep(key: str, answer: Answer) -> None:
    file = answered(st.session_state[key].get("ask"), answer)
    if file is None:
        open_bigger(key, st.session_state[key].get("ask"))
        return
    serial = st.session_state.get(f"_{key}_serial", 0) + 1
    st.session_state[f"_{key}_serial"] = serial
    st.session_state[f"_{key}_download"] = {
        "serial": serial,
        "name": file.name,
        "type": file.type,
        "base64": to_base64(file.content),
    }
