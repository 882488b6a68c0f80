"""The Sample gain page: an experiment goes in, what a symmetry is worth in samples comes out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lazyq import plots
from lazyq.compute import canonical
from lazyq.experiments.sample_gain import (
    SIZES,
    TAUS,
    OnePointSpec,
    SampleGain,
    SampleGainSpec,
    one_point,
    same_space,
    sample_gain,
    sample_gain_npz,
    sample_gain_python,
)
from lazyq.ui.address import Setting, give_way, number, select, tell
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import later, localised, tr
from lazyq.ui.results import store
from lazyq.ui.watching import glimpsed, wait_only_for

SYMMETRIES = {
    "translations": later("four translations"),
    "mirrors": later("two mirrors"),
    "square": later("the symmetries of a square"),
    "circle": later("all translations, a circle"),
    "turns": later("six turns of a sphere"),
    "axis": later("all turns about an axis"),
    "icosahedron": later("the turns of an icosahedron"),
}
_SAME = "same"
_GROUP = Setting("group", tuple(SYMMETRIES), "translations")
_OUTSIDE = Setting("outside", (0, 1, 5, 20), 0)
_SMOOTHNESS = Setting("smoothness", (1.2, 2.0, 3.0), 2.0)
_NOISE = Setting("noise", (0.1, 0.25, 0.5, 1.0), 0.5)
_SEED = Setting("seed", range(1000), 0)
_OWN = Setting("n", range(2, 513), 100)
_BEFORE = "_sample_gain_before"
_component = component("sample_gain")


def settings(notices: DeltaGenerator) -> OnePointSpec:
    """Show what can be chosen, what a link asks in vain among the notices, and return what is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = select(_GROUP, tr("Symmetry of what is to be learned"), symmetry_text)
        more = st.popover(tr("Change the experiment"), icon=":material/tune:")
    with more:
        give_way(_assumed(group))
        assumed = select(_assumed(group), tr("Symmetry that the learner trusts"), _assumed_text, notices)
        outside = select(_OUTSIDE, tr("Energy outside the symmetry"), "{} %".format, notices)
        noise = select(_NOISE, tr("Noise σ, for a signal of norm 1"), _decimal, notices)
        smoothness = select(_SMOOTHNESS, tr("Smoothness s"), _decimal, notices)
        seed = number(_SEED, tr("Seed"))
        own = number(_OWN, tr("Points n of a draw of your own"))
    trusted = group if assumed == _SAME else assumed
    task = SampleGainSpec(group, trusted, outside / 100, smoothness, noise, seed)
    spec = OnePointSpec(task, own)
    tell(_address(spec))
    wait_only_for(_job(task))
    return spec


@st.fragment
def view(spec: OnePointSpec) -> None:
    """Show the space, the frequencies and the curves, these as soon as they are known."""
    figure = st.container()
    task = spec.task
    result = glimpsed(
        _job(task),
        lambda: store().known(sample_gain, task),
        lambda: store().run(sample_gain, task),
        patience=0,
    )
    data = sample_gain_data(spec, result)
    if result is not None:
        st.session_state[_BEFORE] = task, result
    elif _BEFORE in st.session_state:
        data["curves"] = _curves(*st.session_state[_BEFORE], old=True)
    answer = partial(requested_file, spec=spec, result=result, data=data)
    with figure:
        mount(_component, "sample_gain", data, answer, {tr("Learning curves"): partial(_figure, result)})


def _figure(result: SampleGain | None, request: Mapping[str, Any], theme: str) -> Any:
    """Draw the curves once they are known, and what the symmetry is worth to whom has seen it."""
    from lazyq.spectral import LearningCurves, SampleMultiplier  # which bring scikit-learn

    if result is None:
        return tr("The curves are still being computed.")
    names = tuple(_learner(tau) for tau in TAUS)
    seen = SampleMultiplier(SIZES, result.at, result.low, result.high, *result.overall.tolist())
    return plots.learning_figure(
        LearningCurves(names, SIZES, result.risks), seen if request.get("seen") is True else None, theme=theme
    )


def _learner(tau: float) -> str:
    if tau == 0:
        return tr("with it")
    return tr("without the symmetry") if tau == 1 else tr("lazily, τ = {tau}", tau=_decimal(tau))


def symmetry_text(name: str) -> str:
    """Return what a symmetry is called in the visitor's language."""
    return tr(SYMMETRIES[name])


def sample_gain_data(spec: OnePointSpec, result: SampleGain | None) -> dict[str, Any]:
    """Return what the component is given; without a result, what needs none."""
    task = spec.task
    own = store().run(one_point, spec).risks
    return {
        "group": task.group,
        "assumed": task.assumed,
        "outside": task.outside,
        "noise": task.noise,
        "smoothness": task.smoothness,
        "sizes": list(SIZES),
        "taus": list(TAUS),
        "trials": task.trials,
        "own": {"n": spec.n, "risks": own.tolist()},
        "curves": None if result is None else _curves(task, result),
        "python": sample_gain_python(task),
        "address": _address(spec),
    }


def requested_file(
    request: Mapping[str, Any], spec: OnePointSpec, result: SampleGain | None, data: dict[str, Any]
) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz"}`` and ``{"what": "html"}`` are understood, once the curves are known.
    """
    name = f"sample_gain_{spec.task.group}"
    if result is None:
        return None
    if request.get("what") == "npz":
        return npz_file(name, sample_gain_npz(spec.task, result))
    if request.get("what") == "html":
        return html_file(name, "sample_gain", tr("Sample gain"), data, request)
    return None


def _curves(task: SampleGainSpec, result: SampleGain, *, old: bool = False) -> dict[str, Any]:
    """Return means of the risks, their 95 % intervals over the draws, and the multipliers; NaN is None.

    Old ones are of another task than the page's, and say of which.
    """
    logs = np.log(result.risks)
    mean, half = result.risks.mean(2), 1.96 * logs.std(2, ddof=1) / np.sqrt(logs.shape[2])
    return {
        "mean": mean.tolist(),
        "low": (mean * np.exp(-half)).tolist(),
        "high": (mean * np.exp(half)).tolist(),
        **{name: _known(getattr(result, name)) for name in ("at", "overall")},
        "from": _known(result.low),
        "to": _known(result.high),
        "outside": task.outside,
        "old": symmetry_text(task.group) if old else None,
    }


def _known(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 4) for value in values]


def _assumed(group: str) -> Setting:
    """Return the setting of who is trusted: a learner can trust what acts on the space of its data."""
    return Setting("assumed", (_SAME, *same_space(group)), _SAME)


def _decimal(value: float) -> str:
    return localised(str(value))


def _assumed_text(name: str) -> str:
    return tr("the same one") if name == _SAME else symmetry_text(name)


def _job(task: SampleGainSpec) -> str:
    return f"sample gain {canonical(task)}"


def _address(spec: OnePointSpec) -> dict[str, str | None]:
    task = spec.task
    said = {
        _GROUP: task.group,
        _assumed(task.group): _SAME if task.assumed == task.group else task.assumed,
        _OUTSIDE: round(100 * task.outside),
        _SMOOTHNESS: task.smoothness,
        _NOISE: task.noise,
        _SEED: task.seed,
        _OWN: spec.n,
    }
    return {
        setting.parameter: None if value == setting.default else setting.text(value)
        for setting, value in said.items()
    }
