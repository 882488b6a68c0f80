"""
Relatives, and when not to use lazyq
====================================

What other distances and methods do with motion, set beside a lazy distance: the shape-based distance,
dynamic time warping, tangent distance, elastic registration, max filters, Augerino. The definitions are
written out here, in a few lines each, so that the numbers can be checked. The series are drawn from a
seed or from a formula.
"""

# %%
# Three definitions
# -----------------

import numpy as np
import plotly.graph_objects as go

import lazyq

T = 64
steps = np.arange(T)


def bumps(at):
    """Two bumps, the second lower, 10 steps apart."""
    return np.exp(-(((steps - at) / 2.5) ** 2)) + 0.6 * np.exp(-(((steps - at - 10) / 3) ** 2))


def sbd(x, y):
    """1 − the greatest normalised correlation over all shifts, zeros outside [1]."""
    return 1 - np.correlate(x, y, "full").max() / (np.linalg.norm(x) * np.linalg.norm(y))


def dtw(x, y):
    """The root of the least sum of squared differences over all monotone matchings [2]."""
    table = np.full((T + 1, T + 1), np.inf)
    table[0, 0] = 0
    for i in range(T):
        for j in range(T):
            before = min(table[i, j], table[i, j + 1], table[i + 1, j])
            table[i + 1, j + 1] = (x[i] - y[j]) ** 2 + before
    return table[T, T] ** 0.5


def tangent(x, y):
    """The distance of y from the tangent at x of the curve of all shifts of x [3]."""
    direction = np.gradient(x)
    along = direction @ (y - x) / (direction @ direction)
    return np.linalg.norm(x + along * direction - y)


# %%
# The same shape, later and later
# -------------------------------

action, lam = lazyq.TimeShifts(T), 0.08
first, late = bumps(16), np.arange(0, 25)
curves = {
    "plain": [np.linalg.norm(first - bumps(16 + s)) for s in late],
    "lazy, λ = 0.08": [lazyq.lazy_distance(action, first, bumps(16 + s), lam) for s in late],
    "tangent": [tangent(first, bumps(16 + s)) for s in late],
    "DTW": [dtw(first, bumps(16 + s)) for s in late],
    "SBD": [sbd(first, bumps(16 + s)) for s in late],
}
dashes = ("solid", "solid", "dash", "dot", "dashdot")
figure = go.Figure(
    [
        go.Scatter(x=late, y=[float(value) for value in values], name=name, line={"dash": dash, "width": 3})
        for (name, values), dash in zip(curves.items(), dashes)
    ]
)
figure.update_layout(
    xaxis={"title": {"text": "steps later"}},
    yaxis={"title": {"text": "distance from the first"}},
    meta={
        "description": "Plain distance rises at once, tangent distance soon after; DTW and SBD "
        "stay near 0; the lazy distance grows by λ with every step."
    },
)
figure.show()

# %%
# - The **plain** distance is at its height as soon as the bumps no longer overlap, and from there on
#   tells nothing.
# - **Tangent distance** follows small motions and no large ones: it is the first order of what the lazy
#   distance at λ = 0 does.
# - **DTW** and **SBD** do not mind a delay, however long.
# - The **lazy** distance is λ for every step, up to where staying is cheaper than moving.

for s in (1, 4, 16):
    print(f"{s:2} later:", ", ".join(f"{name} {float(values[s]):.3f}" for name, values in curves.items()))

# %%
# Shape-based distance (SBD)
# --------------------------
#
# SBD [1], of k-Shape, is in aeon and in tslearn. For series of norm 1, with as many zeros behind them as
# they are long, it *is* the lazy distance at λ = 0, in another unit: SBD = d₀² / 2.

rng = np.random.default_rng(0)
x, y = (series / np.linalg.norm(series) for series in rng.normal(size=(2, T)))
padded = [lazyq.zero_padded(series, T - 1) for series in (x, y)]
free = lazyq.quotient_distance(lazyq.TimeShifts(2 * T - 1), *padded)
print(f"SBD {sbd(x, y):.12f}, d₀²/2 {float(free) ** 2 / 2:.12f}")

# %%
# What a lazy distance adds is λ: a price for the delay, and so a metric between series rather than
# between their orbits. Use SBD where a delay means nothing.
#
# Dynamic time warping (DTW)
# --------------------------
#
# DTW [2] lets time run faster here and slower there. It is no metric, as three short series show whose
# distances break the triangle inequality, and warping makes bumps of different width alike. Use it, in
# aeon, tslearn or dtaidistance, where tempo varies within a series. lazyq has no warping.


def short(*values):
    """A short series, held at its end."""
    return np.array(values + (T - len(values)) * (values[-1],), dtype=float)


a, b, c = short(0), short(0, 1, 0), short(0, 1, 1, 1, 0)
print(f"DTW: d(a, c) = {dtw(a, c):.3f} > d(a, b) + d(b, c) = {dtw(a, b):.3f} + {dtw(b, c):.3f}")
d = [float(lazyq.lazy_distance(action, *pair, 0.3)) for pair in ((a, c), (a, b), (b, c))]
print(f"lazy: d(a, c) = {d[0]:.3f} ≤ d(a, b) + d(b, c) = {d[1]:.3f} + {d[2]:.3f}")

# %%
# Tangent distance
# ----------------
#
# Tangent distance [3] replaces the orbit of a point by its tangent plane. It takes any smooth family of
# transformations, needs derivatives and no group, and is right for small motions. A lazy distance follows
# large motions exactly, for groups whose elements can be searched, and its λ says how large is too large.
#
# Elastic registration
# --------------------
#
# The closest published relative. Curves and functions are compared up to warping of time by the least of
# d(x∘γ, y)² plus a penalty on how far γ is from the identity [4]; in fdasrsf (Python) and fdasrvf (R) the
# weight of the penalty is ``lam`` or ``lambda``, and scikit-fda has a penalty too. It is the idea of this
# library for the group of warps, and we know of no earlier name for the general case. There, the minimum
# is sought by dynamic programming on a grid for one λ at a time; here groups are finite, or split, or
# solved in closed form, and the answer is exact for all λ. Use elastic registration for growth curves,
# outlines and other things that warp.
#
# Max filters
# -----------
#
# A max filter [5] is ⟨⟨x, z⟩⟩ = max ⟨gx, z⟩, an invariant feature for a template z. With a price it is
# the lazy distance in other words: d_λ(x, z)² = ‖x‖² + ‖z‖² − 2⟨⟨x, z⟩⟩_λ.

from lazyq import max_filter

agreement = max_filter(action, x[None], y[None], lam).item()
squares = np.square([np.linalg.norm(x), np.linalg.norm(y)]).sum()
distance = float(lazyq.lazy_distance(action, x, y, lam))
print(f"{squares - 2 * agreement:.12f} = {distance**2:.12f}")

# %%
# Use max filters (:class:`lazyq.LazyMaxFilterTransformer`) for features of fixed length, distances for
# neighbours.
#
# Augerino and other learned augmentation
# ---------------------------------------
#
# Augerino [6] learns, while it trains a network, how widely to transform inputs, for a box of affine
# transformations. Lazy averaging (:doc:`plot_6_averaging`) takes a model that is trained already and
# learns a law π on any finite list of transformations: a convex problem, with a certificate. It does not
# make the model itself better; and it asks the model once for every transformation. Use Augerino, or
# plain augmentation, where the model can be trained.
#
# Equivariant layers
# ------------------
#
# Where a symmetry holds *exactly*, networks that have it built in (e3nn, escnn) need no price and no
# search.
#
# When not to use lazyq
# ---------------------
#
# - **The symmetry is exact and known.** Take the quotient (λ = 0), invariant features, or equivariant
#   layers.
# - **Things deform.** Warping, elastic and diffeomorphic registration are other methods, with other
#   libraries.
# - **No group, or one that can be neither listed nor solved.** Elements are enumerated factor by factor,
#   or found by a minimiser; a group of a million elements in one factor is too large.
# - **Positions mean nothing or everything.** At λ = 0 and λ = ∞ cheaper methods do the same.
# - **Very many points and no need of exactness.** An approximate index on learned features scales farther.
# - **Missing letters.** ``lazyq.words`` moves letters; an edit distance (rapidfuzz) also inserts and
#   deletes.
#
# Sources
# -------
#
# 1. J. Paparrizos, L. Gravano, *k-Shape: Efficient and Accurate Clustering of Time Series*, SIGMOD 2015.
# 2. H. Sakoe, S. Chiba, *Dynamic Programming Algorithm Optimization for Spoken Word Recognition*, IEEE
#    Transactions on Acoustics, Speech, and Signal Processing, 1978.
# 3. P. Simard, Y. LeCun, J. Denker, *Efficient Pattern Recognition Using a New Transformation Distance*,
#    NIPS 1992.
# 4. A. Srivastava, E. Klassen, S. Joshi, I. Jermyn, *Shape Analysis of Elastic Curves in Euclidean
#    Spaces*, IEEE Transactions on Pattern Analysis and Machine Intelligence, 2011; J. D. Tucker, W. Wu,
#    A. Srivastava, *Generative Models for Functional Data using Phase and Amplitude Separation*,
#    Computational Statistics & Data Analysis, 2013; J. D. Tucker, *fdasrsf*.
# 5. J. Cahill, J. W. Iverson, D. G. Mixon, D. Packer, *Group-Invariant Max Filtering*, Foundations of
#    Computational Mathematics, 2024, doi 10.1007/s10208-024-09656-9.
# 6. G. Benton, M. Finzi, P. Izmailov, A. G. Wilson, *Learning Invariances in Neural Networks*, NeurIPS
#    2020.
