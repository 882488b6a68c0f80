"""Settings that a link may name: a widget that begins with what the address says."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import streamlit as st


class Setting(NamedTuple):
    """A setting: its parameter in the address, its values, and the one to begin with."""

    parameter: str
    values: Sequence[Any]
    default: Any


def select(setting: Setting, label: str, text: Callable[[Any], str] = str) -> Any:
    """Show a select box for a setting and return its value.

    The address decides at the first run and whenever it says something new, as after a link or Back; what
    the visitor chose is written to the address by the page. A value that is not accepted is said, and the
    default taken.
    """
    key = _prepared(setting)
    return _settled(setting, st.selectbox(label, setting.values, key=key, format_func=text))


def number(setting: Setting, label: str) -> int:
    """Show a number field for a setting whose values are a range; otherwise like :func:`select`."""
    key = _prepared(setting)
    least, most = setting.values[0], setting.values[-1]
    return int(_settled(setting, st.number_input(label, least, most, step=1, key=key)))


def sent_lam(value: object, default: float) -> float | str:
    """Return a λ from the browser as JSON can carry it: a number, or "inf"; the default for what is none."""
    try:
        lam = float(str(value))
    except ValueError:
        return default
    if not lam >= 0:
        return default
    return "inf" if lam == float("inf") else lam


def _prepared(setting: Setting) -> str:
    """Put the address's value into the widget's state, unless the visitor has chosen since it was written."""
    key = f"_setting_{setting.parameter}"
    state, said = st.session_state, st.query_params.get(setting.parameter)
    known = state.get(f"{key}_said"), state.get(f"{key}_written")
    state[f"{key}_said"] = said
    if state.get(key) in setting.values and said in known:
        return key
    found = [value for value in setting.values if str(value) == said]
    state[key] = found[0] if found else setting.default
    if said is not None and not found:
        state[f"{key}_refused"] = True
    return key


def _settled(setting: Setting, value: Any) -> Any:
    """Remember what the page will write to the address, and say what the address asked for in vain."""
    key = f"_setting_{setting.parameter}"
    st.session_state[f"{key}_written"] = str(value)
    if value != setting.default:
        st.session_state.pop(f"{key}_refused", None)
    if st.session_state.get(f"{key}_refused"):
        accepted = _accepted(setting.values)
        st.warning(f"The link’s {setting.parameter} can’t be shown: it must be {accepted}.")
    return value


def _accepted(values: Sequence[Any]) -> str:
    if isinstance(values, range):
        return f"a whole number from {values[0]} to {values[-1]}"
    return f"one of {', '.join(map(str, values))}"
