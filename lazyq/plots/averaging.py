"""The figures of lazy averaging: a learned π with its trajectory, and how far from invariant a model is."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lazyq.averaging import WeightsFit
from lazyq.plots.parts import DASHES, END, Array, faint, finished, numbers, of_shape
from lazyq.plots.theme import look_of
from lazyq.wording import say, say_count, say_number

_MOST_EXAMPLES = 200


def weights_figure(
    fit: WeightsFit | Any,
    elements: Any = None,
    *,
    unit: str = "",
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return π as bars, and below it how it was learned, step by step.

    Parameters
    ----------
    fit : from :func:`lazyq.averaging.fit_weights`, or weights (K,) without a trajectory
    elements : (K,) what to write below the bars, no two alike; numbers such as angles, in any order, are
        drawn in increasing order, texts as they come; None for 0 … K − 1
    unit : of the elements, such as "°"
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : weights or elements that do not fit, or an unknown theme
    """
    look = look_of(theme)
    learned = isinstance(fit, WeightsFit)
    weights = numbers("weights", fit.weights if isinstance(fit, WeightsFit) else fit, 1)
    places = _elements(elements, len(weights))
    order = _order(places)
    weights, places = weights[order], places[order]
    figure = make_subplots(
        2 if learned else 1,
        1,
        shared_xaxes=True,
        vertical_spacing=0.08,
        row_heights=[3, 2] if learned else None,
    )
    hover = f"g = %{{x}}{unit}: π = %{{y:.4%}}{END}"
    figure.add_bar(x=places, y=weights, name="π", marker={"color": look.colours.result}, hovertemplate=hover)
    top = int(weights.argmax())
    largest = {
        "elements": say_count("{count} element", "{count} elements", len(weights)),
        "top": (say_number(str(places[top])) if _are_numbers(places) else str(places[top])) + unit,
        "share": say_number(f"{weights[top]:.2%}"),
    }
    words = say("π over {elements}: largest at g = {top}, {share}.", **largest)
    if isinstance(fit, WeightsFit):
        steps = numbers("trajectory.weights", fit.trajectory.weights, 2)[:, order]
        shape = (len(steps),)
        gains = np.stack(
            [of_shape("trajectory", v, shape) for v in (fit.trajectory.objective, fit.trajectory.gap)], 1
        )
        figure.add_heatmap(
            x=places,
            y=np.arange(len(steps)),
            z=steps,
            coloraxis="coloraxis",
            customdata=np.broadcast_to(gains[:, None], (*steps.shape, 2)),
            hovertemplate=say("step %{y}, g = %{x}{unit}: π = %{z:.4%}", unit=unit)
            + "<br>"
            + say("objective %{customdata[0]:.5g} nats, gap %{customdata[1]:.2g}")
            + END,
            row=2,
            col=1,
        )
        figure.update_yaxes(title_text=say("step"), row=2)
        words = say(
            "π over {elements}: largest at g = {top}, {share}; log-loss {loss} nats after {steps}, "
            "at most {gap} above the least.",
            loss=say_number(f"{fit.log_loss:.4g}"),
            steps=say_count("{count} step", "{count} steps", len(steps) - 1),
            gap=say_number(f"{fit.gap:.2g}"),
            **largest,
        )
    figure.update_xaxes(type="-" if _are_numbers(places) else "category")
    figure.update_xaxes(title_text=_axis_text(unit), row=2 if learned else 1)
    figure.update_yaxes(title_text=say("weight π"), tickformat=".2~p", rangemode="tozero", row=1)
    layout: dict[str, Any] = {
        "height": 560 if learned else 400,
        "showlegend": False,
        "bargap": 0.1,
        "coloraxis": {
            "cmin": 0,
            "colorbar": {"title": {"text": "π"}, "tickformat": ".2~p", "y": 0.18, "len": 0.42},
        },
    }
    return finished(figure, look, title, words, layout)


def invariance_figure(
    elements: Any,
    gaps: Mapping[str, Any] | Any,
    *,
    unit: str = "",
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return how far f(gx) is from f(x) along an orbit: 0 where f does not notice g.

    Parameters
    ----------
    elements : (K,) in the order of the orbit, such as angles
    gaps : (n, K) from :func:`lazyq.averaging.invariance_gap`, a thin line for each of at most 200
        examples, or (K,), one line; or several of these by the names of their models, at most ten
    unit : of the elements, such as "°"
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : gaps that do not fit the elements or are too many, or an unknown theme
    """
    look = look_of(theme)
    named = gaps if isinstance(gaps, Mapping) else {"f": gaps}
    if not 1 <= len(named) <= 10:
        raise ValueError(f"gaps must be of 1 to 10 models, got {len(named)}")
    figure, said = go.Figure(), []
    for place, (name, values) in enumerate(named.items()):
        table = numbers(f"gaps of {name}", values, 1, 2)
        rows = table.reshape(-1, table.shape[-1])
        if len(rows) > _MOST_EXAMPLES:
            raise ValueError(
                f"gaps must be of at most {_MOST_EXAMPLES} examples, got {len(rows)}: average them first"
            )
        places = _elements(elements, rows.shape[1])
        colour, alone = look.colours.classes[place], len(rows) == 1
        for example, row in enumerate(rows):
            hover = f"{name}, g = %{{x}}{unit}: %{{y:.5g}}"
            if not alone:
                hover = say(
                    "{name}, example {example}, g = %{x}{unit}: %{y:.5g}",
                    name=name,
                    example=example,
                    unit=unit,
                )
            figure.add_scatter(
                x=places,
                y=row,
                mode="lines",
                name=name,
                legendgroup=name,
                showlegend=example == 0,
                line={
                    "color": colour if alone else faint(colour, 0.45),
                    "width": 2.5 if alone else 1,
                    "dash": DASHES[place % len(DASHES)],
                },
                hovertemplate=hover + END,
            )
        said.append(
            say(
                "{name} from {least} to {most} in {lines}",
                name=name,
                least=say_number(f"{rows.min():.3g}"),
                most=say_number(f"{rows.max():.3g}"),
                lines=say_count("{count} line", "{count} lines", len(rows)),
            )
        )
    layout = {
        "xaxis": {"title": {"text": _axis_text(unit)}},
        "yaxis": {"title": {"text": "‖f(gx) − f(x)‖"}, "rangemode": "tozero"},
        "height": 440,
        "showlegend": len(named) > 1,
    }
    words = say("Invariance gap along the orbit: {gaps}.", gaps="; ".join(said))
    return finished(figure, look, title, words, layout)


def _axis_text(unit: str) -> str:
    return say("g, in {unit}", unit=unit) if unit else "g"


def _elements(elements: Any, count: int) -> Array:
    """Return what is written along the axis: numbers, or texts."""
    if elements is None:
        return np.arange(count)
    values = elements.detach().cpu() if hasattr(elements, "detach") else elements
    found = np.asarray(values)
    if found.ndim == 2 and found.shape[1] == 1:
        found = found[:, 0]
    elif found.ndim == 2:
        found = np.array([", ".join(f"{part:g}" for part in row) for row in found])
    if found.shape != (count,):
        raise ValueError(
            f"elements must have {count} entries, one for each weight or gap, got shape {found.shape}"
        )
    return found


def _are_numbers(places: Array) -> bool:
    return places.dtype.kind in "biuf"


def _order(places: Array) -> Array:
    """Return the order to draw in, (K,): a heat map takes its columns from left to right only."""
    if len(set(places.tolist())) < len(places):
        raise ValueError("elements must be different from one another: name equal ones apart, as texts")
    if not _are_numbers(places):
        return np.arange(len(places))
    if not np.isfinite(places).all():
        raise ValueError("elements must be finite numbers or texts")
    return np.argsort(places, kind="stable")
