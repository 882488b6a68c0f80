"""Settings that a link may name: a widget that begins with what the address says."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lazyq.experiments.lam import lam_from_json, lam_json
from lazyq.ui.components import component
from lazyq.ui.language import later, tr

REFUSED = later("The link’s {parameter} can’t be shown: it must be {accepted}.")
_WORDS = {False: "no", True: "yes"}

Width = int | Literal["stretch"]

_told = component("settings", isolated=False)


@final
class Texts:
    """All texts, as the values of a setting; one of more characters than so many is not written to a link."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str)


class Setting(NamedTuple):
    """A setting: its parameter in the address, its values (in a row, or Texts), and the one to begin with."""

    parameter: str
    values: Any
    default: Any

    def text(self, value: Any) -> str:
        """Return a value as the address has it, that of the default for one too long to be there."""
        if isinstance(self.values, Texts) and len(value) > self.values.most:
            return str(self.default)
        return _WORDS[value] if isinstance(value, bool) else str(value)

    def found(self, said: str) -> list[Any]:
        """Return the value that the address has, alone, or nothing where that is none."""
        if isinstance(self.values, Texts):
            return [said]
        return [value for value in self.values if self.text(value) == said][:1]


class _Known(NamedTuple):
    """What the last run of a page knew of a setting.

    Attributes
    ----------
    page : which page it was on
    value : what was shown
    behind : what the address may still say because it is written after the run, in the browser
    refused : whether the address asks for what can't be shown
    """

    page: str
    value: Any
    behind: frozenset[str]
    refused: bool


def select(
    setting: Setting,
    label: str,
    text: Callable[[Any], str] = str,
    notices: DeltaGenerator | None = None,
    width: Width = "stretch",
) -> Any:
    """Show a select box for a setting and return its value.

    What the visitor chose counts, and is written to the address by the page's component. The address
    decides at the first run, after Back, and when it says something new, as after a link. No parameter says
    the default. A value that is not accepted is said, among the notices where the box itself can be folded
    away, and the default taken. The width is in pixels, or all there is.
    """
    key = _prepared(setting)
    chosen = st.selectbox(label, setting.values, key=key, format_func=text, width=width)
    return _settled(setting, chosen, notices)


def number(
    setting: Setting, label: str, notices: DeltaGenerator | None = None, width: Width = "stretch"
) -> int:
    """Show a number field for a setting whose values are a range; otherwise like :func:`select`.

    What is typed beyond its ends becomes the nearer end, and that is said.
    """
    least, most = setting.values[0], setting.values[-1]
    typed = st.session_state.get(_key(setting.parameter))
    if typed is not None and typed not in setting.values:
        st.session_state[_key(setting.parameter)] = min(max(typed, least), most)
    key = _prepared(setting)
    name = tr("{label} ({least} to {most})", label=label, least=least, most=most)
    field = st.number_input(name, step=1, key=key, width=width)
    value = int(_settled(setting, field, notices))
    if typed is not None and typed not in setting.values:
        told = tr("{number} is not taken: from {least} to {most}.", number=typed, least=least, most=most)
        st.caption(told, width="content")
    return value


def text_area(setting: Setting, label: str, explanation: str) -> str:
    """Show a field for a text of several lines, whose values are :class:`Texts`; else like :func:`select`."""
    key = _prepared(setting)
    return str(_settled(setting, st.text_area(label, key=key, help=explanation, height=140)))


def toggle(setting: Setting, label: str, explanation: str, notices: DeltaGenerator | None = None) -> bool:
    """Show a switch for a setting that is False or True; otherwise like :func:`select`."""
    key = _prepared(setting)
    return bool(_settled(setting, st.toggle(label, key=key, help=explanation), notices))


def tell(parameters: Mapping[str, str | None]) -> None:
    """Write settings to the address before the page's view does, which may take long; None takes one away."""
    _told(key="settings", data=dict(parameters))


def give_way(setting: Setting) -> None:
    """Let the default stand in for a visitor's choice that another setting has just ruled out."""
    key, state = _key(setting.parameter), st.session_state
    known: _Known | None = state.get(f"{key}_known")
    said = st.query_params.get(setting.parameter, setting.text(setting.default))
    if known and said in known.behind and state.get(key, setting.default) not in setting.values:
        state[key] = setting.default


def sent_lam(value: object, default: float) -> float | str:
    """Return a λ from the browser as JSON can carry it; the default for what is none."""
    try:
        return lam_json(lam_from_json(value))
    except ValueError:
        return default


def _key(parameter: str) -> str:
    return f"_setting_{parameter}"


def _prepared(setting: Setting) -> str:
    """Put into the widget's state what it is to show."""
    key, state = _key(setting.parameter), st.session_state
    said = st.query_params.get(setting.parameter, setting.text(setting.default))
    known = _after_visitor(setting, said, state.get(f"{key}_known"), state.get(key))
    if known is None:
        found = setting.found(said)
        value = found[0] if found else setting.default
        known = _Known(_page(), value, frozenset({said, setting.text(value)}), not found)
    state[key] = known.value
    state[f"{key}_known"] = known
    return key


def _after_visitor(setting: Setting, said: str, known: _Known | None, value: Any) -> _Known | None:
    """Return what to show where the widget decides, or None where the address does.

    The address lags: it is written in the browser after a run, and a run may start before it is. Until it has
    caught up with the widget, whatever it said or was to say since then is not news. A text that is too long
    for the address stays.
    """
    if known is None or known.page != _page() or value not in setting.values:
        return None
    text = setting.text(value)
    if _is_history() and said != text:
        return None
    if value != known.value:
        return _Known(known.page, value, known.behind | {said, text}, False)
    if said == text:
        return known._replace(behind=frozenset({text}))
    return known if said in known.behind else None


def _settled(setting: Setting, value: Any, notices: DeltaGenerator | None = None) -> Any:
    """Say what the address asked for in vain, here or among the notices."""
    if st.session_state[f"{_key(setting.parameter)}_known"].refused:
        (notices or st).warning(tr(REFUSED, parameter=setting.parameter, accepted=_accepted(setting)))
    return value


def _accepted(setting: Setting) -> str:
    if isinstance(setting.values, range):
        least, most = setting.values[0], setting.values[-1]
        return tr("a whole number from {least} to {most}", least=least, most=most)
    return tr("one of {values}", values=", ".join(map(setting.text, setting.values)))


def _page() -> str:
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""


def _is_history() -> bool:
    """Return whether Back or Forward led to this run."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
