"""The collector leaves alone what imports brought, and nothing else for long."""

import gc
import sys
import threading
import tomllib
import weakref
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui import memory, shell


class Knot:
    """Something that only the collector can remove, since it holds itself."""

    def __init__(self):
        self.itself = self


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A process in which nothing was frozen yet."""
    gc.unfreeze()
    monkeypatch.setattr(memory, "_FROZEN", memory.FrozenImports())
    yield
    gc.unfreeze()


@pytest.fixture
def import_many(monkeypatch):
    """Import so many modules that they count, or one less."""

    def add(name, fewer=0):
        for number in range(memory._MANY - fewer):
            module = ModuleType(f"_{name}_{number}")
            module.contents = [[] for _ in range(100)]
            monkeypatch.setitem(sys.modules, module.__name__, module)

    return add


def test_app_freezes_its_imports_at_the_first_run_and_not_again():
    app = AppTest.from_file(shell.ROOT / "app.py", default_timeout=120).run()
    assert not app.exception
    frozen = gc.get_freeze_count()
    assert frozen > 100_000
    assert len(gc.get_objects()) < frozen / 4  # what is walked after each run
    for _ in range(3):
        assert not app.run().exception
        assert gc.get_freeze_count() <= frozen


def test_lazy_imports_are_frozen_when_they_are_many(import_many):
    with memory.imports_frozen():
        pass
    frozen = gc.get_freeze_count()
    with memory.imports_frozen():
        import_many("few", fewer=1)
    assert gc.get_freeze_count() <= frozen
    with memory.imports_frozen():
        import_many("many")
    assert gc.get_freeze_count() >= frozen + 2 * 100 * (memory._MANY - 1)


def test_garbage_is_not_frozen_and_what_dies_later_goes_at_the_next_time(import_many):
    early, late = Knot(), Knot()
    seen = [weakref.ref(early), weakref.ref(late)]
    del early
    with memory.imports_frozen():
        pass
    assert seen[0]() is None
    del late
    gc.collect()
    assert seen[1]() is not None
    with memory.imports_frozen():
        import_many("more")
    assert seen[1]() is None


def test_run_that_is_left_freezes_too():
    with pytest.raises(KeyboardInterrupt), memory.imports_frozen():
        raise KeyboardInterrupt
    assert gc.get_freeze_count() > 100_000


def test_of_many_threads_one_freezes_and_no_other_waits(monkeypatch):
    inside, others_went_on, frozen = threading.Event(), threading.Event(), []

    def freeze():
        frozen.append(threading.current_thread().name)
        inside.set()
        assert others_went_on.wait(60)

    monkeypatch.setattr(gc, "freeze", freeze)
    first = threading.Thread(target=memory._FROZEN.renew, name="first")
    first.start()
    assert inside.wait(60)
    for _ in range(8):
        with memory.imports_frozen():
            pass
    others_went_on.set()
    first.join(60)
    memory._FROZEN.renew()
    assert frozen == ["first"]


def make_objects():
    """Make so many objects that Python looks at the youngest of them by itself."""
    before = gc.get_stats()[0]["collections"]
    kept = []
    while gc.get_stats()[0]["collections"] == before:
        kept.append([])


def test_sweeper_collects_what_was_made_and_rests_when_nothing_was():
    collections = []
    sweeper, knot = memory.Sweeper(lambda: collections.append(gc.collect())), Knot()
    seen = weakref.ref(knot)
    make_objects()
    del knot
    assert sweeper.sweep() >= memory._PAUSE
    assert seen() is None
    assert len(collections) == 1
    assert sweeper.sweep() == memory._PAUSE
    assert len(collections) == 1


def test_sweeper_takes_a_small_share_of_the_time():
    clock = iter((10.0, 11.0))
    make_objects()
    assert memory.Sweeper(clock=lambda: next(clock)).sweep() == pytest.approx(1 / memory._SHARE)


def test_sweeper_lets_pages_run_first_but_not_for_long():
    collections, busy = [], [True]
    sweeper = memory.Sweeper(lambda: collections.append(1), busy=lambda: busy[0])
    make_objects()
    for _ in range(3):
        assert sweeper.sweep() == memory._MOMENT
    assert not collections
    busy[0] = False
    assert sweeper.sweep() >= memory._PAUSE
    assert len(collections) == 1
    busy[0] = True
    make_objects()
    waited = 0.0
    while len(collections) == 1:
        waited += sweeper.sweep()
    assert memory._LATEST < waited <= memory._LATEST + 2 * max(memory._PAUSE, memory._MOMENT)


def test_python_hardly_collects_by_itself_once_the_sweeper_does():
    before = gc.get_threshold()
    sweeper = memory.Sweeper(lambda: None)
    try:
        gc.set_threshold(700, 10, 10)
        sweeper.begin()
        assert gc.get_threshold() == memory._THRESHOLDS
    finally:
        sweeper.end()
        gc.set_threshold(*before)


def test_sweeper_runs_in_one_thread_until_it_is_ended(monkeypatch):
    monkeypatch.setattr(memory, "_PAUSE", 0.01)
    swept = threading.Event()
    sweeper = memory.Sweeper(swept.set)
    before = set(threading.enumerate())
    sweeper.begin()
    sweeper.begin()
    (thread,) = set(threading.enumerate()) - before
    make_objects()
    assert swept.wait(60)
    sweeper.end()
    thread.join(60)
    assert not thread.is_alive()


def test_app_sweeps_and_streamlit_does_not_collect_after_each_run(monkeypatch):
    config = tomllib.loads((shell.ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["runner"]["postScriptGC"] is False
    sweeper = memory.Sweeper()
    monkeypatch.setattr(memory, "_SWEEPER", sweeper)
    begun = []
    monkeypatch.setattr(sweeper, "begin", lambda: begun.append(True))
    assert not AppTest.from_file(shell.ROOT / "app.py", default_timeout=120).run().exception
    assert begun
