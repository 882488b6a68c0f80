"""MNIST goes while the app runs, and comes back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lazyq.datasets.files import FILES

from .harness import READY_SECONDS, data_environment

SECONDS = 1000 * READY_SECONDS
ONCE = 1.0  # seconds, in which the server looks once
SEEN = {
    "/": ".start .sentence",
    "/lens?x=mnist-test-3&y=mnist-test-5": ".lens .n-distance",
    "/neighbours?x=mnist-test-4": ".neighbours .sentence",
    "/best-lambda?n=100&tested=1000&draws=1": ".accuracy .riddle",
    "/six-or-nine?size=100&x=mnist-test-4": ".six-or-nine .stage",
    "/about": "[data-testid=stPlotlyChart]",
    "/averaging?model=logistic&n=500": "[data-testid=stImage], .averaging",
}


def test_every_page_goes_on_says_what_is_missing_and_is_as_before_once_it_is_back(
    cold_server, open_page, page, tmp_path
):
    source = Path(data_environment().get("LAZYQ_DATA", "nowhere")) / "MNIST" / "raw"
    if not source.is_dir():
        pytest.skip("no MNIST here: set LAZYQ_DATA")
    raw, away = tmp_path / "MNIST" / "raw", tmp_path / "away"
    raw.mkdir(parents=True)
    for file in FILES:
        (raw / file.name).symlink_to(source / file.name)
    server = cold_server(LAZYQ_DATA=str(tmp_path), LAZYQ_MIRROR="http://127.0.0.1:9/")
    notice = page.get_by_test_id("stAlert").filter(has_text="The files of MNIST have gone")
    open_page("/lens", at=server)  # from here on the digits are in memory
    expect(page.locator(".lens .n-distance")).to_be_visible(timeout=SECONDS)
    raw.rename(away)
    for gone in (True, False):
        if not gone:
            away.rename(raw)
        page.wait_for_timeout(1000 * ONCE)
        for path, seen in SEEN.items():
            open_page(path, at=server)
            expect(page.locator(seen).first).to_be_visible(timeout=SECONDS)
            expect(page.get_by_test_id("stException")).to_have_count(0)
            expect(notice).to_have_count(int(gone))
            if gone:
                expect(notice).to_contain_text(
                    re.compile(r"MNIST/raw/train-images-idx3-ubyte is missing\. .*Put the")
                )
