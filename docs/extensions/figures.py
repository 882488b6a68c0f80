"""Figures of the examples: what a script shows is put into its page, for light and for dark."""

import html
import json
from typing import Any

import plotly.io as pio
from plotly.io.base_renderers import ExternalRenderer

from docs.extensions.thumbnails import thumbnail
from lazyq.plots.theme import DARK, LIGHT, PALETTES

_HEIGHT = 460
_shown: list[dict[str, Any]] = []


class _Collector(ExternalRenderer):
    """Keeps what is shown for the scraper."""

    def render(self, fig_dict: dict[str, Any]) -> None:
        _shown.append(fig_dict)


pio.renderers["manual"] = _Collector()


def scraper(_block: Any, variables: dict[str, Any], _configuration: dict[str, Any]) -> str:
    """Return the figures that a block of an example has shown, as raw HTML in reStructuredText.

    Their small pictures go where the gallery looks for one.
    """
    texts = []
    while _shown:
        figure = _shown.pop(0)
        if picture := thumbnail(figure):
            picture.save(next(variables["image_path_iterator"]))
        texts += ["", ".. raw:: html", "", *(f"    {line}" for line in _figure(figure)), ""]
    return "\n".join(texts)


def prepared(_configuration: dict[str, Any], _script: str) -> None:
    """Let what an example shows come here."""
    pio.renderers.default = "manual"
    pio.templates.default = LIGHT
    _shown.clear()


def recoloured(value: Any) -> Any:
    """Return a figure drawn in the light colours in the dark ones."""
    light, dark = PALETTES[LIGHT], PALETTES[DARK]
    if isinstance(value, dict):
        return {key: recoloured(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        for scale in ("sequential", "diverging"):
            pairs = dict(zip(getattr(light, scale), getattr(dark, scale), strict=True))
            colours = [inner[1] if _is_step(inner) else inner for inner in value]
            if len(value) > 1 and all(isinstance(colour, str) and colour in pairs for colour in colours):
                return [
                    [inner[0], pairs[colour]] if _is_step(inner) else pairs[colour]
                    for inner, colour in zip(value, colours, strict=True)
                ]
        if value and all(map(_is_step, value)):
            return value  # of another scale, such as the greys of an image
        return [recoloured(inner) for inner in value]
    return _swapped().get(value, value) if isinstance(value, str) else value


def _is_step(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[1], str)


def _swapped() -> dict[str, str]:
    pairs: dict[str, str] = {}
    light, dark = PALETTES[LIGHT], PALETTES[DARK]
    for name in ("ink", "muted", "paper", "grid", "left", "price", "result"):
        pairs.setdefault(getattr(light, name), getattr(dark, name))
    for one, other in zip(light.classes, dark.classes, strict=True):
        pairs.setdefault(one, other)
    return pairs


def _figure(figure: dict[str, Any]) -> list[str]:
    figure["layout"].pop("width", None)
    height = figure["layout"].get("height", _HEIGHT)
    words = html.escape(figure["layout"]["meta"]["description"], quote=True)  # as lazyq.plots.describe
    dark = recoloured(figure)
    dark["layout"]["template"] = pio.templates[DARK].to_plotly_json()
    return [
        '<figure class="drawn">',
        f'<div class="drawing" role="img" aria-label="{words}" style="min-height: {height:.0f}px"></div>',
        f'<script type="application/json" data-theme="light">{_json(figure)}</script>',
        f'<script type="application/json" data-theme="dark">{_json(dark)}</script>',
        f"<figcaption>{words}</figcaption>",
        "</figure>",
    ]


def _json(figure: dict[str, Any]) -> str:
    return json.dumps(json.loads(pio.to_json(figure, validate=False)), ensure_ascii=True).replace(
        "</", "<\\/"
    )
