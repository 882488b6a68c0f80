"""Figures: a result goes in, a Plotly figure comes out.

Nothing is computed here but where things are drawn. The figures are plain ``plotly.graph_objects.Figure``:
they show in Jupyter, Colab and marimo, and take every change that Plotly knows. They need the extra
``plots``.
"""

from typing import TYPE_CHECKING, Any

from lazyq.extras import extra
from lazyq.late import late

if TYPE_CHECKING:
    from lazyq.plots.accuracy import accuracy_figure
    from lazyq.plots.alignment import alignment_figure
    from lazyq.plots.averaging import invariance_figure, weights_figure
    from lazyq.plots.curves import curves_figure
    from lazyq.plots.flips import flips_figure
    from lazyq.plots.learning import learning_figure
    from lazyq.plots.means import embedding_figure, means_figure
    from lazyq.plots.neighbors import neighbors_figure
    from lazyq.plots.parts import describe
    from lazyq.plots.path import path_figure
    from lazyq.plots.riemannian import indicatrix_figure, surface_figure
    from lazyq.plots.survey import survey_figure
    from lazyq.plots.theme import use_theme
    from lazyq.plots.transport import coupling_figure, transport_figure
    from lazyq.plots.turning import phases_figure, verdicts_figure
    from lazyq.plots.writing import write_figure

__all__ = [
    "accuracy_figure",
    "alignment_figure",
    "coupling_figure",
    "curves_figure",
    "describe",
    "embedding_figure",
    "flips_figure",
    "indicatrix_figure",
    "invariance_figure",
    "learning_figure",
    "means_figure",
    "neighbors_figure",
    "path_figure",
    "phases_figure",
    "surface_figure",
    "survey_figure",
    "transport_figure",
    "use_theme",
    "verdicts_figure",
    "weights_figure",
    "write_figure",
]

_taken = late(
    __name__,
    {
        "accuracy_figure": "accuracy",
        "alignment_figure": "alignment",
        "coupling_figure": "transport",
        "curves_figure": "curves",
        "describe": "parts",
        "embedding_figure": "means",
        "flips_figure": "flips",
        "indicatrix_figure": "riemannian",
        "invariance_figure": "averaging",
        "learning_figure": "learning",
        "means_figure": "means",
        "neighbors_figure": "neighbors",
        "path_figure": "path",
        "phases_figure": "turning",
        "surface_figure": "riemannian",
        "survey_figure": "survey",
        "transport_figure": "transport",
        "use_theme": "theme",
        "verdicts_figure": "turning",
        "weights_figure": "averaging",
        "write_figure": "writing",
    },
)


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, and say which extra is missing if Plotly is."""
    with extra("plots"):
        return _taken(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
