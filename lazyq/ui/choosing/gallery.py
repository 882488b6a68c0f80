"""The digits of a data set, page by page, to choose one from."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from lazyq.experiments.digits import TITLES, DatasetDigit, DigitLibrary, DigitRef, parse_digit
from lazyq.ui.components import component
from lazyq.ui.language import later, tr
from lazyq.ui.pixels import chosen_to_base64

PAGE = 40
NUMERALS = tuple(range(10))
SHORT_TITLES = {"mnist-test": later("Test"), "mnist-train": later("Training"), "sklearn": "scikit-learn"}
_grid = component("gallery", isolated=False)


class _View(NamedTuple):
    """What is leafed through (data set, numeral, digit in use), where, and the digit that was looked up."""

    of: tuple[str, int | None, str]
    page: int
    marked: int | None = None


def gallery(title: str, key: str, current: DigitRef | None, library: DigitLibrary) -> DatasetDigit | None:
    """Show the digits and the means to find one; return a newly chosen one once."""
    at_hand = current if isinstance(current, DatasetDigit) and library.has(current) else None
    name, numeral = _choice(key, at_hand, library)
    indices = library.indices(name, numeral)
    view = _view(key, (name, numeral, current.text if current else ""), at_hand, indices)
    shown = indices[view.page * PAGE : (view.page + 1) * PAGE]
    _grid(
        key=f"{key}-grid",
        data=_page(title, name, numeral, indices, shown, view, at_hand, library),
        on_asked_change=lambda: _answer(key, -(-len(indices) // PAGE)),
    )
    return _chosen(st.session_state.pop(f"{key}-chosen", None), library)


def _choice(key: str, at_hand: DatasetDigit | None, library: DigitLibrary) -> tuple[str, int | None]:
    """Show the widgets that narrow the digits down; return the data set and the numeral, None for all."""
    names = library.names
    with st.container(horizontal=True, vertical_alignment="top"):
        name = names[0]
        if len(names) > 1:
            name = st.segmented_control(
                tr("Digits"),
                names,
                default=at_hand.dataset if at_hand else name,
                required=True,
                format_func=lambda choice: tr(SHORT_TITLES[choice]),
                key=f"{key}-set",
            )
        st.number_input(
            tr("Go to digit"),
            0,
            len(library.digits(name)) - 1,
            None,
            key=f"{key}-number-{name}",
            on_change=_go_to,
            args=(key, name, library),
            width=110,
        )
        numeral = st.pills(
            tr("Numeral"),
            NUMERALS,
            default=library.label(at_hand) if at_hand else None,
            format_func=str,
            key=f"{key}-numeral",
            wrap=True,
            help=tr("Choose one to see only these digits; choose it again to see all."),
        )
    return name, numeral


def _view(
    key: str, of: tuple[str, int | None, str], at_hand: DatasetDigit | None, indices: np.ndarray
) -> _View:
    """Return where the visitor is, or for a new choice the page with the digit in use, else the first."""
    view: _View | None = st.session_state.get(f"{key}-view")
    if view is not None and view.of == of and view.page * PAGE < len(indices):
        return view
    marked = st.session_state.pop(f"{key}-marked", None)
    used = at_hand.index if at_hand is not None and at_hand.dataset == of[0] else None
    before = np.flatnonzero(indices == (used if marked is None else marked))
    view = _View(of, int(before[0]) // PAGE if before.size else 0, marked)
    st.session_state[f"{key}-view"] = view
    return view


def _go_to(key: str, name: str, library: DigitLibrary) -> None:
    """Open the page with the digit that was typed, among its own numeral if one is chosen."""
    number = st.session_state[f"{key}-number-{name}"]
    if not isinstance(number, int) or not 0 <= number < len(library.digits(name)):
        return
    if st.session_state.get(f"{key}-numeral") is not None:
        st.session_state[f"{key}-numeral"] = library.label(DatasetDigit(name, number))
    st.session_state.pop(f"{key}-view", None)
    st.session_state[f"{key}-marked"] = number


def _answer(key: str, pages: int) -> None:
    """Turn to the page, or note the digit, that the component asks for."""
    asked, view = st.session_state[f"{key}-grid"].asked, st.session_state.get(f"{key}-view")
    if not isinstance(asked, dict):
        return
    page = asked.get("page")
    if view is not None and isinstance(page, int) and not isinstance(page, bool) and 0 <= page < pages:
        st.session_state[f"{key}-view"] = view._replace(page=page)
    st.session_state[f"{key}-chosen"] = asked.get("chosen")


def _page(
    title: str,
    name: str,
    numeral: int | None,
    indices: np.ndarray,
    shown: np.ndarray,
    view: _View,
    at_hand: DatasetDigit | None,
    library: DigitLibrary,
) -> dict[str, object]:
    refs = [DatasetDigit(name, int(index)) for index in shown]
    pages = -(-len(indices) // PAGE)
    values = {"title": title, "set": TITLES[name], "numeral": numeral}
    whole = tr("{title}: {set} digits", **values)
    return {
        "title": whole if numeral is None else tr("{title}: {set} digits that are a {numeral}", **values),
        "refs": [ref.text for ref in refs],
        "names": [tr(library.describe(ref)) for ref in refs],
        "labels": [str(ref.index) for ref in refs],
        "thumbnails": chosen_to_base64(library.digits(name).images, shown),
        "current": at_hand.text if at_hand else "",
        "marked": DatasetDigit(name, view.marked).text if view.marked is not None else "",
        "page": view.page,
        "pages": pages,
        "where": tr("Page {page} of {pages}", page=view.page + 1, pages=pages),
    }


def _chosen(value: object, library: DigitLibrary) -> DatasetDigit | None:
    """Return the digit that the component says was chosen, if it is one of the library's."""
    if not isinstance(value, str):
        return None
    try:
        ref = parse_digit(value)
    except ValueError:
        return None
    return ref if isinstance(ref, DatasetDigit) and library.has(ref) else None
