"""What a component may send, to every function that takes it, with results as the pages have them."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import streamlit

from lazyq import plots
from lazyq.experiments.accuracy import AccuracySpec, accuracy_table
from lazyq.experiments.aligning import CloudsSpec
from lazyq.experiments.average import AverageSpec, DigitMap, MapSpec, average
from lazyq.experiments.averaging import AveragingSpec
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DrawnDigit, load_collection
from lazyq.experiments.draws import Draw
from lazyq.experiments.hardness import HardnessSpec
from lazyq.experiments.neighbours import NeighboursSpec
from lazyq.experiments.sample_gain import OnePointSpec, SampleGainSpec
from lazyq.experiments.six_or_nine import TurnedSpec, turned
from lazyq.experiments.steering import SteeringSpec
from lazyq.experiments.words import ReadingSpec, read_text
from lazyq.ui import components, language
from lazyq.ui.choosing import drawing, gallery
from lazyq.ui.files import File, answered
from lazyq.ui.language import VISITOR, separators
from lazyq.ui.pixels import from_client, to_base64
from lazyq.ui.views import (
    accuracy,
    aligning,
    geometry,
    hardness,
    lens,
    neighbours,
    sample_gain,
    six_or_nine,
    steering,
    words,
)
from lazyq.ui.views.average import data as average_data
from lazyq.ui.views.average import view as average_view
from lazyq.ui.views.averaging import view as averaging
from lazyq.wording import said_by
from tests.fuzz import values
from tests.fuzz.harness import Surface

X, Y, Z = DatasetDigit("sklearn", 6), DrawnDigit(bytes(range(196)) * 4), DatasetDigit("sklearn", 16)
Answer = Callable[[Mapping[str, Any]], File | None]
_DATA = re.compile(r"mount\(\{ data: (.*), parentElement")
_MADE = {name: cache(getattr(components, name)) for name in ("modules", "style", "markup", "_shortened")}
_NAME = re.compile(r"[\w.+-]+\.(npz|html)", re.ASCII)


def number(chance: Random) -> Any:
    """Return a λ, or nearly one."""
    return chance.choice((chance.uniform(0, 4), "inf", "0.5", 0, 1))


def whole(chance: Random) -> int:
    """Return a number of a row, a word, a digit, or nearly one."""
    return chance.randint(-2, 30)


def switch(chance: Random) -> bool:
    """Return yes or no."""
    return chance.random() < 0.5


def near(reach: float) -> values.Draw:
    """Draw numbers up to so far from 0."""
    return lambda chance: chance.uniform(-reach, reach)


def point(reach: float) -> values.Draw:
    """Draw points up to so far from 0."""
    return lambda chance: [chance.uniform(-reach, reach) for _ in "xy"]


def one(*choices: Any) -> values.Draw:
    """Draw one of these."""
    return lambda chance: chance.choice(choices)


FIELDS: dict[str, dict[str, values.Draw]] = {
    "lens": {
        "lam": number, "pins": lambda chance: [number(chance) for _ in range(4)], "row": whole,
        "shift": whole, "curve": one("whole"), "both": switch,
    },
    "geometry": {"x": point(2.7), "y": point(2.7), "lam": number, "dimension": one(2, 2, 3, 4)},
    "neighbours": {"lam": number},
    "six_or_nine": {"lam": number, "angle": lambda chance: chance.randint(-1, 361)},
    "steering": {
        "angle": lambda chance: chance.randint(-1, 361), "dot": whole, "beside": one("loss"),
        "turn": one("image"),
    },
    "aligning": {
        "equal": switch, "unequal": switch, "outliers": switch, "angle": near(180), "dx": near(9),
        "dy": near(9), "info": one(0, 0.5, 0.8, 1), "reg": one(0.05, 0.2, 1), "bandwidth": one(0.2, 0.5, 1),
        "lam": number, "show": one("own", "near"), "point": point(13),
    },
    "accuracy": {"lam": number, "view": one(*accuracy.VIEWS)},
    "averaging": {
        "holds": values.text, "digit": whole, "weights": one([0.25, 0.75], [1, 0], [0.5, 0.4], [1e-7, 1]),
    },
    "average": {"lam": number, "digit": whole},
    "hardness": {},
    "sample_gain": {},
    "words": {"lam": number, "word": whole, "version": one("0", "0.6", "1", "given")},
}  # fmt: skip
KINDS = one("npz", "html", "html", "html", "digit", "every", "lazy", "bigger")


def _neighbours() -> Answer:
    spec = NeighboursSpec("sklearn-0", 3, Draw("sklearn"))
    return partial(neighbours.requested_file, spec=spec)


def _six_or_nine() -> Answer:
    spec = TurnedSpec("sklearn-0", 6, 9, "sklearn", 30, angles=8)
    result = turned(spec)
    data = six_or_nine.six_or_nine_data(spec, result)
    return partial(six_or_nine.requested_file, spec=spec, result=result, data=data)


def _aligning() -> Answer:
    spec = CloudsSpec(points=30, angle=0.0, shift=(0.0, 0.0))
    return partial(aligning.requested, spec=spec, data=aligning.aligning_data(spec))


def _accuracy() -> Answer:
    spec = AccuracySpec(accuracy.GRIDS["talk"][1], 50, 60, 3, 1, 0, True, "sklearn", "sklearn")
    return partial(accuracy.answer, spec=spec, table=accuracy_table(spec))


def _averaging() -> Answer:
    shown = SimpleNamespace(
        whole=AveragingSpec("sklearn", test_size=50), result=SimpleNamespace(angles=np.zeros(2))
    )
    return partial(averaging._answer, shown=shown, data=dict, archive=lambda weights: b"")


@cache
def _averages() -> tuple[AverageSpec, average_data.Averages]:
    spec = AverageSpec("sklearn", 3, 30, held_out=700)
    return spec, average_data.Averages({3: average(spec)}, None, None)


def _average() -> Answer:
    spec, known = _averages()
    data = average_data.average_data(spec, known)
    return partial(average_data.requested_file, spec=spec, known=known, data=data)


def _words() -> Answer:
    spec = ReadingSpec("Can <b>you</b> =read @this &amp; </script>?", "en", size=1_000)
    reading = read_text(spec)
    data = words.words_data(spec, reading)
    return partial(words.requested_file, spec=spec, reading=reading, data=data)


THERE = SimpleNamespace()  # a result that nobody looks into
ANSWERS: dict[str, Callable[[], Answer]] = {
    "lens": lambda: partial(lens.requested_file, x=X, y=Y, z=Z),
    "geometry": lambda: geometry.requested_file,
    "neighbours": _neighbours,
    "six_or_nine": _six_or_nine,
    "steering": lambda: partial(steering.requested_file, spec=SteeringSpec(), result=THERE, data={}),
    "aligning": _aligning,
    "accuracy": _accuracy,
    "averaging": _averaging,
    "average": _average,
    "hardness": lambda: partial(hardness.requested_file, spec=HardnessSpec(10), result=THERE, data={}),
    "sample_gain": lambda: partial(
        sample_gain.requested_file,
        spec=OnePointSpec(SampleGainSpec("square", "square"), 100),
        result=THERE,
        data={},
    ),
    "words": _words,
}


@cache
def answer_of(page: str) -> Answer:
    """Return what answers the component of a page, with results as the page would have them."""
    return ANSWERS[page]()


@contextmanager
def without_session() -> Iterator[dict[str, Any]]:
    """Have a session's state without a session; what would take long to make is not made."""
    state: dict[str, Any] = {}
    with ExitStack() as stack:
        for where, name, instead in (
            (streamlit, "session_state", state),
            (streamlit, "query_params", {}),
            (aligning, "aligning", lambda *given: None),
            (aligning, "aligning_npz", lambda *given: b""),
            (steering, "steering_npz", lambda *given: b""),
            (hardness, "hardness_npz", lambda *given: b""),
            (sample_gain, "sample_gain_npz", lambda *given: b""),
            *((components, name, made) for name, made in _MADE.items()),
        ):
            stack.enter_context(patch.object(where, name, instead))
        yield state


def ask(page: str, request: object) -> None:
    """Let a page answer; a file that it gives has a plain name, and nothing in it is interpreted."""
    with without_session():
        file = answered(request, answer_of(page))
    if file is None:
        return
    assert _NAME.fullmatch(file.name), file.name
    if file.type == "text/html":
        text = file.content.decode()
        assert text.count("</script") == 1, "a script that ends early"
        assert text.count("<script") == 1, "a script in a script"
        data = _DATA.search(text)
        assert data, "no data"
        json.loads(data[1], parse_constant=_refuse)


def ask_in_spanish(page: str, request: object) -> None:
    """Let a page answer a visitor who reads Spanish."""
    with in_language("es"):
        ask(page, request)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def drawn(sent: Any) -> None:
    """Let the drawing area, the gallery and what decodes pixels take what was sent."""
    library = DigitLibrary([load_collection("sklearn")])
    with without_session() as state:
        for live in (False, True):
            state["key"] = SimpleNamespace(drawn=sent)
            drawing._note("key", live)
            wanted = state.pop("key-wanted", None)
            assert wanted is None or len(wanted) == 784
            if wanted is not None:
                drawing._prepared(wanted, X)
        drawing._sent(sent, 0)
        from_client(sent)
        state["key-grid"] = SimpleNamespace(asked=sent)
        state["key-view"] = gallery._View(("sklearn", None, ""), 0)
        gallery._answer("key", 5)
        assert 0 <= state["key-view"].page < 5
        gallery._chosen(state.pop("key-chosen", None), library)


class Bigger(NamedTuple):
    """A chart that is asked for: which, with what, in which language, and whether it is drawn as well."""

    name: str
    request: Mapping[str, Any]
    code: str
    drawn: bool


def chart(asked: Bigger) -> None:
    """Make a chart bigger, as a browser asks for it; to draw it takes long, so that most end before that."""
    theme = "dark" if asked.request.get("dark") is True else "light"
    with in_language(asked.code), said_by(VISITOR), ExitStack() as stack:
        if not asked.drawn:
            for name in _FIGURES:
                stack.enter_context(patch.object(plots, name, _given))
        figure = _charts()[asked.name](asked.request, theme)
        if asked.drawn and not isinstance(figure, str):
            figure.update_layout(separators=separators())
            json.loads(figure.to_json(), parse_constant=_refuse)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Be a visitor whose link says this language."""
    context = SimpleNamespace(query_string=f"lang={code}")
    with (
        patch.object(language, "get_script_run_ctx", lambda: context),
        patch.object(streamlit, "context", SimpleNamespace(locale=None, url="http://127.0.0.1/")),
    ):
        yield


def _given(*given: Any, title: str = "", **more: Any) -> None:
    """Take what a figure is drawn from: its numbers, if they are to be places, are finite."""
    assert "\n" not in title
    lam = more.get("lam", 0)
    assert lam >= 0
    for values_ in given:
        if isinstance(values_, np.ndarray):
            assert not np.isnan(values_).any()


@cache
def _charts() -> dict[str, Callable[[Mapping[str, Any], str], Any]]:
    spec = AccuracySpec(accuracy.GRIDS["talk"][1], 50, 60, 3, 1, 0, True, "sklearn", "sklearn")
    levels, digits = len(MapSpec("sklearn").lams), np.arange(30)
    layout = DigitMap(digits, digits % 10, np.zeros((levels, 30, 2)), np.zeros(levels), np.zeros(levels))
    reading = read_text(ReadingSpec("from word to form", "en", size=2000))
    turns = TurnedSpec("sklearn-0", 6, 9, "sklearn", 30, angles=8)
    return {
        "path": partial(lens._path, X, Y),
        "alignment": partial(lens._alignment, X, Y),
        "balls": geometry._balls,
        "surface": geometry._surface,
        "means": partial(average_view._means, *_averages()),
        "map": partial(average_view._map, _averages()[0], layout),
        "accuracy": partial(accuracy._figure, accuracy_table(spec)),
        "word": partial(words._path, reading, {"word": 0, "version": "0.6"}),
        "distances": partial(six_or_nine._distances, turns, turned(turns)),
        "race": partial(hardness._race, "parity", None),
    }


def _levels(chance: Random) -> str:
    kind = chance.random()
    if kind < 0.6:
        return to_base64(
            chance.choice((chance.randbytes(784), bytes(784), b"\xff" * 784, bytes(783) + b"\1"))
        )
    if kind < 0.7:
        return "A" * chance.randint(0, 3_000_000)
    return "".join(chr(chance.randint(32, 127)) for _ in range(1048))


_DRAWN: dict[str, values.Draw] = {
    "version": whole, "levels": _levels, "use": switch, "page": whole,
    "chosen": one("sklearn-6", "sklearn-1797", "mnist-test-3"),
}  # fmt: skip
_VIEW: dict[str, values.Draw] = {"what": KINDS, "dark": switch, "search": values.text}
_CHART = {
    **FIELDS["lens"], **FIELDS["geometry"], **FIELDS["words"], "digit": whole, "angle": whole,
    "to": values.text,
    "elimination": lambda chance: {"parity": {side: [chance.random()] for side in ("mean", "low", "high")}},
    "dark": switch,
}  # fmt: skip
CHARTS = one("path", "alignment", "balls", "surface", "means", "map", "accuracy", "word", "distances", "race")
_FIGURES = [name for name in plots.__all__ if name.endswith("_figure")]
_DRAWN_BIGGER = 0.05  # of the cases
SURFACES = [
    *(
        Surface(
            f"messages of {page}",
            partial(values.request, good=fields | _VIEW),
            partial(ask, page),
            ready=partial(answer_of, page),
        )
        for page, fields in FIELDS.items()
    ),
    Surface("drawings, galleries", partial(values.request, good=_DRAWN), drawn),
    Surface(
        "charts asked for bigger",
        lambda chance: Bigger(
            CHARTS(chance),
            values.changed(chance, _CHART),
            chance.choice(("en", "es")),
            chance.random() < _DRAWN_BIGGER,
        ),
        chart,
        ready=_charts,
    ),
    Surface(
        "messages in Spanish",
        lambda chance: (page := chance.choice(tuple(FIELDS)), values.request(chance, FIELDS[page] | _VIEW)),
        lambda case: ask_in_spanish(*case),
    ),
]
