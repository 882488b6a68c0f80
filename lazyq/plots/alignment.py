"""The figure of one alignment: x, g·x, y and what is left between them."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lazyq.actions import Channels, RowShifts, TimeShifts, Transformations, Translations
from lazyq.metric import Alignment
from lazyq.plots.parts import END, Array, finished, image_grid, intensities, numbers, of_shape, require
from lazyq.plots.theme import GREY, Look, look_of
from lazyq.riemannian import CloudAlignment, OrthogonalAction
from lazyq.wording import say, say_number

_MOST_CHANNELS = 6


def alignment_figure(
    action: Transformations | OrthogonalAction,
    x: Any,
    y: Any,
    alignment: Alignment | CloudAlignment,
    *,
    points: bool = False,
    columns: int = 4,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return x, g·x, y and the difference g·x − y, with arrows where rows or images are shifted.

    Images stand side by side; series are drawn over one another, the difference below; points of a cloud
    are joined to their partners. Of uint8, level k counts as k/255, as in the metric.

    Parameters
    ----------
    action, x, y : as for :func:`lazyq.align`, one pair; shape (H, W), (3, H, W), (T,), (1, T) or, under
        TimeShifts, (C, T) with C ≤ 6. Or as for :func:`lazyq.riemannian.align_clouds`, one pair of clouds,
        shape (n, 2) or (n, 3)
    alignment : what it returned
    points : whether the rows of x are points of the plane or of space, shape (n, 2) or (n, 3); of clouds
        they always are
    columns : of the four images, 4, 2 or 1
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : a shape that can't be drawn, a batch, or an unknown theme; says which, and what is taken
    """
    look = look_of(theme)
    if isinstance(action, OrthogonalAction):
        require("alignment", alignment, CloudAlignment, "lazyq.riemannian.align_clouds")
        shape, points = numbers("x", x, 2).shape, True
    else:
        require("alignment", alignment, Alignment, "lazyq.align")
        shape = tuple(action.shape)
    if numbers("alignment.distance", alignment.distance).ndim:
        raise ValueError("alignment must be of one pair, got a batch: align one x with one y")
    first, second = intensities(of_shape("x", x, shape)), intensities(of_shape("y", y, shape))
    moved = intensities(of_shape("alignment.moved", alignment.moved, shape))
    if points:
        figure, layout = _cloud(first, second, moved, look)
    elif len(shape) == 1 or shape[0] == 1 or isinstance(action, TimeShifts):
        rows = (-1, shape[-1])
        figure, layout = _series(first.reshape(rows), second.reshape(rows), moved.reshape(rows), look)
    elif len(shape) == 2 or (len(shape) == 3 and shape[0] == 3):
        moves = _moves(action, numbers("alignment.g", alignment.g))
        figure, layout = _images(first, second, moved, moves, columns, look)
    else:
        raise ValueError(
            f"x must be an image (H, W) or (3, H, W), a series or, with points=True, a cloud, got {shape}"
        )
    residual, effort, distance = (
        say_number(f"{float(value):.4g}")
        for value in (alignment.residual, alignment.effort, alignment.distance)
    )
    words = say(
        "left over ‖g·x − y‖ = {residual},<br>effort ν(g) = {effort}, distance d = {distance}",
        residual=residual,
        effort=effort,
        distance=distance,
    )
    layout["title"] = {"text": title or say("x moved to look like y"), "subtitle": {"text": words}}
    description = say("Alignment of x with y: {numbers}.", numbers=words.replace("<br>", " "))
    return finished(figure, look, None, description, layout)


def _images(
    x: Array, y: Array, moved: Array, moves: Array, columns: int, look: Look
) -> tuple[go.Figure, dict[str, Any]]:
    if columns not in (1, 2, 4):
        raise ValueError(f"columns must be 1, 2 or 4, got {columns}")
    rows = 4 // columns
    figure = image_grid(rows, columns, x.shape[-2:], ("x", "g·x", "y", "g·x − y"))
    places = [(place // columns + 1, place % columns + 1) for place in range(4)]
    for (name, image), (row, column) in zip((("x", x), ("g·x", moved), ("y", y)), places, strict=False):
        figure.add_trace(_image(name, image), row, column)
    colour, difference = x.ndim == 3, moved - y
    left = np.sqrt(np.square(difference).sum(0)) if colour else difference
    most = float(np.abs(left).max()) or 1.0
    hover = say("row %{y}, column %{x}<br>left over %{z:.4g}") + END
    figure.add_trace(
        go.Heatmap(z=left, coloraxis="coloraxis2", name="g·x − y", hovertemplate=hover), *places[3]
    )
    if len(moves):
        _add_arrows(figure, moves, x.shape[-2:], look)
    bar = {
        "orientation": "h",
        "thickness": 12,
        "outlinewidth": 0,
        "tickangle": 0,
        "nticks": 4,
        "yanchor": "top",
        "y": -0.05 / rows,
        "len": 0.42,
    }
    every = (x, y, moved)
    layout: dict[str, Any] = {
        "coloraxis": {
            "colorscale": GREY,
            "cmin": min(values.min() for values in every),
            "cmax": max(values.max() for values in every),
            "showscale": not colour,
            "colorbar": {**bar, "x": 0.25, "title": {"text": say("units of x"), "side": "bottom"}},
        },
        "coloraxis2": {
            "colorscale": list(look.colours.sequential if colour else look.colours.diverging),
            "cmin": 0 if colour else -most,
            "cmax": most,
            "colorbar": {**bar, "x": 0.75, "title": {"text": say("left over"), "side": "bottom"}},
        },
        "height": 198 + 260 * rows,
        "showlegend": False,
        "margin": {"l": 16, "r": 16, "t": 122, "b": 90},
    }
    return figure, layout


def _image(name: str, image: Array) -> go.Heatmap | go.Image:
    where = say("{name}: row %{y}, column %{x}", name=name)
    if image.ndim == 2:
        hover = f"{where}<br>%{{z:.4g}}{END}"
        return go.Heatmap(z=image, coloraxis="coloraxis", name=name, hovertemplate=hover)
    pixels = np.moveaxis(image, 0, -1)
    values = say("%{customdata[0]:.4g}, %{customdata[1]:.4g}, %{customdata[2]:.4g}")
    levels = (255 * np.clip(pixels, 0, 1)).round().astype(np.uint8)
    return go.Image(z=levels, customdata=pixels, name=name, hovertemplate=f"{where}<br>{values}{END}")


def _moves(action: Transformations, g: Array) -> Array:
    """Return the shifts that are not 0: (row, or −1 for all; columns to the right; rows down)."""
    inner = action.action if isinstance(action, Channels) else action
    if isinstance(inner, RowShifts):
        moves = np.stack([np.arange(len(g)), -g, np.zeros_like(g)], 1)
    elif isinstance(inner, Translations):
        moves = np.array([[-1, -g[1], -g[0]]])
    else:
        moves = np.zeros((0, 3))
    return moves[(moves[:, 1:] != 0).any(1)]


def _add_arrows(figure: go.Figure, moves: Array, size: tuple[int, int], look: Look) -> None:
    rows = np.where(moves[:, 0] < 0, (size[0] - 1) / 2, moves[:, 0])
    middle = (size[1] - 1) / 2
    nothing = np.full(len(moves), np.nan)
    across = np.stack([middle - moves[:, 1] / 2, middle + moves[:, 1] / 2, nothing], 1)
    along = np.stack([rows - moves[:, 2] / 2, rows + moves[:, 2] / 2, nothing], 1)
    said = [_move_text(*move) for move in moves.tolist()]
    figure.add_trace(
        go.Scatter(
            x=across.ravel(),
            y=along.ravel(),
            mode="lines+markers",
            line={"color": look.colours.price, "width": 2},
            marker={
                "symbol": "arrow",
                "angleref": "previous",
                "size": np.tile([0, 10, 0], len(moves)),
                "color": look.colours.price,
            },
            text=np.repeat(said, 3),
            hovertemplate="%{text}" + END,
            name=say("shift"),
        ),
        1,
        1,
    )


def _move_text(row: float, right: float, down: float) -> str:
    parts = []
    far, deep = f"{abs(right):g}", f"{abs(down):g}"
    if right:
        parts.append(say("{far} to the right", far=far) if right > 0 else say("{far} to the left", far=far))
    if down:
        parts.append(say("{far} down", far=deep) if down > 0 else say("{far} up", far=deep))
    moves = ", ".join(parts)
    if row < 0:
        return say("the image: {moves}", moves=moves)
    return say("row {row}: {moves}", row=f"{row:g}", moves=moves)


def _series(x: Array, y: Array, moved: Array, look: Look) -> tuple[go.Figure, dict[str, Any]]:
    channels, length = x.shape
    if channels > _MOST_CHANNELS:
        raise ValueError(f"x must have at most {_MOST_CHANNELS} channels, got {channels}: draw some of them")
    rows = 2 * channels
    figure = make_subplots(
        rows, 1, shared_xaxes=True, vertical_spacing=0.12 / rows, row_heights=[2.0, 1.0] * channels
    )
    colours, time = look.colours, np.arange(length)
    for channel in range(channels):
        several = {"channel": channel} if channels > 1 else {}
        styles = {
            "x": (x, {"color": colours.muted, "dash": "dot", "width": 2}),
            "y": (y, {"color": colours.ink, "width": 2}),
            "g·x": (moved, {"color": colours.result, "width": 2.5, "dash": "dash"}),
        }
        for name, (values, line) in styles.items():
            if several:
                hover = say("{name} of channel {channel} at %{x}: %{y:.5g}", name=name, **several)
            else:
                hover = say("{name} at %{x}: %{y:.5g}", name=name)
            figure.add_scatter(
                x=time, y=values[channel], mode="lines", name=name, line=line, hovertemplate=hover + END,
                legendgroup=name, showlegend=channel == 0, row=2 * channel + 1, col=1,
            )  # fmt: skip
        if several:
            hover = say("left over of channel {channel} at %{x}: %{y:.5g}", **several)
        else:
            hover = say("left over at %{x}: %{y:.5g}")
        figure.add_scatter(
            x=time, y=(moved - y)[channel], mode="lines", name="g·x − y", legendgroup="left",
            line={"color": colours.left, "width": 1.5}, fill="tozeroy", showlegend=channel == 0,
            hovertemplate=hover + END, row=2 * channel + 2, col=1,
        )  # fmt: skip
        figure.update_yaxes(
            title_text=say("channel {channel}", **several) if several else say("units of x"),
            row=2 * channel + 1,
        )
        figure.update_yaxes(title_text="g·x − y", row=2 * channel + 2)
    figure.update_xaxes(title_text=say("time, in samples"), row=rows)
    return figure, {"height": 254 + 260 * channels, "margin": {"t": 144}}


def _cloud(x: Array, y: Array, moved: Array, look: Look) -> tuple[go.Figure, dict[str, Any]]:
    if x.ndim != 2 or x.shape[1] not in (2, 3):
        raise ValueError(f"x must be points of shape (n, 2) or (n, 3) with points=True, got {x.shape}")
    colours = look.colours
    flat = x.shape[1] == 2
    scatter = go.Scatter if flat else go.Scatter3d
    joined = np.stack([moved, y, np.full_like(y, np.nan)], 1).reshape(-1, x.shape[1])
    figure = go.Figure()
    figure.add_trace(
        scatter(
            **_coordinates(joined), mode="lines", name="g·x − y", hoverinfo="skip",
            line={"color": colours.left, "width": 1.5 if flat else 3},
        )
    )  # fmt: skip
    kinds = {
        "x": (x, colours.muted, "cross"),
        "y": (y, colours.ink, "circle"),
        "g·x": (moved, colours.result, "diamond"),
    }
    for name, (values, colour, symbol) in kinds.items():
        if flat:
            hover = say("{name}, point %{customdata}: (%{x:.4g}, %{y:.4g})", name=name)
        else:
            hover = say("{name}, point %{customdata}: (%{x:.4g}, %{y:.4g}, %{z:.4g})", name=name)
        figure.add_trace(
            scatter(
                **_coordinates(values), mode="markers", name=name, customdata=np.arange(len(values)),
                marker={"color": colour, "symbol": symbol, "size": 9 if flat else 4},
                hovertemplate=hover + END,
            )
        )  # fmt: skip
    layout: dict[str, Any] = {"height": 594, "margin": {"t": 144}}
    if flat:
        layout |= {"xaxis": {"title": {"text": "x₁"}}, "yaxis": {"title": {"text": "x₂"}, "scaleanchor": "x"}}
    else:
        layout["scene"] = {"aspectmode": "data"}
    return figure, layout


def _coordinates(points: Array) -> dict[str, Array]:
    return dict(zip("xyz", points.T, strict=False))
