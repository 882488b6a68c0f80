"""Two pages; on the first what the address names: computations without end, or of data that may be gone."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import streamlit as st

from lazyq.compute.progress import report
from lazyq.datasets import DataError
from lazyq.ui.leaving import arrive
from lazyq.ui.log import quiet_departures
from lazyq.ui.watching import glimpsed, wait_only_for

FOLDER = Path(os.environ["LAZYQ_CACHE"])


def endless() -> str:
    with ThreadPoolExecutor(2) as threads:
        while True:
            threads.submit(time.sleep, 0.01).result()
            report("Counting", 0.5)


def looked_for(name: str) -> str:
    """Fail where there is no file "back", but not before there is one "go"; every try adds to a file."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / name).open("a") as tries:
        tries.write("x")
    while not (FOLDER / "go").exists():
        time.sleep(0.01)
        report("Looking", 0.5)
    if not (FOLDER / "back").exists():
        raise DataError("the data have gone")
    return "found"


def long() -> None:
    st.header("Long")
    names = st.query_params.get("job", "a").split(",")
    wait_only_for(*names)
    for name in names:
        result = glimpsed(
            name, lambda: None, partial(looked_for, name) if name.startswith("data") else endless
        )
        if result is not None:
            st.success(f"{name}: {result}")


def other() -> None:
    st.header("Other")


quiet_departures()
page = st.navigation([st.Page(long, url_path="long", default=True), st.Page(other, url_path="other")])
arrive(page.url_path)
page.run()
