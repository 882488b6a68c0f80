"""The templates have the colours of the pages, and can be read."""

import itertools
import re
import tomllib
from pathlib import Path

import plotly.io as pio
import pytest
from colours import VISION, contrast, difference

from lazyq import plots
from lazyq.plots.parts import faint
from lazyq.plots.theme import DARK, LIGHT, PALETTES, look_of

ROOT = Path(__file__).resolve().parents[2]
THEMES = {"light": LIGHT, "dark": DARK}


@pytest.fixture(autouse=True)
def default_template():
    before = pio.templates.default
    yield
    pio.templates.default = before


@pytest.mark.parametrize("theme", THEMES)
def test_colours_are_those_of_the_pages(theme):
    page = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][theme]
    colours = PALETTES[THEMES[theme]]
    assert list(colours.classes) == page["chartCategoricalColors"]
    assert list(colours.sequential) == page["chartSequentialColors"]
    assert list(colours.diverging) == page["chartDivergingColors"]
    assert (colours.left, colours.price, colours.result) == colours.classes[:3]
    assert (colours.ink, colours.paper, colours.muted) == (
        page["textColor"], page["backgroundColor"], page["grayTextColor"],
    )  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_template_can_be_read(theme):
    look, layout = look_of(theme), pio.templates[THEMES[theme]].layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == look.colours.paper
    for colour in (layout.font.color, layout.title.subtitle.font.color, layout.hoverlabel.font.color):
        assert contrast(colour, layout.paper_bgcolor) >= 4.5
    for colour in (look.colours.left, look.colours.price, look.colours.result, layout.xaxis.linecolor):
        assert contrast(colour, layout.paper_bgcolor) >= 3
    assert layout.font.size >= 14
    for vision, pair in itertools.product(VISION, itertools.combinations(layout.colorway[:3], 2)):
        assert difference(*pair, vision) >= 10.9, (vision, pair)


def test_theme_is_the_one_asked_for_or_the_default_of_plotly():
    assert look_of("dark").template == DARK
    assert look_of(None).template == LIGHT  # Plotly's own default is not one of lazyq's
    plots.use_theme("dark")
    assert pio.templates.default == DARK
    assert look_of(None).colours == PALETTES[DARK]
    assert look_of("light").colours == PALETTES[LIGHT]
    pio.templates.default = f"{DARK}+presentation"
    assert look_of(None) == (f"{DARK}+presentation", PALETTES[DARK])
    pio.templates.default = "plotly_dark"
    assert look_of(None).template == LIGHT


@pytest.mark.parametrize("call", [plots.use_theme, look_of])
def test_unknown_theme_is_refused(call):
    with pytest.raises(ValueError, match=re.escape('theme must be "light", "dark" or None, got \'blue\'')):
        call("blue")


def test_faint_colour_is_the_same_one():
    assert faint("#0072B2") == "rgba(0,114,178,0.2)"
