"""Some of what ``python -m benchmarks.fuzz`` sends, from a fixed seed, and what it has found before."""

from collections.abc import Callable
from random import Random

import pytest

from tests.fuzz import doors, messages, pictures, values
from tests.fuzz.harness import Surface, fuzz, kind_of
from tests.fuzz.surfaces import SURFACES

SEED = 1
SOME = {"command line": 25, "pasted texts": 25, "charts asked for bigger": 8, "messages of aligning": 25}


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_whatever_comes_is_taken_or_refused_in_a_sentence(surface: Surface) -> None:
    outcome = fuzz(surface, SOME.get(surface.name, 60), SEED)
    assert not outcome.faults


@pytest.mark.parametrize("made", [pictures.whole, pictures.bombs])
def test_every_picture_as_it_is(made: Callable[[], tuple[bytes, ...]]) -> None:
    files = iter(made())
    outcome = fuzz(pictures.SURFACES[0]._replace(case=lambda chance: next(files)), len(made()))
    assert not outcome.faults


@pytest.mark.parametrize("text", [*values.MARKUP, *values.NUMBERS])
def test_every_text_that_means_something(text: str) -> None:
    doors.told(text)
    doors.link(text)
    messages.ask("lens", {"what": "html", "lam": text, "pins": [text], "search": text, "curve": text})
    messages.ask("words", {"what": "html", "version": text, "search": text})


def test_cases_are_those_of_their_seed() -> None:
    surface = Surface("letters", lambda chance: chance.random(), lambda case: str(case))
    first, again, other = (fuzz(surface, 20, seed) for seed in (1, 1, 2))
    assert first.refused == again.refused
    assert first.count == other.count == 20
    seen = [surface.case(Random(f"letters {seed} 0")) for seed in (1, 2)]
    assert seen[0] != seen[1]


def test_what_must_not_be_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.harness.LIMIT", 0.05)

    def attempt(case: str) -> str | None:
        if case == "hang":
            while True:
                pass
        if case == "error":
            raise KeyError(case)
        if case == "refused":
            raise ValueError("not this")
        return "x" * 5_000 if case == "long" else None

    cases = ["hang", "error", "refused", "long", "good"]
    surface = Surface("all", lambda chance: chance.choice(cases), attempt, (ValueError,))
    outcome = fuzz(surface, 60, 0)
    kinds = {kind.split()[0] for kind in outcome.faults}
    assert kinds == {"hangs", "KeyError", "a"}
    assert kind_of("not 12 of 'these'") in {"not … of …"}
    assert outcome.refused["not this"] > 0
