"""Two digits and their λ-path, and a third one to compare with."""

from lazyq.actions import RowShifts
from lazyq.experiments.digits import SIDE, DatasetDigit, DigitLibrary, DigitRef
from lazyq.metric import LazyPath, lazy_distance, lazy_path

_CANDIDATES = 24
_ACTION = RowShifts(SIDE, SIDE)


def lens_path(library: DigitLibrary, x: DigitRef, y: DigitRef) -> LazyPath:
    """Return the λ-path of x towards y under row shifts.

    Raises
    ------
    ValueError : the data of x or y are not at hand
    """
    return lazy_path(_ACTION, library.image(x), library.image(y))


def third_digit(library: DigitLibrary, x: DigitRef, y: DigitRef) -> DatasetDigit:
    """Return a digit z to ask about: is x nearer to y or to z?

    It has the numeral of x; or, where x has none or that of y, 6, or 9 beside a 6. Of the first 24 in the
    default data set other than x and y it is the first for which the answer is another at λ = 0 than at
    λ = ∞, or else the first.

    Raises
    ------
    ValueError : the data of x or y are not at hand
    """
    mine, theirs = library.label(x), library.label(y)
    numeral = mine if mine is not None and mine != theirs else 9 if theirs == 6 else 6
    name = library.names[0]
    found = [DatasetDigit(name, int(index)) for index in library.indices(name, numeral)[: _CANDIDATES + 2]]
    others = [digit for digit in found if digit not in (x, y)][:_CANDIDATES]
    image = library.image(x)
    images = library.digits(name).images[[digit.index for digit in others]]
    far = library.image(y)[None]
    nearer = [
        lazy_distance(_ACTION, image, images, lam) < lazy_distance(_ACTION, image, far, lam)
        for lam in (0.0, float("inf"))
    ]
    return others[int((nearer[0] != nearer[1]).int().argmax())]
