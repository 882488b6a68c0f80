"""The Aligning page: clouds go in, a component comes out that aligns them under the hand."""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from itertools import product
from typing import Any

import numpy as np
import streamlit as st

from lazyq import plots
from lazyq.experiments.aligning import (
    LAZINESS,
    Aligning,
    AligningSpec,
    CloudsSpec,
    Domains,
    DomainsSpec,
    LazyTurns,
    aligning,
    aligning_npz,
    clouds,
    domains,
    lazy_turns,
)
from lazyq.experiments.lam import lam_from_json, lam_json
from lazyq.experiments.received import number_from_json
from lazyq.ui.address import Setting, select, tell, toggle
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import later, tr
from lazyq.ui.library import available, library
from lazyq.ui.pixels import to_base64
from lazyq.ui.results import store
from lazyq.ui.watching import glimpsed, wait_only_for

STEPS = 100
MASSES = (1.0, 2.0, 3.0)
_OUTLIERS = 0.1
_REACH = 8
_FIELD = 12
_POINTS = Setting("points", (30, 60, 90, 120), 60)
_SEED = Setting("seed", tuple(range(10)), 2)
_DIGITS = Setting("digits", (False, True), False)
_HELP = later(
    "MNIST’s labels for scikit-learn’s digits, which are turned: by transport, information, both, lazily."
)
_SWITCHES = ("equal", "unequal", "outliers")
_NUMBERS = ("angle", "dx", "dy", "info", "reg", "bandwidth")
_ASKED = "_aligning_turns"
START = {
    "angle": 45,
    "dx": 1,
    "dy": 0.5,
    "info": 0.8,
    "equal": False,
    "unequal": False,
    "outliers": True,
    "reg": 0.05,
    "bandwidth": 0.5,
    "show": "mass",
    "point": [-2.9, -0.4],
    "starts": False,
}
_BROKEN = {"equal": True, "dx": 6, "dy": 1, "info": 1}
_CURES = {"less": {"info": 0.8}, "masses": {"unequal": True}, "lean": {"info": 0.8, "lam": 0.5}}
_EXACT = later(
    "Clouds are drawn from a seed; the plan is worked out here in the browser, from pqᵀ, until a step "
    "moves less than 10⁻⁶ of the mass, at most 100 steps, its marginals to 10⁻¹⁰: a stationary plan, not "
    "proven the best, and which one it is depends on the start. While a hand moves the target, the plan "
    "goes on from the one before. s weighs the terms: (1 − s)⟨P, C⟩ − s MI(P) + ε KL(P ‖ pqᵀ), with "
    "distances C, and mutual information in nats from kernel densities. After C.-Y. Chuang, S. Jegelka "
    "and D. Alvarez-Melis, InfoOT, ICML 2023; its objective is this one over 1 − s, and no figure here is "
    "one of theirs. Their experiments on images and single cells are out of reach here and not imitated."
)
_aligning = component("aligning")


def settings() -> CloudsSpec:
    """Show how many points there are and which draw of them; return the spec of the clouds."""
    columns = st.columns([2, 2, 8], vertical_alignment="bottom")
    with columns[0]:
        points = select(_POINTS, tr("Points in each cloud"))
    with columns[1]:
        seed = select(_SEED, tr("Which draw"))
    return CloudsSpec(points=points, outliers=_OUTLIERS, angle=0.0, shift=(0.0, 0.0), seed=seed)


def real_digits() -> tuple[DomainsSpec, Domains] | None:
    """Show the switch that gives MNIST's labels to scikit-learn's digits; return that once it is known."""
    spec = DomainsSpec()
    name, turns = "aligning digits", st.session_state.get(_ASKED)
    wait_only_for(name, *([_job(turns)] if turns else []))
    if not available().mnist:
        st.caption(tr("Real digits need MNIST, which is not here."))
        return None
    asked = toggle(_DIGITS, tr("Give MNIST’s labels to scikit-learn’s digits"), tr(_HELP))
    tell({"digits": _DIGITS.text(True) if asked else None})
    if not asked:
        return None
    checksums = tuple(library().digits(name).checksum for name in ("mnist-test", "sklearn"))
    result: Domains | None = glimpsed(
        name,
        lambda: store().known(domains, spec, data=checksums),
        lambda: store().run(domains, spec, data=checksums),
    )
    return None if result is None else (spec, result)


@st.fragment
def aligned(spec: CloudsSpec, digits: tuple[DomainsSpec, Domains] | None) -> None:
    """Show the clouds; all that is moved by hand belongs to the browser, which writes it in the link."""
    asked = st.session_state.get(_ASKED)
    if asked is not None and not _of(asked, spec):
        asked = None
    above, below = st.container(), st.container()
    with above:
        turns = None if asked is None else _turns(asked)
    with below:
        data = aligning_data(spec, digits, None if turns is None or asked is None else (asked, turns))
        charts = {
            tr("Clouds"): partial(_coupling, spec),
            tr("Plan"): partial(_plan, spec),
            tr("Objective"): partial(_objective, spec),
        }
        mount(_aligning, "aligning", data, partial(requested, spec=spec, data=data), charts)


def _coupling(spec: CloudsSpec, request: Mapping[str, Any], theme: str) -> Any:
    asked = asked_spec(request, spec)
    if asked is None:
        return _unknown()
    found = _solved(asked)
    drawn = found.clouds
    classes = (_clusters(drawn.clusters_x), _clusters(drawn.clusters_y))
    return plots.coupling_figure(found.turned, drawn.y, found.plan, classes=classes, theme=theme)


def _plan(spec: CloudsSpec, request: Mapping[str, Any], theme: str) -> Any:
    asked = asked_spec(request, spec)
    return _unknown() if asked is None else plots.transport_figure(_solved(asked).plan, theme=theme)


def _objective(spec: CloudsSpec, request: Mapping[str, Any], theme: str) -> Any:
    asked = asked_spec(request, spec)
    if asked is None:
        return _unknown()
    objective = _solved(asked).objective
    return plots.curves_figure(
        np.arange(len(objective)),
        {tr("objective"): objective},
        across=tr("outer step"),
        value=tr("objective"),
        theme=theme,
    )


def _unknown() -> str:
    return tr("These clouds can’t be drawn: their settings are not of this page.")


def _clusters(places: np.ndarray) -> list[str]:
    return [tr("no cluster") if k < 0 else tr("cluster {number}", number=k + 1) for k in places.tolist()]


@lru_cache(maxsize=2)
def _solved(asked: AligningSpec) -> Aligning:
    """Return an alignment; the charts of one window are drawn one after another."""
    return aligning(asked)


def aligning_data(
    spec: CloudsSpec,
    digits: tuple[DomainsSpec, Domains] | None = None,
    turns: tuple[AligningSpec, LazyTurns] | None = None,
) -> dict[str, Any]:
    """Return what the component is given: the clouds of all scenes, and what the server worked out."""
    return {
        "scenes": {
            "".join(str(int(is_)) for is_ in switches): _scene(scene_of(spec, *switches))
            for switches in product((False, True), repeat=3)
        },
        "start": START,
        "broken": _BROKEN,
        "cures": _CURES,
        "laziness": [lam_json(lam) for lam in LAZINESS],
        "lam": "inf",
        "lazy": None if turns is None else _lazy_data(*turns),
        "digits": None if digits is None else _digits_data(*digits),
        "given": {
            "points": spec.points,
            "seed": spec.seed,
            "steps": STEPS,
            "masses": MASSES,
            "spread": spec.spread,
            "outliers": _OUTLIERS,
        },
        "exact": tr(_EXACT),
        "address": {
            "points": None if spec.points == _POINTS.default else str(spec.points),
            "seed": None if spec.seed == _SEED.default else str(spec.seed),
        },
    }


def scene_of(spec: CloudsSpec, equal: bool, unequal: bool, outliers: bool) -> CloudsSpec:
    """Return the spec of one of the eight scenes."""
    masses = MASSES if unequal else tuple(1.0 for _ in MASSES)
    return replace(spec, equal=equal, masses=masses, outliers=_OUTLIERS if outliers else 0.0)


def asked_spec(request: Mapping[str, Any], spec: CloudsSpec) -> AligningSpec | None:
    """Return the problem that a browser stands before, None where that is none of this page."""
    try:
        switches = [request[name] for name in _SWITCHES]
        if not all(isinstance(value, bool) for value in switches):
            return None
        angle, dx, dy, info, reg, bandwidth = (
            number_from_json(name, request[name])
            for name in ("angle", "dx", "dy", "info", "reg", "bandwidth")
        )
        if max(abs(dx), abs(dy)) > _REACH:
            return None
        laziness = lam_from_json(request["lam"])
        return AligningSpec(
            replace(scene_of(spec, *switches), angle=angle, shift=(dx, dy)),
            method="fused" if laziness == math.inf or info == 1 else "lazy",
            information=info,
            reg=reg,
            bandwidth=bandwidth,
            steps=STEPS,
            laziness=laziness,
        )
    except (KeyError, ValueError):
        return None


def requested(request: Mapping[str, Any], spec: CloudsSpec, data: dict[str, Any]) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz", …}`` and ``{"what": "html", …}`` with the state of the page are understood, and
    ``{"what": "lazy", …}``, after which the next run looks for the best turns.
    """
    what, asked = request.get("what"), asked_spec(request, spec)
    if asked is None:
        return None
    if what == "lazy" and asked.information < 1:
        st.session_state[_ASKED] = replace(asked, method="lazy", laziness=LAZINESS[-2])
    if what == "npz":
        return npz_file("aligning", aligning_npz(aligning(asked)))
    if what == "html":
        start = {
            name: request[name] for name in (*_SWITCHES, "angle", "dx", "dy", "info", "reg", "bandwidth")
        }
        shown = {**data, "start": {**START, **start, **_looked_at(request)}, "lam": lam_json(asked.laziness)}
        return html_file("aligning", "aligning", tr("Aligning"), shown, request)
    return None


def _looked_at(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is drawn, and the new point, as far as the request says so."""
    looked: dict[str, Any] = {}
    if request.get("show") in ("mass", "own", "near"):
        looked["show"] = request["show"]
    sent = request.get("point")
    with suppress(ValueError):
        point = [number_from_json("point", value) for value in (sent if isinstance(sent, list) else [])]
        if len(point) == 2 and max(map(abs, point)) <= _FIELD:
            looked["point"] = point
    return looked


def _turns(asked: AligningSpec) -> LazyTurns | None:
    found: LazyTurns | None = glimpsed(
        _job(asked), lambda: store().known(lazy_turns, asked), lambda: store().run(lazy_turns, asked)
    )
    return found


def _job(asked: AligningSpec) -> str:
    return f"aligning turns {asked}"


def _of(asked: AligningSpec, spec: CloudsSpec) -> bool:
    """Return whether a problem is one of these clouds."""
    return (asked.clouds.points, asked.clouds.seed) == (spec.points, spec.seed)


def _scene(spec: CloudsSpec) -> dict[str, Any]:
    drawn = clouds(spec)
    return {
        "x": to_base64(drawn.x),
        "upright": to_base64(drawn.upright),
        "p": to_base64(drawn.p),
        "q": to_base64(drawn.q),
        "clusters_x": drawn.clusters_x.tolist(),
        "clusters_y": drawn.clusters_y.tolist(),
    }


def _lazy_data(asked: AligningSpec, turns: LazyTurns) -> dict[str, Any]:
    drawn = asked.clouds
    return {
        "of": {
            "angle": drawn.angle,
            "dx": drawn.shift[0],
            "dy": drawn.shift[1],
            "equal": drawn.equal,
            "unequal": drawn.masses == MASSES,
            "outliers": drawn.outliers > 0,
            "info": asked.information,
            "reg": asked.reg,
            "bandwidth": asked.bandwidth,
        },
        "angle": turns.angle.tolist(),
        "translations": turns.translations.tolist(),
        "value": turns.value.tolist(),
        "objective": turns.objective.tolist(),
        "right": turns.right.tolist(),
        "scanned": turns.scanned.tolist(),
        "profile": turns.profile.tolist(),
    }


def _digits_data(spec: DomainsSpec, found: Domains) -> dict[str, Any]:
    return {
        "methods": list(found.methods),
        "accuracy": found.accuracy.tolist(),
        "low": found.low.tolist(),
        "high": found.high.tolist(),
        "size": len(found.labels),
        "turn": spec.turn,
        "angle": found.angle,
    }
