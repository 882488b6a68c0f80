"""λ on its way in and out: as text, in JSON, in words and in Python code."""

import math

from lazyq.experiments.received import number_from_json, shown


def lam_from_text(text: str) -> float:
    """Return the λ that a text stands for: a number of at least 0, or inf.

    Raises
    ------
    ValueError : the text stands for no λ
    """
    try:
        lam = float(text)
    except ValueError:
        lam = math.nan
    if not lam >= 0:
        raise ValueError(f"lam must be a number of at least 0, or inf, got {shown(text)}")
    return lam


def lam_from_json(value: object) -> float:
    """Return the λ that JSON holds as a number or a text such as "inf"; the inverse of :func:`lam_json`.

    Raises
    ------
    ValueError : the value is no λ
    """
    if isinstance(value, str):
        return lam_from_text(value)
    try:
        lam = math.inf if value == math.inf else number_from_json("lam", value)
    except ValueError:
        lam = math.nan
    if not lam >= 0:
        raise ValueError(f"lam must be a number of at least 0, or inf, got {shown(value)}")
    return lam


def lam_json(lam: float) -> float | str:
    """Return λ as JSON can carry it: a number, or "inf"."""
    return "inf" if lam == math.inf else lam


def lam_text(lam: float) -> str:
    """Return λ for people, ∞ included."""
    return "∞" if lam == math.inf else f"{lam:g}"


def lam_code(lam: float) -> str:
    """Return λ as a Python expression that gives it back exactly."""
    if lam == math.inf:
        return 'float("inf")'
    short = f"{lam:g}"
    return short if float(short) == lam else repr(float(lam))
