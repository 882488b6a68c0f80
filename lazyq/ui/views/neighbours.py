"""The nearest digits on the page: one digit goes in, its neighbours at every λ come out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lazyq import plots
from lazyq.experiments.digits import DatasetDigit, DigitRef, parse_digit
from lazyq.experiments.draws import Draw
from lazyq.experiments.exporting import file_name
from lazyq.experiments.neighbours import (
    NearestDigits,
    NeighboursSpec,
    nearest_digits,
    neighbours_npz,
    neighbours_python,
)
from lazyq.kernels.awaiting import compiling
from lazyq.ui.address import Setting, select, sent_lam
from lazyq.ui.choosing import training
from lazyq.ui.choosing.one import chooser
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import tr, whole_number
from lazyq.ui.library import available, library, referenced
from lazyq.ui.packing import Packed
from lazyq.ui.pixels import chosen_to_base64, to_base64
from lazyq.ui.results import store
from lazyq.ui.shell import PAGES, streamlit_page

DEFAULT_LAM = 0.5
# Digits whose neighbours vote for one class at λ = 0, rightly for another at 0.5, and for a third at ∞.
_TELLING = {True: DatasetDigit("mnist-test", 77), False: DatasetDigit("sklearn", 1571)}
_NARROW = 170  # pixels, of a setting
_neighbours, _packed = component("neighbours"), Packed()

AMONG = Setting("among", ("all", "draw"), "all")
# What only the accuracy has, which was on this page once.
_MOVED = ("draws", "grid", "view", "guess")


def telling_digit() -> DigitRef:
    """Return the digit that a first visit shows."""
    return _TELLING[available().mnist]


def asked_digit() -> tuple[DigitRef, str | None]:
    """Return the digit x of the address, and what is wrong with the address if it is.

    The browser soon writes the digit shown instead into the address; what was wrong is said all the same
    until another is chosen.
    """
    x, problem = referenced("x", telling_digit())
    refused, words = st.session_state.pop("_neighbours_refused", (None, None))
    if problem is None and refused == st.query_params.get("x"):
        problem = words
    if problem is not None:
        st.session_state["_neighbours_refused"] = x.text, problem
    return x, problem


def choose(x: DigitRef) -> None:
    """Show the buttons that choose x."""
    chooser("x", x)
    st.button(tr("Surprise me"), icon=":material/casino:", on_click=_surprise)


def _surprise() -> None:
    st.query_params["x"] = library().surprise(np.random.default_rng())[0].text


def moved_notice() -> None:
    """Lead a link to the accuracy, which was on this page once, to the page that it has now."""
    said = st.query_params.to_dict()
    if not any(name in said for name in _MOVED):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(tr("How often the vote is right, which this link asks for, has a page of its own:"))
        page = next(entry for entries in PAGES.values() for entry in entries if entry.url == "best-lambda")
        st.page_link(streamlit_page(page), label=tr(page.title), query_params=said)


def electorate(notices: DeltaGenerator) -> tuple[int, Draw]:
    """Show how many neighbours vote, and which digits may; return k and these digits.

    What a link asks for in vain is said among the notices.
    """
    everything, tests = training.sets()
    # One message to the browser, where columns are six, which a class waits for.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        k = training.votes(notices, _NARROW)
        everyone = len(library().digits(everything))
        words = {
            "all": tr("all {count} training digits", count=whole_number(everyone)),
            "draw": tr("a random draw of training digits"),
        }
        label = tr("Neighbours are looked for among")
        among = select(AMONG, label, words.__getitem__, notices, 2 * _NARROW)
        if among == "all":
            return k, Draw(everything)
        size, seed = training.size(notices, _NARROW), training.seed(notices, _NARROW)
        if everything != tests:
            return k, Draw(everything, size, seed)
        return k, Draw(everything, size, seed, aside=training.tested(notices, _NARROW))


@st.fragment
def neighbours(x: DigitRef, k: int, among: Draw) -> None:
    """Show the nearest digits of x; λ belongs to the browser, which writes it in the link.

    Parameters
    ----------
    k : how many
    among : the digits that are searched
    """
    spec = NeighboursSpec(x.text, k, among)
    data = _packed((spec, _checksums(spec)), partial(_data, spec))
    if compiling():
        st.caption(
            tr(
                "The fast search is being compiled in the background, some seconds, once on this machine; "
                "until then a search takes longer and finds the same."
            )
        )
    answer, charts = partial(requested_file, spec=spec), {tr("Neighbours"): partial(_lists, spec)}
    mount(_neighbours, "neighbours", data, answer, charts)


def _data(spec: NeighboursSpec) -> dict[str, Any]:
    result = known(spec)
    if result is None:
        with st.spinner(tr("Looking for the nearest digits…")):
            result = found(spec)
    return neighbours_data(spec, result)


def _lists(spec: NeighboursSpec, request: Mapping[str, Any], theme: str) -> Any:
    result, labels = found(spec), library().digits(spec.among.dataset).labels
    return plots.neighbors_figure((result.starts, result.near), labels, theme=theme)


def _address(spec: NeighboursSpec) -> dict[str, str | None]:
    """Return what the browser writes beside λ; None for what isn't said."""
    k, draw = str(spec.neighbors), spec.among
    said = {"k": None if k == str(training.NEIGHBORS.default) else k}
    if draw.size is None:
        return said | {"among": None}
    tested = {"tested": str(draw.aside)} if draw.aside else {}
    return said | {"among": "draw", "n": str(draw.size), "seed": str(draw.seed)} | tested


def known(spec: NeighboursSpec) -> NearestDigits | None:
    """Return the nearest digits if they have been looked for before, else None."""
    return store().known(nearest_digits, spec, data=_checksums(spec))


def found(spec: NeighboursSpec) -> NearestDigits:
    """Return the nearest digits, from the store if they have been looked for before."""
    return store().run(nearest_digits, spec, data=_checksums(spec))


def _checksums(spec: NeighboursSpec) -> tuple[str, ...]:
    x, held = parse_digit(spec.x), library()
    names = {spec.among.dataset, *([x.dataset] if isinstance(x, DatasetDigit) else [])}
    return tuple(held.digits(name).checksum for name in sorted(names))


def neighbours_data(spec: NeighboursSpec, result: NearestDigits) -> dict[str, Any]:
    """Return what the component is given: x, every digit near it at some λ, and who is near at which λ."""
    x, dataset = parse_digit(spec.x), spec.among.dataset
    shown = library()
    digits = shown.digits(dataset)
    held = np.unique(result.near)
    own = isinstance(x, DatasetDigit) and x.dataset == dataset
    return {
        "x": {
            "pixels": to_base64(shown.image(x)),
            "name": tr(shown.describe(x)),
            "reference": x.text,
            "label": shown.label(x),
        },
        "lam": DEFAULT_LAM,
        "starts": result.starts.tolist(),
        "near": np.searchsorted(held, result.near).tolist(),
        "pixels": chosen_to_base64(digits.images, held),
        "labels": digits.labels.numpy()[held].tolist(),
        "references": [DatasetDigit(dataset, int(index)).text for index in held],
        "all": len(digits) - own,
        "searched": spec.among.size,
        "python": neighbours_python(spec),
        "address": _address(spec),
    }


def requested_file(request: Mapping[str, Any], spec: NeighboursSpec) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is."""
    name, what = file_name("neighbours", parse_digit(spec.x)), request.get("what")
    if what == "npz":
        return npz_file(name, neighbours_npz(library(), spec, found(spec)))
    if what == "html":
        data = neighbours_data(spec, found(spec)) | {"lam": sent_lam(request.get("lam"), DEFAULT_LAM)}
        title = tr("The neighbours of {x}", x=data["x"]["name"])
        return html_file(name, "neighbours", title, data, request)
    return None
