"""The nearest digits on the page: one digit goes in, its neighbours at every λ come out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
import torch
from numpy.typing import NDArray
from torch import Tensor

from lazyq.actions import RowShifts
from lazyq.experiments.accuracy.table import AccuracySpec, training_places
from lazyq.experiments.digits import SIDE, DatasetDigit, DigitRef, DrawnDigit, parse_digit
from lazyq.experiments.neighbours.files import near_npz, near_python
from lazyq.neighbors import NeighborIndex, neighbors_path
from lazyq.ui.address import Setting, number, select, sent_lam
from lazyq.ui.choosing.picker import picker
from lazyq.ui.components import component, standalone_html
from lazyq.ui.files import File, keep, kept
from lazyq.ui.library import available, library, referenced
from lazyq.ui.pixels import to_base64

DEFAULT_LAM = 0.5
# Digits whose neighbours vote for one class at λ = 0, rightly for another at 0.5, and for a third at ∞.
_TELLING = {True: DatasetDigit("mnist-test", 77), False: DatasetDigit("sklearn", 1571)}
_KEY = "neighbours"
_mount = component("neighbours")

NEIGHBORS = Setting("k", range(1, 31), 10)
AMONG = Setting("among", ("all", "draw"), "all")


class Searched(NamedTuple):
    """Training digits that are searched, and the place of each in its data set."""

    digits: NeighborIndex
    places: Tensor


class Near(NamedTuple):
    """The k nearest digits of one at every λ: from starts[p] on those of near[p], by place, nearest first."""

    starts: NDArray[np.float64]
    near: NDArray[np.int64]


def asked_digit() -> tuple[DigitRef, str | None]:
    """Return the digit x of the address, and what is wrong with the address if it is.

    The browser soon writes the digit shown instead into the address; what was wrong is said all the same
    until another is chosen.
    """
    x, problem = referenced("x", _TELLING[available().mnist])
    refused, words = st.session_state.pop("_neighbours_refused", (None, None))
    if problem is None and refused == st.query_params.get("x"):
        problem = words
    if problem is not None:
        st.session_state["_neighbours_refused"] = x.text, problem
    return x, problem


def choose(x: DigitRef) -> None:
    """Show the buttons that choose x."""

    @st.dialog("Choose x", width="medium")
    def dialog() -> None:
        chosen = picker("Choose x", "choose-neighbour", x, library())
        if chosen is not None:
            st.query_params["x"] = chosen.text
            st.rerun()

    if st.button("Choose x", icon=":material/edit:"):
        dialog()
    st.button("Surprise me", icon=":material/casino:", on_click=_surprise)


def _surprise() -> None:
    st.query_params["x"] = library().surprise(np.random.default_rng())[0].text


def electorate() -> tuple[int, str]:
    """Show how many neighbours vote, and which digits may; return k, and "all" or "draw"."""
    columns = st.columns([1, 3, 4], vertical_alignment="bottom")
    with columns[0]:
        k = number(NEIGHBORS, "Votes k")
    with columns[1]:
        everyone = len(library().digits(_training_set()))
        words = {
            "all": f"all {everyone:,} training digits",
            "draw": "the training digits of the first draw below",
        }
        return k, select(AMONG, "Neighbours are looked for among", words.__getitem__)


def _training_set() -> str:
    return "mnist-train" if available().mnist else "sklearn"


@st.cache_resource(max_entries=4, show_spinner="Making the training digits ready to be searched…")
def _searched(dataset: str, draw: AccuracySpec | None) -> Searched:
    images = library().digits(dataset).images
    places = torch.arange(len(images)) if draw is None else training_places(draw)
    return Searched(NeighborIndex(RowShifts(SIDE, SIDE), images[places]), places)


@st.cache_data(max_entries=200, show_spinner="Looking for the nearest digits…")
def found_near(dataset: str, draw: AccuracySpec | None, reference: str, k: int) -> Near:
    """Return the k digits nearest to a digit at every λ, itself left out.

    Parameters
    ----------
    dataset : whose digits are searched
    draw : whose first draw of them is searched, or None for all
    reference : of the digit
    k : at most; fewer where there are fewer
    """
    searched = _searched(dataset, draw)
    x = parse_digit(reference)
    place = x.index if isinstance(x, DatasetDigit) and x.dataset == dataset else -1
    own = (searched.places == place).nonzero().flatten().tolist()
    k = min(k, len(searched.places) - len(own))
    found = neighbors_path(searched.digits, library().image(x), k, leave_out=own[0] if own else None)
    return Near(found.starts, searched.places.numpy()[found.indices[found.near]])


@st.fragment
def neighbours(x: DigitRef, k: int, among: str, spec: AccuracySpec) -> None:
    """Show the nearest digits of x; λ belongs to the browser, which writes it in the link.

    Parameters
    ----------
    k : how many
    among : "all" training digits, or those of the first "draw" of the spec
    """
    draw = replace(spec, lams=(0.0,), neighbors=1, draws=min(1, spec.draws)) if among == "draw" else None
    near = found_near(spec.training_set, draw, x.text, k)
    data = neighbours_data(x, near, spec.training_set)
    data |= {"address": {"k": str(k), "among": among}, "searched": spec.train if draw else None}
    data["python"] = near_python(x, k, spec.training_set, draw)
    _mount(
        key=_KEY, data={**data, "download": kept(_KEY)}, on_take_change=lambda: _prepare(x, near, data, spec)
    )


def neighbours_data(x: DigitRef, near: Near, dataset: str) -> dict[str, Any]:
    """Return what the component is given: x, every digit near it at some λ, and who is near at which λ."""
    digits = library().digits(dataset)
    held = np.unique(near.near)
    own = isinstance(x, DatasetDigit) and x.dataset == dataset
    return {
        "x": {
            "pixels": to_base64(library().image(x)),
            "name": library().describe(x),
            "reference": x.text,
            "label": library().label(x),
        },
        "lam": DEFAULT_LAM,
        "starts": near.starts.tolist(),
        "near": np.searchsorted(held, near.near).tolist(),
        "pixels": to_base64(digits.images[held]),
        "labels": digits.labels[held].tolist(),
        "references": [DatasetDigit(dataset, int(index)).text for index in held],
        "all": len(digits) - own,
    }


def _prepare(x: DigitRef, near: Near, data: dict[str, Any], spec: AccuracySpec) -> None:
    """Make the file that the visitor asked for; what comes from the browser is checked here."""
    request = st.session_state[_KEY].get("take")
    if not isinstance(request, Mapping):
        return
    name = f"neighbours_{'drawn' if isinstance(x, DrawnDigit) else x.text}"
    if request.get("what") == "npz":
        keep(_KEY, File(f"{name}.npz", "application/zip", near_npz(library(), x, spec.training_set, *near)))
    elif request.get("what") == "html":
        shown = {**data, "lam": sent_lam(request.get("lam"), DEFAULT_LAM)}
        page = standalone_html("neighbours", f"The neighbours of {data['x']['name']}", shown)
        keep(_KEY, File(f"{name}.html", "text/html", page.encode()))
