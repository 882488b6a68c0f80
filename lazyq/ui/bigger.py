"""A chart of a page once more, as large as the window, to zoom into: drawn and sent when it is asked for."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from lazyq import plots
from lazyq.experiments.lam import lam_from_json
from lazyq.ui.language import VISITOR, separators, tr
from lazyq.ui.preparing import arriving
from lazyq.wording import said_by

# From what the browser asked with and the theme, "light" or "dark", to a figure, or to a sentence that says
# why there is none.
Draw = Callable[[Mapping[str, Any], str], Any]
_OPEN = "_bigger"
_CONFIG = {"displaylogo": False, "displayModeBar": True, "toImageButtonOptions": {"format": "svg"}}
# Title and words stand beside the chart, where they wrap; the buttons of zooming have the top for themselves.
_ROOM = {
    "title": {"text": "", "subtitle": {"text": ""}},
    "legend": {"yref": "container", "y": 0},
    "margin": {"t": 56},
}


def open_bigger(page: str, request: object) -> None:
    """Let the charts of a page be shown by its next run, if that is what its browser asked for."""
    if isinstance(request, Mapping) and request.get("what") == "bigger":
        st.session_state[_OPEN] = page, dict(request)


def bigger(page: str, charts: Mapping[str, Draw]) -> None:
    """Show the charts of a page, if they are asked for, in a window that stays when the page runs.

    Parameters
    ----------
    page : whose charts they are
    charts : by name; a chart is drawn when it is looked at
    """
    asked, request = st.session_state.get(_OPEN, (None, {}))
    if asked == page:
        title = tr("Drag to zoom, double-click to go back")
        st.dialog(title, width="large", on_dismiss=_close)(_window)(page, charts, request)


def asked_lam(request: Mapping[str, Any], default: float) -> float:
    """Return the λ of a request, or the default where it is none."""
    try:
        return lam_from_json(request.get("lam"))
    except ValueError:
        return default


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _window(page: str, charts: Mapping[str, Draw], request: Mapping[str, Any]) -> None:
    names = list(charts)
    name = names[0]
    if len(names) > 1:
        key = f"{page}-chart"
        name = (
            st.segmented_control(tr("Chart"), names, default=name, key=key, label_visibility="collapsed")
            or name
        )
    with arriving(prepared=False), said_by(VISITOR):
        figure = charts[name](request, "dark" if request.get("dark") is True else "light")
    if isinstance(figure, str):
        st.info(figure)
        return
    words = plots.describe(figure)
    if figure.layout.title.text:
        st.markdown(f"**{figure.layout.title.text}**")
    figure.update_layout(_ROOM, separators=separators())
    st.plotly_chart(figure, theme=None, key=f"{page}-{name}", alt=words, config=_CONFIG)
    st.caption(words)
