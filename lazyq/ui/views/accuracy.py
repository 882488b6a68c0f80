"""Accuracy against λ on the page: what is asked for, its result, and the digits whose vote changes."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lazyq.compute import canonical
from lazyq.experiments.accuracy import (
    FINE_LAMS,
    TALK_ACCURACIES,
    TALK_LAMS,
    AccuracySpec,
    AccuracyTable,
    accuracy_npz,
    accuracy_python,
    accuracy_table,
    changes,
    changing,
    claims,
    comparison,
    gains,
    mean_accuracies,
)
from lazyq.experiments.digits import DatasetDigit, parse_digit
from lazyq.experiments.lam import lam_json
from lazyq.ui.address import Setting, follow, number, select, sent_lam
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.library import available, library
from lazyq.ui.pixels import to_base64
from lazyq.ui.results import store
from lazyq.ui.watching import awaited, wait_only_for

_SHOWN = 200
_accuracy = component("accuracy")

SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
TESTS = (1_000, 2_000, 5_000, 10_000)
SMALL_SIZES, SMALL_TESTS = (100, 200, 500, 1_000), (200, 500, 700)
DRAWS = (1, 2, 3, 5, 10, 20)
VIEWS = ("all", "classes", "gain")
GRIDS = {"talk": ("the talk’s seven", TALK_LAMS), "fine": (f"{len(FINE_LAMS)}, finer", FINE_LAMS)}


def settings(neighbors: int) -> AccuracySpec:
    """Show what can be chosen and return the experiment that it means.

    Parameters
    ----------
    neighbors : k, which is chosen elsewhere
    """
    mnist = available().mnist
    sizes, tests = (SIZES, TESTS) if mnist else (SMALL_SIZES, SMALL_TESTS)
    columns = st.columns(5)
    with columns[0]:
        train = select(Setting("n", sizes, 500), "Training digits", "{:,}".format)
    with columns[1]:
        test = select(Setting("tested", tests, tests[0]), "Test digits", "{:,}".format)
    with columns[2]:
        draws = select(Setting("draws", DRAWS, 3), "Random draws of them")
    with columns[3]:
        seed = number(Setting("seed", range(10_000), 0), "Seed of the draws")
    with columns[4]:
        grid = select(Setting("grid", tuple(GRIDS), "talk"), "Values of λ", lambda name: GRIDS[name][0])
    names = ("mnist-train", "mnist-test") if mnist else ("sklearn", "sklearn")
    spec = AccuracySpec(GRIDS[grid][1], train, test, neighbors, draws, seed, False, *names)
    wait_only_for(_job(spec))
    return spec


def _job(spec: AccuracySpec) -> str:
    return f"accuracy {canonical(spec)}"


def accuracy(spec: AccuracySpec) -> None:
    """Show accuracy against λ, computed in the background; until then how far it is, and end this run."""
    checksums = tuple(library().digits(name).checksum for name in (spec.training_set, spec.test_set))
    table = awaited(
        _job(spec),
        lambda: store().known(accuracy_table, spec, data=checksums),
        lambda: store().run(accuracy_table, spec, data=checksums),
    )
    _lab(spec, table)


@st.fragment
def _lab(spec: AccuracySpec, table: AccuracyTable) -> None:
    mount(_accuracy, "accuracy", accuracy_data(spec, table), partial(answer, spec=spec, table=table))
    asked = st.session_state.pop("_accuracy_x", None)
    if asked is not None:
        follow({"x": asked, "among": "draw"})
        st.rerun()


def answer(request: Mapping[str, Any], spec: AccuracySpec, table: AccuracyTable) -> File | None:
    """Return the file that the browser asks for, or note another digit to look at."""
    what = request.get("what")
    name = f"accuracy_{spec.train}_{spec.test}_seed{spec.seed}"
    if what == "npz":
        return npz_file(name, accuracy_npz(spec, table))
    if what == "html":
        lam, view = sent_lam(request.get("lam"), 0.5), request.get("view")
        shown = {"lam": lam, "view": view if view in VIEWS else VIEWS[0]}
        return html_file(name, "accuracy", "Accuracy against λ", {**accuracy_data(spec, table), **shown})
    if isinstance(request.get("x"), str):
        with suppress(ValueError):
            st.session_state["_accuracy_x"] = parse_digit(request["x"]).text
    return None


@st.cache_data(max_entries=16, show_spinner=False)
def accuracy_data(spec: AccuracySpec, _table: AccuracyTable) -> dict[str, Any]:
    """Return what the component is given."""
    table = _table
    mean, gain = mean_accuracies(table), gains(table)
    every = changing(table)
    shown = every[:_SHOWN]
    images = library().digits(spec.test_set).images
    first = len(images) - spec.test if spec.test_set == spec.training_set else 0
    return {
        "experiment": canonical(spec),
        "mnist": spec.training_set != "sklearn",
        "lams": [lam_json(lam) for lam in table.lams],
        "talk": {
            "lams": [lam_json(lam) for lam in TALK_LAMS],
            "accuracies": list(TALK_ACCURACIES),
        },
        "train": spec.train,
        "tested": table.tested,
        "neighbors": spec.neighbors,
        "draws": np.round(table.accuracies, 6).tolist(),
        "mean": {name: getattr(mean, name).round(6).tolist() for name in mean._fields},
        "classes": _numbers(table.class_accuracies),
        "gain": {name: _numbers(getattr(gain, name)) for name in gain._fields},
        "confusion": table.confusion.sum(0).tolist(),
        "claims": [claim._asdict() for claim in claims(table)],
        "comparison": comparison(spec, table),
        "changing": {
            "total": len(every),
            "labels": table.labels[shown].tolist(),
            "references": [DatasetDigit(spec.test_set, first + int(at)).text for at in shown],
            "answers": ["".join(map(str, row)) for row in table.answers[0][:, shown].T],
            "right": (table.answers[0][:, every] == table.labels[every]).sum(1).tolist(),
            "pixels": to_base64(images[first + shown]) if len(shown) else "",
            "why": [
                [
                    [
                        change.before,
                        change.after,
                        DatasetDigit(spec.training_set, change.neighbor).text,
                        change.level,
                    ]
                    for change in group
                ]
                for group in changes(spec, table, shown)
            ],
        },
        "python": accuracy_python(spec),
        "address": _address(spec),
    }


def _numbers(table: NDArray[np.float64]) -> list[list[float | None]]:
    """Return rows as JSON has them, None for NaN."""
    return [[None if np.isnan(value) else round(float(value), 6) for value in row] for row in table]


def _address(spec: AccuracySpec) -> dict[str, str]:
    grid = next(name for name, (_, lams) in GRIDS.items() if lams == spec.lams)
    return {
        "n": str(spec.train),
        "tested": str(spec.test),
        "draws": str(spec.draws),
        "seed": str(spec.seed),
        "grid": grid,
    }
