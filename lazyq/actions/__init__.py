"""Group actions with a length function."""

from lazyq.actions.base import GroupAction, SeparableAction, Transformations
from lazyq.actions.cyclic import RowShifts, Translations
from lazyq.actions.planar import Rotations, Scalings

__all__ = [
    "GroupAction",
    "Rotations",
    "RowShifts",
    "Scalings",
    "SeparableAction",
    "Transformations",
    "Translations",
]
