"""The button that chooses one digit; the choice itself stands in the address."""

import streamlit as st

from lazyq.experiments.digits import DigitRef
from lazyq.ui.choosing.picker import picker
from lazyq.ui.language import tr
from lazyq.ui.library import library


def chooser(name: str, current: DigitRef, why: str | None = None) -> None:
    """Show the button that chooses a digit, in a dialog, and write it in the address.

    Parameters
    ----------
    name : of the digit, such as "x": its parameter in the address
    current : the digit in use
    why : what is said at the button
    """
    title = tr("Choose {name}", name=name)

    @st.dialog(title, width="medium")
    def dialog() -> None:
        chosen = picker(title, f"choose-{name}", current, library())
        if chosen is not None:
            st.query_params[name] = chosen.text
            st.rerun()

    if st.button(title, icon=":material/edit:", help=why):
        dialog()
