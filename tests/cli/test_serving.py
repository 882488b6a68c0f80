import runpy
import signal
import socket
import sys
from contextlib import suppress

import pytest

from lazyq.cli.serving import serve
from lazyq.root import ROOT, root_of
from tests.cli.test_cli import run


@pytest.fixture
def started(monkeypatch) -> list[list[str]]:
    """What Streamlit would have been started with."""
    seen: list[list[str]] = []
    monkeypatch.setattr(runpy, "run_module", lambda name, **_: seen.append([name, *sys.argv[1:]]))
    monkeypatch.setattr(sys, "argv", ["lazyq", "app"])
    return seen


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def test_the_app_is_for_this_machine_and_its_browser(started):
    serve()
    assert started == [["streamlit", "run", str(ROOT / "app.py"), "--server.address=localhost"]]
    assert (ROOT / "app.py").is_file()


def test_the_options_are_streamlits(capsys, monkeypatch, started):
    port = free_port()
    options = ("--port", str(port), "--address", "127.0.0.1", "--no-browser")
    code, _, _ = run(capsys, monkeypatch, "app", *options)
    assert code == 0
    assert started[0][3:] == ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--port", "0"), "Invalid value for '--port'"),
        (("--port", "65536"), "Invalid value for '--port'"),
        (("--port", "eighty"), "Invalid value for '--port'"),
        (("--host", ""), "host must be a name or an address of this machine, got ''"),
        (("--host", "no such host"), "host must be a name or an address of this machine, got 'no such host'"),
        (("--host", "192.0.2.1"), "host must be a name or an address of this machine, got '192.0.2.1'"),
    ],
)
def test_bad_values_are_refused(capsys, monkeypatch, started, options, said):
    code, out, err = run(capsys, monkeypatch, "app", *options)
    assert (code, out, started) == (2, "", [])
    assert said in " ".join(err.split())


def test_a_port_in_use_is_refused(capsys, monkeypatch, started):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        code, _, err = run(capsys, monkeypatch, "app", "--host", "127.0.0.1", "--port", str(port))
    assert (code, started) == (2, [])
    assert f"lazyq: port must be free, got {port}, which is in use" in " ".join(err.split())


def test_the_app_lies_in_an_installed_package_or_beside_it(tmp_path):
    package = tmp_path / "lazyq"
    package.mkdir()
    assert root_of(package) == tmp_path
    (package / "_app").mkdir()
    assert root_of(package) == package / "_app"


def test_ctrl_c_is_how_the_app_is_stopped(capsys, monkeypatch):
    before = signal.getsignal(signal.SIGINT)

    def aborted(*arguments, **options):
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        sys.exit(1)  # as Streamlit's own command does

    try:
        monkeypatch.setattr(runpy, "run_module", aborted)
        code, _, err = run(capsys, monkeypatch, "app", "--port", str(free_port()))
        assert (code, err.strip()) == (130, "lazyq: the app is stopped")
        monkeypatch.setattr(runpy, "run_module", lambda name, **_: sys.exit(1))
        assert run(capsys, monkeypatch, "app", "--port", str(free_port()))[0] == 1
    finally:
        signal.signal(signal.SIGINT, before)
