"""Who goes to another page no longer waits for what the last one was computing."""

import streamlit as st

AWAITS = "_awaits"


def arrive(page: str) -> None:
    """Let the jobs of the page end that this visitor comes from; called before the page is run.

    Parameters
    ----------
    page : address of the page to be run
    """
    before = st.session_state.get("_page", page)
    st.session_state["_page"] = page
    if before != page and st.session_state.pop(AWAITS, False):
        from lazyq.ui.watching import wait_only_for  # here, for it is not on the way of the first page

        wait_only_for()
