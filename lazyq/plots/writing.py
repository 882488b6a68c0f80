"""Figures as files."""

from importlib import import_module
from os import PathLike
from pathlib import Path

import plotly.graph_objects as go

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

    An image is drawn by Kaleido, of the extra ``images``, in a Chrome or Chromium on this machine, which it
    starts anew for each, some seconds an image. A browser that it does not find by itself is named by the
    environment's ``BROWSER_PATH``. Nothing is fetched from anywhere, so formulas in TeX, which no figure of
    lazyq has, stay as they are written.

    Parameters
    ----------
    figure : any Plotly figure
    path : ends in .html (with all it needs, so that it opens without the internet), .json, .svg, .png,
        .pdf, .jpg or .webp
    width, height : of an image, in pixels; None for the figure's own height
    scale : > 0, pixels of a .png, .jpg or .webp per pixel

    Raises
    ------
    ValueError : another ending
    MissingExtraError : an image, and Kaleido, of the extra ``images``, is not installed
    RuntimeError : an image, and no browser is found, or the one found does not start
    """
    file = Path(path)
    ending = file.suffix.lower()
    if ending == ".html":
        figure.write_html(file, config=_CONFIG, include_plotlyjs=True)
    elif ending == ".json":
        figure.write_json(file)
    elif ending in _IMAGES:
        size = {"width": width, "height": height or figure.layout.height or 450, "scale": scale}
        file.write_bytes(_image(figure, {"format": ending[1:], **size}))
    else:
        raise ValueError(
            f"path must end in .html, .json or one of {', '.join(sorted(_IMAGES))}, got {file.name!r}"
        )
    return file


def _image(figure: go.Figure, options: dict[str, object]) -> bytes:
    require_extra("images")
    kaleido, errors = import_module("kaleido"), import_module("kaleido.errors")
    try:
        # MathJax would come from the internet.
        return bytes(kaleido.calc_fig_sync(figure.to_dict(), opts=options, kopts={"mathjax": False}))
    except (errors.ChromeNotFoundError, errors.BrowserFailedError) as error:
        raise RuntimeError(
            "an image needs Chrome or Chromium, and none was found that starts: install one, "
            "set BROWSER_PATH to where it is, or write .html, which needs none"
        ) from error
