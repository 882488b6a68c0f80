"""The figure of learning curves, and of how many samples a symmetry is worth."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lazyq.plots.parts import DASHES, END, SYMBOLS, finished, numbers, require
from lazyq.plots.theme import look_of
from lazyq.spectral import LearningCurves, SampleMultiplier
from lazyq.wording import say, say_number


def learning_figure(
    curves: LearningCurves,
    multiplier: SampleMultiplier | None = None,
    *,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return risk against samples, a dot for every trial and a line through their medians.

    Parameters
    ----------
    curves : from :func:`lazyq.spectral.learning_curves`, of at most ten learners
    multiplier : from :func:`lazyq.spectral.sample_multiplier`; drawn below, with its intervals
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : no such curves or multiplier, more than ten learners, or an unknown theme
    """
    look = look_of(theme)
    require("curves", curves, LearningCurves, "lazyq.spectral.learning_curves")
    if multiplier is not None:
        require("multiplier", multiplier, SampleMultiplier, "lazyq.spectral.sample_multiplier")
    risks, sizes = numbers("risks", curves.risks, 3), np.asarray(curves.sizes)
    if len(risks) > len(SYMBOLS):
        raise ValueError(f"curves must be of at most {len(SYMBOLS)} learners, got {len(risks)}")
    rows = 1 if multiplier is None else 2
    figure = make_subplots(rows, 1, shared_xaxes=True, vertical_spacing=0.07, row_heights=[3, 2][:rows])
    for place, (name, table) in enumerate(zip(curves.learners, risks, strict=True)):
        colour, symbol = look.colours.classes[place], SYMBOLS[place]
        figure.add_scatter(
            x=np.repeat(sizes, table.shape[1]), y=table.ravel(), mode="markers", legendgroup=name, name=name,
            showlegend=False, marker={"color": colour, "symbol": symbol, "size": 5, "opacity": 0.35},
            hovertemplate=say("{name}, n = %{x}, one trial: %{y:.4g}", name=name) + END, row=1, col=1,
        )  # fmt: skip
        figure.add_scatter(
            x=sizes, y=np.median(table, 1), mode="lines+markers", legendgroup=name, name=name,
            line={"color": colour, "width": 2.5, "dash": DASHES[place % len(DASHES)]},
            marker={"symbol": symbol, "size": 9},
            hovertemplate=say("{name}, n = %{x}, median: %{y:.4g}", name=name) + END, row=1, col=1,
        )  # fmt: skip
    drawn = {"learners": ", ".join(curves.learners), "first": sizes[0], "last": sizes[-1]}
    words = say("Learning curves of {learners} from {first} to {last} samples.", **drawn)
    if multiplier is not None:
        at, low, high = (
            np.asarray(side, dtype=np.float64) for side in (multiplier.at, multiplier.low, multiplier.high)
        )
        figure.add_scatter(
            x=np.asarray(multiplier.sizes), y=at, mode="markers", name=say("sample multiplier"),
            showlegend=False, marker={"color": look.colours.result, "size": 10, "symbol": "diamond"},
            error_y={"array": high - at, "arrayminus": at - low, "width": 5},
            customdata=np.stack([low, high], 1),
            hovertemplate="n = %{x}: × %{y:.3g}<br>"
            + say("interval %{customdata[0]:.3g} to %{customdata[1]:.3g}") + END,
            row=2, col=1,
        )  # fmt: skip
        figure.update_yaxes(title_text=say("as many samples"), type="log", row=2)
        if np.isfinite(multiplier.overall):
            figure.add_hline(
                y=multiplier.overall, line={"color": look.colours.result, "dash": "dot"}, row=2, col=1
            )
            words = say(
                "Learning curves of {learners} from {first} to {last} samples; without the symmetry it takes "
                "{factor} times as many samples [{low}, {high}].",
                factor=say_number(f"{multiplier.overall:.3g}"),
                low=say_number(f"{multiplier.overall_low:.3g}"),
                high=say_number(f"{multiplier.overall_high:.3g}"),
                **drawn,
            )
    figure.update_xaxes(type="log", tickvals=sizes, ticktext=[str(size) for size in sizes])
    figure.update_xaxes(title_text=say("samples n"), row=rows)
    figure.update_yaxes(title_text=say("risk ‖f̂ − f‖²"), type="log", row=1)
    layout: dict[str, Any] = {"height": 420 if multiplier is None else 620}
    return finished(figure, look, title, words, layout)
