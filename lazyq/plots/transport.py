"""The figures of a transport plan: as a table, and between two clouds of points."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lazyq.plots.parts import END, SYMBOLS, Array, faint, finished, numbers, of_shape, texts
from lazyq.plots.theme import look_of
from lazyq.transport import Transport, TransportBound
from lazyq.wording import say, say_count, say_number

_LEVELS = (0.01, 0.05, 0.2, 0.5)  # of the greatest mass; what is less than the first is not drawn


def transport_figure(
    transport: Transport | TransportBound | Any,
    rows: Any = None,
    columns: Any = None,
    *,
    unit: str = "",
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return a plan: how much of what is in a row goes to which column, between its two marginals.

    Parameters
    ----------
    transport : from :func:`lazyq.transport.wasserstein_distance` or
        :func:`lazyq.transport.transport_bound`, whose costs are then told too; or a plan (K, L)
    rows, columns : (K,) and (L,) names of the points, such as angles; None for their positions
    unit : of the names, such as "°"
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : a plan that has negative or no entries, names that do not fit, or an unknown theme
    """
    look = look_of(theme)
    bound = transport if isinstance(transport, TransportBound) else None
    held = bound.transport if bound else transport
    plan = _plan(held)
    froms, tos = _names("rows", rows, len(plan), unit), _names("columns", columns, plan.shape[1], unit)
    hover = say("from %{y} to %{x}: %{z:.5g}")
    cost = None
    if bound:
        cost = of_shape("cost", bound.cost, plan.shape)
        hover += "<br>" + say("cost of a unit %{customdata:.5g}")
    figure = make_subplots(
        2, 2, shared_xaxes=True, shared_yaxes=True, row_heights=[1, 4], column_widths=[4, 1],
        horizontal_spacing=0.03, vertical_spacing=0.04,
    )  # fmt: skip
    bars = {"marker": {"color": look.colours.result}, "showlegend": False}
    arriving, leaving = say("arrives at %{x}: %{y:.5g}") + END, say("leaves %{y}: %{x:.5g}") + END
    figure.add_bar(x=tos, y=plan.sum(0), hovertemplate=arriving, **bars, row=1, col=1)
    figure.add_bar(x=plan.sum(1), y=froms, orientation="h", hovertemplate=leaving, **bars, row=2, col=2)
    figure.add_heatmap(
        x=tos, y=froms, z=plan, customdata=cost, coloraxis="coloraxis",
        hovertemplate=hover + END, row=2, col=1,
    )  # fmt: skip
    figure.update_xaxes(title_text=say("to"), type="category", row=2, col=1)
    figure.update_yaxes(title_text=say("from"), type="category", autorange="reversed", row=2, col=1)
    figure.update_yaxes(type="category", autorange="reversed", row=2, col=2)
    figure.update_xaxes(type="category", row=1, col=1)
    figure.update_xaxes(title_text=say("mass"), row=2, col=2)
    figure.update_yaxes(title_text=say("mass"), row=1, col=1)
    drawn = {
        "points": say_count("{count} point", "{count} points", len(plan)),
        "others": plan.shape[1],
        "mass": say_number(f"{plan.sum():.4g}"),
    }
    words = say("Plan from {points} to {others}, of mass {mass}.", **drawn)
    if isinstance(held, Transport):
        drawn["cost"] = say_number(f"{held.distance:.4g}")
        words = say("Plan from {points} to {others}, of mass {mass}, at a cost of {cost}.", **drawn)
    if bound:
        words = say(
            "Plan from {points} to {others}, of mass {mass}, at a cost of {cost}; the bound is {bound}.",
            bound=say_number(f"{bound.bound:.4g}"),
            **drawn,
        )
    layout = {
        "height": 620,
        "bargap": 0.1,
        "coloraxis": {
            "cmin": 0,
            "colorbar": {"title": {"text": say("mass")}, "thickness": 14, "outlinewidth": 0},
        },
    }
    return finished(figure, look, title, words, layout)


def coupling_figure(
    x: Any,
    y: Any,
    transport: Transport | Any,
    *,
    classes: tuple[Any, Any] | None = None,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return two clouds of the plane and a line wherever mass goes from one to the other.

    The more mass, the stronger the line; less than 1 % of the greatest mass is not drawn.

    Parameters
    ----------
    x, y : (n, 2) and (m, 2), finite, in the same units
    transport : from :func:`lazyq.transport.wasserstein_distance`, or a plan (n, m)
    classes : (n,) and (m,) of the points of each cloud, such as clusters, at most ten in all; or None
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : a plan that has negative or no entries or no mass, clouds or classes that do not fit it, or
        an unknown theme
    """
    look = look_of(theme)
    plan = _plan(transport)
    if plan.max() <= 0:
        raise ValueError("plan must move some mass, got none")
    clouds = [_points(name, one, size) for name, one, size in zip("xy", (x, y), plan.shape, strict=True)]
    names = [
        [name] * len(points) if kinds is None else texts(f"classes of {name}", kinds, len(points))
        for name, points, kinds in zip("xy", clouds, classes or (None, None), strict=True)
    ]
    every = list(dict.fromkeys([*names[0], *names[1]]))
    if len(every) > len(SYMBOLS):
        raise ValueError(f"classes must be at most {len(SYMBOLS)}, got {len(every)}")
    figure, most = go.Figure(), float(plan.max())
    for least, above in zip(_LEVELS, (*_LEVELS[1:], np.inf), strict=True):
        froms, tos = ((plan >= least * most) & (plan < above * most)).nonzero()
        if not len(froms):
            continue
        gap = np.full((len(froms), 2), np.nan)
        lines = np.stack([clouds[0][froms], clouds[1][tos], gap], 1).reshape(-1, 2)
        figure.add_scatter(
            x=lines[:, 0], y=lines[:, 1], mode="lines", name=say("mass"), hoverinfo="skip",
            legendgroup="mass", showlegend=above == np.inf,
            line={"color": faint(look.colours.price, 0.15 + 0.7 * least), "width": 1 + 3 * least},
        )  # fmt: skip
    for side, (name, points) in enumerate(zip("xy", clouds, strict=True)):
        for kind in dict.fromkeys(names[side]):
            own = [place for place, one in enumerate(names[side]) if one == kind]
            place = every.index(kind)
            symbol = SYMBOLS[place] + ("-open" if side and classes is not None else "")
            told = name if classes is None else say("{name}, {kind}", name=name, kind=kind)
            figure.add_scatter(
                x=points[own, 0], y=points[own, 1], mode="markers", name=told, customdata=own,
                marker={
                    "color": look.colours.classes[place], "symbol": symbol, "size": 9, "line": {"width": 2}
                },
                hovertemplate=say("{name}, point %{customdata}: (%{x:.4g}, %{y:.4g})", name=told) + END,
            )  # fmt: skip
    words = say(
        "Plan between {points} of x and {others} of y, of mass {mass}; lines where mass goes.",
        points=say_count("{count} point", "{count} points", len(plan)),
        others=plan.shape[1],
        mass=say_number(f"{plan.sum():.4g}"),
    )
    layout: dict[str, Any] = {
        "height": 594,
        "xaxis": {"title": {"text": "x₁"}},
        "yaxis": {"title": {"text": "x₂"}, "scaleanchor": "x"},
    }
    return finished(figure, look, title, words, layout)


def _plan(transport: Transport | Any) -> Array:
    """Return masses of at least 0, (K, L) float64."""
    held = transport.plan if isinstance(transport, Transport) else transport
    plan = numbers("plan", held, 2).astype(np.float64)
    if not (plan.size and plan.min() >= 0):
        raise ValueError("plan must hold masses of at least 0, got none or negative ones")
    return plan


def _points(name: str, values: Any, count: int) -> Array:
    points = of_shape(name, values, (count, 2)).astype(np.float64)
    if not np.isfinite(points).all():
        raise ValueError(f"{name} must be finite numbers")
    return points


def _names(name: str, values: Any, count: int, unit: str) -> list[str]:
    found: Array | Any = range(count) if values is None else values
    if hasattr(found, "detach"):
        found = found.detach().cpu()
    return [text + unit for text in texts(name, list(np.asarray(found).tolist()), count)]
