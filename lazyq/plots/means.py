"""The figures of means over λ, and of a map of points."""

import math
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale
from plotly.subplots import make_subplots

from lazyq.plots.parts import (
    DASHES,
    END,
    SYMBOLS,
    Array,
    checked_lams,
    finished,
    image_grid,
    intensities,
    lam_text,
    numbers,
    texts,
)
from lazyq.plots.theme import GREY, Look, look_of
from lazyq.wording import say, say_count

_MOST_PANELS = 70


def means_figure(
    lams: Any,
    means: Any,
    *,
    names: Any = None,
    columns: int = 7,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return the means at every λ: images side by side, or series over one another from light to dark.

    Parameters
    ----------
    lams : (L,) increasing; inf is taken
    means : (L, H, W) images or (L, 1, T) or (L, T) series, as :func:`lazyq.lazy_mean_path` returns them with
        its ``lams``; with names (L, k, H, W) or (L, k, T): k means, one below the other
    names : (k,) of the means, such as their classes
    columns : at most so many images side by side, at least 1; with names every λ has one
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : λ, means or names that do not fit, more than 70 images, or an unknown theme
    """
    look = look_of(theme)
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    values = checked_lams(lams)
    table = intensities(numbers("means", means, *((3, 4) if names is not None else (2, 3))))
    if len(table) != len(values):
        raise ValueError(f"means must have one entry for each of the {len(values)} λ, got {len(table)}")
    groups = [""] if names is None else texts("names", names, table.shape[1])
    table = table if names is not None else table[:, None]
    said = [f"λ = {lam_text(float(lam))}" for lam in values]
    if table.ndim == 4 and table.shape[2] > 1:
        figure, layout = _images(table, said, groups, columns)
    else:
        figure, layout = _series(table.reshape(*table.shape[:2], -1), said, groups, look)
    drawn = {
        "lams": say_count("{count} λ", "{count} λ", len(values)),
        "first": said[0],
        "last": said[-1],
    }
    words = say("Means at {lams}, {first} to {last}.", **drawn)
    if names is not None:
        words = say("Means at {lams}, {first} to {last}, of {names}.", names=", ".join(groups), **drawn)
    return finished(figure, look, title, words, layout)


def _images(table: Array, said: list[str], groups: list[str], most: int) -> tuple[go.Figure, dict[str, Any]]:
    lams, count = table.shape[:2]
    columns = lams if count > 1 else min(lams, most)
    rows = count if count > 1 else math.ceil(lams / columns)
    if rows * columns > _MOST_PANELS:
        raise ValueError(
            f"means must be at most {_MOST_PANELS} images, got {lams} λ of {count}: draw some of them"
        )
    titles = said if count == 1 else said + [""] * (lams * (count - 1))
    figure = image_grid(rows, columns, table.shape[2:], titles)
    for place in range(lams * count):
        group, lam = divmod(place, lams)
        row, column = divmod(place, columns)
        of = f"{groups[group]}, {said[lam]}" if groups[group] else said[lam]
        figure.add_heatmap(
            z=table[lam, group], coloraxis="coloraxis", name=of, row=row + 1, col=column + 1,
            hovertemplate=say("{name}: row %{y}, column %{x}", name=of) + "<br>%{z:.4g}" + END,
        )  # fmt: skip
        if lam == 0:
            figure.update_yaxes(title_text=groups[group], row=row + 1, col=1)
    bar = {"orientation": "h", "y": -0.02, "yanchor": "top", "thickness": 14}
    layout = {
        "coloraxis": {
            "colorscale": GREY,
            "colorbar": bar | {"title": {"text": say("units of x"), "side": "bottom"}},
        },
        "height": 160 + 150 * rows,
        "margin": {"l": 32},
    }
    return figure, layout


def _series(table: Array, said: list[str], groups: list[str], look: Look) -> tuple[go.Figure, dict[str, Any]]:
    shades = sample_colorscale(list(look.colours.sequential[3:]), np.linspace(0, 1, len(said)).tolist())
    figure = make_subplots(len(groups), 1, shared_xaxes=True, vertical_spacing=0.1 / len(groups))
    for group, of in enumerate(groups):
        for lam, text in enumerate(said):
            figure.add_scatter(
                x=np.arange(table.shape[2]), y=table[lam, group], mode="lines", name=text, legendgroup=text,
                showlegend=group == 0,
                line={"color": shades[lam], "width": 2, "dash": DASHES[lam % len(DASHES)]},
                hovertemplate=say("{name} at %{x}: %{y:.5g}", name=f"{of} {text}".lstrip()) + END,
                row=group + 1, col=1,
            )  # fmt: skip
        figure.update_yaxes(title_text=of or say("units of x"), row=group + 1)
    figure.update_xaxes(title_text=say("time, in samples"), row=len(groups))
    return figure, {"height": 180 + 240 * len(groups)}


def embedding_figure(
    positions: Any,
    labels: Any = None,
    *,
    hover: Any = None,
    unit: str = "",
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return a map: points of the plane whose distances stand for those of d_λ, both axes in one unit.

    Parameters
    ----------
    positions : (n, 2), such as the embedding of ``lazyq.pairwise`` by multidimensional scaling
    labels : (n,) classes, at most ten, told by colour and symbol
    hover : (n,) what to say about each point; None for its position in the list
    unit : of the axes, such as "units of d"
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : positions, labels or texts that do not fit, or an unknown theme
    """
    look = look_of(theme)
    places = numbers("positions", positions, 2).astype(np.float64)
    count = len(places)
    if places.shape[1] != 2 or not count:
        raise ValueError(f"positions must have shape (n, 2), n at least 1, got {places.shape}")
    if hover is None:
        said = [say("point {point}", point=place) for place in range(count)]
    else:
        said = texts("hover", hover, count)
    classes = np.array([""] * count if labels is None else texts("labels", labels, count))
    kinds = list(dict.fromkeys(sorted(classes.tolist())))
    if len(kinds) > len(SYMBOLS):
        raise ValueError(f"labels must be of at most {len(SYMBOLS)} classes, got {len(kinds)}")
    figure = go.Figure()
    for kind, name in enumerate(kinds):
        own = (classes == name).nonzero()[0]
        figure.add_scatter(
            x=places[own, 0],
            y=places[own, 1],
            mode="markers",
            name=name,
            marker={"size": 9, "symbol": SYMBOLS[kind], "color": look.colours.classes[kind]},
            text=[said[place] for place in own],
            hovertemplate="%{text}"
            + ("<br>" + say("class {name}", name=name) if name else "")
            + "<br>"
            + say("(%{x:.4g}, %{y:.4g})")
            + END,
        )
    points = say_count("{count} point", "{count} points", count)
    words = say("Map of {points}.", points=points)
    if labels is not None:
        words = say("Map of {points} of the classes {names}.", points=points, names=", ".join(kinds))
    layout = {
        "xaxis": {"title": {"text": unit}, "zeroline": False},
        "yaxis": {"title": {"text": unit}, "zeroline": False, "scaleanchor": "x"},
        "height": 620,
        "showlegend": labels is not None,
    }
    return finished(figure, look, title, words, layout)
