"""Figures as files."""

from os import PathLike
from pathlib import Path

import plotly.graph_objects as go
import plotly.io as pio

from lazyq.extras import require_extra

_IMAGES = {".svg", ".png", ".pdf", ".jpg", ".jpeg", ".webp"}
# No logo, and no button that would upload the figure to its maker's servers.
_CONFIG = {"displaylogo": False, "showSendToCloud": False, "responsive": True}


def write_figure(
    figure: go.Figure,
    path: str | PathLike[str],
    *,
    width: int = 900,
    height: int | None = None,
    scale: float = 2,
) -> Path:
    """Write a figure as what its name ends in, and return the path.

    Parameters
    ----------
    figure : any Plotly figure
    path : ends in .html (with all it needs, so that it opens without the internet), .json, .svg, .png,
        .pdf, .jpg or .webp; images take Kaleido and Chrome or Chromium on this machine
    width, height : of an image, in pixels; None for the figure's own height
    scale : pixels of a .png, .jpg or .webp per pixel

    Raises
    ------
    ValueError : another ending
    MissingExtraError : an image, and Kaleido, of the extra ``images``, is not installed
    """
    file = Path(path)
    ending = file.suffix.lower()
    if ending == ".html":
        figure.write_html(file, config=_CONFIG, include_plotlyjs=True)
    elif ending == ".json":
        figure.write_json(file)
    elif ending in _IMAGES:
        require_extra("images")
        pio.write_image(figure, file, width=width, height=height or figure.layout.height, scale=scale)
    else:
        raise ValueError(
            f"path must end in .html, .json or one of {', '.join(sorted(_IMAGES))}, got {file.name!r}"
        )
    return file
