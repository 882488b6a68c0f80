"""The Six or nine page: a digit goes in, what it is near to at every angle comes out."""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import streamlit as st

from lazyq import plots
from lazyq.compute import canonical
from lazyq.experiments.digits import DatasetDigit, DigitRef, parse_digit
from lazyq.experiments.exporting import file_name
from lazyq.experiments.lam import lam_text
from lazyq.experiments.six_or_nine import (
    MAP_LAMS,
    Flips,
    FlipsSpec,
    Turned,
    TurnedSpec,
    flip_spread,
    flips,
    lazy_turns,
    six_or_nine_npz,
    six_or_nine_python,
    turned,
    verdicts,
)
from lazyq.ui.address import Setting, select, sent_lam, tell, toggle
from lazyq.ui.bigger import Draw, asked_lam
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import later, localised, tr
from lazyq.ui.library import available, default_pair, library, referenced
from lazyq.ui.pixels import chosen_to_base64, to_base64
from lazyq.ui.results import store
from lazyq.ui.watching import glimpsed, wait_only_for

DEFAULT_LAM = 0.05
_UPSIDE_DOWN = 180
_SIZES = (100, 300, 1000)
_MANY = Setting("many", (False, True), False)
_HELP = later(
    "From which angle on is each of them read as the other digit, at every λ? Best after your guess."
)
_six_or_nine = component("six_or_nine")


def asked_digit() -> tuple[DigitRef, str | None]:
    """Return the digit x of the address, and what is wrong with the address if it is."""
    return referenced("x", default_pair()[0])


def settings(x: DigitRef) -> TurnedSpec:
    """Show which two classes x is compared with, and how many digits of each; return the spec."""
    columns = st.columns([2, 2, 3, 5], vertical_alignment="bottom")
    with columns[0]:
        first = select(Setting("a", tuple(range(10)), 6), tr("Is it a …"))
    with columns[1]:
        others = tuple(digit for digit in range(10) if digit != first)
        second = select(Setting("b", others, 6 if first == 9 else 9), tr("… or a …"))
    with columns[2]:
        size = select(Setting("size", _SIZES, 1000), tr("compared with training digits"), _first_of_each)
    dataset = "mnist-train" if available().mnist else "sklearn"
    return TurnedSpec(x.text, first, second, dataset, size)


def turned_many(spec: TurnedSpec) -> Flips | None:
    """Show the switch that turns the first test digits of the class too; return the result once it is known.

    Until it is known, show how far it is, with a button to stop.
    """
    many = FlipsSpec(_tested(spec), spec.first, spec.second, spec.dataset, spec.size, angles=spec.angles)
    name = f"flips {canonical(many)}"
    wait_only_for(name)
    label = tr("Turn the first {count} test digits {digit} too", count=many.count, digit=spec.first)
    asked = toggle(_MANY, label, tr(_HELP))
    tell({"many": _MANY.text(True) if asked else None})
    if not asked:
        return None
    checksums = tuple(library().digits(name).checksum for name in sorted({many.tested, many.dataset}))
    result: Flips | None = glimpsed(
        name,
        lambda: store().known(flips, many, data=checksums),
        lambda: store().run(flips, many, data=checksums),
    )
    return result


@st.fragment
def six_or_nine(spec: TurnedSpec, many: Flips | None = None) -> None:
    """Show the digit to turn; angle and λ belong to the browser, which writes them in the link."""
    with st.spinner(tr("Turning x past the digits of both classes…")):
        result = found(spec)
    data = six_or_nine_data(spec, result, many)
    answer = partial(requested_file, spec=spec, result=result, data=data, many=many)
    charts: dict[str, Draw] = {
        tr("Distances"): partial(_distances, spec, result),
        tr("Verdicts"): partial(_verdicts, spec, result),
    }
    if many is not None:
        charts[tr("Many digits")] = partial(_many_digits, spec, many)
    mount(_six_or_nine, "six_or_nine", data, answer, charts)


def _distances(spec: TurnedSpec, result: Turned, request: Mapping[str, Any], theme: str) -> Any:
    lam, around = asked_lam(request, DEFAULT_LAM), [*range(spec.angles), 0]
    return plots.curves_figure(
        np.linspace(0, 360, spec.angles + 1),
        {
            tr("to the nearest {digit}", digit=digit): np.sqrt(lazy_turns(squared, lam)[0])[around]
            for digit, squared in zip((spec.first, spec.second), result.squared_residuals, strict=True)
        },
        across=tr("turn of x"),
        value=tr("distance d"),
        unit="°",
        at=_sent_angle(request),
        title=tr("A turned digit at λ = {lam} a degree", lam=localised(lam_text(lam))),
        theme=theme,
    )


def _verdicts(spec: TurnedSpec, result: Turned, request: Mapping[str, Any], theme: str) -> Any:
    lam = asked_lam(request, DEFAULT_LAM)
    lams = sorted({*MAP_LAMS, lam})
    return plots.verdicts_figure(
        np.linspace(0, 360, spec.angles, endpoint=False),
        lams,
        verdicts(spec, result, lams),
        [tr("read as {digit}", digit=digit) for digit in (spec.first, spec.second)],
        across=tr("turn of x"),
        unit="°",
        at=_sent_angle(request),
        lam=lam,
        title=tr("What x is read as, for every angle and every λ"),
        theme=theme,
    )


def _many_digits(spec: TurnedSpec, many: Flips, request: Mapping[str, Any], theme: str) -> Any:
    other = tr("an 8") if spec.second == 8 else tr("a {digit}", digit=spec.second)
    return plots.flips_figure(
        many,
        flip_spread(many),
        becomes=other,
        lam=asked_lam(request, DEFAULT_LAM),
        title=tr(
            "When do {count} test digits {digit} become {other}?",
            count=len(many.places),
            digit=spec.first,
            other=other,
        ),
        theme=theme,
    )


def found(spec: TurnedSpec) -> Turned:
    """Return what x is near to at every angle, from the store if it has been asked before."""
    x = parse_digit(spec.x)
    names = {spec.dataset, *([x.dataset] if isinstance(x, DatasetDigit) else [])}
    checksums = tuple(library().digits(name).checksum for name in sorted(names))
    return store().run(turned, spec, data=checksums)


def six_or_nine_data(spec: TurnedSpec, result: Turned, many: Flips | None = None) -> dict[str, Any]:
    """Return what the component is given: x, its residuals at every angle, every digit that is nearest.

    Where many digits were turned as well, also the angles at which each becomes one of the other class.
    """
    x, digits = parse_digit(spec.x), library().digits(spec.dataset)
    held = np.unique(result.nearest)
    own = x.index if isinstance(x, DatasetDigit) and x.dataset == spec.dataset else None
    others = np.delete(digits.labels.numpy(), [] if own is None else [own])
    default_second = 6 if spec.first == 9 else 9
    return {
        "x": {
            "pixels": to_base64(library().image(x)),
            "name": tr(library().describe(x)),
            "reference": x.text,
            "label": library().label(x),
        },
        "lam": DEFAULT_LAM,
        "angle": _UPSIDE_DOWN,
        "classes": [spec.first, spec.second],
        "sizes": [min(spec.size, int((others == digit).sum())) for digit in (spec.first, spec.second)],
        "squared": result.squared_residuals.tolist(),
        "near": np.searchsorted(held, result.nearest).tolist(),
        "pixels": chosen_to_base64(digits.images, held),
        "references": [DatasetDigit(spec.dataset, int(index)).text for index in held],
        "many": None if many is None else _many_data(spec, many),
        "python": six_or_nine_python(spec),
        "address": {
            "a": None if spec.first == 6 else str(spec.first),
            "b": None if spec.second == default_second else str(spec.second),
            "size": None if spec.size == 1000 else str(spec.size),
        },
    }


def requested_file(
    request: Mapping[str, Any],
    spec: TurnedSpec,
    result: Turned,
    data: dict[str, Any],
    many: Flips | None = None,
) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz"}`` and ``{"what": "html", "lam": …, "angle": …}`` are understood.
    """
    name, what = file_name("six_or_nine", parse_digit(spec.x)), request.get("what")
    if what == "npz":
        return npz_file(name, six_or_nine_npz(library(), spec, result, many))
    if what == "html":
        data = data | {"lam": sent_lam(request.get("lam"), DEFAULT_LAM), "angle": _sent_angle(request)}
        title = tr("Six or nine: {name}", name=data["x"]["name"])
        return html_file(name, "six_or_nine", title, data, request)
    return None


def _sent_angle(request: Mapping[str, Any]) -> int:
    """Return the angle of a request in whole degrees, or the one to begin with where it is none."""
    angle = request.get("angle")
    if isinstance(angle, bool) or not isinstance(angle, int) or not 0 <= angle < 360:
        return _UPSIDE_DOWN
    return angle


def _first_of_each(size: int) -> str:
    return tr("the first {size} of each", size=size)


def _tested(spec: TurnedSpec) -> str:
    return "mnist-test" if spec.dataset == "mnist-train" else spec.dataset


def _many_data(spec: TurnedSpec, many: Flips) -> dict[str, Any]:
    """Return from which λ on each turned digit becomes the other at which angle, None for never."""
    pieces = [slice(*ends) for ends in pairwise(many.starts.tolist())]
    return {
        "digit": spec.first,
        "other": spec.second,
        "references": [DatasetDigit(_tested(spec), int(place)).text for place in many.places],
        "lams": [many.lams[own].tolist() for own in pieces],
        "degrees": [
            [None if np.isnan(angle) else angle for angle in many.degrees[own].tolist()] for own in pieces
        ],
    }
