"""The figure of many turned things that flip: at which angle, and how many of them, against λ."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lazyq.experiments.six_or_nine import Flips, FlipSpread
from lazyq.plots.parts import END, Array, faint, finished, lam_text, require
from lazyq.plots.theme import look_of
from lazyq.plots.turning import HALF_TURN
from lazyq.wording import say


def flips_figure(
    flips: Flips,
    spread: FlipSpread,
    *,
    becomes: str,
    lam: float | None = None,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return the angle at which each turned digit becomes another, against λ, and below how many do.

    Parameters
    ----------
    flips, spread : from :func:`lazyq.experiments.six_or_nine.flips` and ``flip_spread`` of the same
    becomes : what they become, such as "a 9"
    lam : λ ≥ 0 to mark, or None
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : no such results, a λ below 0, or an unknown theme
    """
    look = look_of(theme)
    require("flips", flips, Flips, "lazyq.experiments.six_or_nine.flips")
    require("spread", spread, FlipSpread, "lazyq.experiments.six_or_nine.flip_spread")
    if lam is not None and not lam >= 0:
        raise ValueError(f"lam must be at least 0 or None, got {lam}")
    above = flips.lams[flips.lams > 0]
    least, most = (float(above.min()), float(above.max())) if len(above) else (0.01, 1.0)
    ends = least / 2, most * 2  # where 0 and ∞ have their stops on the logarithmic axis

    def drawn(lams: Array, *values: Array) -> tuple[Array, ...]:
        return np.append(np.clip(lams, *ends), ends[1]), *(np.append(one, one[-1:]) for one in values)

    figure = make_subplots(2, 1, shared_xaxes=True, vertical_spacing=0.06, row_heights=[3, 1])
    step = {"mode": "lines", "connectgaps": False}
    for i, (start, end) in enumerate(zip(flips.starts, flips.starts[1:], strict=False)):
        lams, degrees = drawn(flips.lams[start:end], flips.degrees[start:end])
        figure.add_scatter(
            x=lams,
            y=degrees,
            name=say("each of them"),
            legendgroup="each",
            showlegend=i == 0,
            line={"color": faint(look.colours.muted, 0.5), "width": 1, "shape": "hv"},
            hovertemplate=say("digit {place}: %{y:.4g}°", place=int(flips.places[i])) + END,
            **step,
        )
    lams, counts, *quartiles = drawn(spread.lams, spread.counts, *spread.quartiles)
    for values, filled in ((quartiles[0], None), (quartiles[2], "tonexty")):
        figure.add_scatter(
            x=lams,
            y=values,
            name=say("their middle half"),
            legendgroup="half",
            showlegend=filled is not None,
            line={"color": look.colours.left, "width": 1, "dash": "dot", "shape": "hv"},
            fill=filled,
            fillcolor=faint(look.colours.left),
            hoverinfo="skip",
            **step,
        )
    figure.add_scatter(
        x=lams,
        y=quartiles[1],
        name=say("half of those that do"),
        line={"color": look.colours.left, "width": 3, "shape": "hv"},
        hovertemplate=say("half of those that do: by %{y:.4g}°") + END,
        **step,
    )
    figure.add_scatter(
        x=lams,
        y=counts,
        name=say("how many do"),
        line={"color": look.colours.result, "width": 2.5, "dash": "dash", "shape": "hv"},
        hovertemplate=say("{count} of {all}", count="%{y}", all=len(flips.places)) + END,
        row=2,
        col=1,
        **step,
    )
    if lam is not None:
        mark = {"color": look.colours.ink, "dash": "dot"}
        figure.add_vline(x=float(np.clip(lam, *ends)), line=mark)
    figure.update_xaxes(**_log_axis(ends))
    figure.update_xaxes(title_text=say("laziness λ, per degree"), row=2)
    figure.update_yaxes(title_text=say("becomes {other} at", other=becomes), **HALF_TURN, row=1)
    figure.update_yaxes(title_text=say("how many"), range=[0, 1.05 * len(flips.places)], row=2)
    words = say(
        "Of {all} digits, {first} become {other} at λ = 0, at most {most}, and {last} at λ = ∞.",
        all=len(flips.places),
        other=becomes,
        first=int(spread.counts[0]),
        most=int(spread.counts.max()),
        last=int(spread.counts[-1]),
    )
    return finished(figure, look, title, words, {"height": 620})


def _log_axis(ends: tuple[float, float]) -> dict[str, Any]:
    """Return a logarithmic axis of λ, with 0 and ∞ at its ends."""
    low, high = np.log10(ends)
    powers = 10.0 ** np.arange(np.ceil(low + 0.3), high - 0.2)
    return {
        "type": "log",
        "range": [low - 0.05, high + 0.05],
        "tickvals": [ends[0], *powers, ends[1]],
        "ticktext": ["0", *(lam_text(float(power)) for power in powers), "∞"],
    }
