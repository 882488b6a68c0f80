"""The Average page: how many digits go in, their averages at every λ come out."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from lazyq.compute import canonical
from lazyq.experiments.average import (
    COUNTS,
    Average,
    AverageSpec,
    DigitMap,
    MapSpec,
    Reading,
    ReadingSpec,
    Several,
    SeveralReadingSpec,
    SeveralSpec,
    average,
    average_npz,
    average_python,
    averaged_places,
    digit_map,
    reading,
    several,
    several_reading,
)
from lazyq.experiments.average.several import SEVERAL_LAMS
from lazyq.experiments.digits import DatasetDigit
from lazyq.experiments.lam import lam_json
from lazyq.ui.address import Setting, select, sent_lam
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.library import available, library
from lazyq.ui.pixels import to_base64
from lazyq.ui.results import store
from lazyq.ui.watching import awaited, glimpsed, wait_only_for

DEFAULT_LAM = 0.3
DEFAULT_DIGIT = 3
SIZES, SMALL_SIZES = (100, 300, 1000), (50, 100)
_TESTED, _SMALL_TESTED = 2000, 700
_SAMPLES = 16
_WHITE = 65_535
_average = component("average")


class Groups(NamedTuple):
    """Several averages a class: how many, those that are known by class, how they read digits once known."""

    each: int
    classes: dict[int, Several]
    read: Reading | None


class Averages(NamedTuple):
    """The averages by class; how digits are read by all ten, and a map of digits, once they are known.

    ``groups`` are the several averages of a class, None where one is asked for.
    """

    classes: dict[int, Average]
    read: Reading | None
    layout: DigitMap | None
    groups: Groups | None = None


def settings() -> tuple[AverageSpec, int]:
    """Show how many digits are averaged, and to how many averages a class.

    Return the spec of the class that the address names, and the number of averages.
    """
    mnist = available().mnist
    sizes, default = (SIZES, 300) if mnist else (SMALL_SIZES, 100)
    columns = st.columns([3, 3, 6])
    with columns[0]:
        size = select(Setting("size", sizes, default), "Averaged", "the first {} of each digit".format)
    with columns[1]:
        count = select(Setting("averages", COUNTS, 1), "Averages of each digit")
    asked = st.query_params.get("digit", "")
    digit = int(asked) if asked in set("0123456789") else DEFAULT_DIGIT
    dataset = "mnist-train" if mnist else "sklearn"
    return AverageSpec(dataset, digit, size, held_out=0 if mnist else _SMALL_TESTED), count


def averages(spec: AverageSpec, count: int = 1) -> Averages:
    """Return what is known: at once the class of the spec, and all once they are computed.

    Until the class is, show how far it is and end this run; until the others are, show that.
    """
    test_set = "sklearn" if spec.dataset == "sklearn" else "mnist-test"
    train, test = _checksum(spec.dataset), _checksum(test_set)
    whole = replace(spec, digit=0)
    first, rest = f"average {canonical(spec)}", f"averages {canonical(whole)}"
    own, groups = (f"{scope} {count} {canonical(spec)}" for scope in ("several", "all several"))
    wait_only_for(first, rest, own, groups)
    one = awaited(first, lambda: store().known(average, spec, data=(train,)), partial(_one, spec, train))
    sets = whole, test_set, train, test
    everything = glimpsed(rest, partial(_all_known, *sets), partial(_all, *sets))
    shown = everything or Averages({spec.digit: one}, None, None)
    if count == 1:
        return shown
    grouped = SeveralSpec(spec, count)
    data = (train,)
    group = glimpsed(
        own,
        lambda: store().known(several, grouped, data=data),
        lambda: store().run(several, grouped, data=data),
    )
    if group is None:
        return shown._replace(groups=Groups(count, {}, None))
    known = None
    if everything:  # a visitor has two jobs at once
        asked = grouped, test_set, train, test
        known = glimpsed(groups, partial(_all_groups_known, *asked), partial(_all_groups, *asked))
    return shown._replace(groups=known or Groups(count, {spec.digit: group}, None))


@st.fragment
def average_view(spec: AverageSpec, known: Averages) -> None:
    """Show the averages; class and λ belong to the browser, which writes them in the link."""
    data = average_data(spec, known)
    mount(_average, "average", data, partial(requested_file, spec=spec, known=known, data=data))


def average_data(spec: AverageSpec, known: Averages) -> dict[str, Any]:
    """Return what the component is given: the averages that are known, and some digits of each class."""
    default = 100 if spec.dataset == "sklearn" else 300
    return {
        "dataset": spec.dataset,
        "size": spec.size,
        "lams": [lam_json(lam) for lam in spec.lams],
        "lam": DEFAULT_LAM,
        "digit": DEFAULT_DIGIT,
        "classes": {
            str(digit): _class_data(replace(spec, digit=digit), result)
            for digit, result in known.classes.items()
        },
        "reading": _reading_data(known.read),
        "several": None if known.groups is None else _groups_data(known.groups),
        "map": None if known.layout is None else _map_data(spec.dataset, known.layout),
        "python": average_python(spec),
        "address": {
            "size": None if spec.size == default else str(spec.size),
            "averages": None if known.groups is None else str(known.groups.each),
        },
    }


def requested_file(
    request: Mapping[str, Any], spec: AverageSpec, known: Averages, data: dict[str, Any]
) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz"}`` and ``{"what": "html", "lam": …, "digit": …}`` are understood.
    """
    what = request.get("what")
    if what == "npz":
        groups = None if known.groups is None else known.groups.classes
        return npz_file("averages", average_npz(spec, known.classes, known.read, known.layout, groups))
    if what == "html":
        digit = request.get("digit")
        if isinstance(digit, bool) or not isinstance(digit, int) or digit not in known.classes:
            digit = next(iter(known.classes))
        data = data | {"lam": sent_lam(request.get("lam"), DEFAULT_LAM), "digit": digit}
        return html_file(f"average_{digit}", "average", f"The average {digit}", data, request)
    return None


def _class_data(spec: AverageSpec, result: Average) -> dict[str, Any]:
    places = averaged_places(spec)
    shown = places[:_SAMPLES]
    return {
        "count": len(places),
        "means": to_base64(np.rint(result.means * _WHITE).astype("<u2")),
        "objectives": result.objectives.tolist(),
        "plain": result.plain_objectives.tolist(),
        "residuals": result.squared_residuals.tolist(),
        "samples": to_base64(library().digits(spec.dataset).images[shown]),
        "references": [DatasetDigit(spec.dataset, int(place)).text for place in shown],
    }


def _reading_data(read: Reading | None) -> dict[str, Any] | None:
    if read is None:
        return None
    return {
        "accuracies": read.accuracies.tolist(),
        "errors": read.standard_errors.tolist(),
        "tested": read.right.shape[1],
    }


def _groups_data(groups: Groups) -> dict[str, Any]:
    return {
        "count": groups.each,
        "lams": [lam_json(lam) for lam in SEVERAL_LAMS],
        "classes": {
            str(digit): {
                # One average after another, each at all λ.
                "means": to_base64(np.rint(result.means.swapaxes(0, 1) * _WHITE).astype("<u2")),
                "served": result.served.tolist(),
                "objectives": result.objectives.tolist(),
            }
            for digit, result in groups.classes.items()
        },
        "reading": _reading_data(groups.read),
    }


def _map_data(dataset: str, layout: DigitMap) -> dict[str, Any]:
    return {
        "lams": [lam_json(lam) for lam in MapSpec(dataset).lams],
        "positions": layout.positions.round(4).tolist(),
        "labels": layout.labels.tolist(),
        "references": [DatasetDigit(dataset, int(place)).text for place in layout.places],
        "pixels": to_base64(library().digits(dataset).images.numpy()[layout.places]),
        "stresses": layout.stresses.tolist(),
        "agreements": layout.agreements.tolist(),
    }


def _checksum(dataset: str) -> str:
    return library().digits(dataset).checksum


def _one(spec: AverageSpec, train: str) -> Average:
    return store().run(average, spec, data=(train,))


def _reading_spec(spec: AverageSpec, test_set: str) -> ReadingSpec:
    return ReadingSpec(spec, test_set, _SMALL_TESTED if test_set == "sklearn" else _TESTED)


def _all_known(spec: AverageSpec, test_set: str, train: str, test: str) -> Averages | None:
    """Return everything if it was computed before; arguments as for :func:`_all`."""
    classes = {}
    for digit in range(10):
        result = store().known(average, replace(spec, digit=digit), data=(train,))
        if result is None:
            return None
        classes[digit] = result
    read = store().known(reading, _reading_spec(spec, test_set), data=(train, test))
    layout = store().known(digit_map, MapSpec(spec.dataset), data=(train,))
    return None if read is None or layout is None else Averages(classes, read, layout)


def _all(spec: AverageSpec, test_set: str, train: str, test: str) -> Averages:
    """Compute everything; ``train`` and ``test`` are the checksums of the two data sets."""
    classes = {digit: _one(replace(spec, digit=digit), train) for digit in range(10)}
    read = store().run(reading, _reading_spec(spec, test_set), tuple(classes.values()), data=(train, test))
    return Averages(classes, read, store().run(digit_map, MapSpec(spec.dataset), data=(train,)))


def _several_reading_spec(spec: SeveralSpec, test_set: str) -> SeveralReadingSpec:
    whole = replace(spec, averages=replace(spec.averages, digit=0))
    return SeveralReadingSpec(whole, test_set, _SMALL_TESTED if test_set == "sklearn" else _TESTED)


def _all_groups_known(spec: SeveralSpec, test_set: str, train: str, test: str) -> Groups | None:
    """Return all classes' several averages if they were computed before; as for :func:`_all`."""
    read = store().known(several_reading, _several_reading_spec(spec, test_set), data=(train, test))
    classes = {}
    for digit in range(10):
        own = replace(spec, averages=replace(spec.averages, digit=digit))
        result = store().known(several, own, data=(train,))
        if result is None:
            return None
        classes[digit] = result
    return None if read is None else Groups(spec.count, classes, read)


def _all_groups(spec: SeveralSpec, test_set: str, train: str, test: str) -> Groups:
    classes = {}
    for digit in range(10):
        own = replace(spec, averages=replace(spec.averages, digit=digit))
        classes[digit] = store().run(several, own, data=(train,))
    asked = _several_reading_spec(spec, test_set)
    read = store().run(several_reading, asked, tuple(classes.values()), data=(train, test))
    return Groups(spec.count, classes, read)
