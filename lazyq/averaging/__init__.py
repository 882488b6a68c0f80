"""Lazy averaging: S^π f(x) = E_{g∼π} f(gx), a learned π, and what certifies it."""

from typing import TYPE_CHECKING

from lazyq.averaging.average import LazyAverage, inverse_pairs, load_state, reynolds_operator, save_state
from lazyq.averaging.fit import Trajectory, WeightsFit, fit_weights, frank_wolfe_gap, mixture_log_loss
from lazyq.averaging.gap import invariance_gap
from lazyq.averaging.lipschitz import lipschitz_bound, lipschitz_lower_bound
from lazyq.averaging.metrics import Interval, Scores, confusion, reliability, score
from lazyq.averaging.table import predict_table
from lazyq.late import late

if TYPE_CHECKING:
    from lazyq.averaging.classifier import LazyAveragingClassifier

__all__ = [
    "Interval",
    "LazyAverage",
    "LazyAveragingClassifier",
    "Scores",
    "Trajectory",
    "WeightsFit",
    "confusion",
    "fit_weights",
    "frank_wolfe_gap",
    "invariance_gap",
    "inverse_pairs",
    "lipschitz_bound",
    "lipschitz_lower_bound",
    "load_state",
    "mixture_log_loss",
    "predict_table",
    "reliability",
    "reynolds_operator",
    "save_state",
    "score",
]

__getattr__ = late(__name__, {"LazyAveragingClassifier": "classifier"})
