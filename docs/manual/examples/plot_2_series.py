"""
Time series
===========

A series may be shifted in time, at a price: beats that come a little early or late stay what they are,
beats that come at another time altogether do not. The data of this page are synthetic, drawn from a
seed.
"""

# %%
# Beats that are never quite on time
# ----------------------------------
#
# Three kinds of beats of 96 steps. Kinds A and B have the same shape and differ in *when* it comes; kind C
# has another shape, at the time of A. Every beat is early or late by a few steps, and noisy.

import numpy as np
import plotly.graph_objects as go

import lazyq
from lazyq import plots

STEPS = 96
rng = np.random.default_rng(0)


def bump(at, width):
    return np.exp(-(((np.arange(STEPS) - at) / width) ** 2))


def beat(kind, late):
    start = {"A": 34, "B": 54, "C": 34}[kind] + late
    second = {"A": 0.55, "B": 0.55, "C": -0.55}[kind]
    return bump(start, 2.5) + second * bump(start + 12, 4) + rng.normal(0, 0.12, STEPS)


kinds = np.array(list("ABC") * 50)
series = np.stack([beat(kind, rng.normal(0, 4)) for kind in kinds])
print(series.shape, series.dtype)

# %%
# The metric
# ----------
#
# ``RowShifts(1, T)`` and ``TimeShifts(T)`` are the same group, the cyclic shifts of T steps; the first
# takes points (1, T), the second (T,), and ``TimeShifts(T, C)`` shifts C channels together. ν is the
# number of steps. Neighbours of several channels are searched by the same exact bounds as those of one.
# Series are NumPy arrays here, and so are the answers.

action = lazyq.TimeShifts(STEPS)
first, second = series[kinds == "A"][:2]
best = lazyq.align(action, first, second, lam=0.05)
print(f"shifted by {best.g} steps; left over {best.residual:.3f} of {np.linalg.norm(first - second):.3f}")

# %%
plots.alignment_figure(action, first, second, best).show()

# %%
# What λ decides
# --------------
#
# At λ = 0 kinds A and B are one and the same, for a shift is free. At λ = ∞ a beat that is late has
# little in common with another on time. The classifier chooses in between, by leaving one out, for all λ
# at once.

model = lazyq.LazyKNeighborsClassifierCV(action, n_neighbors=3).fit(series[:60], kinds[:60])
print(f"λ = {model.lam_:.4f}")
for lam in (0.0, model.lam_, np.inf):
    fixed = lazyq.LazyKNeighborsClassifier(action, lam=lam, n_neighbors=3).fit(series[:60], kinds[:60])
    print(f"λ = {lam:.4f}: {fixed.score(series[60:], kinds[60:]):.3f} of 90 other beats told right")

# %%
plots.accuracy_figure(model.lams_, model.scores_, steps=True, chosen=model.lam_).show()

# %%
# With one row for a sample, as scikit-learn has it, the action may be left out: an estimator then takes
# ``RowShifts(1, n_features)``.

same = lazyq.LazyKNeighborsClassifier(lam=model.lam_, n_neighbors=3).fit(series[:60], kinds[:60])
print(same.action_, np.array_equal(same.predict(series[60:]), model.predict(series[60:])))

# %%
# Which one is odd?
# -----------------
#
# The distance to the nearest normal beat is a measure of how odd one is. There are ten normal beats, of
# kind A. We look for beats of kind C, and for beats of kind A that come 20 steps late, among others that
# are normal.

normal = np.stack([beat("A", rng.normal(0, 5)) for _ in range(10)])
asked = {
    "normal": np.stack([beat("A", rng.normal(0, 5)) for _ in range(60)]),
    "another shape": np.stack([beat("C", rng.normal(0, 5)) for _ in range(60)]),
    "far too late": np.stack([beat("A", 20 + rng.normal(0, 5)) for _ in range(60)]),
}
lams = [0.0, 0.05, 0.1, np.inf]
scores = {name: lazyq.pairwise(action, points, normal, lam=lams).min(-1) for name, points in asked.items()}


def told_apart(odd, usual):
    """How often an odd beat is farther from the normal ones than a usual one."""
    return (odd[:, None] > usual[None, :]).mean()


for place, lam in enumerate(lams):
    for name in ("another shape", "far too late"):
        share = told_apart(scores[name][place], scores["normal"][place])
        print(f"λ = {lam:g}, {name}: {share:.3f}")

# %%
# A free shift cannot see that a beat comes too late. The plain distance sees that, and is less sure of
# shapes, for it has to have met a normal beat at nearly the same time. A price for every step serves
# both. The figure has the distances at λ = 0.1.

figure = go.Figure(
    [go.Box(y=values[2], name=name, boxpoints="all", pointpos=0) for name, values in scores.items()]
)
figure.update_layout(
    yaxis={"title": {"text": "distance to the nearest normal beat"}, "rangemode": "tozero"},
    showlegend=False,
    meta={
        "description": "Distances at λ = 0.1 of normal beats, of beats of another shape, and of late ones."
    },
)
figure.show()

# %%
# Limits
# ------
#
# - Shifts are cyclic: what leaves at one end comes in at the other. For series that end, put zeros behind
#   them (``zero_padded``), as many as they may move.
# - A shift moves the whole series by one number. A series that runs faster here and slower there asks for
#   *warping*: dynamic time warping or elastic registration, which :doc:`plot_8_comparison` sets beside
#   this.
# - λ has a unit: that of the series, for one step. After scaling the series, λ scales alike.

padded, wider = lazyq.zero_padded(first, 10), lazyq.TimeShifts(STEPS + 10)
print(padded.shape, lazyq.align(wider, padded, lazyq.zero_padded(second, 10), lam=0.05).g)
