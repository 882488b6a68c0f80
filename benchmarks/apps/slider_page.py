"""What the Lens is compared with: the same pair and the same numbers by ``st.slider`` and Plotly heatmaps."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import plotly.graph_objects as go
import streamlit as st

import lazyq
from lazyq.ui.library import default_pair, library

ACTION = lazyq.RowShifts(28, 28)


@st.fragment
def page() -> None:
    x, y = (library().image(reference) for reference in default_pair())
    lam = st.slider("λ", 0.0, 2.0, 0.5, 0.01)
    found = lazyq.align(ACTION, x, y, lam)
    for column, image in zip(st.columns(3), (x, found.moved, y), strict=True):
        figure = go.Figure(go.Heatmap(z=image.numpy()[::-1], colorscale="gray", showscale=False))
        figure.update_layout(height=260, margin={"l": 0, "r": 0, "t": 30, "b": 0}, title=f"λ = {lam:.2f}")
        figure.update_yaxes(scaleanchor="x", visible=False)
        column.plotly_chart(figure)
    st.markdown(f"d = {found.distance:.3f} at λ = {lam:.2f}")


st.title("A slider and Plotly")
page()
