"""Rotations of Rⁿ: the Riemannian geometry that a lazy quotient metric gives the space, in closed form."""

from lazyq.riemannian.actions import AxialRotations, BlockRotations, OrthogonalAction, RotationAction
from lazyq.riemannian.alignment import PlaneRotation, RotationAlignment, align
from lazyq.riemannian.clouds import CloudAlignment, align_clouds, cloud_distance
from lazyq.riemannian.curvature import gauss_curvature, ricci_tensor, scalar_curvature, sectional_curvature
from lazyq.riemannian.distances import distance
from lazyq.riemannian.geodesics import (
    Geodesic,
    exponential_map,
    geodesic,
    logarithm_map,
    parallel_transport,
)
from lazyq.riemannian.metric import (
    cheeger_metric_matrix,
    christoffel_symbols,
    inner_product,
    metric_matrix,
    norm,
    pullback_metric,
)
from lazyq.riemannian.surface import CutRay, EmbeddingProfile, ball_volume, cut_locus, embedding_profile

exp, log = exponential_map, logarithm_map

__all__ = [
    "AxialRotations",
    "BlockRotations",
    "CloudAlignment",
    "CutRay",
    "EmbeddingProfile",
    "Geodesic",
    "OrthogonalAction",
    "PlaneRotation",
    "RotationAction",
    "RotationAlignment",
    "align",
    "align_clouds",
    "ball_volume",
    "cheeger_metric_matrix",
    "christoffel_symbols",
    "cloud_distance",
    "cut_locus",
    "distance",
    "embedding_profile",
    "exp",
    "exponential_map",
    "gauss_curvature",
    "geodesic",
    "inner_product",
    "log",
    "logarithm_map",
    "metric_matrix",
    "norm",
    "parallel_transport",
    "pullback_metric",
    "ricci_tensor",
    "scalar_curvature",
    "sectional_curvature",
]
