"""The figures of the metric of rotations: its unit balls, and the surface that has its shape."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from lazyq.plots.parts import DASHES, END, finished, numbers, of_shape, require
from lazyq.plots.theme import look_of
from lazyq.riemannian import EmbeddingProfile
from lazyq.wording import say, say_count, say_number

_CORNERS = 49
_MERIDIANS = 73


def indicatrix_figure(
    points: Any,
    matrices: Any,
    *,
    radius: float = 0.1,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return the balls {v : g_x(v, v) ≤ radius²} at points of the plane: long where moving is cheap.

    Parameters
    ----------
    points : (n, 2)
    matrices : (n, 2, 2) g_x, from :func:`lazyq.riemannian.metric_matrix`; positive definite, so λ > 0
    radius : > 0, of the balls, in units of the points
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : shapes, a matrix that is not positive definite, a radius, or a theme that can't be taken
    """
    look = look_of(theme)
    centres = numbers("points", points, 2).astype(np.float64)
    if centres.shape[1] != 2 or not len(centres):
        raise ValueError(f"points must have shape (n, 2), n at least 1, got {centres.shape}")
    metric = of_shape("matrices", matrices, (len(centres), 2, 2)).astype(np.float64)
    if not 0 < radius < np.inf:
        raise ValueError(f"radius must be above 0 and finite, got {radius}")
    values, vectors = np.linalg.eigh(metric)
    if not (values > 0).all():
        raise ValueError("matrices must be positive definite, which they are for λ > 0; got one that is not")
    around = np.linspace(0, 2 * np.pi, _CORNERS)
    circle = radius * np.stack([np.cos(around), np.sin(around)])
    rims = centres[:, :, None] + (vectors / np.sqrt(values)[:, None, :]) @ circle
    ends = np.full((len(centres), 2, 1), np.nan)
    lines = np.concatenate([rims, ends], 2).transpose(0, 2, 1).reshape(-1, 2)
    colours = look.colours
    figure = go.Figure()
    figure.add_scatter(
        x=lines[:, 0], y=lines[:, 1], mode="lines", fill="toself", hoverinfo="skip", name=say("unit balls"),
        line={"color": colours.left, "width": 1.5}, fillcolor="rgba(0,0,0,0)",
    )  # fmt: skip
    axes = radius / np.sqrt(values)
    figure.add_scatter(
        x=centres[:, 0], y=centres[:, 1], mode="markers", name=say("points"),
        marker={"size": 4, "color": colours.muted},
        customdata=np.stack([axes[:, 1], axes[:, 0], *metric.reshape(-1, 4).T[[0, 1, 3]]], 1),
        hovertemplate=say(
            "x = (%{x:.4g}, %{y:.4g})<br>half axes %{customdata[0]:.4g} and %{customdata[1]:.4g}"
            "<br>g₁₁ = %{customdata[2]:.4g}, g₁₂ = %{customdata[3]:.4g}, g₂₂ = %{customdata[4]:.4g}"
        ) + END,
    )  # fmt: skip
    spans = [say_number(f"{value:.3g}") for side in axes.T for value in (side.min(), side.max())]
    words = say(
        "Balls of radius {radius} of the metric at {points}: their longer half axes are {a} to {b}, "
        "their shorter ones {c} to {d}.",
        radius=say_number(f"{radius:g}"),
        points=say_count("{count} point", "{count} points", len(centres)),
        **dict(zip("abcd", spans, strict=True)),
    )
    layout = {
        "xaxis": {"title": {"text": "x₁"}, "constrain": "domain"},
        "yaxis": {"title": {"text": "x₂"}, "scaleanchor": "x"},
        "height": 620,
        "showlegend": False,
    }
    return finished(figure, look, title, words, layout)


def surface_figure(
    radii: Any,
    profile: EmbeddingProfile,
    curves: Mapping[str, Any] | None = None,
    *,
    title: str | None = None,
    theme: str | None = None,
) -> go.Figure:
    """Return the surface of revolution whose lengths are those of (R², d_λ), with curves of the plane on it.

    Parameters
    ----------
    radii : (N,) increasing, at least two, of the points of the plane
    profile : of these radii, from :func:`lazyq.riemannian.embedding_profile`
    curves : (T, 2) points of the plane by their names, such as ``geodesic(action, x, y, lam).at(t)``, within
        the largest radius; between two radii they are laid onto the surface by a straight line
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : radii, a profile, curves or a theme that can't be taken
    """
    look = look_of(theme)
    r = numbers("radii", radii, 1).astype(np.float64)
    if not (len(r) > 1 and (np.diff(r) > 0).all() and r[0] >= 0):
        raise ValueError("radii must be at least two, increasing and at least 0")
    require("profile", profile, EmbeddingProfile, "lazyq.riemannian.embedding_profile")
    rho, height = (of_shape("profile", values, r.shape).astype(np.float64) for values in profile)
    turn = np.linspace(0, 2 * np.pi, _MERIDIANS)
    colours = look.colours
    figure = go.Figure(
        go.Surface(
            x=rho[:, None] * np.cos(turn),
            y=rho[:, None] * np.sin(turn),
            z=np.broadcast_to(height[:, None], (len(r), len(turn))),
            surfacecolor=np.broadcast_to(r[:, None], (len(r), len(turn))),
            colorscale=list(colours.sequential),
            opacity=0.55,
            colorbar={"title": {"text": "‖x‖"}, "thickness": 14, "len": 0.6, "outlinewidth": 0},
            hovertemplate=say("‖x‖ = %{surfacecolor:.4g}<br>height %{z:.4g}") + END,
            name=say("surface"),
        )
    )
    for place, (name, values) in enumerate((curves or {}).items()):
        points = numbers(f"curve {name}", values, 2).astype(np.float64)
        size = np.linalg.norm(points, axis=-1)
        if points.shape[1] != 2 or not len(points):
            raise ValueError(f"curve {name} must be points of the plane, (T, 2), got {points.shape}")
        if not ((size >= r[0] - 1e-9) & (size <= r[-1] + 1e-9)).all():
            raise ValueError(
                f"curve {name} must lie between the radii {r[0]:g} and {r[-1]:g}, "
                f"got {size.min():.4g} to {size.max():.4g}"
            )
        outwards = points / np.where(size > 0, size, 1)[:, None]
        on = outwards * np.interp(size, r, rho)[:, None]
        figure.add_scatter3d(
            x=on[:, 0], y=on[:, 1], z=np.interp(size, r, height), mode="lines", name=name, customdata=points,
            line={"color": (colours.price, colours.result, *colours.classes[3:])[place % 9], "width": 7,
                  "dash": DASHES[place % 3]},
            hovertemplate=say("{name}: x = (%{customdata[0]:.4g}, %{customdata[1]:.4g})", name=name) + END,
        )  # fmt: skip
    drawn = {
        "first": say_number(f"{r[0]:g}"),
        "last": say_number(f"{r[-1]:g}"),
        "high": say_number(f"{np.ptp(height):.4g}"),
        "wide": say_number(f"{2 * rho.max():.4g}"),
    }
    words = say(
        "Surface of revolution for radii from {first} to {last}: it is {high} high and at most {wide} wide.",
        **drawn,
    )
    if curves:
        words = say(
            "Surface of revolution for radii from {first} to {last}: it is {high} high and at most {wide} "
            "wide, with the curves {names}.",
            names=", ".join(curves),
            **drawn,
        )
    layout = {
        "height": 620,
        "margin": {"l": 0, "r": 0, "b": 0},
        "scene": {
            "aspectmode": "data",
            "camera": {"eye": {"x": 1.6, "y": 1.6, "z": 0.9}},
            "xaxis": {"title": {"text": say("across")}},
            "yaxis": {"title": {"text": say("across")}},
            "zaxis": {"title": {"text": say("along the axis")}},
        },
    }
    return finished(figure, look, title, words, layout)
