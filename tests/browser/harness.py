"""The parts of the browser harness: finding Chromium, serving the app, watching a page."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

ROOT = Path(__file__).resolve().parents[2]
TRACEBACK = "Traceback (most recent call last)"
START_SECONDS = 180
READY_SECONDS = 90
# On a deep link Streamlit's own script asks for these below the page's path before it asks at the root.
STREAMLIT_PROBE = re.compile(r"^http://127\.0\.0\.1:\d+/[\w-]+/_stcore/(health|host-config)$")
LOCAL_HOSTS = {"127.0.0.1", "localhost"}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--process-per-site",
    "--no-first-run",
]
# Nodes in shadow roots too, as Playwright's own selectors find them, and what they take to be visible.
DEEP = """
  const roots = (root) => [...root.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)
  const deep = (root, selector) => [
    ...root.querySelectorAll(selector), ...roots(root).flatMap((inner) => deep(inner, selector)),
  ]
  const seen = (node) => {
    const { width, height } = node.getBoundingClientRect()
    return width > 0 && height > 0 && node.checkVisibility({ visibilityProperty: true })
  }
  // A component's markup and style come with its code.
  const hosts = '[data-testid=stBidiComponentIsolated], [data-testid=stBidiComponentRegular]'
  const isBare = (host) => [...(host.shadowRoot ?? host).children].every(({ firstChild }) => !firstChild)
  const codeIsThere = () => ![...document.querySelectorAll(hosts)].some(isBare)
"""
# Whether all that is on the page has its code; a drawing and a gallery have no view.
_AT_WORK = f"""() => {{ {DEEP}
  const views = deep(document, '.lazyq:not(.drawing, .gallery)'), frames = deep(document, '.frame-of-pages')
  return codeIsThere() && views.every(({{ view }}) => view) && frames.every(({{ frame }}) => frame)
}}"""
# Every text that stands in a navigation, in the order in which it came.
_NAVIGATIONS = """() => {
  window.navigations = []
  new MutationObserver(() => {
    const links = '[data-testid=stSidebarNavLink], [data-testid=stTopNavLink]'
    for (const link of document.querySelectorAll(links)) {
      const text = link.textContent.trim()
      if (text && !window.navigations.includes(text)) window.navigations.push(text)
    }
  }).observe(document, { childList: true, subtree: true, characterData: true })
}"""


def find_chromium() -> str | None:
    """Return the path of Debian's Chromium, or of the Chromium or Chrome on the PATH, or None."""
    names = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def find_headless_shell() -> str | None:
    """Return the path of Debian's headless shell, Chromium without windows, else what find_chromium returns.

    It draws the same pages with an eighth less computing. Who measures or takes pictures wants Chromium.
    """
    return shutil.which("chromium-headless-shell") or find_chromium()


def data_environment() -> dict[str, str]:
    """Return LAZYQ_DATA as the environment has it, else ../shared/data where that exists, else nothing."""
    beside = ROOT.parent / "shared" / "data"
    default = str(beside) if beside.is_dir() else None
    chosen = os.environ.get("LAZYQ_DATA", default)
    return {} if chosen is None else {"LAZYQ_DATA": chosen}


class AppServer:
    """The app of this repository in a process of its own, on a free port of 127.0.0.1.

    Parameters
    ----------
    folder : where the log, and the cache unless the environment names one, are written
    environment : variables on top of this process's; None takes one away
    script : the router, relative to the root
    root : folder of the app; a copy of the repository may be another
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str | None] | None = None,
        script: str | Path = "app.py",
        root: Path = ROOT,
    ) -> None:
        self.log_file = folder / "server.log"
        self.root, self.script = root, root / script
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
        merged = (
            inherited | data_environment() | {"LAZYQ_CACHE": str(folder / "cache")} | dict(environment or {})
        )
        self.environment = {name: value for name, value in merged.items() if value is not None}

    def __enter__(self) -> Self:
        self.port = free_port()
        self._start()
        return self

    def restart(self) -> None:
        """End the server and start another one at its address, which knows no one."""
        self.stop()
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", str(self.script), "--server.headless=true"]
        command += ["--server.address=127.0.0.1", f"--server.port={self.port}"]
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Root of the app, without a slash at the end."""
        base = self.environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
        return f"http://127.0.0.1:{self.port}/{base}".rstrip("/")

    def log(self) -> str:
        """Return everything that the server has printed so far, without colours."""
        return re.sub(r"\x1b\[[\d;]*m", "", self.log_file.read_text("utf-8", "replace"))

    def stop(self) -> None:
        """End the server and whatever it started; return when it is gone."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(15)
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the app ended with {self.process.returncode}:\n{tail(self.log())}")
            if self._is_healthy():
                return
            time.sleep(0.1)
        raise RuntimeError(f"the app did not answer within {START_SECONDS} s:\n{tail(self.log())}")

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", f"{urlsplit(self.url).path}/_stcore/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class Watch:
    """What went wrong in a page without a test asking: script errors and requests that leave the machine."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        self.tolerated: list[re.Pattern[str]] = []
        self.context = context
        self.listeners: dict[Any, Callable[[Any], None]] = {
            "console": self._on_console,
            "weberror": lambda error: self._note(f"error in the page: {error.error}"),
            "request": lambda request: self._on_address("request", request.url),
            "page": self._on_page,
        }
        for event, listener in self.listeners.items():
            context.on(event, listener)
        for page in context.pages:
            self._on_page(page)

    def end(self) -> None:
        """Look away: what comes now is no longer of the test."""
        for event, listener in self.listeners.items():
            self.context.remove_listener(event, listener)

    def tolerate(self, pattern: str) -> None:
        """Let faults pass that the regular expression finds: a test states what it provokes."""
        self.tolerated.append(re.compile(pattern))

    def remaining(self) -> list[str]:
        """Return the faults that no pattern tolerates."""
        return [fault for fault in self.faults if not any(known.search(fault) for known in self.tolerated)]

    def _note(self, fault: str) -> None:
        self.faults.append(fault)

    def _on_console(self, message: ConsoleMessage) -> None:
        address = str(message.location.get("url", ""))
        if message.type == "error" and not STREAMLIT_PROBE.search(address):
            self._note(f"console error: {message.text} ({address})")

    def _on_page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._on_address("websocket", socket.url))

    def _on_address(self, kind: str, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in LOCAL_HOSTS:
            self._note(f"{kind} to another host: {address[:200]}")


def wait_until_ready(page: Page) -> None:
    """Wait until the app has connected, its script has finished and nothing is a skeleton or a spinner.

    The frame and the views are then at work, too: their code may come after the script's end.
    """
    milliseconds = READY_SECONDS * 1000
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=milliseconds)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=milliseconds)
    expect(page.get_by_role("heading").first).to_be_visible(timeout=milliseconds)
    for passing in ("stSkeleton", "stSpinner", "stAppSkeleton"):
        expect(page.get_by_test_id(passing)).to_have_count(0, timeout=milliseconds)
    until(page, _AT_WORK)


def keep_navigations(page: Page) -> None:
    """Let a page that will be opened keep what its navigation shows, for ``assert_no_list_of_files``."""
    page.add_init_script(f"({_NAVIGATIONS})()")


def assert_no_list_of_files(page: Page) -> None:
    """Fail if the navigation has shown names of files, as Streamlit's own does until pages are declared."""
    seen = page.evaluate("window.navigations")
    assert any(text.endswith("Start") for text in seen), seen
    assert {text for text in seen if text == text.lower()} == set()


def until(page: Page, script: str, arg: object = None) -> None:
    """Wait until a script that is run in the page is true.

    Playwright's own ``wait_for_function`` evaluates text in the page, which the app forbids.
    """
    deadline = time.monotonic() + READY_SECONDS
    while not page.evaluate(script, arg):
        if time.monotonic() > deadline:
            raise AssertionError(f"not true within {READY_SECONDS} s: {script}")
        page.wait_for_timeout(50)


def as_read(text: str | None) -> str:
    """Return a text of a page as it is read: with plain spaces where no line may part it."""
    return (text or "").replace("\N{NO-BREAK SPACE}", " ")


def websocket_bytes(frame: Mapping[str, Any]) -> int:
    """Return the size of a frame as Chromium's protocol reports it: in base64, unless it is text."""
    size = len(frame["payloadData"])
    return size if frame["opcode"] == 1 else size * 3 // 4


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tail(text: str, lines: int = 40) -> str:
    """Return the last lines of a text."""
    return "\n".join(text.splitlines()[-lines:])
