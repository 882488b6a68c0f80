"""The colours of the project as Plotly templates, light and dark."""

from typing import NamedTuple

import plotly.graph_objects as go
import plotly.io as pio

LIGHT, DARK = "lazyq", "lazyq_dark"
GREY = ("#000000", "#FFFFFF")  # images are light on dark, in both themes, as the digits of MNIST are
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"


class Palette(NamedTuple):
    """The colours of one theme; blue is what is left over, orange the price of moving, green the result.

    Attributes
    ----------
    ink, muted, paper, grid : text, secondary text, ground, lines of the frame
    left, price, result : the three colours of the story
    classes : ten that differ for every vision, the three first
    sequential, diverging : ten steps by lightness; the middle of the second is near the ground
    """

    ink: str
    muted: str
    paper: str
    grid: str
    left: str
    price: str
    result: str
    classes: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]


_LIGHT = Palette(
    ink="#1B2128",
    muted="#59616B",
    paper="#FFFFFF",
    grid="#DDE3E9",
    left="#0072B2",
    price="#D55E00",
    result="#009E73",
    classes=(
        "#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9",
        "#4B004B", "#96E1C3", "#A52D0F", "#0F3C96", "#690000",
    ),
    sequential=(
        "#EAF3FA", "#BCDEF5", "#8CCAF0", "#56B4E9", "#3F9ED7",
        "#2688C4", "#0072B2", "#005789", "#003E62", "#00263D",
    ),
    diverging=(
        "#004B78", "#00659E", "#3F8EC5", "#8CC7EA", "#D2E5F0",
        "#F5DFD0", "#F2B48C", "#E07C42", "#B75000", "#7F3600",
    ),
)  # fmt: skip
_DARK = Palette(
    ink="#E6EAEE",
    muted="#AEB6C0",
    paper="#10151B",
    grid="#2B343F",
    left="#56B4E9",
    price="#E69F00",
    result="#3CCB9E",
    classes=(
        "#56B4E9", "#E69F00", "#3CCB9E", "#F0E442", "#5A78E1",
        "#D25A0F", "#B4FFFF", "#1E9687", "#A52D2D", "#4B5A87",
    ),
    sequential=(
        "#1A2A38", "#1B415E", "#175987", "#0072B2", "#2688C4",
        "#3F9ED7", "#56B4E9", "#8CCAF1", "#BCE0F8", "#EAF6FF",
    ),
    diverging=(
        "#BFE3FA", "#7CC4EF", "#4397C8", "#1D5F8A", "#263B4D",
        "#453A2F", "#8A5A10", "#C6870A", "#EFB550", "#FFE0A0",
    ),
)  # fmt: skip
PALETTES = {LIGHT: _LIGHT, DARK: _DARK}
_NAMES = {"light": LIGHT, "dark": DARK}


class Look(NamedTuple):
    """The name of a template, and the colours that a figure of it draws in."""

    template: str
    colours: Palette


def use_theme(theme: str) -> None:
    """Let every figure that names no theme, of lazyq or not, be light or dark from now on.

    It makes the template ``lazyq`` or ``lazyq_dark`` Plotly's default, ``plotly.io.templates.default``.

    Parameters
    ----------
    theme : "light" or "dark"

    Raises
    ------
    ValueError : another theme
    """
    pio.templates.default = _named(theme)


def look_of(theme: str | None) -> Look:
    """Return the look of a theme; None is that of Plotly's default template if it is lazyq's, else light.

    Raises
    ------
    ValueError : the theme is neither "light" nor "dark" nor None
    """
    if theme is not None:
        name = _named(theme)
        return Look(name, PALETTES[name])
    default = str(pio.templates.default)
    first = default.split("+")[0]
    return Look(default, PALETTES[first]) if first in PALETTES else Look(LIGHT, PALETTES[LIGHT])


def _named(theme: str) -> str:
    if theme not in _NAMES:
        raise ValueError(f'theme must be "light", "dark" or None, got {theme!r}')
    return _NAMES[theme]


def _even(colours: tuple[str, ...]) -> list[tuple[float, str]]:
    return [(place / (len(colours) - 1), colour) for place, colour in enumerate(colours)]


def _template(colours: Palette) -> go.layout.Template:
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.muted,
        "zerolinecolor": colours.grid,
        "ticks": "outside",
        "tickcolor": colours.muted,
        "title": {"standoff": 10, "font": {"size": 14}},
        "automargin": True,
    }
    space = {
        "gridcolor": colours.grid,
        "linecolor": colours.muted,
        "backgroundcolor": colours.paper,
        "zerolinecolor": colours.muted,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": colours.ink},
            "title": {
                "font": {"size": 18},
                "subtitle": {"font": {"size": 14, "color": colours.muted}},
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"t": 14},
            },
            "paper_bgcolor": colours.paper,
            "plot_bgcolor": colours.paper,
            "colorway": colours.classes,
            "colorscale": {
                "sequential": _even(colours.sequential),
                "sequentialminus": _even(colours.sequential[::-1]),
                "diverging": _even(colours.diverging),
            },
            "coloraxis": {"colorbar": {"outlinewidth": 0, "thickness": 14}},
            "hoverlabel": {
                "bgcolor": colours.paper,
                "bordercolor": colours.muted,
                "font": {"family": FONT, "size": 14, "color": colours.ink},
            },
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "xanchor": "left", "x": 0},
            "margin": {"l": 64, "r": 24, "t": 48, "b": 56},
            "xaxis": axis,
            "yaxis": axis,
            "scene": {"xaxis": space, "yaxis": space, "zaxis": space},
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.muted, "activecolor": colours.ink},
        },
        data={"heatmap": [{"colorbar": {"outlinewidth": 0, "thickness": 14}}]},
    )


for _name, _colours in PALETTES.items():
    pio.templates[_name] = _template(_colours)
