"""The theme in Streamlit's first message of every run: worked out once, not for each visitor.

Streamlit walks all its options six times a run for it, in the one thread that serves everybody: with this
theme a fourteenth of what a visit to the Lens costs. Its options come from a file that is read at the start.
"""

import inspect
from collections.abc import Callable
from typing import Any, final

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_NAME = "_populate_theme_msg"
_TAKEN = ("msg", "section")

Fill = Callable[[CustomThemeConfig, str], None]


@final
class KeptTheme:
    """Fills in a section of the theme as ``fill`` does, which is asked once a section and set of options.

    Parameters
    ----------
    fill : takes the message to be filled in, which is empty, and the section of the options
    options : all options; another object once they have been read anew
    """

    def __init__(self, fill: Fill, options: Callable[[], object] = config.get_config_options) -> None:
        self._fill, self._options = fill, options
        self._of: object = None
        self._kept: dict[str, CustomThemeConfig] = {}

    def __call__(self, msg: CustomThemeConfig, section: str = "theme") -> None:
        """Fill in the message; one of a section without options is left unset, as ``fill`` leaves it."""
        options, kept = self._options(), self._kept
        if options is not self._of:
            self._of, self._kept = options, (kept := {})
        if section not in kept:
            around = CustomThemeConfig()
            self._fill(around.light, section)
            kept[section] = around
        if kept[section].HasField("light"):
            msg.MergeFrom(kept[section].light)


def keep_theme() -> bool:
    """Let Streamlit find the theme again from now on; return False where it makes it in another way.

    Then all stays as Streamlit has it, which is slower, and nothing else. Once or many times is the same.
    """
    fill: Any = getattr(app_session, _NAME, None)
    if isinstance(fill, KeptTheme):
        return True
    if not inspect.isfunction(fill) or tuple(inspect.signature(fill).parameters) != _TAKEN:
        return False
    setattr(app_session, _NAME, KeptTheme(fill))
    return True
