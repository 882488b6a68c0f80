"""Values from outside, such as a browser's JSON: what is a number, and how to show what is none."""

import math
import reprlib

_SHORT = reprlib.Repr()
_SHORT.maxlevel = 2
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 40


def number_from_json(name: str, value: object) -> float:
    """Return the number that JSON holds.

    Raises
    ------
    ValueError : it is no number, not finite, or too large to be counted with
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise ValueError(f"{name} must be a finite number, got {shown(value)}")


def shown(value: object) -> str:
    """Return any value for an error message, cut to a readable length, however long or deep it is."""
    try:
        return _SHORT.repr(value)
    except ValueError:
        return "a whole number of very many digits"
