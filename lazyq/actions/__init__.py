"""Group actions with a length function."""

from lazyq.actions.base import GroupAction, SeparableAction
from lazyq.actions.cyclic import RowShifts, Translations

__all__ = ["GroupAction", "RowShifts", "SeparableAction", "Translations"]
