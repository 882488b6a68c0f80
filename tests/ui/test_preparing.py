"""Start comes without torch, and what the other pages need is imported once behind it."""

import gc
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from types import ModuleType

import pytest

from lazyq.ui import memory, preparing, shell
from lazyq.ui.preparing import prepare_rest

HEAVY = ("torch", "torchvision", "sklearn", "scipy", "numba", "pandas")
START = f"""
import sys
from streamlit.testing.v1 import AppTest
from lazyq.ui import preparing
begun = []
preparing.prepare_rest = lambda: begun.append([name for name in {HEAVY} if name in sys.modules])
app = AppTest.from_file("app.py", default_timeout=120).run()
assert not app.exception, app.exception
assert len(app.get("bidi_component")) == 2, "the frame and Start's picture"
print(begun)
"""


@pytest.mark.parametrize("data", ["mnist", "none"])
def test_start_needs_nothing_heavy(data, mnist_raw, tmp_path, monkeypatch):
    assert mnist_raw
    beside = os.environ.get("LAZYQ_DATA", str(shell.ROOT.parent / "shared" / "data"))
    monkeypatch.setenv("LAZYQ_DATA", beside if data == "mnist" else str(tmp_path))
    monkeypatch.setenv("LAZYQ_MIRROR", "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=shell.ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[[]]", done.stderr


def test_no_page_imports_scikit_learn():
    """What learns imports it, a second's work, when it is asked for: no page waits for that."""
    code = f"import sys; [__import__(name) for name in {preparing.REST}]; print('sklearn' in sys.modules)"
    code += "; from lazyq.neighbors import LazyKNeighborsClassifier; print('sklearn' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=shell.ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["False", "True"], done.stderr


def test_best_lambda_opens_without_scipy():
    """It is imported for what is computed there, after the riddle is on screen."""
    code = "import sys, lazyq.ui.views.accuracy; print([name for name in sys.modules if name == 'scipy'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=shell.ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


WORDS = """
import sys
from numba.core import event
from lazyq.ui.views import words
with event.install_recorder("numba:compile") as recorded:
    words.found(words.ReadingSpec("to pairectcs", "en"))
print([one.data["dispatcher"].py_func.__name__ for _, one in recorded.buffer])
print([name for name in ("sklearn", "scipy.optimize", "pandas") if name in sys.modules])
"""


def test_words_are_read_without_compiling_anew():
    """Only the first process of all compiles."""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", WORDS], cwd=shell.ROOT, capture_output=True, text=True, check=False
        )
    assert done.stdout.splitlines() == ["[]", "[]"], done.stderr


@pytest.fixture
def cold(monkeypatch):
    """A process in which nothing was prepared or frozen yet, and that waits for no head start."""
    gc.unfreeze()
    monkeypatch.setattr(preparing, "_begun", threading.Event())
    monkeypatch.setattr(preparing, "_done", threading.Event())
    monkeypatch.setattr(preparing, "_HEAD_START", 0.0)
    monkeypatch.setattr(memory, "_FROZEN", memory.FrozenImports())
    yield
    gc.unfreeze()


def finished():
    """Wait for the thread that prepares."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()


def test_rest_is_imported_once_frozen_and_past_what_fails(cold, monkeypatch):
    asked = []

    def note(name):
        asked.append(name)
        if name == "broken":
            raise ImportError(name)
        for number in range(memory._MANY):
            monkeypatch.setitem(sys.modules, f"_{name}_{number}", ModuleType(name))

    monkeypatch.setattr(preparing, "import_module", note)
    monkeypatch.setattr(preparing, "REST", ("first", "broken", "last"))
    prepare_rest()
    prepare_rest()
    finished()
    assert asked == ["first", "broken", "last"]
    assert gc.get_freeze_count() > 0


def test_every_module_of_the_rest_exists_and_every_view_is_among_them():
    views = {f"lazyq.ui.views.{path.stem}" for path in (shell.ROOT / "lazyq/ui/views").glob("*.py")}
    views -= {"lazyq.ui.views.__init__", "lazyq.ui.views.start"}
    views |= {
        f"lazyq.ui.views.{name}"
        for name in ("average.view", "averaging.view", "about.survey", "about.reproduce")
    }
    others = {"torch", "lazyq.kernels.native.search", "lazyq.ui.lessons.computing"}
    assert views | others == set(preparing.REST)


def test_two_imports_never_overlap(cold, monkeypatch):
    """The thread waits for the page that is importing."""
    held, asked = threading.Event(), []
    monkeypatch.setattr(preparing, "import_module", lambda name: asked.append((name, held.is_set())))
    monkeypatch.setattr(preparing, "REST", ("only",))
    with preparing.arriving():
        held.set()
        prepare_rest()
        assert asked == []
        held.clear()
    finished()
    assert asked == [("only", False)]


def test_nobody_is_told_to_wait_for_what_has_been_imported(cold, monkeypatch):
    told = []

    @contextmanager
    def spinner(text):
        told.append(text)
        yield

    monkeypatch.setattr(preparing.st, "spinner", spinner)
    monkeypatch.setattr(preparing, "import_module", lambda name: None)
    with preparing.arriving():
        pass
    assert len(told) == 1
    prepare_rest()
    finished()
    with preparing.arriving():
        pass
    assert len(told) == 1
    with preparing.arriving(prepared=False):
        pass
    assert len(told) == 2
