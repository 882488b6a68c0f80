"""What all figures share: numbers at the door, the axis of λ, a title, words for who does not see them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from lazyq.plots.theme import Look
from lazyq.wording import say, say_number

Array = NDArray[Any]
# Ends a hover text: without it, Plotly writes the name of the trace beside.
END = "<extra></extra>"
# So that no two of ten are told apart by colour alone.
SYMBOLS = (
    "circle", "square", "diamond", "cross", "x", "triangle-up", "star", "hexagon", "triangle-down", "bowtie",
)  # fmt: skip
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def numbers(name: str, value: Any, *dimensions: int) -> Array:
    """Return a tensor, an array or a list as an array of real numbers with so many dimensions.

    Raises
    ------
    ValueError : it holds what is no number, or has another number of dimensions
    """
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            array = array.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be numbers in a tensor, an array or a list that is not ragged"
        ) from None
    if dimensions and array.ndim not in dimensions:
        wanted = " or ".join(map(str, dimensions))
        raise ValueError(f"{name} must have {wanted} dimensions, got shape {array.shape}")
    return array


def require(name: str, value: Any, kind: type, source: str) -> None:
    """Raise ValueError where the value is of another kind than its source returns."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} must be what {source} returns, got {type(value).__name__}")  # noqa: TRY004


def of_shape(name: str, value: Any, shape: tuple[int, ...]) -> Array:
    """Return numbers of just this shape.

    Raises
    ------
    ValueError : another shape, or no numbers
    """
    array = numbers(name, value)
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    return array


def intensities(values: Array) -> Array:
    """Return uint8 levels k as k/255, as the metric reads them, and other numbers as float64."""
    return values / 255 if values.dtype == np.uint8 else values.astype(np.float64)


def lam_text(lam: float) -> str:
    """Return λ as people write it."""
    return "∞" if math.isinf(lam) else say_number(f"{lam:.4g}")


def checked_lams(lams: Any) -> Array:
    """Return values of λ, (L,) float64, at least one, increasing.

    Raises
    ------
    ValueError : they are not
    """
    array = numbers("lams", lams, 1).astype(np.float64)
    if not (len(array) and (array >= 0).all() and (np.diff(array) > 0).all()):
        raise ValueError(f"lams must be at least one λ ≥ 0, increasing, inf included, got {array.tolist()}")
    return array


class LamAxis(NamedTuple):
    """Where values of λ are drawn, (L,), and the axis that says so."""

    places: Array
    layout: dict[str, Any]


def lam_stops(lams: Array) -> LamAxis:
    """Return a stop for every λ of a grid, one as far from the next as any other, ∞ included."""
    every = math.ceil(len(lams) / 24)
    shown = [place for place in range(len(lams)) if (len(lams) - 1 - place) % every == 0]
    layout = {
        "title": {"text": say("laziness λ (values of the grid)")},
        "tickvals": shown,
        "ticktext": [lam_text(float(lams[place])) for place in shown],
        "range": [-0.4, len(lams) - 0.6],
    }
    return LamAxis(np.arange(len(lams), dtype=np.float64), layout)


def lam_line(lams: Array) -> LamAxis:
    """Return λ at its own place; ∞ has a stop behind the largest finite one."""
    finite = lams[np.isfinite(lams)]
    end = float(finite.max()) if len(finite) and finite.max() > 0 else 1.0
    layout: dict[str, Any] = {"title": {"text": say("laziness λ")}, "range": [0, 1.02 * end]}
    if len(finite) == len(lams):
        return LamAxis(lams, layout)
    step = 10.0 ** math.floor(math.log10(end))
    step = next(size for size in (step / 5, step / 2, step, 2 * step) if end / size <= 8)
    ticks = np.arange(0, end * 1.0001, step)
    layout["tickvals"] = [*ticks, 1.08 * end]
    layout["ticktext"] = [*(lam_text(float(tick)) for tick in ticks), "∞"]
    layout["range"] = [0, 1.1 * end]
    return LamAxis(np.where(np.isfinite(lams), lams, 1.08 * end), layout)


def image_grid(rows: int, columns: int, size: tuple[int, int], titles: Sequence[str]) -> go.Figure:
    """Return a figure with room for so many images of one size, rows × columns pixels, zoomed all at once."""
    figure = make_subplots(
        rows,
        columns,
        subplot_titles=titles,
        shared_xaxes="all",
        shared_yaxes="all",
        horizontal_spacing=0.05 / columns,
        vertical_spacing=0.16 / rows,
    )
    bare = {"constrain": "domain", "showticklabels": False, "ticks": "", "showgrid": False, "zeroline": False}
    figure.update_xaxes(range=[-0.5, size[1] - 0.5], **bare)
    figure.update_yaxes(range=[size[0] - 0.5, -0.5], scaleanchor="x", **bare)
    return figure


def finished(
    figure: go.Figure, look: Look, title: str | None, description: str, layout: Mapping[str, Any]
) -> go.Figure:
    """Give a figure its look, its title and its words, and return it."""
    figure.update_layout(template=look.template, meta={"description": description}, **layout)
    if title is not None:
        figure.update_layout(title={"text": title})
    return figure


def describe(figure: go.Figure) -> str:
    """Return what a figure of lazyq shows in words, for who does not see it.

    Parameters
    ----------
    figure : what a function of :mod:`lazyq.plots` has returned

    Raises
    ------
    ValueError : the figure has no description
    """
    words = (figure.layout.meta or {}).get("description")
    if not words:
        raise ValueError("figure must be one of lazyq.plots, whose layout.meta has a description")
    return str(words)


def faint(colour: str, share: float = 0.2) -> str:
    """Return a colour #rrggbb that lets most of what is behind it through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def texts(name: str, values: Sequence[Any] | Array, length: int) -> list[str]:
    """Return so many texts.

    Raises
    ------
    ValueError : their number is another
    """
    found = [str(value) for value in (values.tolist() if hasattr(values, "tolist") else values)]
    if len(found) != length:
        raise ValueError(f"{name} must have {length} entries, got {len(found)}")
    return found
