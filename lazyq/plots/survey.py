"""The figure of where λ acts."""

import plotly.graph_objects as go

from lazyq.experiments.about import Survey
from lazyq.plots.parts import END, finished, lam_text, require
from lazyq.plots.theme import look_of
from lazyq.wording import say, say_number

TALK = (0.3, 0.5, 0.7, 1.0)


def survey_figure(survey: Survey, *, title: str | None = None, theme: str | None = None) -> go.Figure:
    """Return the share of pairs for which something still moves, against λ, with the talk's values marked.

    Parameters
    ----------
    survey : from :func:`lazyq.experiments.about.survey`
    title : above the figure
    theme : "light", "dark", or None as :func:`lazyq.plots.use_theme` has it

    Raises
    ------
    ValueError : no such survey, or an unknown theme
    """
    look = look_of(theme)
    require("survey", survey, Survey, "lazyq.experiments.about.survey")
    lams, shares = survey.moving
    figure = go.Figure()
    figure.add_scatter(
        x=lams,
        y=shares,
        mode="lines",
        line={"color": look.colours.result, "width": 3, "shape": "hv"},
        hovertemplate=say("λ = %{x:.3f}: %{y:.1%} of pairs still move") + END,
    )
    for lam in TALK:
        figure.add_vline(
            x=lam,
            line={"color": look.colours.muted, "width": 1, "dash": "dot"},
            annotation_text=say_number(f"{lam:g}"),
        )
    words = say(
        "Where λ acts, in {pairs} pairs: beyond λ = {last} nothing moves.",
        pairs=say_number(f"{len(survey.last)}"),
        last=lam_text(float(lams[-1])),
    )
    layout = {
        "xaxis": {
            "title": {"text": say("λ (dotted: values of the talk)")},
            "range": [0, max(2.0, 1.05 * lams[-1])],
        },
        "yaxis": {
            "title": {"text": say("pairs for which a row still moves")},
            "tickformat": ".0%",
            "range": [0, 1.15],
        },
        "height": 360,
        "showlegend": False,
    }
    return finished(figure, look, title, words, layout)
