"""Some of what ``python -m benchmarks.fuzz`` sends, from a fixed seed, and what it has found before."""

import shutil
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from lazyq.ui.views import geometry
from tests.fuzz import browser, doors, messages, pages, pictures, values, visits
from tests.fuzz.harness import Surface, explore, fuzz, kind_of
from tests.fuzz.surfaces import SURFACES

SEED = 1
SOME = {"command line": 25, "pasted texts": 12, "charts asked for bigger": 30, "lessons on Teach": 15}
PAGES = ("start", "lens", "geometry", "hardness", "aligning")  # others have to compute something first
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def tried() -> list[Any]:
    """Return the surfaces that take a moment."""
    kept = [surface for surface in SURFACES if surface not in pages.SURFACES]
    kept += [surface for surface in pages.SURFACES if surface.name.removeprefix("links to ") in PAGES]
    return [
        pytest.param(surface, id=surface.name, marks=needs_node if surface in browser.SURFACES else ())
        for surface in kept
    ]


def count_of(surface: Surface) -> int:
    """Return how many cases are worth their time here."""
    return 12 if surface in pages.SURFACES else SOME.get(surface.name, 60)


@pytest.mark.parametrize("surface", tried())
def test_whatever_comes_is_taken_or_refused_in_a_sentence(
    surface: Surface, pytestconfig: pytest.Config
) -> None:
    count = count_of(surface)
    outcome = fuzz(surface, count if pytestconfig.getoption("thorough") else count // 2, SEED)
    assert not outcome.faults


@pytest.mark.parametrize("surface", [one for one in tried() if one.values[0] not in pages.SURFACES])
def test_what_hypothesis_makes_up_is_taken_or_refused_in_a_sentence(surface: Surface) -> None:
    exploring = settings.get_current_profile_name() == "explore"
    how = settings(
        max_examples=settings().max_examples if exploring else count_of(surface),
        derandomize=not exploring,
        suppress_health_check=list(HealthCheck),  # some cases are large or slow on purpose
    )
    explore(surface, how)


LONG = "http://" + "a" * 5_000 + "/lens"
CORPUS = {
    "links in the browser": [
        {"door": "link", "search": f"{name}={said}"}
        for name in ("equal", "queries")
        for said in ("__proto__", "constructor", "toString", "mix.hasOwnProperty")
    ],
    "from page to page": [
        {"door": "carried", "stored": stored, "visits": [["/lens", "lam=0.7"]], "here": ""}
        for stored in (
            '{"pages": {"lens": [1]}}',
            '{"pages": {"lens": {"toString": 1}}, "shared": {"x": [[]]}}',
        )
    ],
    "files of the browser": [
        {"door": "texts", "words": ["a"], "text": said} for said in ("\0", "\x1b[31m", "\x0b", "\uffff")
    ],
    "messages of the frame": [
        visits.FromFrame(None, {"key": "vote", "options": 10}, None, 0, "KTRWPH", url)
        for url in (LONG, "\ud800")
    ],
}
"""What was found, by the surface that found it."""


@needs_node
@pytest.mark.parametrize("name", CORPUS)
def test_what_was_found_stays_mended(name: str) -> None:
    surface = next(surface for surface in SURFACES if surface.name == name)
    cases = iter(CORPUS[name])
    outcome = fuzz(surface._replace(case=lambda chance: next(cases)), len(CORPUS[name]))
    assert not outcome.faults


def test_a_page_that_fails_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    surface = next(surface for surface in pages.SURFACES if surface.name == "links to geometry")
    noticed = []

    def failing(*given: Any) -> dict[str, Any]:
        noticed.append(given)
        raise KeyError("not this")

    monkeypatch.setattr(geometry, "geometry_data", failing)
    outcome = fuzz(surface, 2, SEED)
    assert noticed
    assert sum(times for times, _ in outcome.faults.values()) == 2
    assert "has encountered an error" in next(iter(outcome.faults))


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


def test_of_what_hypothesis_finds_the_smallest_is_shown() -> None:
    def attempt(case: dict[str, Any]) -> None:
        if len(case["pins"]) > 1 and case["lam"] == "inf":
            raise KeyError("not this")

    def case(chance: Random) -> dict[str, Any]:
        lam = chance.choice(("0.5", "1", "inf"))
        return {"lam": lam, "pins": [chance.randint(0, 99) for _ in range(chance.randint(0, 9))]}

    with pytest.raises(AssertionError, match="KeyError at") as found:
        explore(Surface("pins", case, attempt), settings(max_examples=200, derandomize=True))
    assert "case 0: {'lam': 'inf', 'pins': [0, 0]}" in str(found.value)


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
