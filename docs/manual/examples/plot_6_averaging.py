"""
Averaging a network
===================

A network that was trained on upright digits meets turned ones. Instead of training it again, ask it
about several turned copies of each digit and average what it says, with weights that are learned from
held-out digits.
"""

# %%
# A small network
# ---------------
#
# The digits are those of MNIST where they are on the machine, else the small ones of scikit-learn. The
# network is trained on few of them, so that it is too sure of itself.

import torch
from torch import nn

from lazyq import plots
from lazyq.actions import Rotations
from lazyq.averaging import fit_weights, invariance_gap, predict_table, score
from lazyq.datasets import best_available

digits = best_available().digits[0]
images, labels = digits.images.float() / 255, digits.labels
training, held_out, test = slice(0, 600), slice(600, 1100), slice(1100, 1700)
print(digits.name)

torch.manual_seed(0)
network = nn.Sequential(
    nn.Unflatten(0, (-1, 1)),  # (n, 28, 28) to (n, 1, 28, 28)
    nn.Conv2d(1, 8, 5, stride=2),
    nn.ReLU(),
    nn.Conv2d(8, 16, 5, stride=2),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(256, 10),
)
optimiser = torch.optim.Adam(network.parameters(), lr=3e-3)
for _ in range(30):
    for batch in torch.randperm(600).split(60):
        optimiser.zero_grad()
        nn.functional.cross_entropy(network(images[batch]), labels[batch]).backward()
        optimiser.step()

# %%
# Digits that are turned
# ----------------------
#
# Held-out and test digits are turned by up to 25° either way.

action = Rotations(28, 28)
angles = torch.rand(1700, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 50 - 25
turned = action.act(angles, images[:1700])

# %%
# What the network says of every copy
# -----------------------------------
#
# The support of the weights π is a list of angles. ``predict_table`` holds what the network says of every
# digit turned by every angle; all that follows needs this table only. A network with several input
# channels takes ``Channels(action, C)`` where the action is separable.

elements = torch.tensor([-24, -16, -12, -8, -4, 0, 4, 8, 12, 16, 24], dtype=torch.float64)
table = predict_table(network, action, elements, turned[held_out])
print(tuple(table.shape))

# %%
# Learning π
# ----------
#
# The log-loss of the average is convex in π. ``fit_weights`` finds its minimum and returns a certificate:
# the *gap* bounds how much better any other π could be on these digits.

fit = fit_weights(table, labels[held_out])
print(f"log-loss {fit.log_loss:.4f}; no other weights are better by more than {fit.gap:.1e}")

# %%
plots.weights_figure(fit, elements, unit="°").show()

# %%
# On digits that neither has seen
# -------------------------------
#
# Beside the network alone and the plain mean over all angles. The 95 % intervals, over
# resampled digits, say how far to trust the numbers.

table = predict_table(network, action, elements, turned[test])
uniform = torch.full((len(elements),), 1 / len(elements), dtype=torch.float64)
for name, weights in (
    ("the network alone", (elements == 0).double()),
    ("uniform", uniform),
    ("π learned", fit.weights),
):
    said = torch.einsum("nkc,k->nc", table.double(), weights)
    scores = score(said, labels[test])
    accuracy, loss = scores.accuracy, scores.log_loss
    print(
        f"{name:18} accuracy {accuracy.value:.3f} ({accuracy.low:.3f} to {accuracy.high:.3f}), "
        f"log-loss {loss.value:.3f} ({loss.low:.3f} to {loss.high:.3f})"
    )

# %%
# How invariant is it?
# --------------------
#
# ``invariance_gap`` is how far the answer moves, ‖f(gx) − f(x)‖, when a digit is turned: here by the
# network alone and by the average, which is a module like any other.

from lazyq.averaging import LazyAverage

average = LazyAverage(network, action, elements, fit.weights)
orbit = torch.arange(-30.0, 31.0, 5.0, dtype=torch.float64)
gaps = {
    "network": invariance_gap(network, action, orbit, images[test][:60]),
    "average": invariance_gap(average, action, orbit, images[test][:60], outputs="values"),
}
for name, gap in gaps.items():
    print(f"{name}: {gap.mean():.4f} in the mean over digits and angles")

# %%
plots.invariance_figure(orbit, gaps, unit="°").show()

# %%
# What to keep in mind
# --------------------
#
# - Learn π on examples that the model was *not* trained on. On its own it is right without being moved,
#   and π collapses to "do not move".
# - Part of what an average gains in log-loss is calibration, which one temperature gives as well. Compare
#   with that before crediting symmetry.
# - The price is K evaluations instead of one.
# - With the whole of a finite group and uniform weights the average is exactly invariant:
#   :func:`lazyq.averaging.reynolds_operator`.
