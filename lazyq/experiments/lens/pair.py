"""Two digits and their λ-path."""

from lazyq.actions import RowShifts
from lazyq.experiments.digits import SIDE, DigitLibrary, DigitRef
from lazyq.metric import LazyPath, lazy_path


def lens_path(library: DigitLibrary, x: DigitRef, y: DigitRef) -> LazyPath:
    """Return the λ-path of x towards y under row shifts.

    Raises
    ------
    ValueError : the data of x or y are not at hand
    """
    return lazy_path(RowShifts(SIDE, SIDE), library.image(x), library.image(y))
