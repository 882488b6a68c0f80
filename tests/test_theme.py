"""The theme can be read, by eyes that see colours and by eyes that don't."""

import itertools
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from colours import VISION, contrast, difference, oklab
from streamlit import config as streamlit_config

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
ASSETS = ROOT / "assets"
MODES = ("light", "dark")
PALETTES = ("chartCategoricalColors", "chartSequentialColors", "chartDivergingColors")


def test_contrast_and_difference_agree_with_known_values():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert difference("#000000", "#FFFFFF", "normal") == pytest.approx(100, abs=1e-3)
    assert difference("#FFFFFF", "#FFFFFF", "deuteranopia") == 0


@pytest.mark.parametrize("mode", MODES)
def test_text_stands_out_from_both_backgrounds(mode):
    theme = CONFIG["theme"][mode]
    texts = [name for name in theme if name.endswith("extColor") or name in {"linkColor", "primaryColor"}]
    assert len(texts) >= 10
    for name, ground in itertools.product(texts, ("backgroundColor", "secondaryBackgroundColor")):
        assert contrast(theme[name], theme[ground]) >= 4.5, (name, ground)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["blueColor", "orangeColor", "greenColor"])
def test_the_three_colours_of_the_story_can_carry_a_shape(mode, name):
    theme = CONFIG["theme"][mode]
    assert contrast(theme[name], theme["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PALETTES)
def test_palette_has_the_ten_colours_that_plotly_needs(mode, name):
    palette = CONFIG["theme"][mode][name]
    assert len(palette) == len(set(palette)) == 10


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", VISION)
def test_categories_differ_for_every_vision(mode, vision):
    """No pair is closer than Okabe and Ito's own vermilion and green to a deuteranope, 11."""
    palette = CONFIG["theme"][mode]["chartCategoricalColors"]
    closest = min(itertools.combinations(palette, 2), key=lambda pair: difference(*pair, vision))
    assert difference(*closest, vision) >= 10.9, closest


def test_components_draw_classes_in_the_same_ten_colours():
    style = (ASSETS / "shared" / "page" / "base.css").read_text("utf-8")
    light, dark = style.split(".lazyq[data-dark]")
    for mode, part in zip(MODES, (light, dark), strict=True):
        drawn = re.findall(r"--class-\d: (#[0-9a-f]{6});", part)
        assert drawn == [colour.lower() for colour in CONFIG["theme"][mode]["chartCategoricalColors"]]
    theme = (ASSETS / "shared" / "page" / "theme.js").read_text("utf-8")
    printed = re.findall(r"'class-\d': '(#[0-9a-f]{6})'", theme)
    assert printed == re.findall(r"--class-\d: (#[0-9a-f]{6});", light)


@pytest.mark.parametrize("mode", MODES)
def test_categories_begin_with_the_three_colours_of_the_story(mode):
    theme = CONFIG["theme"][mode]
    story = [theme["blueColor"], theme["orangeColor"], theme["greenColor"]]
    assert theme["chartCategoricalColors"][:3] == story


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", VISION)
def test_scales_are_ordered_by_lightness(mode, vision):
    theme = CONFIG["theme"][mode]
    outwards = -1 if mode == "light" else 1
    sequential = [oklab(colour, vision)[0] for colour in theme["chartSequentialColors"]]
    diverging = [oklab(colour, vision)[0] for colour in theme["chartDivergingColors"]]
    assert (outwards * np.diff(sequential) > 0).all()
    assert (outwards * np.diff(diverging[5:]) > 0).all()
    assert (outwards * np.diff(diverging[:5]) < 0).all()


def test_streamlit_knows_every_option():
    known = set(streamlit_config.get_config_options())
    written = set(options(CONFIG))
    assert written <= known, written - known


def test_nothing_is_sent_or_shown_that_should_not_be():
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["server"]["maxUploadSize"] <= 8
    assert "http" not in str(CONFIG)


def options(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{name}.")
        else:
            yield prefix + name


def test_no_button_is_filled_with_the_primary_colour():
    """Streamlit writes white on it, which the light blue of dark mode can't carry."""
    sources = [*(ROOT / "pages").glob("*.py"), *(ROOT / "lazyq" / "ui").rglob("*.py"), ROOT / "app.py"]
    assert sources
    assert [path.name for path in sources if 'type="primary"' in path.read_text("utf-8")] == []
