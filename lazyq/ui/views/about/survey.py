"""Where λ acts: a figure and its numbers."""

import numpy as np
import streamlit as st

from lazyq.experiments.about import SurveySpec, still_moving, survey, survey_csv
from lazyq.plots import survey_figure
from lazyq.ui.library import library
from lazyq.ui.results import store

_LAMS = tuple(step / 10 for step in range(21))


def where_lambda_acts() -> None:
    """Show for how many random pairs of digits a row still moves at λ, and what that explains."""
    spec = SurveySpec(library().names[0])
    with st.spinner(f"Following {spec.pairs:,} random pairs from λ = 0 to λ = ∞…"):
        result = store().run(survey, spec, data=(library().digits(spec.dataset).checksum,))
    low, middle, high = np.quantile(result.events, [0.05, 0.5, 0.95])
    sentence = (
        f"In {spec.pairs:,} random pairs of {spec.dataset} digits (seed {spec.seed}) g changes {middle:.0f} "
        f"times in the median (5 to 95 %: {low:.0f} to {high:.0f}), and beyond λ = {result.last.max():.2f} "
        f"no row of any pair moves. This is why the talk’s classifier is the same at λ = 10 and λ = ∞. "
        f"With free shifts {np.median(result.kept):.0%} of the distance remains in the median."
    )
    st.plotly_chart(survey_figure(result), key="survey", alt=sentence, config={"displaylogo": False})
    st.markdown(sentence)
    with st.expander("The numbers: where λ acts"):
        shares = zip(_LAMS, still_moving(result, _LAMS), strict=True)
        rows = [f"| {lam:g} | {share:.1%} |" for lam, share in shares]
        st.markdown("\n".join(["| λ | pairs for which a row still moves |", "|---:|---:|", *rows]))
    st.download_button("CSV of the pairs", survey_csv(result), "survey.csv", "text/csv", on_click="ignore")
