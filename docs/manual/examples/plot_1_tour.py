"""
A tour in ten minutes
=====================

Two objects, a group that moves them, and a price of moving: that is all there is to a lazy distance.
This page goes from one pair of digits to neighbours, a classifier and means.
"""

# %%
# Two digits and what may happen to them
# --------------------------------------
#
# Points are tensors (NumPy arrays and lists will do, too). ``best_available`` gives the digits of MNIST
# where they are on the machine, and otherwise the small ones that scikit-learn carries: nothing is
# downloaded.

import torch

import lazyq
from lazyq import plots
from lazyq.datasets import best_available, class_indices

digits = best_available().digits[0]
print(digits.name, tuple(digits.images.shape), digits.images.dtype)

# %%
# Images of bytes are read as intensities k/255 and computed with in whole numbers. We take a 6 and a 9,
# and let every row of an image shift on its own, cyclically. A *group action* says what an element does
# (``act``), and how far it goes (``length``, the ν of the formulas): here, sqrt(Σ δ²) for rows that move
# by δ pixels.

action = lazyq.RowShifts(28, 28)
six, nine = (digits.images[class_indices(digits, label)[0]] for label in (6, 9))
print(action.length(torch.tensor([3] + 27 * [0])))

# %%
# The best way from one to the other
# ----------------------------------
#
# ``align`` finds the g that makes ‖g·x − y‖² + λ² ν(g)² least. The *residual* is what is left over, the
# *effort* is ν(g), and the lazy distance is the root of residual² + λ² effort².

best = lazyq.align(action, six, nine, lam=0.3)
print(f"residual {best.residual:.4f}, effort {best.effort:.4f}, distance {best.distance:.4f}")

# %%
plots.alignment_figure(action, six, nine, best, columns=2).show()

# %%
# λ is the price of one unit of ν, in units of x. At 0 all motion is free (the *quotient* distance), at ∞
# nothing moves (the plain distance), and in between the distance grows with λ.

lams = torch.tensor([0.0, 0.3, 1.0, torch.inf])
print(lazyq.lazy_distance(action, six, nine, lams))

# %%
# All λ at once
# -------------
#
# There is no need to try values of λ. As a function of λ², the squared distance is the lower edge of
# finitely many lines, one for every g, so it changes its g at finitely many places. The *path* knows all
# of them, exactly.

path = lazyq.lazy_path(action, six, nine)
print(len(path.breakpoints), "changes of g, the last at λ =", round(float(path.breakpoints[-1]), 4))
print(torch.equal(path.at(0.3).g, best.g))

# %%
plots.path_figure(path, lam=0.3).show()

# %%
# Many points
# -----------
#
# ``pairwise`` is the matrix of all distances, for one λ or several. The search for neighbours is exact
# and need not look at most pairs.

some, others = digits.images[:5], digits.images[5:1005]
print(lazyq.pairwise(action, some, others, lam=[0.0, 0.5]).shape)

from lazyq.neighbors import neighbors

found = neighbors(action, some, others, lam=0.5, k=3)
print("labels of five digits:   ", digits.labels[:5].tolist())
print("of their three nearest:  ", digits.labels[5:1005][found.indices].tolist())

# %%
# Which λ reads digits best?
# --------------------------
#
# The estimators are scikit-learn's in all they do. Five λ are compared by the digits that they read
# right, each with an interval that says how far 500 digits are to be trusted.

from lazyq import LazyKNeighborsClassifier
from lazyq.averaging import score

training, test = slice(0, 500), slice(1000, 1500)
lams, accuracies = [0.0, 0.2, 0.5, 1.0, float("inf")], []
for lam in lams:
    model = LazyKNeighborsClassifier(action, lam=lam, n_neighbors=5)
    model.fit(digits.images[training].numpy(), digits.labels[training].numpy())
    said = torch.tensor(model.predict_proba(digits.images[test].numpy()))
    accuracies.append(score(said, digits.labels[test]).accuracy)
    print(f"λ = {lam:g}: {accuracies[-1].value:.3f} ({accuracies[-1].low:.3f} to {accuracies[-1].high:.3f})")

# %%
# There is no need to try: ``LazyKNeighborsClassifierCV`` leaves out one training point after another, and
# from their whole paths knows the share of right votes for *every* λ. :doc:`plot_2_series` uses it.
#
# Means
# -----
#
# A mean under the lazy distance is a point that the others reach cheaply. Where λ is large it is the
# plain mean, a blur; where moving is cheap, the digits line up first.

sevens = digits.images[class_indices(digits, 7)[:20]]
means = lazyq.lazy_mean_path(action, sevens, lam=[0.0, 0.1, 0.3, 0.6, 2.0])
plots.means_figure(means.lams, means.means, columns=3).show()

# %%
# Where to go from here
# ---------------------
#
# :doc:`plot_2_series` and :doc:`plot_3_images` bring in data of one's own, :doc:`plot_5_own_action` a
# symmetry of one's own, and :doc:`plot_7_exactness` says what "exact" means here.
