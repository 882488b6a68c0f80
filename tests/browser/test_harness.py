"""The harness itself: what it must let pass and what it must catch, on a page of twenty lines."""

import urllib.request

import pytest

from .harness import ROOT, TRACEBACK, AppServer, Watch, free_port, wait_until_ready
from .windows import Windows

pytest_plugins = ["pytester"]

SMALL_APP = """
import streamlit as st

st.title("A small app")
COMPONENTS = {
    "log": "console.error('from the component')",
    "throw": "setTimeout(() => { throw new Error('thrown later') }, 0)",
    "fetch": "fetch('http://192.0.2.1/beacon').catch(() => {})",
    "socket": "new WebSocket('ws://192.0.2.1/beacon')",
}
mode = st.query_params.get("mode")
if mode in COMPONENTS:
    javascript = "export default function () {\\n" + COMPONENTS[mode] + "\\n}\\n"
    st.components.v2.component(mode, html="<p>mounted</p>", js=javascript)(key=mode)
if mode == "raise":
    raise RuntimeError("words for the log")
st.markdown("The end")
"""


@pytest.fixture(scope="module")
def small_server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small_app")
    script = folder / "app.py"
    script.write_text(SMALL_APP, "utf-8")
    with AppServer(folder, script=script) as running:
        yield running


@pytest.fixture
def watched(browser):
    """A page whose faults are the subject of the test, not its failure."""
    with browser.new_context() as context:
        watch = Watch(context)
        yield context.new_page(), watch


def test_clean_page_has_no_fault(small_server, open_page, watches):
    page = open_page("/", at=small_server)

    assert page.get_by_role("heading", name="A small app").is_visible()
    assert page.get_by_text("The end").is_visible()
    assert [watch.faults for watch in watches] == [[]]


def test_cold_deep_link_is_no_fault(cold_server, open_page, tmp_path):
    (tmp_path / "deep.py").write_text("import streamlit as st\nst.title('Deep')\n")
    script = tmp_path / "app.py"
    script.write_text(
        "import streamlit as st\n"
        f"pages = [st.Page({str(tmp_path / 'deep.py')!r}, url_path=name, default=name == 'first')"
        " for name in ('first', 'deep')]\n"
        "st.navigation(pages).run()\n"
    )
    page = open_page("/deep", at=cold_server(script))

    assert page.get_by_role("heading", name="Deep").is_visible()
    assert page.url.endswith("/deep")


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("log", "console error: from the component"),
        ("throw", "thrown later"),
        ("fetch", "request to another host: http://192.0.2.1/beacon"),
        ("socket", "websocket to another host: ws://192.0.2.1/beacon"),
    ],
)
def test_fault_is_caught(small_server, watched, mode, expected):
    page, watch = watched
    page.goto(f"{small_server.url}/?mode={mode}")
    wait_until_ready(page)
    page.get_by_text("mounted").wait_for()
    page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true), 50))")

    assert any(expected in fault for fault in watch.remaining()), watch.faults
    watch.tolerate(".")
    assert watch.remaining() == []


def test_exception_goes_to_the_log_and_not_to_the_visitor(small_server, watched):
    page, _ = watched
    page.goto(f"{small_server.url}/?mode=raise")
    wait_until_ready(page)

    shown = page.get_by_test_id("stApp").inner_text()
    assert "words for the log" not in shown
    assert "RuntimeError" not in shown
    assert TRACEBACK in small_server.log()
    assert "RuntimeError: words for the log" in small_server.log()


def test_phone_and_dark_are_what_they_say(small_server, open_page, phone, dark):
    open_page("/", on=phone, at=small_server)
    open_page("/", on=dark, at=small_server)

    assert phone.evaluate("[innerWidth, devicePixelRatio, navigator.maxTouchPoints > 0]") == [390, 2, True]
    paper, ink = (
        dark.get_by_test_id("stApp").evaluate(f"(app) => getComputedStyle(app).{name}")
        for name in ("backgroundColor", "color")
    )
    assert (paper, ink) == ("rgb(16, 21, 27)", "rgb(230, 234, 238)")


def test_a_window_is_kept_but_nothing_that_a_page_left_in_it(small_server, browser):
    windows = Windows(browser)
    first, beside = (windows.open_page(color_scheme="dark") for _ in range(2))
    assert first.context is not beside.context, "two visitors at a time share nothing"
    first.goto(small_server.url)
    first.evaluate("localStorage.left = sessionStorage.left = document.cookie = 'left=1'")
    first.context.grant_permissions(["clipboard-read"])
    windows.take_back(first.context)
    assert first.is_closed()

    second = windows.open_page(viewport={"width": 500, "height": 400}, reduced_motion="reduce")
    assert second.context is first.context
    second.goto(small_server.url)
    left = second.evaluate("[localStorage.left, sessionStorage.left, document.cookie.includes('left')]")
    assert left == [None, None, False]
    assert (
        second.evaluate("navigator.permissions.query({ name: 'clipboard-read' }).then((it) => it.state)")
        == "prompt"
    )
    assert second.evaluate("[innerWidth, history.length]") == [500, 2]
    queries = ("(prefers-reduced-motion: reduce)", "(prefers-color-scheme: light)")
    assert all(second.evaluate("(query) => matchMedia(query).matches", query) for query in queries)
    for context in (beside.context, windows.open_page(offline=True).context):
        windows.take_back(context)


def test_server_is_gone_after_its_end_and_an_app_that_cannot_start_says_why(tmp_path):
    script = tmp_path / "app.py"
    script.write_text("import streamlit as st\nst.title('Here')\n")
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with AppServer(tmp_path, script=script) as running, without_proxy.open(running.url) as answer:
        assert answer.status == 200
    assert running.process.returncode is not None
    assert not running._is_healthy()

    with (
        pytest.raises(RuntimeError, match="does not exist"),
        AppServer(tmp_path, script=tmp_path / "none.py"),
    ):
        pass


def test_environment_can_take_a_variable_away(tmp_path, monkeypatch):
    monkeypatch.setenv("LAZYQ_DATA", "somewhere")
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "1")

    assert AppServer(tmp_path).environment["LAZYQ_DATA"] == "somewhere"
    assert "STREAMLIT_SERVER_PORT" not in AppServer(tmp_path).environment
    assert "LAZYQ_DATA" not in AppServer(tmp_path, {"LAZYQ_DATA": None}).environment
    assert 1024 < free_port() < 65536


def test_without_chromium_one_line_says_so_and_ci_fails(pytester, monkeypatch):
    pytester.makeconftest(f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        import tests.browser.conftest as ours
        from tests.browser.conftest import pytest_runtest_setup
        ours.find_headless_shell = lambda: None
    """)
    for name in ("test_one", "test_two"):
        pytester.makepyfile(**{name: "def test_nothing():\n    pass\n\ndef test_more():\n    pass\n"})

    def run():
        # In this process, which has imported torch already.
        return pytester.runpytest_inprocess("-ra", *(f"-pno:{name}" for name in ("xdist", "rerunfailures")))

    monkeypatch.delenv("CI", raising=False)
    alone = run()
    assert alone.ret == 0
    alone.assert_outcomes(skipped=4)
    assert alone.stdout.str().count("no Chromium is installed") == 1
    monkeypatch.setenv("CI", "true")
    required = run()
    assert required.ret == 1
    assert "CI=true requires it" in required.stdout.str()
