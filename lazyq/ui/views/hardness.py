"""The Hardness page: a size of graphs goes in, a race of three learners comes out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lazyq import plots
from lazyq.averaging import Interval
from lazyq.compute import canonical
from lazyq.experiments.hardness import (
    EPOCHS,
    LEARNERS,
    NODES,
    POOL,
    RATES,
    SEEDS,
    TARGETS,
    TESTED,
    TRAINED,
    Hardness,
    HardnessSpec,
    degrees,
    hardness,
    hardness_npz,
    hardness_python,
    samples,
)
from lazyq.experiments.received import number_from_json
from lazyq.ui.address import Setting, number, select, tell
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import tr
from lazyq.ui.results import store
from lazyq.ui.watching import glimpsed, wait_only_for

_NODES = Setting("nodes", NODES, 20)
_SEED = Setting("seed", range(1000), 0)
_MOST_SAMPLES = 60
_component = component("hardness")


def settings(notices: DeltaGenerator) -> HardnessSpec:
    """Show what can be chosen, what a link asks in vain among the notices, and return what is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        nodes = select(_NODES, tr("Nodes n of each graph"), str, notices)
        more = st.popover(tr("Change the draw"), icon=":material/tune:")
    with more:
        seed = number(_SEED, tr("Seed"), notices)
    spec = HardnessSpec(nodes, seed)
    tell(_address(spec))
    wait_only_for(_job(spec))
    return spec


@st.fragment
def view(spec: HardnessSpec) -> None:
    """Show elimination, the adversary and the daisy at once, the networks as soon as they are trained."""
    figure = st.container()
    result = glimpsed(
        _job(spec), lambda: store().known(hardness, spec), lambda: store().run(hardness, spec), patience=0
    )
    data = hardness_data(spec, result)
    answer = partial(requested_file, spec=spec, result=result, data=data)
    names = (tr("The parity"), tr("The easy control"))
    charts = {
        name: partial(_race, target, data["traces"]) for name, target in zip(names, TARGETS, strict=True)
    }
    with figure:
        mount(_component, "hardness", data, answer, charts)


def _race(
    target: str, traces: dict[str, dict[str, Any]] | None, request: Mapping[str, Any], theme: str
) -> Any:
    """Draw the networks, and elimination as the browser worked it out."""
    names = {"plain": tr("plain network"), "graph": tr("graph network")}
    seen, curves = {}, {}
    for learner, trace in traces[target].items() if traces else ():
        name = names[learner]
        seen[name] = TRAINED[learner] * np.arange(1, EPOCHS[learner] + 1)
        curves[name] = Interval(*(np.array(trace[side]) for side in ("median", "low", "high")))
    if (solved := _sent_elimination(request, target)) is not None:
        curves[tr("elimination")] = solved
        seen[tr("elimination")] = np.arange(1, len(solved.value) + 1)
    if not curves:
        return tr("The networks are still being trained.")
    return plots.curves_figure(
        seen,
        curves,
        across=tr("samples seen"),
        value=tr("test graphs right"),
        shares=True,
        logarithmic=True,
        theme=theme,
    )


def _sent_elimination(request: Mapping[str, Any], target: str) -> Interval[np.ndarray] | None:
    """Return how often elimination is right in the browser's draws, None where that is not what was sent."""
    sent = request.get("elimination")
    curve = sent.get(target) if isinstance(sent, Mapping) else None
    if not isinstance(curve, Mapping):
        return None
    sides = []
    for name in ("mean", "low", "high"):
        side = curve.get(name)
        if not isinstance(side, list) or not 1 <= len(side) <= _MOST_SAMPLES:
            return None
        sides.append(side)
    try:
        values = np.array([[number_from_json("share", one) for one in side] for side in sides])
    except ValueError:
        return None
    return Interval(*values) if values.min() >= 0 and values.max() <= 1 else None


def hardness_data(spec: HardnessSpec, result: Hardness | None) -> dict[str, Any]:
    """Return what the component is given; without a result, what needs none."""
    drawn = store().run(samples, spec)
    chosen = np.r_[:POOL, -TESTED:0]
    # A row as a number: bit i says whether c_i is odd, bit n is the constant's.
    pairs = np.triu_indices(spec.nodes, 1)
    rows = (drawn.counts[chosen] % 2) @ (1 << np.arange(spec.nodes)) + (1 << spec.nodes)
    return {
        "nodes": spec.nodes,
        "seed": spec.seed,
        "degrees": list(degrees(spec.nodes)),
        "graphs": ["".join(map(str, graph[pairs])) for graph in drawn.graphs],
        "rows": rows.tolist(),
        "pool": POOL,
        "labels": {
            target: "".join(map(str, labels[chosen]))
            for target, labels in zip(TARGETS, drawn.labels, strict=True)
        },
        "trained": dict(TRAINED),
        "epochs": dict(EPOCHS),
        "tested": TESTED,
        "runs": len(RATES) * SEEDS,
        "traces": None if result is None else _traces(result),
        "python": hardness_python(spec),
        "address": _address(spec),
    }


def requested_file(
    request: Mapping[str, Any], spec: HardnessSpec, result: Hardness | None, data: dict[str, Any]
) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz"}`` and ``{"what": "html"}`` are understood, once the networks are trained.
    """
    name = f"hardness_{spec.nodes}"
    if result is None:
        return None
    if request.get("what") == "npz":
        return npz_file(name, hardness_npz(spec, result))
    if request.get("what") == "html":
        return html_file(name, "hardness", tr("Hardness"), data, request)
    return None


def _traces(result: Hardness) -> dict[str, dict[str, Any]]:
    """Return by target and learner the accuracies of all runs after each epoch, and how they lie."""
    found: dict[str, dict[str, Any]] = {}
    for place, target in enumerate(TARGETS):
        found[target] = {}
        for learner in LEARNERS:
            tested = getattr(result, learner)[place]
            runs = tested.reshape(-1, tested.shape[-1])
            trained = getattr(result, f"{learner}_trained")[place].reshape(runs.shape)
            found[target][learner] = {
                "median": np.median(runs, 0).round(4).tolist(),
                "low": runs.min(0).tolist(),
                "high": runs.max(0).tolist(),
                "trained": np.median(trained, 0).round(4).tolist(),
            }
    return found


def _job(spec: HardnessSpec) -> str:
    return f"hardness {canonical(spec)}"


def _address(spec: HardnessSpec) -> dict[str, str | None]:
    said = {_NODES: spec.nodes, _SEED: spec.seed}
    return {
        setting.parameter: None if value == setting.default else setting.text(value)
        for setting, value in said.items()
    }
