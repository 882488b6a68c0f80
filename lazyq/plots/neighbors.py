"""The figure of the neighbours of a point over λ."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from lazyq.neighbors import NeighborsPath
from lazyq.plots.parts import END, finished, lam_text, numbers, require
from lazyq.plots.theme import look_of
from lazyq.wording import say, say_count

_WRITTEN = 0.025  # of the width, for the text of a cell


def neighbors_figure(
    path: NeighborsPath | tuple[Any, Any],
    labels: Any = None,
    *,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return who the k nearest are at every λ: a row for each rank, the nearest at the top.

    Parameters
    ----------
    path : from :func:`lazyq.neighbors.neighbors_path`; or its starts, (P,), and its lists, (P, k), as
        positions in the index
    labels : (m,) classes of all points of the index, at most ten of them, which colour and name the cells;
        without, a point has one colour at every λ, and the name is its position
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : no such path, labels that are too few or too many, or an unknown theme
    """
    look = look_of(theme)
    if isinstance(path, tuple):
        starts, near = numbers("starts", path[0], 1), numbers("near", path[1], 2)
    else:
        require("path", path, NeighborsPath, "lazyq.neighbors.neighbors_path")
        starts, near = path.starts, path.indices[path.near]
    if labels is None:
        order = list(dict.fromkeys(near.ravel().tolist()))
        codes = np.vectorize({point: place % 10 for place, point in enumerate(order)}.__getitem__)(near)
        names = near.astype(str)
    else:
        classes = np.asarray(labels.cpu() if hasattr(labels, "cpu") else labels)
        if classes.ndim != 1 or len(classes) <= near.max():
            raise ValueError(f"labels must have shape (m,) with m > {near.max()}, got {classes.shape}")
        kinds, every = np.unique(classes, return_inverse=True)
        if len(kinds) > 10:
            raise ValueError(f"labels must be of at most 10 classes, got {len(kinds)}: draw without them")
        codes, names = every[near], classes[near].astype(str)
    end = 1.15 * float(starts[-1]) or 1.0
    edges = np.append(starts, end)
    wide = np.diff(edges) > _WRITTEN * end
    words = [
        f"{lam_text(a)} ≤ λ < {lam_text(b)}"
        for a, b in zip(starts, np.append(starts[1:], np.inf), strict=True)
    ]
    count = near.shape[1]
    hover = say("point %{customdata[1]}")
    if labels is not None:
        hover = say("class %{customdata[0]}, point %{customdata[1]}")
    figure = go.Figure(
        go.Heatmap(
            x=edges,
            y=np.arange(1, count + 1),
            z=codes.T,
            zmin=-0.5,
            zmax=9.5,
            colorscale=[
                (share, c) for i, c in enumerate(look.colours.classes) for share in (i / 10, (i + 1) / 10)
            ],
            showscale=False,
            text=np.where(wide, names.T, ""),
            texttemplate="%{text}",
            customdata=np.dstack([names.T, near.T.astype(str), np.broadcast_to(words, near.T.shape)]),
            hovertemplate=say("rank %{y}, %{customdata[2]}") + "<br>" + hover + END,
            xgap=0.5,
            ygap=1,
        )
    )
    layout = {
        "xaxis": {"title": {"text": say("laziness λ (last list: up to ∞)")}, "range": [0, end]},
        "yaxis": {"title": {"text": say("rank, the nearest first")}, "autorange": "reversed", "dtick": 1},
        "height": 140 + 34 * count,
    }
    said = say(
        "The {count} nearest of λ from 0 to ∞: the list changes {times}; at λ = 0 {first}, at λ = ∞ {last}.",
        count=count,
        times=say_count("{count} time", "{count} times", len(starts) - 1),
        first=", ".join(names[0]),
        last=", ".join(names[-1]),
    )
    return finished(figure, look, title, said, layout)
