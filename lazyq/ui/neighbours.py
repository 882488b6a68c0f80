"""The nearest digits on the page: one digit goes in, all its neighbourhoods come out."""

import base64
from typing import Any

import streamlit as st

from lazyq.actions import RowShifts
from lazyq.experiments.digits import SIDE, DatasetDigit, DigitRef, parse_digit
from lazyq.experiments.neighborhood import STOPS, Neighborhood, neighborhood
from lazyq.neighbors import NeighborIndex
from lazyq.ui.assets import component
from lazyq.ui.library import available, library
from lazyq.ui.picker import picker

DEFAULT_LAM = 0.5
NEIGHBORS = 10
_mount = component("neighbours")


@st.cache_resource(max_entries=2, show_spinner="Making the training digits ready to be searched…")
def _index(dataset: str) -> NeighborIndex:
    return NeighborIndex(RowShifts(SIDE, SIDE), library().digits(dataset).images)


@st.cache_data(max_entries=200, show_spinner="Looking for the nearest digits…")
def _neighborhood(dataset: str, reference: str) -> Neighborhood:
    own = reference.startswith(f"{dataset}-")
    image = library().image(parse_digit(reference))
    return neighborhood(_index(dataset), image, NEIGHBORS + own)


def training_set() -> str:
    """Return the name of the data set whose digits vote."""
    return "mnist-train" if available().mnist else "sklearn"


def choose(x: DigitRef) -> None:
    """Show the button that chooses x."""

    @st.dialog("Choose x", width="medium")
    def dialog() -> None:
        chosen = picker("Choose x", "choose-neighbour", x, library())
        if chosen is not None:
            st.query_params["x"] = chosen.text
            st.rerun()

    if st.button("Choose x", icon=":material/edit:"):
        dialog()


@st.fragment
def neighbours(x: DigitRef) -> None:
    """Show the nearest digits of x; λ belongs to the browser, which writes it in the link."""
    _mount(key="neighbours", data=neighbours_data(x))


def neighbours_data(x: DigitRef) -> dict[str, Any]:
    """Return what the component is given: x, every digit near it at some λ, and who is near at which λ."""
    dataset = training_set()
    digits = library().digits(dataset)
    found = _neighborhood(dataset, x.text)
    own = x.index if isinstance(x, DatasetDigit) and x.dataset == dataset else None
    near = [[index for index in row if index != own][:NEIGHBORS] for row in found.indices.tolist()]
    held = sorted({index for row in near for index in row})
    place = {index: position for position, index in enumerate(held)}
    return {
        "x": {
            "pixels": _encoded(library().image(x).numpy().tobytes()),
            "name": library().describe(x),
            "reference": x.text,
            "label": library().label(x),
        },
        "lam": DEFAULT_LAM,
        "lams": ["inf" if lam == float("inf") else lam for lam in STOPS],
        "near": [[place[index] for index in row] for row in near],
        "pixels": _encoded(digits.images[held].numpy().tobytes()),
        "labels": digits.labels[held].tolist(),
        "references": [DatasetDigit(dataset, index).text for index in held],
        "searched": len(digits) - (own is not None),
    }


def _encoded(levels: bytes) -> str:
    return base64.b64encode(levels).decode()
