"""What results are told as, where a text says it in words."""

from types import SimpleNamespace

import numpy as np
import pytest

from lazyq.experiments.reproducing.telling import tell_parity, tell_shape

SHAPE = "λ = 0 is worst, the best lies between 0.3 and 1, and λ = 10 equals ∞"


def table(*draws):
    return SimpleNamespace(lams=np.array([0.0, 0.3, 1.0, 10.0, np.inf]), accuracies=np.array(draws))


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ([([0.1, 0.9, 0.8, 0.5, 0.5],), ([0.1, 0.8, 0.9, 0.6, 0.6],)], SHAPE),
        ([([0.1, 0.9, 0.8, 0.5, 0.5], [0.3, 0.7, 0.8, 0.2, 0.2])], SHAPE),
        ([([0.1, 0.9, 0.8, 0.5, 0.4],)], SHAPE.replace("equals", "differs from")),
        ([([0.4, 0.9, 0.8, 0.1, 0.1],)], SHAPE.replace("λ = 0 is", "λ = 10 is")),
        ([([0.1, 0.3, 0.8, 0.9, 0.9],)], SHAPE.replace("between 0.3 and 1,", "between 10 and 10,")),
    ],
)
def test_the_shape_of_the_tables(tables, said):
    assert tell_shape(*(table(*draws) for draws in tables)).texts == (said,)


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            [0.5, 0.53, 0.49, 0.8, 0.55, 0.51],
            "the plain network comes over 0.75 in 1 of six runs, to 0.80 in the best",
        ),
        (
            [0.5, 0.53, 0.9, 0.8, 0.55, 0.51],
            "the plain network comes over 0.75 in 2 of six runs, to 0.90 in the best",
        ),
    ],
)
def test_runs_that_get_over_the_wall_are_counted(test, said):
    runs = SimpleNamespace(train=np.full(6, 0.9), test=np.array(test), solved=np.full(6, 0.9))
    *rows, wall = tell_parity(runs, runs).texts
    assert len(rows) == 3
    assert wall == said
