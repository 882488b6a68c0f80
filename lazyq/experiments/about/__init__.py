"""Where λ acts, over many pairs of digits."""

from lazyq.experiments.about.files import survey_csv
from lazyq.experiments.about.survey import Survey, SurveySpec, still_moving, survey

__all__ = ["Survey", "SurveySpec", "still_moving", "survey", "survey_csv"]
