"""Two pages; on the first a computation without end, named by the address."""

import time
from concurrent.futures import ThreadPoolExecutor

import streamlit as st

from lazyq.compute.progress import report
from lazyq.ui.leaving import arrive
from lazyq.ui.log import quiet_departures
from lazyq.ui.watching import glimpsed, wait_only_for


def endless() -> str:
    with ThreadPoolExecutor(2) as threads:
        while True:
            threads.submit(time.sleep, 0.01).result()
            report("Counting", 0.5)


def long() -> None:
    st.header("Long")
    name = st.query_params.get("job", "a")
    wait_only_for(name)
    glimpsed(name, lambda: None, endless)


def other() -> None:
    st.header("Other")


quiet_departures()
page = st.navigation([st.Page(long, url_path="long", default=True), st.Page(other, url_path="other")])
arrive(page.url_path)
page.run()
