"""Figures over a turn and λ: which of several things holds everywhere, and the phases of rotations."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lazyq.plots.parts import (
    DASHES,
    END,
    SYMBOLS,
    Array,
    checked_lams,
    finished,
    lam_stops,
    lam_text,
    numbers,
    of_shape,
)
from lazyq.plots.theme import look_of
from lazyq.wording import say, say_number

HALF_TURN = {"tickvals": [0, 45, 90, 135, 180], "ticksuffix": "°", "range": [-4, 184]}


def verdicts_figure(
    x: Any,
    lams: Any,
    verdicts: Any,
    names: Sequence[str],
    *,
    across: str,
    unit: str = "",
    at: float | None = None,
    lam: float | None = None,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return which of several things holds at every place of an axis and every λ, as a map.

    Parameters
    ----------
    x : (K,) increasing and finite, such as degrees of a turn
    lams : (L,) λ ≥ 0, increasing, inf included; each has a stop of its own, as far from the next as any other
    verdicts : (L, K) whole numbers, places in ``names``
    names : of two to ten things; the name stands in the widest part of each
    across : what x is
    unit : of x, such as "°"
    at, lam : a place of x and one of ``lams`` to mark, or None
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : what does not fit or can't be drawn, a mark that is no place, an unknown theme
    """
    look = look_of(theme)
    places, grid = numbers("x", x, 1).astype(np.float64), checked_lams(lams)
    if not (len(places) and np.isfinite(places).all() and (np.diff(places) > 0).all()):
        raise ValueError(f"x must be at least one finite number, increasing, got {places.tolist()}")
    if not 2 <= len(names) <= len(look.colours.classes):
        raise ValueError(f"names must be 2 to {len(look.colours.classes)}, got {len(names)}")
    found = of_shape("verdicts", verdicts, (len(grid), len(places)))
    if not np.isin(found, np.arange(len(names))).all():
        raise ValueError(f"verdicts must be places in names, 0 to {len(names) - 1}")
    if at is not None and not np.isfinite(at):
        raise ValueError(f"at must be a finite number or None, got {at}")
    if lam is not None and lam not in grid:
        raise ValueError(f"lam must be one of lams or None, got {lam}")
    axis, colours = lam_stops(grid), look.colours.classes[: len(names)]
    edges = np.linspace(0, 1, len(names) + 1)
    scale = [[edge, colours[i]] for i in range(len(names)) for edge in edges[i : i + 2]]
    figure = go.Figure()
    figure.add_heatmap(
        x=places,
        y=axis.places,
        z=found,
        zmin=-0.5,
        zmax=len(names) - 0.5,
        colorscale=scale,
        showscale=False,
        opacity=0.75,
        text=[[names[one] for one in row] for row in found],
        customdata=np.repeat([[lam_text(float(one))] for one in grid], len(places), 1),
        hovertemplate=say("%{x}{unit}, λ = %{customdata}: %{text}", unit=unit) + END,
    )
    for i in np.unique(found).tolist():
        row, middle = _widest(found == i)
        figure.add_annotation(
            x=places[middle],
            y=axis.places[row],
            text=names[i],
            showarrow=False,
            bgcolor=look.colours.paper,
            bordercolor=colours[i],
            borderpad=3,
        )
    mark = {"color": look.colours.ink, "dash": "dot"}
    if at is not None:
        figure.add_vline(x=at, line=mark)
    if lam is not None:
        figure.add_hline(y=float(axis.places[grid.tolist().index(lam)]), line=mark)
    shares = (
        say("{name} at {share}", name=name, share=say_number(f"{(found == i).mean():.1%}"))
        for i, name in enumerate(names)
    )
    words = say("Map over {across} and λ: {shares} of its points.", across=across, shares=", ".join(shares))
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": across}, "ticksuffix": unit},
        "yaxis": axis.layout,
        "height": 560,
    }
    return finished(figure, look, title, words, layout)


def phases_figure(
    degrees: Any,
    phases: Mapping[str, Any],
    *,
    times: Sequence[int] = (0, 1, 2, 3),
    at: float | None = None,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return the phases of rotations R_a against the turn a, a column for each of several representations.

    Thin lines are what a phase of so many times the turn would be, folded into 0° to 180°.

    Parameters
    ----------
    degrees : (K,) the turns a, increasing, from 0° to 360°
    phases : one to four representations by their names: (K, p) degrees, 0 to 180
    times : whole numbers ≥ 0, for the thin lines
    at : a turn to mark, or None
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : turns or phases that do not fit, a mark that is no turn, or an unknown theme
    """
    look = look_of(theme)
    turns = numbers("degrees", degrees, 1).astype(np.float64)
    if not (len(turns) and (np.diff(turns) > 0).all() and turns[0] >= 0 and turns[-1] <= 360):
        raise ValueError(f"degrees must be increasing, 0 to 360, got {turns.tolist()}")
    if not 1 <= len(phases) <= 4:
        raise ValueError(f"phases must be of 1 to 4 representations, got {len(phases)}")
    if at is not None and not 0 <= at <= 360:
        raise ValueError(f"at must be 0 to 360 or None, got {at}")
    figure = make_subplots(
        1, len(phases), shared_yaxes=True, horizontal_spacing=0.03, subplot_titles=list(phases)
    )
    whole = np.arange(361)
    said = []
    for column, (name, given) in enumerate(phases.items(), 1):
        own = numbers(name, given, 2)
        if len(own) != len(turns) or not ((own >= 0) & (own <= 180)).all():
            raise ValueError(f"{name} must be (K, p) degrees, 0 to 180, got shape {own.shape}")
        for line, count in enumerate(times):
            folded = np.abs((count * whole + 180) % 360 - 180)
            figure.add_scatter(
                x=whole,
                y=folded,
                name=say("{count} times the turn", count=count),
                legendgroup=f"times {count}",
                showlegend=column == 1,
                mode="lines",
                line={"color": look.colours.muted, "width": 1, "dash": DASHES[line % len(DASHES)]},
                hoverinfo="skip",
                row=1,
                col=column,
            )
        figure.add_scatter(
            x=np.repeat(turns, own.shape[1]),
            y=own.ravel(),
            name=say("a phase of R, without its sign"),
            legendgroup="phase",
            showlegend=column == 1,
            mode="markers",
            marker={"color": look.colours.left, "symbol": SYMBOLS[0], "size": 5},
            hovertemplate=say("a = %{x}°: phase %{y:.4g}°") + END,
            row=1,
            col=column,
        )
        ends = [say_number(f"{end:.4g}") for end in (own.min(), own.max())]
        said.append(say("{name} from {least}° to {most}°", name=name, least=ends[0], most=ends[1]))
    figure.update_xaxes(title_text=say("turn a"), tickvals=[0, 90, 180, 270, 360], ticksuffix="°")
    figure.update_yaxes(HALF_TURN)
    figure.update_yaxes(title_text=say("phases of R"), col=1)
    if at is not None:
        figure.add_vline(x=at, line={"color": look.colours.ink, "dash": "dot"})
    words = say("Phases of R against the turn a: {phases}.", phases="; ".join(said))
    return finished(figure, look, title, words, {"height": 460})


def _widest(mask: Array) -> tuple[int, int]:
    """Return the row and the middle of the longest run of true cells of a map; the first of equal ones."""
    padded = np.pad(mask.astype(np.int8), ((0, 0), (1, 1)))
    changes = np.diff(padded, axis=1)
    rows, starts = np.nonzero(changes == 1)
    ends = np.nonzero(changes == -1)[1]
    best = int((ends - starts).argmax())
    return int(rows[best]), int((starts[best] + ends[best] - 1) // 2)
