"""The computations that answers are made of; ``expressions.py`` says which there are, and checks them."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import torch

from lazyq.experiments.average import Average, average
from lazyq.experiments.averaging import Averaging, averaging
from lazyq.experiments.digits import DigitRef, parse_digit
from lazyq.experiments.draws import Draw
from lazyq.experiments.lens import lens_path
from lazyq.experiments.neighbours import NeighboursSpec
from lazyq.metric import LazyPath
from lazyq.neighbors import count_votes, winner
from lazyq.riemannian import (
    OrthogonalAction,
    align,
    ball_volume,
    cut_locus,
    distance,
    embedding_profile,
    gauss_curvature,
)
from lazyq.ui.choosing import training
from lazyq.ui.language import later, tr, trn
from lazyq.ui.lessons.expressions import Compute, Value
from lazyq.ui.library import default_pair, library
from lazyq.ui.results import store
from lazyq.ui.views.average.view import average_spec
from lazyq.ui.views.averaging.view import averaging_spec, checksums_of
from lazyq.ui.views.neighbours import found, telling_digit
from lazyq.words import load_dictionary, nearest, word_distance, word_path

_PLANE = OrthogonalAction(2)
_MEASURES = ("log-loss", "accuracy", "calibration error", "Brier score", "invariance gap")
_ROWS = {
    "f": "f",
    "S f": "S f, learned π",
    "f cooled": "f at temperature",
    "S f cooled": "S f at temperature",
    "uniform 6": "uniform in ±6°",
    "uniform 15": "uniform in ±15°",
    "uniform 30": "uniform in ±30°",
}
_LATER = later("the page is still computing this; ask again when its first sketch is gone")


def computing(page: str, query: Mapping[str, str]) -> Compute:
    """Return what makes the computations of a step, on the page with this address and these parameters.

    Raises
    ------
    ValueError : (of what is returned) the digits are not at hand, or the page has not computed it yet
    """

    def digit(text: str) -> DigitRef:
        first, second = (telling_digit(), None) if page == "neighbours" else default_pair()
        reference = {"x": first, "y": second}.get(text)
        if text not in ("x", "y") or text in query:
            reference = parse_digit(query.get(text, text))
        if reference is None:
            raise ValueError(tr("this page has no digit {name}", name=text))
        library().image(reference)
        return reference

    def compute(name: str, arguments: tuple[Value, ...]) -> Value:
        return _COMPUTED[name](digit, *arguments)

    return compute


_Digit = Callable[[str], DigitRef]


def _path(digit: _Digit, x: str, y: str) -> LazyPath:
    return lens_path(library(), digit(x), digit(y))


def _row_shift(digit: _Digit, x: str, y: str, row: float, lam: float) -> float:
    return float(_path(digit, x, y).at(lam).g[int(row) - 1])


def _nth(path: LazyPath, k: float) -> float:
    count = len(path.breakpoints)
    if k > count:
        raise ValueError(trn("there is only 1 event", "there are only {count} events", count))
    return float(path.breakpoints[int(k) - 1])


def _voted(digit: _Digit, x: str, k: float, lam: float) -> float:
    dataset = training.sets()[0]
    result = found(NeighboursSpec(digit(x).text, int(k), Draw(dataset)))
    near = result.near[int(np.searchsorted(result.starts, lam, side="right")) - 1]
    labels = np.asarray(library().digits(dataset).labels)[near]
    return float(winner(count_votes(torch.tensor(labels), 10)))


def _averaged(which: str, digit: float, size: float, lam: float) -> float:
    spec = average_spec(int(digit), int(size))
    if lam not in spec.lams:
        names = ", ".join(f"{lam:g}" for lam in spec.lams)
        raise ValueError(tr("lam must be one of {names}, got {got}", names=names, got=f"{lam:g}"))
    known: Average | None = store().known(average, spec, data=(library().digits(spec.dataset).checksum,))
    if known is None:
        raise ValueError(tr(_LATER))
    return float(getattr(known, which)[spec.lams.index(lam)])


def _point(x1: float, x2: float) -> torch.Tensor:
    return torch.tensor([x1, x2], dtype=torch.float64)


def _distance(x1: float, x2: float, y1: float, y2: float, lam: float) -> float:
    return float(distance(_PLANE, _point(x1, x2), _point(y1, y2), lam))


def _learned(model: str, n: float) -> Averaging:
    spec = averaging_spec(model, int(n))
    known: Averaging | None = store().known(averaging, spec, data=checksums_of(spec))
    if known is None:
        raise ValueError(tr(_LATER))
    return known


def _score(measure: str, who: str, model: str, n: float) -> float:
    result = _learned(model, n)
    row = next((row for row, name in enumerate(result.names) if name.startswith(_ROWS[who])), None)
    if row is None:
        raise ValueError(tr("the page has no score of {who}", who=who))
    return float(result.scores[row, _MEASURES.index(measure), 0])


def _within(degrees: float, model: str, n: float) -> float:
    result = _learned(model, n)
    return float(result.weights[np.abs(result.angles) <= degrees].sum())


def _turn(x1: float, x2: float, y1: float, y2: float, lam: float) -> float:
    return math.degrees(float(align(_PLANE, _point(x1, x2), _point(y1, y2), lam).rotations[0].angle))


def _nearest_word(word: str, language: str, lam: float) -> str:
    return str(nearest(word, load_dictionary(language), lam, 1).words[0])


_COMPUTED: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "word_distance": lambda _, a, b, lam: word_distance(a, b, lam),
        "word_event": lambda _, a, b, k: _nth(word_path(a, b), k) ** 2,
        "word_events": lambda _, a, b: float(len(word_path(a, b).breakpoints)),
        "word_wrong": lambda _, a, b, lam: float(word_path(a, b).at(lam).residual) ** 2 / 2,
        "word_effort": lambda _, a, b, lam: float(word_path(a, b).at(lam).effort) ** 2,
        "nearest_word": lambda _, word, language, lam: _nearest_word(word, language, lam),
        "label": lambda digit, x: _label(digit(x)),
        "distance": lambda digit, x, y, lam: float(_path(digit, x, y).distance(lam)),
        "residual": lambda digit, x, y, lam: float(_path(digit, x, y).at(lam).residual),
        "effort": lambda digit, x, y, lam: float(_path(digit, x, y).at(lam).effort),
        "event": lambda digit, x, y, k: _nth(_path(digit, x, y), k),
        "events": lambda digit, x, y: float(len(_path(digit, x, y).breakpoints)),
        "last_event": lambda digit, x, y: _nth(path := _path(digit, x, y), len(path.breakpoints)),
        "row_shift": _row_shift,
        "nearest_label": lambda digit, x, lam: _voted(digit, x, 1, lam),
        "vote": _voted,
        "average_distance": lambda _, *asked: _averaged("objectives", *asked),
        "average_left": lambda _, *asked: _averaged("squared_residuals", *asked),
        "average_price": lambda _, *asked: _averaged("squared_penalties", *asked),
        "plane_distance": lambda _, *at: _distance(*at),
        "plane_turn": lambda _, *at: _turn(*at),
        "curvature": lambda _, x1, x2, lam: float(gauss_curvature(_PLANE, _point(x1, x2), lam)),
        "cut_start": lambda _, x1, x2, lam: float(cut_locus(_PLANE, _point(x1, x2), lam)[0].start),
        "ball_area": lambda _, radius, lam: float(ball_volume(_PLANE, torch.tensor(radius), lam)),
        "circle_radius": lambda _, radius, lam: float(
            embedding_profile(_PLANE, torch.tensor(radius), lam).radius
        ),
        "score": lambda _, *asked: _score(*asked),
        "weight_within": lambda _, *asked: _within(*asked),
        "temperature": lambda _, *asked: float(_learned(*asked).temperature),
    }
)


def _label(reference: DigitRef) -> float:
    known = library().label(reference)
    if known is None:
        raise ValueError(tr("a drawing has no label"))
    return float(known)
