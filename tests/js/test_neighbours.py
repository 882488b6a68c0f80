"""What the browser makes of neighbours and of accuracy: votes, stages of λ, words, charts and files."""

import csv
import io
import xml.etree.ElementTree as ET
from collections import Counter

import numpy as np
import pytest
import torch

from lazyq import RowShifts
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.accuracy.summary import changes, changing, gains, mean_accuracies
from lazyq.experiments.accuracy.table import TALK_LAMS, AccuracySpec, accuracy_table, votes
from lazyq.experiments.digits import DatasetDigit
from lazyq.neighbors import neighbors
from lazyq.ui.views.accuracy import accuracy_data
from lazyq.ui.views.neighbours import found_near, neighbours_data

SCRIPT = "tests/js/run_neighbours.mjs"
INFINITY = float("inf")


def sent(lam):
    return "inf" if lam == INFINITY else lam


@pytest.fixture(scope="module")
def spec():
    return AccuracySpec(TALK_LAMS, 150, 200, 5, 3, 1, False, "sklearn", "sklearn")


@pytest.fixture(scope="module")
def table(spec):
    return accuracy_table(spec)


@pytest.fixture(scope="module")
def said(node, spec, table):
    return node(
        SCRIPT,
        {
            "task": "accuracy",
            "data": accuracy_data(spec, table),
            "guesses": [*map(sent, TALK_LAMS), None, 0.123],
        },
    )


def test_votes_and_words(node):
    counts, best, sentence, unlabelled, one, run, constant, swap, nothing = node(SCRIPT, {"task": "votes"})
    assert counts == [0, 2, 0, 2, 0, 0, 0, 0, 1, 0]
    assert best == 1
    assert sentence == (
        "At λ = 0.5, 2 of 5 neighbours vote for 1, 2 for 3, 1 for 8: x is read as a 1, but it is an 8."
    )
    assert unlabelled == "At λ = ∞, 2 of 5 neighbours vote for 1, 2 for 3, 1 for 8: x is read as a 1."
    assert one == "At λ = 0, 1 of 1 neighbour votes for 7: x is read as a 7, and that is right."
    assert run == "The vote changes with λ: 6 up to λ = 0.5, 0 up to 0.75, 6 from λ = 0.75 on."
    assert constant == "At every λ the vote says 6."
    assert swap == "an 8 came in, a 4, a 9 went out"
    assert nothing == ""


@pytest.mark.parametrize(("index", "k"), [(6, 10), (83, 3), (500, 1)])
def test_who_is_near_is_what_the_library_finds(node, index, k):
    digits = load_sklearn_digits()
    x = DatasetDigit("sklearn", index)
    data = neighbours_data(x, found_near("sklearn", None, x.text, k), "sklearn")
    rng = np.random.default_rng(index)
    lams = [0.0, 0.3, 0.5, 1.0, 10.0, INFINITY, *rng.uniform(0, 2, 12).tolist()]
    answer = node(SCRIPT, {"task": "near", "data": data, "lams": [*map(sent, lams)]})
    others = torch.arange(len(digits)) != index
    places = torch.arange(len(digits))[others]
    found = neighbors(RowShifts(28, 28), digits.images[index][None], digits.images[others], lams, k)
    for lam, seen, indices, distances in zip(
        lams, answer["at"], found.indices[:, 0], found.distances[:, 0], strict=True
    ):
        expected = [DatasetDigit("sklearn", int(place)).text for place in places[indices]]
        assert [data["references"][place] for place in seen["near"]] == expected, lam
        assert seen["distances"] == pytest.approx(distances.tolist(), abs=1e-9)
        labels = digits.labels[places[indices]]
        assert seen["vote"] == int(votes(labels))
        assert Counter(labels.tolist()) == {digit: n for digit, n in enumerate(seen["counts"]) if n}
    rows = list(csv.DictReader(io.StringIO(answer["csv"])))
    assert rows[0]["lambda_from"] == "0"
    assert rows[-1]["lambda_to"] == "inf"
    assert [row["lambda_to"] for row in rows[:-1]] == [row["lambda_from"] for row in rows[1:]]
    assert answer["runs"][0][0] == 0
    assert answer["runs"][-1][1] == "inf"
    assert all(
        first[2] != second[2] for first, second in zip(answer["runs"], answer["runs"][1:], strict=False)
    )
    assert ET.fromstring(answer["svg"]).tag.endswith("svg")


def test_places_among_the_stops(node):
    lams = [*map(sent, TALK_LAMS)]
    answer = node(SCRIPT, {"task": "stops", "lams": lams, "asked": [0, 0.15, 0.3, 0.69, 5.5, 20, "inf"]})
    assert [where for where, _ in answer] == pytest.approx([0, 0.5, 1, 2.95, 4.5, 5.5, 6])
    assert [nearest for _, nearest in answer] == [0, 0, 1, 3, 4, 5, 6]


def test_csv_of_accuracy_is_the_table(said, table):
    rows = list(csv.DictReader(io.StringIO(said["csv"])))
    assert [float(row["lambda"]) for row in rows] == list(TALK_LAMS)
    mean = mean_accuracies(table)
    assert [float(row["mean"]) for row in rows] == pytest.approx(mean.value.tolist(), abs=1e-6)
    assert [float(row["low"]) for row in rows] == pytest.approx(mean.low.tolist(), abs=1e-6)
    assert [float(row["draw_2"]) for row in rows] == pytest.approx(table.accuracies[1].tolist(), abs=1e-6)
    for digit in range(10):
        assert [float(row[f"digit_{digit}"]) for row in rows] == pytest.approx(
            table.class_accuracies[:, digit].tolist(), abs=1e-6
        )
        assert [float(row[f"gain_{digit}"]) for row in rows] == pytest.approx(
            gains(table).value[:, digit].tolist(), abs=1e-6
        )
    assert next(row["talk"] for row in rows) == "0.663"


def test_charts_have_numbers_everywhere(said):
    assert len(said["charts"]) == len(TALK_LAMS)
    for markup in [*said["charts"], said["svg"]]:
        assert "NaN" not in markup
        assert "undefined" not in markup
    root = ET.fromstring(said["svg"])
    assert len(root.findall(".//*[@class='mean-dot']")) == len(TALK_LAMS)
    assert "c & d" in "".join(root.itertext())


def test_sentences_follow_the_table(said, table):
    mean = mean_accuracies(table).value
    for stop, (everyone, each, gain, confusion, change) in enumerate(said["sentences"]):
        assert everyone.startswith(f"{mean[stop]:.1%}".replace("%", " %"))
        row = table.class_accuracies[stop]
        assert f"the {int(np.argmax(row))} (" in each
        assert (gain == "this is what the others are compared with.") == (stop == len(mean) - 1)
        errors = table.confusion.sum(0)[stop] * (1 - np.eye(10, dtype=int))
        label, read = np.unravel_index(errors.argmax(), errors.shape)
        assert f"{errors[label, read]} of" in confusion
        assert f"read as {'an' if read == 8 else 'a'} {read}" in confusion
        assert change.startswith(f"In the first draw {len(changing(table))} of 200 test digits")
    best = mean.argmax()
    assert "that is it" in said["verdicts"][best]
    assert said["verdicts"][-2] == f"λ = {TALK_LAMS[best]:g} reads most, {mean[best]:.1%}.".replace(
        "%.", " %."
    )
    assert "not among these" in said["verdicts"][-1]


def test_digits_that_change_are_kept_by_what_changes(said, spec, table):
    own = changing(table)
    answers, labels = table.answers[0][:, own], table.labels[own]
    for stop, (every, mended, broken) in enumerate(said["kept"]):
        right, last = answers[stop] == labels, answers[-1] == labels
        assert every == list(range(len(own)))
        assert mended == np.flatnonzero(right & ~last).tolist()
        assert broken == np.flatnonzero(~right & last).tolist()
    assert len(accuracy_data(spec, table)["changing"]["why"]) == len(changes(spec, table, own))
