"""Group actions with a length function."""

from lazyq.actions.base import GroupAction, LinearTransformations, SeparableAction, Transformations
from lazyq.actions.cyclic import RowShifts, Translations
from lazyq.actions.planar import Rotations, Scalings

__all__ = [
    "GroupAction",
    "LinearTransformations",
    "Rotations",
    "RowShifts",
    "Scalings",
    "SeparableAction",
    "Transformations",
    "Translations",
]
