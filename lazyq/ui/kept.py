"""What is made once for all visitors, found again at once."""

import threading
from collections.abc import Callable, Hashable
from functools import update_wrapper
from typing import Generic, TypeVar, final

import streamlit as st

Result = TypeVar("Result")


@final
class Kept(Generic[Result]):
    """A function whose results ``st.cache_resource`` makes and keeps, and this finds again without asking it.

    A page asks for its digits a dozen times, and Streamlit hashes the function's arguments each time.

    Parameters
    ----------
    make : the function; its arguments are by position, hashable and few
    most : how many results are kept by Streamlit
    told : what a visitor is told while one is made
    """

    def __init__(self, make: Callable[..., Result], most: int = 1, told: str | bool = False) -> None:
        self._cached = st.cache_resource(max_entries=most, show_spinner=told)(make)
        self._guard = threading.Lock()
        self._found: dict[tuple[Hashable, ...], Result] = {}
        self._cleared = 0
        update_wrapper(self, make)

    def __call__(self, *given: Hashable) -> Result:
        """Return the result, made now if there is none."""
        found, cleared = self._found, self._cleared
        if given in found:
            return found[given]
        result: Result = self._cached(*given)
        with self._guard:
            if cleared == self._cleared:
                self._found[given] = result
        return result

    def clear(self) -> None:
        """Let the results be made anew."""
        with self._guard:
            self._cleared += 1
            self._found = {}
            self._cached.clear()
