"""About: the words, where λ acts, the data, the source."""

import numpy as np
import streamlit as st

from lazyq.experiments.survey import SurveySpec
from lazyq.plots import survey_figure
from lazyq.ui.assets import text
from lazyq.ui.library import library
from lazyq.ui.notices import data_notice
from lazyq.ui.results import machine, surveyed
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title("About lazyq")
st.markdown(text("about"))

st.subheader("Where does λ act?")
spec = SurveySpec(library().names[0])
with st.spinner("Following 2,000 random pairs from λ = 0 to λ = ∞…"):
    result = surveyed(spec)
figure = survey_figure(result)
low, middle, high = np.quantile(result.events, [0.05, 0.5, 0.95])
sentence = (
    f"In {spec.pairs:,} random pairs of {spec.dataset} digits (seed {spec.seed}) g changes {middle:.0f} "
    f"times in the median (5 to 95 %: {low:.0f} to {high:.0f}), and beyond λ = {result.last.max():.2f} "
    f"no row of any pair moves. This is why the talk’s classifier is the same at λ = 10 and λ = ∞. "
    f"With free shifts {np.median(result.kept):.0%} of the distance remains in the median."
)
st.plotly_chart(figure, key="survey", alt=sentence, config={"displaylogo": False})
st.markdown(sentence)
rows = "\n".join(",".join(map(str, row)) for row in zip(result.events, result.last, result.kept, strict=True))
st.download_button(
    "CSV of the pairs", f"events,last,kept\n{rows}\n", "survey.csv", "text/csv", on_click="ignore"
)

st.subheader("The data and the machine")
data_notice()
for name in library().names:
    digits = library().digits(name)
    st.markdown(
        f"**{name}**: {len(digits.images):,} digits. {digits.source} SHA-256 `{digits.checksum[:16]}…`"
    )
st.markdown(machine())
