"""Figures: a result goes in, a Plotly figure comes out."""

from lazyq.extras import extra

with extra("plots"):
    from lazyq.plots.survey import survey_figure

__all__ = ["survey_figure"]
