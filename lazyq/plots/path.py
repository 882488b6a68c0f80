"""The figure of a λ-path: what is left, what moving costs, and where g changes."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from lazyq.metric import LazyPath
from lazyq.plots.parts import END, finished, lam_text, numbers, require
from lazyq.plots.theme import look_of
from lazyq.wording import say, say_count, say_number

_PLACES = 401


def path_figure(
    path: LazyPath, *, lam: float | None = None, title: str | None = None, theme: str | None = None
) -> go.Figure:
    """Return d_λ² over λ, parted into what is left and the price λ²ν², with every λ at which g changes.

    Parameters
    ----------
    path : of one pair, from :func:`lazyq.lazy_path`
    lam : a λ ≥ 0 to mark, or None
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : a path of a batch, a λ below 0 or an unknown theme
    """
    look = look_of(theme)
    require("path", path, LazyPath, "lazyq.lazy_path")
    breakpoints = numbers("path.breakpoints", path.breakpoints)
    if breakpoints.ndim != 1:
        raise ValueError(f"path must be of one pair, got a batch of shape {breakpoints.shape[:-1]}")
    if lam is not None and not lam >= 0:
        raise ValueError(f"lam must be at least 0 or None, got {lam}")
    residuals, efforts = (
        numbers("path", values).astype(np.float64)
        for values in (path.squared_residuals, path.squared_efforts)
    )
    changes = breakpoints[np.isfinite(breakpoints)]
    last = float(changes[-1]) if len(changes) else 1.0
    end = 1.15 * last if lam is None or np.isinf(lam) else max(1.15 * last, 1.05 * float(lam))
    # Every breakpoint twice: the terms jump there, though their sum does not.
    lams = np.sort(np.concatenate([np.linspace(0, end, _PLACES), changes]))
    pieces = np.searchsorted(changes, lams, "right")
    lams, pieces = np.append(lams, changes), np.append(pieces, np.arange(len(changes)))
    order = np.lexsort((pieces, lams))
    lams, pieces = lams[order], pieces[order]
    left, price = residuals[pieces], lams**2 * efforts[pieces]
    colours = look.colours
    figure = go.Figure()
    figure.add_scatter(
        x=lams, y=left, mode="lines", stackgroup="terms", name=say("left over ‖g·x − y‖²"),
        line={"color": colours.left, "width": 1},
        hovertemplate=say("λ = %{x:.4g}: left over %{y:.5g}") + END,
    )  # fmt: skip
    figure.add_scatter(
        x=lams, y=price, mode="lines", stackgroup="terms", name=say("price λ²ν(g)²"),
        fillpattern={"shape": "/"}, line={"color": colours.price, "width": 1},
        hovertemplate=say("λ = %{x:.4g}: price %{y:.5g}") + END,
    )  # fmt: skip
    figure.add_scatter(
        x=lams, y=left + price, mode="lines", name=say("d² = left over + price"),
        line={"color": colours.result, "width": 3},
        hovertemplate="λ = %{x:.4g}: d² = %{y:.5g}" + END,
    )  # fmt: skip
    figure.add_scatter(
        x=changes, y=np.zeros(len(changes)), mode="markers", name=say("g changes"),
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 1.5, "color": colours.ink}},
        customdata=np.stack([residuals[:-1], residuals[1:], efforts[:-1], efforts[1:]], 1)[: len(changes)],
        hovertemplate=say(
            "g changes at λ = %{x:.5g}<br>left over %{customdata[0]:.5g} → %{customdata[1]:.5g}"
            "<br>effort ν² %{customdata[2]:.5g} → %{customdata[3]:.5g}"
        ) + END,
    )  # fmt: skip
    if lam is not None and np.isfinite(lam):
        figure.add_vline(
            x=lam, line={"color": colours.ink, "dash": "dot"}, annotation_text=f"λ = {lam_text(lam)}"
        )
    drawn = {
        "first": say_number(f"{residuals[0]:.4g}"),
        "last": say_number(f"{residuals[-1]:.4g}"),
        "times": say_count("{count} time", "{count} times", len(changes)),
    }
    words = say("d² over λ: from {first} at λ = 0 to {last} at λ = ∞; g changes {times}.", **drawn)
    if len(changes):
        words = say(
            "d² over λ: from {first} at λ = 0 to {last} at λ = ∞; g changes {times}, last at λ = {lam}.",
            lam=lam_text(last),
            **drawn,
        )
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": say("laziness λ (units of x per ν)")}, "range": [0, end]},
        "yaxis": {"title": {"text": say("squared units of x")}, "rangemode": "tozero"},
        "height": 460,
    }
    return finished(figure, look, title, words, layout)
