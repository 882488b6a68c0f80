"""Where λ acts, over many pairs of digits."""

from lazyq.experiments.about.files import survey_csv
from lazyq.experiments.about.survey import Survey, SurveySpec, survey

__all__ = ["Survey", "SurveySpec", "survey", "survey_csv"]
