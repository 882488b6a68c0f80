"""The digits that the app shows, and the notice that says which they are."""

from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lazyq.datasets import Digits, Found, best_available, digit_label, digit_levels, looked_for
from lazyq.datasets.files import BY_SPLIT, data_folder, problem
from lazyq.experiments.digits import (
    DatasetDigit,
    DigitLibrary,
    DigitRef,
    DrawnDigit,
    hold,
    load_collection,
    parse_digit,
)
from lazyq.ui.kept import Kept
from lazyq.ui.language import Shown, later, tr
from lazyq.ui.plain import plain

_PAIRS = {
    True: (DatasetDigit("mnist-test", 21), DatasetDigit("mnist-test", 9)),
    False: (DatasetDigit("sklearn", 6), DatasetDigit("sklearn", 9)),
}


_READING = Shown(later("Reading the digits…"))


@partial(Kept, told=_READING)
def available() -> Found:
    """Return what is on this machine now; ``available.clear()`` looks again."""
    return looked_for()


@partial(Kept, most=2, told=_READING)
def _library(mnist: bool) -> DigitLibrary:
    found = best_available().digits
    hold(found)
    return DigitLibrary(found, {"sklearn": _sklearn})


@st.cache_resource(max_entries=1, show_spinner=Shown(later("Enlarging the digits of scikit-learn…")))
def _sklearn() -> Digits:
    return load_collection("sklearn")


def library() -> DigitLibrary:
    """Return the digits at hand: MNIST first where it is on this machine, scikit-learn's always."""
    while True:
        mnist = available().mnist
        held = _library(mnist)
        if held.has(_PAIRS[mnist][0]):
            return held
        available.clear()  # MNIST came or went since it was looked for
        _library.clear()


def levels(reference: DigitRef) -> NDArray[np.uint8] | bytes:
    """Return the levels of a digit, read for it alone: the library need not be loaded for them."""
    if isinstance(reference, DrawnDigit):
        return reference.pixels
    try:
        _require_intact(reference.dataset)
        return digit_levels(reference.dataset, reference.index)
    except OSError:
        return _held(reference).image(reference).numpy()


def label(reference: DigitRef) -> int | None:
    """Return which numeral a digit is, None for a drawing, read for it alone."""
    if isinstance(reference, DrawnDigit):
        return None
    try:
        _require_intact(reference.dataset)
        return digit_label(reference.dataset, reference.index)
    except OSError:
        return _held(reference).label(reference)


def _require_intact(name: str) -> None:
    """Raise OSError if the files of a set of MNIST have gone or changed; they are read after a change."""
    for file in BY_SPLIT.get(name.removeprefix("mnist-"), ()):
        if problem(data_folder(), file):
            raise OSError(f"{file.name} has changed")


def _held(reference: DatasetDigit) -> DigitLibrary:
    """Return the digits in memory, since the files have gone; without this one the page starts again."""
    held = library()
    if not held.has(reference):
        st.rerun()
    return held


def checksums(*references: DigitRef) -> tuple[str, ...]:
    """Return those of the sets that these digits are from, once each, by the names of the sets."""
    names = {reference.dataset for reference in references if isinstance(reference, DatasetDigit)}
    held = library()
    return tuple(held.digits(name).checksum for name in sorted(names))


def default_pair() -> tuple[DigitRef, DigitRef]:
    """Return the pair that a first visit shows: a 6 and a 9, as in the talk."""
    return _PAIRS[available().mnist]


def referenced(name: str, default: DigitRef) -> tuple[DigitRef, str | None]:
    """Return the digit that the address names for x, y or z, and what is wrong with the address if it is.

    Parameters
    ----------
    name : the parameter, "x", "y" or "z"
    default : the digit to show where the address names none that is at hand
    """
    text = st.query_params.get(name)
    if text is None:
        return default, None
    try:
        reference = parse_digit(text)
        library().image(reference)
    except ValueError as error:
        problem = tr(
            "The link’s {name} can’t be shown: {reason}. Shown instead: {instead}.",
            name=name,
            reason=plain(error),
            instead=library().describe(default),
        )
        return default, problem
    return reference, None
