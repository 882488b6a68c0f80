"""What is made once is found again, and made anew once it is cleared."""

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


def test_what_is_cleared_while_it_is_made_is_asked_for_anew():
    def make():
        if not made:
            made.append(kept)
            kept.clear()
        return made

    made = []
    kept = Kept(make)
    assert kept() is made
    assert not kept._found
    assert kept() is made
    assert kept._found
