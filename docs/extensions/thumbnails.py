"""The small picture of an example in the gallery: its figure without words, for a light and a dark page."""

from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from plotly.colors import sample_colorscale

from lazyq.plots.theme import LIGHT, PALETTES

Array = NDArray[Any]
_SIZE = (400, 280)
_GAP = 12
_MOST_IMAGES = 4
_DRAWN = ("heatmap", "image", "scatter", "bar")
# What is nearly black on a white page must be seen on a dark one, too.
_INK = "#76818D"


def thumbnail(figure: dict[str, Any]) -> Image.Image | None:
    """Return the images of a figure, or the lines, points and bars of its first axes; None if it has neither.

    The background is transparent.
    """
    flat = [trace for trace in figure["data"] if trace.get("type", "scatter") in _DRAWN]
    if not flat:
        return None
    if flat[0]["type"] in ("heatmap", "image"):
        return _tiled([_pixels(trace, figure["layout"]) for trace in flat if "z" in trace][:_MOST_IMAGES])
    axes = (flat[0].get("xaxis"), flat[0].get("yaxis"))
    return _chart([trace for trace in flat if (trace.get("xaxis"), trace.get("yaxis")) == axes])


def _tiled(images: list[Image.Image]) -> Image.Image:
    columns = min(2, len(images))
    rows = -(-len(images) // columns)
    picture = Image.new("RGBA", _SIZE)
    room = [(size - _GAP * (count + 1)) // count for size, count in zip(_SIZE, (columns, rows), strict=True)]
    for place, image in enumerate(images):
        scale = min(room[0] / image.width, room[1] / image.height)
        width, height = round(scale * image.width), round(scale * image.height)
        drawn = image.resize((width, height), Image.Resampling.NEAREST)
        # Beside one another about the middle.
        column, row = place % columns, place // columns
        left = (_SIZE[0] - columns * width - (columns - 1) * _GAP) // 2 + column * (width + _GAP)
        picture.paste(drawn, (left, _GAP + row * (room[1] + _GAP)))
    return picture


def _pixels(trace: dict[str, Any], layout: dict[str, Any]) -> Image.Image:
    z = _array(trace["z"])
    if trace["type"] == "image":
        return Image.fromarray(z.astype(np.uint8), "RGB")
    axis = layout.get(trace.get("coloraxis", ""), trace)
    low, high = axis.get("cmin", np.nanmin(z)), axis.get("cmax", np.nanmax(z))
    shares = np.clip((z - low) / ((high - low) or 1), 0, 1)
    scale = axis.get("colorscale") or PALETTES[LIGHT].sequential
    steps = [list(step) for step in go.Heatmap(colorscale=scale).colorscale]
    table = sample_colorscale(steps, list(np.linspace(0, 1, 256)), colortype="tuple")
    colours = np.rint(255 * np.array(table)).astype(np.uint8)
    return Image.fromarray(colours[np.rint(255 * np.nan_to_num(shares)).astype(int)], "RGB")


def _chart(traces: list[dict[str, Any]]) -> Image.Image:
    drawn = [(trace, *_points(trace)) for trace in traces]
    every = np.concatenate([np.stack([x, y], 1) for _, x, y in drawn])
    every = every[np.isfinite(every).all(1)]
    low, high = every.min(0), every.max(0)
    if any(trace["type"] == "bar" for trace in traces):
        beside = (high[0] - low[0]) / len(every)
        low = np.array([low[0] - beside, min(low[1], 0)])
        high[0] += beside
    span = np.where(high > low, high - low, 1)
    fine = 3
    picture = Image.new("RGBA", (fine * _SIZE[0], fine * _SIZE[1]))
    pen = ImageDraw.Draw(picture)
    room = np.array(_SIZE) - 4 * _GAP

    def place(x: Array, y: Array) -> Array:
        shares = (np.stack([x, y], 1) - low) / span
        shares[:, 1] = 1 - shares[:, 1]
        return fine * (2 * _GAP + shares * room)

    for (trace, x, y), colour in zip(drawn, _colours(traces), strict=False):
        at = place(x, y)
        if trace["type"] == "bar":
            half = 0.4 * fine * room[0] / (len(x) + 1)
            ground = place(x[:1], np.zeros(1))[0, 1]
            for across, top in at:
                pen.rectangle((across - half, min(top, ground), across + half, max(top, ground)), fill=colour)
            continue
        mode = trace.get("mode") or "lines"
        if "lines" in mode:
            for piece in _pieces(at):
                pen.line(piece, fill=colour, width=4 * fine, joint="curve")
        if "markers" in mode:
            for across, down in at[np.isfinite(at).all(1)]:
                pen.circle((across, down), 6 * fine, fill=colour)
    return picture.resize(_SIZE, Image.Resampling.LANCZOS)


def _points(trace: dict[str, Any]) -> tuple[Array, Array]:
    y = _array(trace["y"]).astype(np.float64)
    x = _array(trace["x"]) if "x" in trace else np.arange(len(y))
    return (x if x.dtype.kind in "biuf" else np.arange(len(y))).astype(np.float64), y


def _pieces(at: Array) -> Iterator[list[tuple[float, float]]]:
    """Return the runs of at least two points between points that are none."""
    there = np.isfinite(at).all(1)
    for run in np.split(np.arange(len(at)), np.flatnonzero(np.diff(there)) + 1):
        if len(run) > 1 and there[run[0]]:
            yield [tuple(point) for point in at[run].tolist()]


def _colours(traces: list[dict[str, Any]]) -> Iterator[str]:
    colours = PALETTES[LIGHT]
    for place, trace in enumerate(traces):
        style = trace.get("line" if "lines" in (trace.get("mode") or "lines") else "marker") or {}
        if trace["type"] == "bar":
            style = trace.get("marker") or {}
        colour = style.get("color") or colours.classes[place % len(colours.classes)]
        plain = isinstance(colour, str) and colour.startswith("#")
        yield _INK if not plain or colour in (colours.ink, colours.muted) else colour


def _array(values: Any) -> Array:
    """Return what Plotly keeps as an array, or as its bytes in base 64."""
    if isinstance(values, dict):
        flat = np.frombuffer(b64decode(values["bdata"]), np.dtype(values["dtype"]))
        shape = values.get("shape")
        return flat.reshape([int(size) for size in str(shape).split(",")]) if shape else flat
    return np.asarray(values)
