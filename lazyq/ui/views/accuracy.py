"""Accuracy against λ on the page: what is asked for, its result, and the digits whose vote changes."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from lazyq import plots
from lazyq.compute import canonical
from lazyq.experiments.accuracy import (
    FINE_LAMS,
    TALK_ACCURACIES,
    TALK_LAMS,
    AccuracySpec,
    AccuracyTable,
    EveryLam,
    Rights,
    accuracy_npz,
    accuracy_python,
    accuracy_table,
    can_be_exact,
    changes,
    changing,
    choice_words,
    claims,
    comparison,
    every_lam,
    exact_choice,
    exact_words,
    gains,
    mean_accuracies,
    pairs,
    steps,
)
from lazyq.experiments.digits import DatasetDigit
from lazyq.experiments.lam import lam_json
from lazyq.ui.address import Setting, select, sent_lam, tell
from lazyq.ui.choosing import training
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import later, localised, tr, whole_number
from lazyq.ui.library import library
from lazyq.ui.pixels import chosen_to_base64
from lazyq.ui.results import store
from lazyq.ui.watching import glimpsed, wait_only_for
from lazyq.wording import Worded

_SHOWN = 200
_BEFORE = "_accuracy_before"
_EVERY = "_accuracy_every"
_END = 1.6  # of the curves of every λ; beyond it next to nothing moves
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_PLACES = 1000  # of the dial, from 0 to there
# What is waited for takes no room of its own: it lies over the figure below it, what is looked for at every λ
# at the foot of the window.
_OVER = """<style>
.st-key-accuracy-waiting.st-key-accuracy-waiting {
  height: 0; min-height: 0; flex: none; position: relative; z-index: 2; overflow: visible;
}
.st-key-accuracy-waiting > :has([data-testid=stProgress], [data-testid=stAlert], button) {
  background: var(--st-background-color, Canvas); padding: 0.5rem;
}
.st-key-accuracy-every:has([data-testid=stProgress], [data-testid=stAlert], button) {
  position: fixed; inset: auto 0 0; z-index: 3; width: auto; padding: 0.5rem 1rem;
  background: var(--st-background-color, Canvas);
}
</style>"""
_accuracy = component("accuracy")

DRAWS = (1, 2, 3, 5, 10, 20)
VIEWS = ("all", "every", "pairs", "classes", "gain")
# Every training digit is classified by all others: for more of them that takes longer than all tests.
LEFT_OUT = 10_000
GRIDS = {"talk": (later("the talk’s seven"), TALK_LAMS), "fine": (later("{count}, finer"), FINE_LAMS)}


def settings(notices: DeltaGenerator) -> AccuracySpec:
    """Show what can be chosen, what a link asks in vain among the notices, and return the experiment."""
    with st.popover(tr("Change the experiment"), icon=":material/tune:"):
        k = training.votes(notices, "stretch")
        train = training.size(notices, "stretch")
        test = training.tested(notices, "stretch")
        draws = select(Setting("draws", DRAWS, 3), tr("Random draws of them"), notices=notices)
        seed = training.seed(notices, "stretch")
        grids = Setting("grid", tuple(GRIDS), "talk")
        grid = select(grids, tr("Values of λ"), _grid_text, notices)
    left_out = train <= LEFT_OUT
    spec = AccuracySpec(GRIDS[grid][1], train, test, k, draws, seed, left_out, *training.sets())
    tell(_address(spec))
    wait_only_for(_job(spec), _job(spec, "every"))
    return spec


def _grid_text(name: str) -> str:
    text, lams = GRIDS[name]
    return tr(text, count=len(lams))


def _job(spec: AccuracySpec, what: str = "accuracy") -> str:
    return f"{what} {canonical(spec)}"


def _checksums(spec: AccuracySpec) -> tuple[str, ...]:
    return tuple(library().digits(name).checksum for name in (spec.training_set, spec.test_set))


def accuracy(spec: AccuracySpec) -> None:
    """Show accuracy against λ, computed in the background.

    Until it is there, how far it is lies over the figure of before, which keeps its height and so the page
    its place.
    """
    checksums = _checksums(spec)
    st.html(_OVER)
    with st.container(key="accuracy-waiting"):
        st.html("<span></span>")  # an empty container would not be there, nor the gap below it
        table = glimpsed(
            _job(spec),
            lambda: store().known(accuracy_table, spec, data=checksums),
            lambda: store().run(accuracy_table, spec, data=checksums),
        )
    if table is not None:
        st.session_state[_BEFORE] = spec, table
    elif _BEFORE not in st.session_state:
        return
    shown, held = st.session_state[_BEFORE]
    _lab(shown, held, spec)


@st.fragment
def _lab(spec: AccuracySpec, table: AccuracyTable, asked: AccuracySpec) -> None:
    """Show a table, of the spec that is asked for or, while that is waited for, of the one before."""
    data = accuracy_data(spec, table) | {"address": _address(asked), "waiting": spec != asked}
    figure = st.container()
    data["every"] = _every(spec)
    with figure:
        charts = {"Accuracy": partial(_figure, table)}
        mount(_accuracy, "accuracy", data, partial(answer, spec=spec, table=table), charts)


def _figure(table: AccuracyTable, request: Mapping[str, Any], theme: str) -> Any:
    curves: dict[str, Any] = {tr("mean of the draws"): mean_accuracies(table)}
    if table.lams.tolist() == list(TALK_LAMS):
        curves[tr("the talk")] = TALK_ACCURACIES
    return plots.accuracy_figure(table.lams, curves, theme=theme)


def _every(spec: AccuracySpec, *, compute: bool = True) -> dict[str, Any] | None:
    """Return what holds at every λ once that is known; it is computed when it is asked for."""
    if not can_be_exact(spec):
        return {"words": tr("For so many digits not every λ is looked at: choose fewer of them.")}
    checksums = _checksums(spec)
    found = store().known(every_lam, spec, data=checksums)
    if found is None and compute and st.session_state.get(_EVERY) == canonical(spec):
        with st.container(key="accuracy-every"):
            found = glimpsed(
                _job(spec, "every"),
                lambda: store().known(every_lam, spec, data=checksums),
                lambda: store().run(every_lam, spec, data=checksums),
            )
    return None if found is None else every_data(spec, found)


def every_data(spec: AccuracySpec, found: EveryLam) -> dict[str, Any]:
    """Return the two curves at many λ, each value exact, what is chosen among all λ, and its words."""
    choice = exact_choice(found)
    known = np.unique([*np.linspace(0.0, _END, _PLACES + 1).round(6), *spec.lams, np.inf])

    def shares(rights: tuple[Rights, ...], total: int) -> list[float]:
        lams, counts = steps(*rights)
        return (counts[np.searchsorted(lams, known, "right") - 1] / total).round(6).tolist()

    return {
        "lams": [lam_json(float(lam)) for lam in known],
        "end": _END,
        "tests": shares(found.tests, found.draws * spec.test),
        "left": shares(found.left_out, found.draws * spec.train),
        "best": lam_json(choice.best.lam),
        "chosen": [lam_json(stretch.lam) for stretch in choice.chosen],
        "words": spoken(exact_words(spec, choice)),
    }


def answer(request: Mapping[str, Any], spec: AccuracySpec, table: AccuracyTable) -> File | None:
    """Return the file that the browser asks for, or None where that is not what the request is."""
    what = request.get("what")
    name = f"accuracy_{spec.train}_{spec.test}_seed{spec.seed}"
    if what == "every":
        st.session_state[_EVERY] = canonical(spec)
        return None
    if what == "npz":
        return npz_file(name, accuracy_npz(spec, table))
    if what == "html":
        lam, view = sent_lam(request.get("lam"), 0.5), request.get("view")
        shown = {"lam": lam, "view": view if view in VIEWS else VIEWS[0]}
        data = {**accuracy_data(spec, table), "every": _every(spec, compute=False), **shown}
        return html_file(name, "accuracy", tr("Accuracy against λ"), data, request)
    return None


def accuracy_data(spec: AccuracySpec, table: AccuracyTable) -> dict[str, Any]:
    """Return what the component is given."""
    return _table_data(spec, table) | {
        "choice": spoken(choice_words(spec, table)),
        "claims": [{"holds": claim.holds, "text": spoken(claim.text)} for claim in claims(table)],
        "comparison": spoken(comparison(spec, table)),
    }


def spoken(text: str) -> str:
    """Return what is told of a table in the visitor's language, with its numbers as that writes them."""
    if isinstance(text, Worded):
        values = {
            name: value if isinstance(value, str) else str(value) for name, value in text.values.items()
        }
        return tr(text.template, **{name: spoken(value) for name, value in values.items()})
    return whole_number(int(text.replace(",", ""))) if _THOUSANDS.fullmatch(text) else localised(text)


@st.cache_data(max_entries=16, show_spinner=False)
def _table_data(spec: AccuracySpec, _table: AccuracyTable) -> dict[str, Any]:
    """Return a table as the component has it; what is told of it depends on the visitor's language."""
    table = _table
    mean, gain, pair = mean_accuracies(table), gains(table), pairs(table)
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
        "pairs": {
            **{name: getattr(pair, name).round(6).tolist() for name in ("value", "low", "high")},
            "only": pair.only.tolist(),
            "p": [[float(f"{p:.3g}") for p in row] for row in pair.p],
        },
        "left": [
            None if np.isnan(value) else round(value, 6) for value in table.leave_one_out.mean(0).tolist()
        ],
        "confusion": table.confusion.sum(0).tolist(),
        "changing": {
            "total": len(every),
            "labels": table.labels[shown].tolist(),
            "references": [DatasetDigit(spec.test_set, first + int(at)).text for at in shown],
            "answers": ["".join(map(str, row)) for row in table.answers[0][:, shown].T],
            "right": (table.answers[0][:, every] == table.labels[every]).sum(1).tolist(),
            "pixels": chosen_to_base64(images, first + shown) if len(shown) else "",
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
        "k": str(spec.neighbors),
        "n": str(spec.train),
        "tested": str(spec.test),
        "draws": str(spec.draws),
        "seed": str(spec.seed),
        "grid": grid,
    }
