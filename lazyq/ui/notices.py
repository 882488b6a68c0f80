"""What a page says about its data, and the download of MNIST that a visitor can watch and stop."""

import os
from functools import lru_cache
from pathlib import Path
from time import monotonic

import streamlit as st

from lazyq.compute import choose_device
from lazyq.compute.device import DEVICE_VARIABLE
from lazyq.compute.room import jobs_at_once
from lazyq.datasets import BackgroundDownload, data_folder, start_download
from lazyq.datasets.files import FILES, DataFile, problem, problems, raw_folder
from lazyq.ui.language import decimal_number, tr
from lazyq.ui.library import available
from lazyq.ui.manual import manual_address
from lazyq.ui.plain import plain
from lazyq.ui.results import store
from lazyq.wording import worded


@st.cache_resource(max_entries=1, show_spinner=False)
def _download() -> BackgroundDownload:
    return start_download()


def require_environment() -> None:
    """Stop with a plain message where an environment variable asks for what this machine hasn't got."""
    try:
        data_folder()
        store()
        jobs_at_once()
        manual_address()
        # Every machine has a CPU, and torch need not be imported to ask.
        if os.environ.get(DEVICE_VARIABLE) not in (None, "", "cpu"):
            choose_device()
    except ValueError as error:
        st.error(tr("This app can’t start as it was asked to: {reason}", reason=plain(error)))
        st.stop()


def data_notice() -> None:
    """Say which digits are shown where they are not MNIST, and how far its download is."""
    found = available()
    if found.mnist:
        _say_what_is_gone()
        return
    download = _download()
    with st.container(border=True):
        short = tr("MNIST is not here. Shown instead are the 1,797 digits that scikit-learn carries.")
        st.markdown(f":material/info: {short}")
        if download.state == "running":
            st.fragment(_progress, run_every=1.0)(download)
        elif download.state == "done":
            if st.button(tr("MNIST is here: show it")):
                available.clear()
                st.rerun()
        elif not problems(data_folder()):
            # Someone else has put them there.
            _download.clear()
            available.clear()
            st.rerun()
        else:
            reason = plain(download.error or worded("The download was stopped."))
            # Paths and addresses fill a phone's screen: they are there for who can mend what they say.
            with st.expander(tr("Why, and how to try again")):
                st.markdown(plain(found.notice))
                st.markdown(tr("MNIST was not fetched: {reason}", reason=reason))
                if st.button(tr("Try again")):
                    _download.clear()
                    st.rerun()


def _say_what_is_gone() -> None:
    """Say that files of MNIST have gone, or are others, since they were read; all goes on with its memory."""
    folder = data_folder()
    gone = _gone(folder, int(monotonic()))
    if gone is not None:
        file, wrong = gone
        path = raw_folder(folder) / file.name
        st.warning(
            tr(
                "The files of MNIST have gone while this app runs: {path} {wrong}. It goes on with the "
                "digits in its memory. Put the file back, or the next start will be without MNIST.",
                path=plain(path),
                wrong=plain(wrong),
            )
        )


@lru_cache(maxsize=1)
def _gone(folder: Path, second: int) -> tuple[DataFile, str] | None:
    """Return the first file that has gone and what is wrong with it, None for none; looked at once a second.

    Each look lets another thread have Python meanwhile, and a class that opens a page waits for all of them.
    """
    found = ((file, problem(folder, file)) for file in FILES)
    return next(((file, wrong) for file, wrong in found if wrong is not None), None)


def _progress(download: BackgroundDownload) -> None:
    if download.state != "running":
        st.rerun()
    done, total = download.done_bytes, download.total_bytes
    megabytes = {"done": decimal_number(done / 1e6, 1), "total": decimal_number(total / 1e6, 1)}
    st.progress(done / total, text=tr("Fetching MNIST: {done} of {total} MB", **megabytes))
    if st.button(tr("Stop")):
        download.cancel()
        st.rerun()
