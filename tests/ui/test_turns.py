"""Pages run a few at a time, and what hangs keeps nobody."""

import threading

import pytest

from lazyq.ui.turns import Turns

SECONDS = 60


def test_so_many_at_once_and_all_in_the_end():
    turns, guard, inside, most = Turns(at_once=3, patience=SECONDS), threading.Lock(), [], []

    def run(number):
        with turns.taken():
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
    assert not turns.busy


def test_who_waits_gets_the_turn_of_who_ends():
    turns, inside, may_end, second = Turns(at_once=1, patience=SECONDS), *(threading.Event() for _ in "123")

    def first():
        with turns.taken():
            inside.set()
            assert may_end.wait(SECONDS)

    def next_one():
        with turns.taken():
            second.set()

    threads = [threading.Thread(target=first), threading.Thread(target=next_one)]
    threads[0].start()
    assert inside.wait(SECONDS)
    assert turns.busy
    threads[1].start()
    assert not second.wait(0.05)
    may_end.set()
    assert second.wait(SECONDS)
    for thread in threads:
        thread.join(SECONDS)


def test_what_hangs_keeps_nobody():
    turns, may_end = Turns(at_once=2, patience=0.01), threading.Event()
    inside = threading.Barrier(3)

    def hang():
        with turns.taken():
            inside.wait(SECONDS)
            assert may_end.wait(SECONDS)

    threads = [threading.Thread(target=hang) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait(SECONDS)
    with turns.taken():
        assert turns.busy
    may_end.set()
    for thread in threads:
        thread.join(SECONDS)
    assert not turns.busy


def test_a_run_that_is_broken_off_gives_its_turn_back():
    turns = Turns(at_once=1, patience=SECONDS)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), turns.taken():
            raise KeyboardInterrupt
    assert not turns.busy
