"""What a page says about its data, and the download of MNIST that a visitor can watch and stop."""

import streamlit as st

from lazyq.compute import choose_device
from lazyq.compute.room import jobs_at_once
from lazyq.datasets import BackgroundDownload, start_download
from lazyq.ui.library import available
from lazyq.ui.plain import plain


@st.cache_resource(max_entries=1, show_spinner=False)
def _download() -> BackgroundDownload:
    return start_download()


def require_environment() -> None:
    """Stop with a plain message where an environment variable asks for what this machine hasn't got."""
    try:
        choose_device()
        jobs_at_once()
    except ValueError as error:
        st.error(f"This app can’t start as it was asked to: {plain(error)}")
        st.stop()


def data_notice() -> None:
    """Say which digits are shown where they are not MNIST, and how far its download is."""
    found = available()
    if found.mnist:
        return
    download = _download()
    with st.container(border=True):
        st.markdown(f":material/info: {plain(found.notice)}")
        if download.state == "running":
            st.fragment(_progress, run_every=1.0)(download)
        elif download.state == "done":
            if st.button("MNIST is here: show it"):
                available.clear()
                st.rerun()
        else:
            reason = download.error or "The download was stopped."
            st.markdown(f"MNIST was not fetched: {plain(reason)}")
            if st.button("Try again"):
                _download.clear()
                st.rerun()


def _progress(download: BackgroundDownload) -> None:
    if download.state != "running":
        st.rerun()
    done, total = download.done_bytes, download.total_bytes
    st.progress(done / total, text=f"Fetching MNIST: {done / 1e6:.1f} of {total / 1e6:.1f} MB")
    if st.button("Stop"):
        download.cancel()
        st.rerun()
