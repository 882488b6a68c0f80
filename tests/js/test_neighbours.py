"""What the browser makes of neighbours: votes, stages of λ, words and files."""

import csv
import io
import xml.etree.ElementTree as ET
from collections import Counter

import numpy as np
import pytest
import torch

from lazyq import RowShifts
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DatasetDigit
from lazyq.experiments.draws import Draw
from lazyq.experiments.neighbours import NeighboursSpec, nearest_digits
from lazyq.neighbors import count_votes, neighbors, winner
from lazyq.ui.views.neighbours import neighbours_data

SCRIPT = "tests/js/run_neighbours.mjs"
INFINITY = float("inf")


def sent(lam):
    return "inf" if lam == INFINITY else lam


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
    spec = NeighboursSpec(x.text, k, Draw("sklearn"))
    data = neighbours_data(spec, nearest_digits(spec))
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
        assert seen["vote"] == int(winner(count_votes(labels, 10)))
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
