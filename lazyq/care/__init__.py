"""Representations that a family of transformations moves rigidly: f(ax) = R_a f(x), learned and measured."""

from lazyq.care.encoders import SphereEncoder, cloud_encoder, image_encoder
from lazyq.care.families import (
    CloudRotations,
    Family,
    HueTurns,
    cloud_rotations,
    coloured,
    ellipsoid_clouds,
    hue_turns,
    image_rotations,
)
from lazyq.care.losses import equivariance_loss, info_nce, uniformity_loss
from lazyq.care.phases import OwnLam, eigenphases, interpolated, own_lam, steered
from lazyq.care.retrieving import retrieval_rate, retrieve
from lazyq.care.rigid import (
    STILL,
    Gamma,
    Wahba,
    best_rotation,
    composition_error,
    relative_equivariance,
    wahba_error,
)
from lazyq.care.training import CareTraining, Trained, train_care

__all__ = [
    "STILL",
    "CareTraining",
    "CloudRotations",
    "Family",
    "Gamma",
    "HueTurns",
    "OwnLam",
    "SphereEncoder",
    "Trained",
    "Wahba",
    "best_rotation",
    "cloud_encoder",
    "cloud_rotations",
    "coloured",
    "composition_error",
    "eigenphases",
    "ellipsoid_clouds",
    "equivariance_loss",
    "hue_turns",
    "image_encoder",
    "image_rotations",
    "info_nce",
    "interpolated",
    "own_lam",
    "relative_equivariance",
    "retrieval_rate",
    "retrieve",
    "steered",
    "train_care",
    "uniformity_loss",
    "wahba_error",
]
