"""Group actions with a length function."""

from lazyq.actions.base import (
    GroupAction,
    LinearTransformations,
    MinimisingAction,
    SeparableAction,
    SolvableAction,
    Transformations,
)
from lazyq.actions.cyclic import RowShifts, Translations
from lazyq.actions.permutations import Permutations
from lazyq.actions.planar import Rotations, Scalings
from lazyq.actions.polar import PolarRotations, to_polar

__all__ = [
    "GroupAction",
    "LinearTransformations",
    "MinimisingAction",
    "Permutations",
    "PolarRotations",
    "Rotations",
    "RowShifts",
    "Scalings",
    "SeparableAction",
    "SolvableAction",
    "Transformations",
    "Translations",
    "to_polar",
]
