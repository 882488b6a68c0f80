"""What the Average page gives to the browser: its data, and the files that it asks for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from lazyq.experiments.average import (
    LAMS,
    SEVERAL_LAMS,
    Average,
    AverageSpec,
    DigitMap,
    Groups,
    MapSpec,
    Reading,
    average_npz,
    average_python,
    averaged_places,
    gains,
)
from lazyq.experiments.digits import DatasetDigit
from lazyq.experiments.lam import lam_json
from lazyq.ui.address import sent_lam
from lazyq.ui.files import File, html_file, npz_file
from lazyq.ui.language import tr
from lazyq.ui.library import library
from lazyq.ui.pixels import chosen_to_base64, to_base64

DEFAULT_LAM = 0.3
DEFAULT_DIGIT = 3
_SAMPLES = 16
_WHITE = 65_535


class Averages(NamedTuple):
    """The averages by class; how digits are read by all ten, and a map of digits, once they are known.

    ``groups`` are the several averages of a class, None where one is asked for.
    """

    classes: dict[int, Average]
    read: Reading | None
    layout: DigitMap | None
    groups: Groups | None = None


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
        "several": None if known.groups is None else _groups_data(known.groups, known.read),
        "map": None if known.layout is None else _map_data(spec.dataset, known.layout),
        "python": average_python(spec, 1 if known.groups is None else known.groups.each),
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
        return npz_file("averages", average_npz(spec, *known))
    if what == "html":
        digit = request.get("digit")
        if isinstance(digit, bool) or not isinstance(digit, int) or digit not in known.classes:
            digit = next(iter(known.classes))
        data = data | {"lam": sent_lam(request.get("lam"), DEFAULT_LAM), "digit": digit}
        return html_file(f"average_{digit}", "average", tr("The average {digit}", digit=digit), data, request)
    return None


def _class_data(spec: AverageSpec, result: Average) -> dict[str, Any]:
    places = averaged_places(spec)
    shown = places[:_SAMPLES].numpy()
    return {
        "count": len(places),
        "means": to_base64(np.rint(result.means * _WHITE).astype("<u2")),
        "objectives": result.objectives.tolist(),
        "plain": result.plain_objectives.tolist(),
        "residuals": result.squared_residuals.tolist(),
        "samples": chosen_to_base64(library().digits(spec.dataset).images, shown),
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


def _groups_data(groups: Groups, one: Reading | None) -> dict[str, Any]:
    read = groups.read
    gained = None if read is None or one is None else gains(read, SEVERAL_LAMS, one, LAMS)
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
        "reading": _reading_data(read),
        "gains": None
        if gained is None
        else {
            "differences": gained.differences.tolist(),
            "errors": gained.standard_errors.tolist(),
        },
    }


def _map_data(dataset: str, layout: DigitMap) -> dict[str, Any]:
    return {
        "lams": [lam_json(lam) for lam in MapSpec(dataset).lams],
        "positions": layout.positions.round(4).tolist(),
        "labels": layout.labels.tolist(),
        "references": [DatasetDigit(dataset, int(place)).text for place in layout.places],
        "pixels": chosen_to_base64(library().digits(dataset).images, layout.places),
        "stresses": layout.stresses.tolist(),
        "agreements": layout.agreements.tolist(),
    }
