"""Group actions with a length function."""

from lazyq.actions.base import GroupAction, LinearTransformations, SeparableAction, Transformations
from lazyq.actions.cyclic import RowShifts, Translations
from lazyq.actions.planar import Rotations, Scalings
from lazyq.actions.polar import PolarRotations, to_polar

__all__ = [
    "GroupAction",
    "LinearTransformations",
    "PolarRotations",
    "Rotations",
    "RowShifts",
    "Scalings",
    "SeparableAction",
    "Transformations",
    "Translations",
    "to_polar",
]
