"""The digits that the app shows, and the notice that says which they are."""

import streamlit as st

from lazyq.datasets import Available, best_available
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DigitRef, hold, load_collection, parse_digit
from lazyq.ui.plain import plain


@st.cache_resource(max_entries=1, show_spinner="Reading the digits…")
def available() -> Available:
    """Return what is on this machine now; ``available.clear()`` looks again."""
    found = best_available()
    hold(found.digits)
    return found


@st.cache_resource(max_entries=2, show_spinner="Reading the digits…")
def _library(mnist: bool) -> DigitLibrary:
    found = available().digits
    return DigitLibrary((*found, load_collection("sklearn")) if mnist else found)


def library() -> DigitLibrary:
    """Return the digits at hand: MNIST first where it is on this machine, scikit-learn's always."""
    return _library(available().mnist)


def default_pair() -> tuple[DigitRef, DigitRef]:
    """Return the pair that a first visit shows: a 6 and a 9, as in the talk."""
    if available().mnist:
        return DatasetDigit("mnist-test", 21), DatasetDigit("mnist-test", 9)
    return library().first_of_class(6), library().first_of_class(9)


def referenced(name: str, default: DigitRef) -> tuple[DigitRef, str | None]:
    """Return the digit that the address names for x or y, and what is wrong with the address if it is.

    Parameters
    ----------
    name : the parameter, "x" or "y"
    default : the digit to show where the address names none that is at hand
    """
    text = st.query_params.get(name)
    if text is None:
        return default, None
    try:
        reference = parse_digit(text)
        library().image(reference)
    except ValueError as error:
        instead = library().describe(default)
        return default, f"The link’s {name} can’t be shown: {plain(error)}. Shown instead: {instead}."
    return reference, None
