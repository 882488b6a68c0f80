"""The Average page: how many digits go in, their averages at every λ come out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lazyq import plots
from lazyq.experiments.average import COUNTS, AverageSpec, DigitMap, MapSpec
from lazyq.experiments.lam import lam_text
from lazyq.ui.address import Setting, select
from lazyq.ui.bigger import Draw, asked_lam
from lazyq.ui.components import component
from lazyq.ui.files import mount
from lazyq.ui.language import localised, tr
from lazyq.ui.library import available
from lazyq.ui.views.average.computing import averages
from lazyq.ui.views.average.data import DEFAULT_DIGIT, DEFAULT_LAM, Averages, average_data, requested_file

SIZES, SMALL_SIZES = (30, 100, 300, 1000), (30, 50, 100)
_HELD_OUT = 700
_average = component("average")

__all__ = ["average_view", "averages", "settings"]


def settings(notices: DeltaGenerator) -> tuple[AverageSpec, int]:
    """Offer how many digits are averaged, and to how many averages a class; what can't be, among the notices.

    Return the spec of the class that the address names, and the number of averages.
    """
    mnist = available().mnist
    sizes, default = (SIZES, 300) if mnist else (SMALL_SIZES, 100)
    with st.popover(tr("Change what is averaged"), icon=":material/tune:"):
        size = select(Setting("size", sizes, default), tr("Averaged"), _first_of_each, notices)
        count = select(Setting("averages", COUNTS, 1), tr("Averages of each digit"), notices=notices)
    asked = st.query_params.get("digit", "")
    digit = int(asked) if asked in set("0123456789") else DEFAULT_DIGIT
    return average_spec(digit, size), count


def average_spec(digit: int, size: int) -> AverageSpec:
    """Return what is averaged, of the digits at hand."""
    if available().mnist:
        return AverageSpec("mnist-train", digit, size)
    return AverageSpec("sklearn", digit, size, held_out=_HELD_OUT)


@st.fragment
def average_view(spec: AverageSpec, known: Averages) -> None:
    """Show the averages; class and λ belong to the browser, which writes them in the link."""
    data = average_data(spec, known)
    charts: dict[str, Draw] = {tr("Averages"): partial(_means, spec, known)}
    if known.layout is not None:
        charts[tr("Map")] = partial(_map, spec, known.layout)
    answer = partial(requested_file, spec=spec, known=known, data=data)
    mount(_average, "average", data, answer, charts)


def _first_of_each(size: int) -> str:
    return tr("the first {size} of each digit", size=size)


def _means(spec: AverageSpec, known: Averages, request: Mapping[str, Any], theme: str) -> Any:
    asked = request.get("digit")
    digit = asked if isinstance(asked, int) and asked in known.classes else spec.digit
    return plots.means_figure(
        spec.lams,
        known.classes[digit].means,
        columns=3,
        title=tr("The average {digit} at every λ", digit=digit),
        theme=theme,
    )


def _map(spec: AverageSpec, layout: DigitMap, request: Mapping[str, Any], theme: str) -> Any:
    lams = MapSpec(spec.dataset).lams
    place = max(place for place, lam in enumerate(lams) if lam <= asked_lam(request, DEFAULT_LAM))
    unit = tr("units of d at λ = {lam}", lam=localised(lam_text(lams[place])))
    return plots.embedding_figure(layout.positions[place], layout.labels, unit=unit, theme=theme)
