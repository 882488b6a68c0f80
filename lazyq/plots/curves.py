"""The figure of values along one axis: of several things, over a turn, the samples seen or the steps."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from lazyq.averaging import Interval
from lazyq.plots.parts import DASHES, END, SYMBOLS, Array, faint, finished, numbers, of_shape
from lazyq.plots.theme import look_of
from lazyq.wording import say, say_number

_MOST_SYMBOLS = 40


def curves_figure(
    x: Any,
    curves: Mapping[str, Interval[Any] | Any],
    *,
    across: str,
    value: str,
    unit: str = "",
    at: float | None = None,
    shares: bool = False,
    logarithmic: bool = False,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return values along one axis, a line each, with a band where an interval is given.

    Parameters
    ----------
    x : (L,) increasing and finite, such as degrees of a turn or samples seen; or for every curve its own
        (L,), by the same names
    curves : one to ten by their names: (L,) finite, or an :class:`~lazyq.averaging.Interval` of three (L,)
    across, value : what the two axes are
    unit : of x, such as "°"
    at : a place of x to mark, or None
    shares : whether the values are shares from 0 to 1, which are written in percent
    logarithmic : whether x has a logarithmic axis; all of it is above 0 then
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : curves and x that do not fit or can't be drawn, a mark that is no place, an unknown theme
    """
    look = look_of(theme)
    if not 1 <= len(curves) <= len(SYMBOLS):
        raise ValueError(f"curves must be 1 to {len(SYMBOLS)}, got {len(curves)}")
    if at is not None and not np.isfinite(at):
        raise ValueError(f"at must be a finite number or None, got {at}")
    form = ".2%" if shares else ".4g"
    figure, said = go.Figure(), []
    for place, (name, curve) in enumerate(curves.items()):
        places = _places(x, name, logarithmic=logarithmic)
        parts = curve if isinstance(curve, Interval) else (curve,)
        sides = [_finite(name, part, places.shape) for part in parts]
        colour, symbol = look.colours.classes[place], SYMBOLS[place]
        hover = say("{name} at %{x}: {value}", name=name, value=f"%{{y:{form}}}")
        if len(sides) > 1:
            low, high = (f"%{{customdata[{side}]:{form}}}" for side in (0, 1))
            hover += "<br>" + say("interval {low} to {high}", low=low, high=high)
            band = {"mode": "lines", "hoverinfo": "skip", "showlegend": False, "legendgroup": name}
            edge = {"width": 0, "color": colour}
            figure.add_scatter(x=places, y=sides[1], line=edge, **band)
            figure.add_scatter(
                x=places, y=sides[2], line=edge, fill="tonexty", fillcolor=faint(colour), **band
            )
        figure.add_scatter(
            x=places,
            y=sides[0],
            name=name,
            legendgroup=name,
            mode="lines+markers" if len(places) <= _MOST_SYMBOLS else "lines",
            line={"color": colour, "width": 2.5, "dash": DASHES[place % len(DASHES)]},
            marker={"symbol": symbol, "size": 8},
            customdata=np.stack(sides[1:], 1) if len(sides) > 1 else None,
            hovertemplate=hover + END,
        )
        least, most = (say_number(f"{end:{form}}") for end in (sides[0].min(), sides[0].max()))
        said.append(say("{name} from {least} to {most}", name=name, least=least, most=most))
    drawn = {"value": value, "across": across, "curves": "; ".join(said)}
    words = say("Curves of {value} over {across}: {curves}.", **drawn)
    if at is not None:
        mark = say_number(f"{at:g}") + unit
        figure.add_vline(x=at, line={"color": look.colours.ink, "dash": "dot"}, annotation_text=mark)
        words = say("Curves of {value} over {across}: {curves}. {mark} is marked.", mark=mark, **drawn)
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": across}, "ticksuffix": unit, "type": "log" if logarithmic else "linear"},
        "yaxis": {"title": {"text": value}, "tickformat": ".3~p" if shares else None},
        "height": 460,
        "showlegend": len(curves) > 1,
    }
    return finished(figure, look, title, words, layout)


def _places(x: Any, name: str, *, logarithmic: bool) -> Array:
    """Return where a curve has its values, (L,) float64."""
    if isinstance(x, Mapping) and name not in x:
        raise ValueError(f"x must have the names of the curves, got none for {name}")
    places = numbers("x", x[name] if isinstance(x, Mapping) else x, 1).astype(np.float64)
    if not (len(places) and np.isfinite(places).all() and (np.diff(places) > 0).all()):
        raise ValueError(f"x must be at least one finite number, increasing, got {places.tolist()}")
    if logarithmic and places[0] <= 0:
        raise ValueError(f"x must be above 0 on a logarithmic axis, got {places[0]:g}")
    return places


def _finite(name: str, values: Any, shape: tuple[int, ...]) -> Array:
    found = of_shape(name, values, shape).astype(np.float64)
    if not np.isfinite(found).all():
        raise ValueError(f"{name} must be finite numbers")
    return found
