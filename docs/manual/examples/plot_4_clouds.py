"""
A point cloud
=============

One rotation turns a whole cloud of points, at a price for the angle. At λ = 0 that is Procrustes'
problem, which chemists know by the name of Kabsch; with a price it tells apart what is turned a little
from what is turned far.
"""

# %%
# A cloud, turned and noisy
# -------------------------
#
# Point i of one cloud belongs to point i of the other. The clouds are drawn from a seed.

import math

import plotly.graph_objects as go
import torch

from lazyq import plots
from lazyq.riemannian import OrthogonalAction, align_clouds, cloud_distance

generator = torch.Generator().manual_seed(3)
cloud = torch.randn(14, 2, generator=generator, dtype=torch.float64) * torch.tensor([2.0, 0.7])
cloud -= cloud.mean(0)


def turned(points, degrees, noise=0.08):
    angle = math.radians(degrees)
    matrix = torch.tensor([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    shaken = noise * torch.randn(points.shape, generator=generator, dtype=torch.float64)
    return points @ matrix.to(points).mT + shaken


other = turned(cloud, 40)
action = OrthogonalAction(2)

# %%
# Rotations are about the origin, so means are subtracted first: what is left of rigid motions is the
# rotation. ν is the geodesic distance of g from the identity, √2 times the angle in radians.

best = align_clouds(action, cloud, other, lam=0.0)
angle = math.degrees(float(best.effort) / math.sqrt(2))
print(f"λ = 0 turns by {angle:.2f}°, and {best.residual:.3f} is left over")

left, _, right = torch.linalg.svd(other.mT @ cloud)
print("Kabsch by hand gives the same:", torch.allclose(left @ right, best.g))

# %%
plots.alignment_figure(action, cloud, other, best, title="Turned to look like y").show()

# %%
# A price for turning
# -------------------
#
# With λ the rotation gives in, little by little, to what it costs.

lams = torch.linspace(0, 12, 121, dtype=torch.float64)
along = align_clouds(action, cloud, other, lams)
figure = go.Figure()
figure.add_scatter(x=lams, y=along.effort.rad2deg() / math.sqrt(2), name="angle")
figure.update_layout(
    xaxis={"title": {"text": "λ (units of x per radian of ν)"}},
    yaxis={"title": {"text": "angle of the best rotation, degrees"}, "rangemode": "tozero"},
    height=380,
    meta={"description": "The angle of the best rotation falls from 40 degrees towards 0 as λ grows."},
)
figure.show()

# %%
# Turned a little, or turned far?
# -------------------------------
#
# Three clouds: the same one turned by 15°, the same one turned by 120°, and another one that is not
# turned. At λ = 0 both turned clouds are near; at λ = ∞ the turned ones are far; between, one can ask for
# "near, and not turned far".

clouds = {
    "turned by 15°": turned(cloud, 15),
    "turned by 120°": turned(cloud, 120),
    "another cloud": turned(cloud, 0, noise=0.6),
}
for lam in (0.0, 1.0, 3.0, math.inf):
    distances = {name: float(cloud_distance(action, cloud, one, lam)) for name, one in clouds.items()}
    print(f"λ = {lam:g}:", ", ".join(f"{name} {value:.2f}" for name, value in distances.items()))

# %%
# In space
# --------
#
# ``OrthogonalAction(3)`` does the same for molecules and markers; batches of clouds broadcast. For a
# price strictly between 0 and ∞ the dimension must be 2 or 3.

solid = torch.randn(5, 9, 3, generator=generator, dtype=torch.float64)
print(cloud_distance(OrthogonalAction(3), solid[:, None], solid[None], lam=0.5))

# %%
# Not the same thing
# ------------------
#
# - :func:`lazyq.riemannian.align` turns *every point of a batch by a rotation of its own*: each is a
#   cloud of one.
# - Clouds whose points are not matched need a plan that says who goes where: :class:`lazyq.LazyInfoOT`.
# - :class:`lazyq.RigidMotions` are turns and shifts of images, not of clouds.
