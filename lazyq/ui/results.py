"""Results of experiments, computed once for all visitors."""

import streamlit as st
import torch

from lazyq.compute import ResultStore, choose_device, describe_device
from lazyq.experiments.survey import Survey, SurveySpec, survey
from lazyq.ui.library import library


@st.cache_resource(max_entries=1, show_spinner=False)
def store() -> ResultStore:
    """Return the store that all sessions share."""
    return ResultStore()


def surveyed(spec: SurveySpec) -> Survey:
    """Return the survey, from the store if it was made before."""
    return store().run(survey, spec, data=(library().digits(spec.dataset).checksum,))


def machine() -> str:
    """Say what computes here, in one sentence."""
    return f"Computed with PyTorch {torch.__version__} on {describe_device(choose_device())}."
