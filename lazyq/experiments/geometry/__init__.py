"""Two points and the lazy metric of SO(n) between them."""

from lazyq.experiments.geometry.files import geometry_npz, geometry_python
from lazyq.experiments.geometry.pair import (
    DEFAULT_PAIR,
    GeometryPair,
    ball_field,
    geometry_arrays,
    parse_pair,
    surface,
)

__all__ = [
    "DEFAULT_PAIR",
    "GeometryPair",
    "ball_field",
    "geometry_arrays",
    "geometry_npz",
    "geometry_python",
    "parse_pair",
    "surface",
]
