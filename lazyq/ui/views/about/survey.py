"""Where λ acts: a figure and its numbers."""

from typing import Any

import numpy as np
import streamlit as st

from lazyq.experiments.about import Survey, SurveySpec, still_moving, survey, survey_csv
from lazyq.plots import survey_figure
from lazyq.ui.language import VISITOR, decimal_number, localised, percent, separators, tr, whole_number
from lazyq.ui.library import library
from lazyq.ui.results import store
from lazyq.wording import said_by

_LAMS = tuple(step / 10 for step in range(21))


def where_lambda_acts() -> None:
    """Show for how many random pairs of digits a row still moves at λ, and what that explains."""
    spec = SurveySpec(library().names[0])
    pairs = whole_number(spec.pairs)
    with st.spinner(tr("Following {pairs} random pairs from λ = 0 to λ = ∞…", pairs=pairs)):
        result = store().run(survey, spec, data=(library().digits(spec.dataset).checksum,))
    low, middle, high = np.quantile(result.events, [0.05, 0.5, 0.95])
    sentence = tr(
        "In {pairs} random pairs of {dataset} digits (seed {seed}) g changes {times} times in the median "
        "(5 to 95 %: {low} to {high}), and beyond λ = {last} no row of any pair moves. This is why the "
        "talk’s classifier is the same at λ = 10 and λ = ∞. With free shifts {kept} of the distance remains "
        "in the median.",
        pairs=pairs,
        dataset=spec.dataset,
        seed=spec.seed,
        times=f"{middle:.0f}",
        low=f"{low:.0f}",
        high=f"{high:.0f}",
        last=decimal_number(result.last.max(), 2),
        kept=percent(np.median(result.kept), 0),
    )
    st.plotly_chart(_figure(result), key="survey", alt=sentence, config={"displaylogo": False})
    st.markdown(sentence)
    with st.expander(tr("The numbers: where λ acts")):
        shares = zip(_LAMS, still_moving(result, _LAMS), strict=True)
        rows = [f"| {localised(f'{lam:g}')} | {percent(share, 1)} |" for lam, share in shares]
        moving = tr("pairs for which a row still moves")
        st.markdown("\n".join([f"| λ | {moving} |", "|---:|---:|", *rows]))
    st.download_button(
        tr("CSV of the pairs"), survey_csv(result), "survey.csv", "text/csv", on_click="ignore"
    )


def _figure(result: Survey) -> Any:
    """Return the figure in the visitor's language."""
    with said_by(VISITOR):
        return survey_figure(result, theme=st.context.theme.type).update_layout(separators=separators())
