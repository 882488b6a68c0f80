"""What others wrote is shown as text."""

import string

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui.plain import plain
from lazyq.ui.shell import ROOT


def test_every_punctuation_mark_stands_behind_a_backslash_and_nothing_else_does():
    assert plain(string.punctuation) == "".join(f"\\{mark}" for mark in string.punctuation)
    assert plain("λ 9\na\té") == "λ 9 a é"
    assert plain(ValueError("x_y")) == "x\\_y"


def test_addresses_are_broken_where_nobody_sees_it():
    """Markdown makes links of them even behind backslashes."""
    said = plain("https://a.b WWW.a.b me@a.b").replace("\\", "")
    assert said == "https:\u2060//a.b WWW\u2060.a.b me\u2060@a.b"


@pytest.mark.parametrize("page", ["lens", "neighbours"])
def test_a_digit_that_a_link_asks_for_in_vain_is_escaped(page):
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["x"] = "![a](//127.0.0.2/b.png)"
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    (said,) = [warning.value for warning in app.warning if "x can’t" in warning.value]
    assert "\\!\\[a\\]\\(\\/\\/127\\.0\\.0\\.2\\/b\\.png\\)" in said
