"""Accuracy of lazy nearest neighbours against λ."""

from lazyq.experiments.accuracy.files import accuracy_npz, accuracy_python
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
    "Claim",
    "accuracy_npz",
    "accuracy_python",
    "accuracy_table",
    "changes",
    "changing",
    "claims",
    "comparison",
    "gains",
    "mean_accuracies",
    "training_draw",
]
