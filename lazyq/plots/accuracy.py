"""The figure of how often a vote is right, over λ."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from lazyq.averaging import Interval
from lazyq.plots.parts import (
    DASHES,
    END,
    SYMBOLS,
    Array,
    checked_lams,
    faint,
    finished,
    lam_line,
    lam_stops,
    lam_text,
    of_shape,
)
from lazyq.plots.theme import look_of
from lazyq.wording import say, say_number

Curve = Interval[Any] | Array | Any


def accuracy_figure(
    lams: Any,
    curves: Mapping[str, Curve] | Curve,
    *,
    steps: bool = False,
    chosen: float | None = None,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return how often the vote is right against λ, with intervals where they are given.

    Parameters
    ----------
    lams : (L,) increasing; inf is taken
    curves : shares from 0 to 1 by their names, or one of them: an Interval of three (L,), or (L,)
    steps : whether a share holds from its λ up to the next one, as those of a
        :class:`lazyq.LazyKNeighborsClassifierCV` do: ``accuracy_figure(m.lams_, m.scores_, steps=True,
        chosen=m.lam_)``. Else λ is a grid, drawn with equal distances
    chosen : a λ to mark: of the grid, or any with steps
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : λ or curves that do not fit, more curves than ten, a chosen λ that is none, an unknown theme
    """
    look = look_of(theme)
    given = checked_lams(lams)
    named = curves if isinstance(curves, Mapping) else {say("share that is right"): curves}
    if not 1 <= len(named) <= 10:
        raise ValueError(f"curves must be 1 to 10, got {len(named)}")
    open_end = steps and np.isfinite(given[-1])  # the last share holds up to ∞
    values = np.append(given, np.inf) if open_end else given
    axis = (lam_line if steps else lam_stops)(values)
    figure, said = go.Figure(), []
    for place, (name, curve) in enumerate(named.items()):
        sides = _sides(name, curve, given.shape)
        if open_end:
            sides = [np.append(side, side[-1]) for side in sides]
        value, colour = sides[0], look.colours.classes[place]
        hover = say("{name} at λ = %{customdata[0]}: %{customdata[1]:.2%}", name=name)
        if len(sides) > 1:
            hover += "<br>" + say("interval %{customdata[2]:.2%} to %{customdata[3]:.2%}")
        line = {
            "color": colour,
            "width": 2.5,
            "dash": DASHES[place % len(DASHES)],
            "shape": "hv" if steps else "linear",
        }
        if steps and len(sides) > 1:
            band = {"mode": "lines", "hoverinfo": "skip", "showlegend": False, "legendgroup": name}
            edge = {"shape": "hv", "width": 0, "color": colour}
            figure.add_scatter(x=axis.places, y=sides[1], line=edge, **band)
            figure.add_scatter(
                x=axis.places, y=sides[2], line=edge, fill="tonexty", fillcolor=faint(colour), **band
            )
        bars = not steps and len(sides) > 1
        figure.add_scatter(
            x=axis.places,
            y=value,
            name=name,
            legendgroup=name,
            mode="lines" if steps else "lines+markers",
            line=line,
            marker={"symbol": SYMBOLS[place], "size": 9},
            error_y={"array": sides[2] - value, "arrayminus": value - sides[1], "width": 4} if bars else None,
            customdata=np.stack(
                [[lam_text(lam) for lam in values], *sides], 1, dtype=object, casting="unsafe"
            ),
            hovertemplate=hover + END,
        )
        best = int(np.nanargmax(value))
        said.append(
            say(
                "{name} is highest at λ = {lam}, {share}",
                name=name,
                lam=lam_text(float(values[best])),
                share=say_number(f"{value[best]:.2%}"),
            )
        )
    if chosen is not None:
        figure.add_vline(
            x=_place(values, axis.places, chosen, steps=steps),
            line={"color": look.colours.ink, "dash": "dot"},
            annotation_text=f"λ = {lam_text(chosen)}",
        )
        said.append(say("λ = {lam} is marked", lam=lam_text(chosen)))
    layout = {
        "xaxis": axis.layout,
        "yaxis": {"title": {"text": say("share that is right")}, "tickformat": ".3~p"},
        "height": 460,
        "showlegend": len(named) > 1,
    }
    return finished(figure, look, title, say("Accuracy over λ: {shares}.", shares="; ".join(said)), layout)


def _sides(name: str, curve: Curve, shape: tuple[int, ...]) -> list[Array]:
    """Return a share, with its two bounds if it has them."""
    parts = curve if isinstance(curve, Interval) else (curve,)
    return [of_shape(name, part, shape).astype(np.float64) for part in parts]


def _place(values: Array, places: Array, chosen: float, *, steps: bool) -> float:
    if not chosen >= 0:
        raise ValueError(f"chosen must be a λ of at least 0, got {chosen}")
    at = (values == chosen).nonzero()[0]
    if len(at):
        return float(places[at[0]])
    if steps and np.isfinite(chosen):
        return chosen
    raise ValueError(f"chosen must be one of lams, got {chosen}")
