"""Accuracy of lazy nearest neighbours against λ."""

from lazyq.experiments.accuracy.every import (
    EveryLam,
    ExactChoice,
    Rights,
    can_be_exact,
    every_lam,
    exact_choice,
    exact_words,
    steps,
)
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
    "EveryLam",
    "ExactChoice",
    "Pairs",
    "Rights",
    "accuracy_npz",
    "accuracy_python",
    "accuracy_table",
    "can_be_exact",
    "changes",
    "changing",
    "choice",
    "choice_words",
    "claims",
    "comparison",
    "every_lam",
    "exact_choice",
    "exact_words",
    "gains",
    "mean_accuracies",
    "pairs",
    "steps",
    "training_draw",
]
