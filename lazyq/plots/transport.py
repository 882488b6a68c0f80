"""The figure of a transport plan."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lazyq.plots.parts import END, Array, finished, numbers, of_shape, texts
from lazyq.plots.theme import look_of
from lazyq.transport import Transport, TransportBound
from lazyq.wording import say, say_count, say_number


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
    plan = numbers("plan", held.plan if isinstance(held, Transport) else held, 2).astype(np.float64)
    if not (plan.size and plan.min() >= 0):
        raise ValueError("plan must hold masses of at least 0, got none or negative ones")
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


def _names(name: str, values: Any, count: int, unit: str) -> list[str]:
    found: Array | Any = range(count) if values is None else values
    if hasattr(found, "detach"):
        found = found.detach().cpu()
    return [text + unit for text in texts(name, list(np.asarray(found).tolist()), count)]
