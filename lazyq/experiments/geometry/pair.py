"""Two points and their lazy geometry under rotations: what the Geometry page shows, as arrays and code."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lazyq.experiments.lam import lam_from_json
from lazyq.experiments.received import number_from_json, shown
from lazyq.riemannian import (
    EmbeddingProfile,
    OrthogonalAction,
    align,
    cut_locus,
    distance,
    embedding_profile,
    geodesic,
    metric_matrix,
    scalar_curvature,
)

REACH = 2.5
_LAMS = np.concatenate([[0.0], 0.02 * 1000 ** (np.arange(121) / 120), [np.inf]])


@dataclass(frozen=True)
class GeometryPair:
    """Two points of a plane in Rⁿ, and λ.

    Raises
    ------
    ValueError : n is not 2 or 3, a point is not two numbers within the picture, or λ is no number ≥ 0
    """

    x: tuple[float, float]
    y: tuple[float, float]
    lam: float
    dimension: int = 2

    def __post_init__(self) -> None:
        for name in ("x", "y"):
            point = getattr(self, name)
            if not (len(point) == 2 and all(abs(value) <= REACH for value in point)):
                raise ValueError(f"{name} must be two numbers from -{REACH} to {REACH}, got {point}")
        if not self.lam >= 0:
            raise ValueError(f"lam must be at least 0 (inf included), got {self.lam}")
        if self.dimension not in (2, 3):
            raise ValueError(f"dimension must be 2 or 3, got {shown(self.dimension)}")


DEFAULT_PAIR = GeometryPair((1.75, -0.35), (-0.85, -1.15), 0.5)


def geometry_arrays(pair: GeometryPair) -> dict[str, np.ndarray]:
    """Return the geometry of the pair.

    Arrays: x, y (n,); lam; distance, angle, effort, moved (n,), g (n, n) at λ; metric_x (n, n);
    lams (123,) from 0 to inf with distances (123,); radii (101,) with surface_radius and surface_height.
    For λ > 0 also geodesic (201, n), scalar_curvature_x and cut_start.
    """
    action = OrthogonalAction(pair.dimension)
    x, y = (torch.tensor([*point, *[0.0] * (pair.dimension - 2)]).double() for point in (pair.x, pair.y))
    best = align(action, x, y, pair.lam)
    radii = torch.linspace(0, REACH, 101, dtype=torch.float64)
    profile = embedding_profile(action, radii, pair.lam)
    arrays = {
        "x": x,
        "y": y,
        "lam": torch.tensor(pair.lam, dtype=torch.float64),
        "distance": best.distance,
        "angle": best.rotations[0].angle,
        "effort": best.effort,
        "moved": best.moved,
        "g": best.g,
        "metric_x": metric_matrix(action, x, pair.lam),
        "lams": torch.from_numpy(_LAMS),
        "distances": distance(action, x, y, torch.from_numpy(_LAMS)),
        "radii": radii,
        "surface_radius": profile.radius,
        "surface_height": profile.height,
    }
    if pair.lam > 0:
        t = torch.linspace(0, 1, 201, dtype=torch.float64)
        arrays["geodesic"] = geodesic(action, x, y, pair.lam).at(t)
        arrays["scalar_curvature_x"] = scalar_curvature(action, x, pair.lam)
        arrays["cut_start"] = cut_locus(action, x, pair.lam)[0].start
    return {name: tensor.numpy() for name, tensor in arrays.items()}


def ball_field(lam: float, each: int = 9) -> tuple[Tensor, Tensor]:
    """Return points of a grid in the plane, (n, 2), and the matrices of the metric there, (n, 2, 2).

    Raises
    ------
    ValueError : λ is 0: then going around costs nothing, and the balls have no end
    """
    if lam == 0:
        raise ValueError(f"lam must be above 0, where the balls have an end, got {lam}")
    along = torch.linspace(-REACH + 0.3, REACH - 0.3, each, dtype=torch.float64)
    points = torch.cartesian_prod(along, along)
    return points, metric_matrix(OrthogonalAction(2), points, lam)


def surface(pair: GeometryPair) -> tuple[Tensor, EmbeddingProfile, dict[str, Tensor]]:
    """Return radii, the profile of the surface at the λ of a pair, and the pair's geodesic, if λ > 0."""
    action = OrthogonalAction(2)
    radii = torch.linspace(0, REACH * 2**0.5, 81, dtype=torch.float64)
    profile = embedding_profile(action, radii, pair.lam)
    if pair.lam == 0:
        return radii, profile, {}
    x, y = (torch.tensor(point, dtype=torch.float64) for point in (pair.x, pair.y))
    line = geodesic(action, x, y, pair.lam).at(torch.linspace(0, 1, 201, dtype=torch.float64))
    return radii, profile, {"geodesic from x to y": line}


def parse_pair(x: object, y: object, lam: object, dimension: object) -> GeometryPair:
    """Return the pair that a visitor's browser asks for.

    Raises
    ------
    ValueError : it is none
    """
    if not isinstance(dimension, int) or isinstance(dimension, bool):
        raise ValueError(f"dimension must be 2 or 3, got {shown(dimension)}")  # noqa: TRY004  one error type
    return GeometryPair(_point("x", x), _point("y", y), lam_from_json(lam), dimension)


def _point(name: str, sent: object) -> tuple[float, float]:
    try:
        first, second = (number_from_json(name, value) for value in (sent if isinstance(sent, list) else []))
    except ValueError:
        raise ValueError(f"{name} must be two numbers from -{REACH} to {REACH}, got {shown(sent)}") from None
    return first, second
