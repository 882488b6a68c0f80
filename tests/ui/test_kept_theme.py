"""The theme in the first message of a run: what Streamlit says, made once."""

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from lazyq.ui.theme import KeptTheme, keep_theme

SECTIONS = tuple(f"theme{part}" for part in ("", ".light", ".dark", ".sidebar", ".light.sidebar"))


@pytest.fixture
def original(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    return app_session._populate_theme_msg


def said(fill: object) -> NewSession:
    """Return the themes as a session's first message has them."""
    message = NewSession()
    theme = message.custom_theme
    parts = (theme, theme.light, theme.dark, theme.sidebar, theme.light.sidebar)
    for part, section in zip(parts, SECTIONS, strict=True):
        fill(part, section)
    return message


def test_the_kept_theme_is_streamlits_own_the_first_time_and_the_next(original):
    kept = KeptTheme(original)
    expected = said(original)
    assert expected.custom_theme.dark.primary_color == "#56B4E9", "the app's own theme is what is compared"
    for _ in range(2):
        assert said(kept).SerializeToString(deterministic=True) == expected.SerializeToString(
            deterministic=True
        )
        assert not said(kept).custom_theme.HasField("sidebar")


def test_a_visitor_cannot_change_what_is_kept(original):
    kept = KeptTheme(original)
    said(kept).custom_theme.primary_color = "#000000"
    assert said(kept) == said(original)


def test_a_section_is_made_once_and_again_when_the_options_are_read_anew():
    asked, options = [], [object()]

    def fill(msg: CustomThemeConfig, section: str) -> None:
        asked.append(section)
        msg.primary_color = f"#{len(asked):06}"

    kept = KeptTheme(fill, lambda: options[-1])

    def colour() -> str:
        message = CustomThemeConfig()
        kept(message)
        return message.primary_color

    assert [colour(), colour()] == ["#000001", "#000001"]
    options.append(object())
    assert [colour(), colour()] == ["#000002", "#000002"]
    assert asked == ["theme", "theme"]


def test_streamlits_options_stay_one_object_until_they_are_read():
    assert config.get_config_options() is config.get_config_options()


def test_a_section_with_nothing_but_zeros_is_there_as_streamlit_has_it():
    def fill(msg: CustomThemeConfig, section: str) -> None:
        msg.base = msg.BaseTheme.LIGHT

    message = NewSession()
    KeptTheme(fill)(message.custom_theme)
    assert message.HasField("custom_theme")


def test_it_takes_streamlits_place_once(original):
    assert keep_theme()
    kept = app_session._populate_theme_msg
    assert isinstance(kept, KeptTheme)
    assert keep_theme()
    assert app_session._populate_theme_msg is kept


def test_another_streamlit_stays_as_it_is(monkeypatch):
    def other(msg: object, section: str, more: int) -> None: ...

    monkeypatch.setattr(app_session, "_populate_theme_msg", other)
    assert not keep_theme()
    assert app_session._populate_theme_msg is other
    monkeypatch.delattr(app_session, "_populate_theme_msg")
    assert not keep_theme()
