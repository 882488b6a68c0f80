"""The browser's alignment of two clouds, against Python, step by step."""

import numpy as np
import pytest

from lazyq.experiments.aligning import AligningSpec, CloudsSpec, aligning, aligning_python
from lazyq.infoot import FusedInfoOT

CLOUDS = CloudsSpec(points=30, seed=2)
BROKEN = CloudsSpec(points=30, seed=2, equal=True, shift=(6.0, 1.0))


def in_browser(node, spec, points=()):
    drawn = aligning(AligningSpec(spec.clouds, "ot")).clouds
    return node(
        "tests/js/run_infoot.mjs",
        {
            "task": "align",
            "xs": drawn.x.tolist(),
            "ys": drawn.y.tolist(),
            "bandwidth": spec.bandwidth,
            "information": spec.information,
            "reg": spec.reg,
            "steps": spec.steps,
            "points": list(points),
        },
    )


@pytest.mark.parametrize("clouds", [CLOUDS, BROKEN], ids=["given", "broken"])
@pytest.mark.parametrize("information", [0, 0.3, 0.8, 1])
def test_every_step_is_pythons(node, clouds, information):
    spec = AligningSpec(clouds, information=information, steps=40)
    python, browser = aligning(spec), in_browser(node, spec)
    # The last steps move less than marginals are exact to: one more or less of them is chance.
    steps = min(len(browser["objective"]), len(python.objective))
    assert max(len(browser["objective"]), len(python.objective)) - steps <= 2
    for name in ("objective", "information", "cost") if information < 1 else ("objective", "information"):
        np.testing.assert_allclose(browser[name][:steps], getattr(python, name)[:steps], atol=1e-6)
    np.testing.assert_allclose(browser["plan"], python.plan.ravel(), atol=1e-6)
    assert browser["scale"] == pytest.approx(python.scales[0], rel=1e-12)
    assert max(browser["error"]) < 1e-9
    assert np.diff(browser["objective"]).max() < 1e-10


@pytest.mark.parametrize("reg", [0.02, 1])
def test_a_small_and_a_large_smoothing(node, reg):
    spec = AligningSpec(BROKEN, information=0, reg=reg)
    np.testing.assert_allclose(in_browser(node, spec)["plan"], aligning(spec).plan.ravel(), atol=1e-9)


def test_a_new_point_goes_where_python_sends_it(node):
    spec = AligningSpec(CLOUDS, information=0.5, steps=100)
    drawn = aligning(spec).clouds
    points = [[0.9, 1.7], [-3.0, 2.0], [100.0, 0.0]]
    fitted = FusedInfoOT(lam=1.0, reg=0.1, n_outer=100).fit(drawn.x, drawn.y)
    expected = fitted.transform(np.array(points))
    np.testing.assert_allclose(in_browser(node, spec, points)["images"], expected, atol=1e-6)


STATE = {
    "angle": 45, "dx": 1, "dy": 0.5, "info": 0.8, "equal": False, "unequal": True, "outliers": True,
    "reg": 0.05, "bandwidth": 0.5, "point": [0, 0],
}  # fmt: skip
DATA = {"points": 60, "seed": 2, "steps": 100, "masses": [1, 2, 3], "spread": 0.45, "outliers": 0.1}


@pytest.mark.parametrize(
    ("changed", "method", "lam"), [({}, "fused", None), ({"info": 1}, "infoot", None), ({}, "lazy", 0.5)]
)
def test_the_program_is_the_one_that_python_writes(node, changed, method, lam):
    state = {**STATE, **changed, "lam": lam}
    clouds = CloudsSpec(points=60, masses=(1.0, 2.0, 3.0), seed=2)
    spec = AligningSpec(clouds, method, laziness=lam or 0.5, steps=100)
    written = node("tests/js/run_infoot.mjs", {"task": "python", "state": state, "data": DATA}).splitlines()
    expected = aligning_python(spec).splitlines()
    (drawn,) = (line for line in written if line.startswith("pair = "))
    assert eval(drawn.removeprefix("pair = clouds(").removesuffix(")"), {"CloudsSpec": CloudsSpec}) == clouds
    assert [line for line in written if line != drawn] == [
        line for line in expected if not line.startswith("pair = ")
    ]
