"""Group actions with a length function."""

from lazyq.actions.base import (
    GroupAction,
    LinearTransformations,
    MinimisingAction,
    SeparableAction,
    SolvableAction,
    Transformations,
)
from lazyq.actions.channels import Channels, TimeShifts, zero_padded
from lazyq.actions.cyclic import RowShifts, Translations
from lazyq.actions.permutations import Permutations
from lazyq.actions.planar import Rotations, Scalings
from lazyq.actions.polar import PolarRotations, to_polar
from lazyq.actions.product import Product
from lazyq.actions.rigid import RigidMotions
from lazyq.actions.turns import Dihedral, QuarterTurns

__all__ = [
    "Channels",
    "Dihedral",
    "GroupAction",
    "LinearTransformations",
    "MinimisingAction",
    "Permutations",
    "PolarRotations",
    "Product",
    "QuarterTurns",
    "RigidMotions",
    "Rotations",
    "RowShifts",
    "Scalings",
    "SeparableAction",
    "SolvableAction",
    "TimeShifts",
    "Transformations",
    "Translations",
    "to_polar",
    "zero_padded",
]
