"""
Images of one's own
===================

Grey or in colour, bytes or floats, moved as a whole or row by row. The pictures of this page are drawn
from a seed; a file becomes such an array by ``numpy.asarray(PIL.Image.open(name))``.
"""

# %%
# Bytes and floats
# ----------------
#
# Images of bytes (``uint8``) are read as intensities k/255 and computed with in whole numbers. Floats are
# taken as they are. λ is in units of x: after a change of scale, a λ means something else.

# sphinx_gallery_thumbnail_number = 2
import numpy as np
import plotly.graph_objects as go
import torch

import lazyq
from lazyq import plots
from lazyq.neighbors import neighbors

SIDE = 24
rng = np.random.default_rng(1)


def picture(shape, down, right, colour):
    """A disc or a ring in a colour, moved from the middle."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    radius = np.hypot(rows - down, columns - right)
    ink = 1 / (1 + np.exp(2 * (radius - 5)))
    if shape == "ring":
        ink = ink - 1 / (1 + np.exp(2 * (radius - 3)))
    noise = rng.normal(0, 0.02, (3, SIDE, SIDE))
    return np.clip(np.array(colour)[:, None, None] * ink + noise, 0, 1)


RED, BLUE = (0.9, 0.3, 0.1), (0.1, 0.4, 0.9)
x, y = picture("ring", -4, -3, RED), picture("ring", 2, 3, RED)
grey_x, grey_y = x.mean(0), y.mean(0)

# %%
# An image that moves as a whole
# ------------------------------
#
# ``Translations(H, W)`` are the cyclic shifts down and across; ν is the length of the way in pixels.

action = lazyq.Translations(SIDE, SIDE)
best = lazyq.align(action, grey_x, grey_y, lam=0.05)
print("g =", best.g.tolist(), f"of length {best.effort:.3f}; residual {best.residual:.3f}")

# %%
plots.alignment_figure(action, grey_x, grey_y, best, columns=2).show()

# %%
# The same picture as bytes costs the same, but for rounding to 256 levels:

as_bytes = [np.rint(255 * image).astype(np.uint8) for image in (grey_x, grey_y)]
print(f"bytes {lazyq.lazy_distance(action, *as_bytes, lam=0.05):.4f}, floats {best.distance:.4f}")

# %%
# **Floats from 0 to 255 are another matter**: for them λ = 0.05 is 255 times as little. Divide by 255, or
# keep the bytes. The estimators warn of data that look like this.

levels = [image.astype(np.float64) for image in as_bytes]
print(f"{lazyq.lazy_distance(action, *levels, lam=0.05) / 255:.4f} is what λ = 0.05 / 255 gives")

# %%
# Colours
# -------
#
# All channels make the same move: ``Channels`` takes an action and a number of channels, and points (C,
# H, W).

coloured = lazyq.Channels(action, 3)
best = lazyq.align(coloured, x, y, lam=0.05)
plots.alignment_figure(coloured, x, y, best, columns=2).show()

# %%
# Which neighbours?
# -----------------
#
# Discs and rings in two colours at random places. Without a price for moving, shape and colour decide;
# where nothing moves, place decides.

named = [(shape, colour) for shape in ("disc", "ring") for colour in ("red", "blue")] * 12
places = rng.normal(0, 3, (len(named), 2))
images = np.stack(
    [picture(shape, *at, RED if hue == "red" else BLUE) for (shape, hue), at in zip(named, places)]
)
names = np.array([f"{hue} {shape}" for shape, hue in named])
lams = [0.0, 0.1, 0.3, 1.0, np.inf]
found = neighbors(coloured, images[:24], images[24:], lams, k=1)
right = (names[24:][found.indices[..., 0]] == names[:24]).mean(-1)
far = np.linalg.norm(places[24:][found.indices[..., 0]] - places[:24], axis=-1).mean(-1)
for lam, share, distance in zip(lams, right, far):
    print(f"λ = {lam:g}: {share:.3f} have a neighbour of their kind, {distance:.2f} pixels away in the mean")

# %%
# What moves out of the picture
# -----------------------------
#
# Cyclic shifts bring in at one side what leaves at the other. That makes them a group, which the
# guarantees rest on. Where it would be wrong, put as many zeros behind rows and columns as things may
# move:

padded_x, padded_y = (lazyq.zero_padded(image, 8, 8) for image in (grey_x, grey_y))
wider = lazyq.Translations(SIDE + 8, SIDE + 8)
print(lazyq.align(wider, padded_x, padded_y, lam=0.05).g.tolist())

# %%
# Gradients
# ---------
#
# Distances of floating-point tensors are differentiable, so a lazy distance can be a loss. The best g is
# held fixed, which is right wherever it is the only best one. Here, an image is pulled towards another by
# its lazy distance; the other is the same thing at another place.

image = torch.tensor(picture("disc", 0, 0, RED).mean(0), requires_grad=True)
goal, steps = torch.tensor(grey_y), []
optimiser = torch.optim.Adam([image], lr=0.05)
for _ in range(40):
    optimiser.zero_grad()
    distance = lazyq.lazy_distance(action, image, goal, lam=0.05)
    distance.backward()
    optimiser.step()
    steps.append(distance.item())
print(f"from {steps[0]:.3f} to {steps[-1]:.3f}")

# %%
figure = go.Figure(go.Scatter(y=steps, mode="lines+markers"))
figure.update_layout(
    xaxis={"title": {"text": "step"}},
    yaxis={"title": {"text": "lazy distance"}, "rangemode": "tozero"},
    height=360,
    meta={"description": f"The lazy distance falls from {steps[0]:.3f} to {steps[-1]:.3f} in 40 steps."},
)
figure.show()

# %%
# Turns
# -----
#
# ``QuarterTurns(N)`` and ``Dihedral(N)`` turn and mirror square images exactly; they come one after
# another with shifts through ``Product``. Turns by any angle resample pixels, which is not quite an
# isometry: ``to_polar`` and ``PolarRotations`` resample once and are exact from there on.
