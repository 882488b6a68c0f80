"""Lazy averaging: a model, its learned π, and what they are compared with."""

from lazyq.experiments.averaging.files import all_scores, averaging_npz, averaging_python
from lazyq.experiments.averaging.learning import Averaging, averaging, learned, model_of
from lazyq.experiments.averaging.penalty import Penalised, penalised
from lazyq.experiments.averaging.scoring import CostlyBaselines, costly_baselines
from lazyq.experiments.averaging.spec import (
    ACTION,
    LEARN_ON,
    OVERFIT,
    TALK_ANGLES,
    TRAININGS,
    AveragingSpec,
    Split,
    sketch_of,
    split_digits,
)
from lazyq.experiments.averaging.views import (
    MOVES,
    TURNS,
    bound_curve,
    changed,
    copies,
    diagnosis,
    opening,
    slopes,
    turning,
)

__all__ = [
    "ACTION",
    "LEARN_ON",
    "MOVES",
    "OVERFIT",
    "TALK_ANGLES",
    "TRAININGS",
    "TURNS",
    "Averaging",
    "AveragingSpec",
    "CostlyBaselines",
    "Penalised",
    "Split",
    "all_scores",
    "averaging",
    "averaging_npz",
    "averaging_python",
    "bound_curve",
    "changed",
    "copies",
    "costly_baselines",
    "diagnosis",
    "learned",
    "model_of",
    "opening",
    "penalised",
    "sketch_of",
    "slopes",
    "split_digits",
    "turning",
]
