"""A chart of a page once more, as large as the window, to zoom into: drawn and sent when it is asked for."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from lazyq import plots
from lazyq.experiments.lam import lam_from_text
from lazyq.ui.preparing import arriving

# From the theme of the page, "light" or "dark", to a figure, or to a sentence that says why there is none.
Draw = Callable[[str], Any]
_CONFIG = {"displaylogo": False, "displayModeBar": True, "toImageButtonOptions": {"format": "svg"}}


@st.fragment
def bigger(page: str, charts: Mapping[str, Draw]) -> None:
    """Show the button that opens charts of a page in a window of their own.

    Parameters
    ----------
    page : whose charts they are; one button a page
    charts : by name; a chart is drawn when it is looked at, and what it needs then taken from the address
    """
    if st.button("Bigger, to zoom", icon=":material/open_in_full:", key=f"{page}-bigger"):
        _window(page, charts)


def asked_lam(default: float) -> float:
    """Return the λ that the browser has written in the address, or the default where it is none."""
    try:
        return lam_from_text(st.query_params.get("lam", str(default)))
    except ValueError:
        return default


@st.dialog("Drag to zoom, double-click to go back", width="large")
def _window(page: str, charts: Mapping[str, Draw]) -> None:
    names = list(charts)
    name = names[0]
    if len(names) > 1:
        name = st.segmented_control("Chart", names, default=name, label_visibility="collapsed") or name
    with arriving():
        figure = charts[name]("dark" if st.context.theme.type == "dark" else "light")
    if isinstance(figure, str):
        st.info(figure)
        return
    words = plots.describe(figure)
    st.plotly_chart(figure, theme=None, key=f"{page}-{name}", alt=words, config=_CONFIG)
    st.caption(words)
