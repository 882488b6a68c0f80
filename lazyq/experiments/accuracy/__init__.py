"""Accuracy of lazy nearest neighbours against λ."""

from lazyq.experiments.accuracy.files import accuracy_npz, accuracy_python
from lazyq.experiments.accuracy.pairing import Choice, Pairs, choice, choice_words, pairs
from lazyq.experiments.accuracy.summary import (
    FINE_LAMS,
    Change,
    Claim,
    changes,
    changing,
    claims,
    comparison,
    gains,
    mean_accuracies,
)
from lazyq.experiments.accuracy.table import (
    TALK_ACCURACIES,
    TALK_LAMS,
    AccuracySpec,
    AccuracyTable,
    accuracy_table,
    training_draw,
)

__all__ = [
    "FINE_LAMS",
    "TALK_ACCURACIES",
    "TALK_LAMS",
    "AccuracySpec",
    "AccuracyTable",
    "Change",
    "Choice",
    "Claim",
    "Pairs",
    "accuracy_npz",
    "accuracy_python",
    "accuracy_table",
    "changes",
    "changing",
    "choice",
    "choice_words",
    "claims",
    "comparison",
    "gains",
    "mean_accuracies",
    "pairs",
    "training_draw",
]
