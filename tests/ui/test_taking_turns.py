"""Pages run a few at a time, and what hangs keeps nobody."""

import threading
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui import shell, turns
from lazyq.ui.turns import Turns

SECONDS = 60


def test_so_many_at_once_and_all_in_the_end():
    own, guard, inside, most = Turns(at_once=3, patience=SECONDS), threading.Lock(), [], []

    def run(number):
        with own.taken():
            with guard:
                inside.append(number)
                most.append(len(inside))
            with guard:
                inside.remove(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(most) == 40
    assert max(most) <= 3
    assert not own.busy


def test_who_waits_gets_the_turn_of_who_ends():
    own, inside, may_end, second = Turns(at_once=1, patience=SECONDS), *(threading.Event() for _ in "123")

    def first():
        with own.taken():
            inside.set()
            assert may_end.wait(SECONDS)

    def next_one():
        with own.taken():
            second.set()

    threads = [threading.Thread(target=first), threading.Thread(target=next_one)]
    threads[0].start()
    assert inside.wait(SECONDS)
    assert own.busy
    threads[1].start()
    assert not second.wait(0.05)
    may_end.set()
    assert second.wait(SECONDS)
    for thread in threads:
        thread.join(SECONDS)


def test_what_hangs_keeps_nobody():
    own, may_end = Turns(at_once=2, patience=0.01), threading.Event()
    inside = threading.Barrier(3)

    def hang():
        with own.taken():
            inside.wait(SECONDS)
            assert may_end.wait(SECONDS)

    threads = [threading.Thread(target=hang) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait(SECONDS)
    with own.taken():
        assert own.busy
    may_end.set()
    for thread in threads:
        thread.join(SECONDS)
    assert not own.busy


def test_a_run_that_is_broken_off_gives_its_turn_back():
    own = Turns(at_once=1, patience=SECONDS)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), own.taken():
            raise KeyboardInterrupt
    assert not own.busy


def test_a_visit_takes_a_turn(monkeypatch):
    taken = []

    class Noted:
        busy = False

        @contextmanager
        def taken(self):
            taken.append("begun")
            yield
            taken.append("ended")

    monkeypatch.setattr(turns, "TURNS", Noted())
    assert not AppTest.from_file(shell.ROOT / "app.py", default_timeout=120).run().exception
    assert taken == ["begun", "ended"]
