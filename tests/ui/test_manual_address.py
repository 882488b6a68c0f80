"""The link from About to the manual, which is there where LAZYQ_MANUAL names an address."""

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui.manual import VARIABLE, manual_address
from lazyq.ui.shell import ROOT

ADDRESS = "https://example.org/lazyq/"


@pytest.mark.parametrize(("said", "address"), [("", None), (f" {ADDRESS} ", ADDRESS)])
def test_address_is_that_of_the_environment(monkeypatch, said, address):
    monkeypatch.setenv(VARIABLE, said)
    assert manual_address() == address


@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "manual/index.html", "https://", "http://[", "ftp://x"]
)
def test_what_is_no_address_is_refused(monkeypatch, said):
    monkeypatch.setenv(VARIABLE, said)
    with pytest.raises(ValueError, match="LAZYQ_MANUAL must be an address"):
        manual_address()


@pytest.mark.parametrize(("said", "links"), [("", []), (ADDRESS, [ADDRESS])])
def test_about_links_to_it(monkeypatch, tmp_path, said, links):
    monkeypatch.setenv(VARIABLE, said)
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path))
    page = AppTest.from_file(ROOT / "pages" / "about.py", default_timeout=120).run()
    assert not page.exception
    assert [link.proto.url for link in page.get("link_button")] == links
