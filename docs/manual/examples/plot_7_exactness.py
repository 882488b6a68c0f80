"""
How exactness works
===================

lazyq's answers are those of the definition, not of a search that may have stopped early. This page
shows where that comes from, what it costs, and where it ends.
"""

# %%
# Whole numbers
# -------------
#
# Images of bytes are correlated in whole numbers. A squared residual is a whole number of squared levels,
# and a squared effort one of squared pixels, so a breakpoint is a quotient of two whole numbers. Nothing
# is rounded before the last division.

import torch

import lazyq
from lazyq.datasets import best_available
from lazyq.neighbors import neighbors

digits = best_available().digits[0]
action = lazyq.RowShifts(28, 28)
path = lazyq.lazy_path(action, digits.images[0], digits.images[1])
print(digits.name)
print("squared residuals in levels:", [f"{value * 255**2:.3f}" for value in path.squared_residuals[:4]])
print("squared efforts in pixels:  ", path.squared_efforts[:4].tolist())

# %%
# Every λ, no grid
# ----------------
#
# For one g, ‖g·x − y‖² + λ² ν(g)² is a line in λ². The least of finitely many lines is found by their
# lower envelope, and for row shifts row by row: the 28²⁸ elements of the group are never listed. Between
# two breakpoints g does not change, which is easily checked against a search by hand through all shifts
# of every row:

x, y = (digits.images[place].double() / 255 for place in (0, 1))
shifts = torch.arange(-13, 15)
for lam in (0.0, 0.2, 0.7):
    squared = 0.0
    for row_x, row_y in zip(x, y):
        values = [(row_x.roll(-int(s)) - row_y).square().sum() + (lam * float(s)) ** 2 for s in shifts]
        squared += min(values)
    print(f"λ = {lam}: by hand {squared.sqrt():.12f}, lazyq {path.distance(lam):.12f}")

# %%
# Neighbours without looking at all pairs
# ---------------------------------------
#
# Shifting a row changes the phases of its Fourier transform, not their magnitudes. So the distance of the
# magnitudes is at most d₀, and d₀ is at most d_λ: a cheap lower bound. Once k points are known to be
# near, all whose bound is larger than the k-th distance can be left out *with certainty*. What is left is
# measured.


def magnitudes(images):
    """The Fourier magnitudes of all rows, scaled such that their distance is a distance of images."""
    spectrum = torch.fft.fft(images.double() / 255, norm="ortho").abs()
    return spectrum.flatten(1)


asked, others = digits.images[:40], digits.images[40:1640]
bounds = torch.cdist(magnitudes(asked), magnitudes(others))
for lam in (0.0, 0.3, 1.0):
    exact = lazyq.pairwise(action, asked, others, lam=lam)
    tenth = exact.kthvalue(10, dim=1, keepdim=True).values
    print("the bound holds for all pairs:", bool((bounds <= exact * (1 + 1e-5)).all()))
    print(f"λ = {lam}: {(bounds <= tenth).double().mean():.1%} of all pairs could be among the ten nearest")

# %%
# The kernels of the search use bounds of this kind. They are interchangeable: the one that prunes and the
# one that looks at everything give the same neighbours and the same distances, to the last bit.

quick = neighbors(action, asked, others, lam=0.3, k=10)
plain = neighbors(action, asked, others, lam=0.3, k=10, kernel="brute")
print(torch.equal(quick.indices, plain.indices), torch.equal(quick.distances, plain.distances))

# %%
# Floats: measured again where digits get lost
# --------------------------------------------
#
# For floats the fast way is ‖x‖² + ‖y‖² − 2⟨x, y⟩. Where x and y are close, this is a small difference of
# large numbers. In float32 nothing right may be left of it:

generator = torch.Generator().manual_seed(0)
signal = 100 + torch.rand(1, 64, generator=generator)
nearly = signal + 1e-3 * torch.rand(1, 64, generator=generator)
by_products = signal.square().sum() + nearly.square().sum() - 2 * (signal * nearly).sum()
truth = (signal.double() - nearly.double()).norm()
measured = lazyq.pairwise(lazyq.RowShifts(1, 64), signal[None], nearly[None], lam=torch.inf)[0, 0]
print(f"squared, by products: {by_products:.3e}; in truth {truth**2:.3e}; lazyq {measured**2:.3e}")

# %%
# Pairs that are close beside their norms are therefore measured again in float64, from differences. What
# each function promises is in its description: ``pairwise`` of bytes is right to a relative (H + 2)·2⁻²³,
# of float64 to the last digits; neighbours are those of the float64 definition.
#
# Ties
# ----
#
# Where several elements do equally well, the answer must not depend on the machine. *Least effort first*,
# then the action's own order: for shifts the smaller one, then the positive one. Equal distances count in
# the order of the data, equal votes for the smaller label.

x, y = torch.tensor([[1.0, 0, 1, 0]]), torch.tensor([[0.0, 1, 0, 1]])
print("shifts by 1 and by −1 both fit:", lazyq.align(lazyq.RowShifts(1, 4), x, y, lam=0.1).g.tolist())
constant = torch.ones(1, 4)
print("all shifts fit:", lazyq.align(lazyq.RowShifts(1, 4), constant, constant, lam=0.0).g.tolist())

# %%
# In floating point equal is a matter of rounding: values that differ in the last digits only are taken as
# ties, which the same picture as floats shows.

bytes_of = digits.images[2], digits.images[3]
floats_of = [image / 255 for image in bytes_of]
one, other = (lazyq.align(action, *pair, lam=0.4).g for pair in (bytes_of, floats_of))
print(torch.equal(one, other))

# %%
# Where exactness ends
# --------------------
#
# - **Resampling.** A pixel image turned by 10° is a new image, and turning back does not undo it:
#   :class:`lazyq.actions.Rotations` are no isometries, and say so. ``PolarRotations`` resample once and
#   are exact on what that gives. :class:`lazyq.RigidMotions` take the minimum exactly over motions that
#   are isometries only nearly.
# - **Means.** :func:`lazyq.lazy_mean` goes down from several starts and stops at a local minimum; nobody
#   knows a fast exact way.
# - **Plans.** ``InfoOT`` and its relatives solve a problem with many local minima.
# - **Rotations in three dimensions** (``align_clouds``): the best axis for an angle and the best angle
#   for an axis are exact, the alternation between them begins at 49 angles.
