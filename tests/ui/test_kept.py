"""What is made once is found again, and made anew once it is cleared."""

import threading

from lazyq.ui.kept import Kept


def test_made_once_and_anew_once_cleared():
    asked = []

    def make(name):
        asked.append(name)
        return [name]

    kept = Kept(make, most=2)
    assert kept("x") is kept("x")
    assert kept("y") == ["y"]
    assert asked == ["x", "y"]
    first = kept("x")
    kept.clear()
    assert kept("x") is not first
    assert asked == ["x", "y", "x"]


def test_what_was_being_made_while_it_was_cleared_is_not_kept():
    being_made, cleared, made = threading.Event(), threading.Event(), []

    def make():
        made.append(len(made))
        if not being_made.is_set():
            being_made.set()
            assert cleared.wait(60)
        return made[-1]

    kept = Kept(make)
    thread = threading.Thread(target=kept)
    thread.start()
    assert being_made.wait(60)
    clearing = threading.Thread(target=kept.clear)
    clearing.start()
    while kept._cleared == 0:
        pass
    cleared.set()
    for one in (thread, clearing):
        one.join(60)
    assert kept._found == {} or kept() == made[-1]
    kept.clear()
    assert kept() == made[-1] > 0
