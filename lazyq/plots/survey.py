"""The figure of where λ acts."""

import numpy as np
import plotly.graph_objects as go

from lazyq.experiments.about import Survey
from lazyq.wording import say, say_number

TALK = (0.3, 0.5, 0.7, 1.0)


def survey_figure(survey: Survey) -> go.Figure:
    """Return the share of pairs for which something still moves, against λ, with the talk's values marked."""
    last = np.sort(survey.last)
    still = 1 - np.arange(1, len(last) + 1) / len(last)
    figure = go.Figure(
        go.Scatter(
            x=[0, *last],
            y=[1, *still],
            line={"shape": "hv", "width": 3},
            hovertemplate=say("λ = %{x:.3f}: %{y:.1%} of pairs still move<extra></extra>"),
        )
    )
    for lam in TALK:
        line, mark = {"width": 1, "dash": "dot", "color": "#808890"}, {"text": say_number(f"{lam:g}")}
        figure.add_vline(x=lam, line=line, annotation=mark)
    figure.update_layout(
        xaxis={"title": say("λ (dotted: values of the talk)"), "range": [0, max(2.0, 1.05 * last[-1])]},
        yaxis={"title": say("pairs for which a row still moves"), "tickformat": ".0%", "range": [0, 1.15]},
        margin={"l": 60, "r": 20, "t": 30, "b": 50},
        height=360,
        showlegend=False,
    )
    return figure
