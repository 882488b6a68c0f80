"""Two clouds of clusters in the plane, drawn from a seed."""

import math

import numpy as np

from lazyq.experiments.aligning.result import Clouds
from lazyq.experiments.aligning.spec import CloudsSpec

_RADIUS = 3.0
_PLACES = np.array([[-2.0, -1.5], [2.4, -1.0], [0.3, 2.6], [-3.2, 2.2], [2.6, 3.4]])
_WIDE = 6.0


def clouds(spec: CloudsSpec) -> Clouds:
    """Return two clouds: clusters about the same centres, the second with outliers, turned and then moved."""
    random = np.random.default_rng(spec.seed)
    centres = _centres(spec)
    outliers = round(spec.outliers * spec.points)
    clusters_x = _clusters(spec.points, spec.masses)
    clusters_y = np.concatenate([_clusters(spec.points - outliers, spec.masses), np.full(outliers, -1)])
    x = centres[clusters_x] + spec.spread * random.standard_normal((spec.points, 2))
    upright = centres[clusters_y] + spec.spread * random.standard_normal((spec.points, 2))
    upright[spec.points - outliers :] = random.uniform(-_WIDE, _WIDE, (outliers, 2))
    turn = math.radians(spec.angle)
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    masses = np.full(spec.points, 1 / spec.points)
    return Clouds(
        x, upright @ rotation.T + np.array(spec.shift), upright, clusters_x, clusters_y, masses, masses.copy()
    )


def _centres(spec: CloudsSpec) -> np.ndarray:
    count = len(spec.masses)
    if not spec.equal:
        return _PLACES[:count]
    angles = 2 * math.pi * np.arange(count) / count
    return _RADIUS * np.stack([np.cos(angles), np.sin(angles)], 1)


def _clusters(points: int, masses: tuple[float, ...]) -> np.ndarray:
    """Return which cluster every point belongs to, in order; the counts are the nearest to the masses."""
    ends = np.rint(np.cumsum(masses) / sum(masses) * points).astype(np.int64)
    return np.searchsorted(ends, np.arange(points), side="right")
