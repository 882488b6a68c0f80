"""What the browser makes of neighbours: votes, stages of λ, words and files."""

import csv
import io
import itertools
import xml.etree.ElementTree as ET
from collections import Counter
from typing import NamedTuple

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
    said = node(SCRIPT, {"task": "votes"})
    assert said["counts"] == [0, 2, 0, 2, 0, 0, 0, 0, 1, 0]
    assert said["best"] == 1
    assert said["foremost"] == [1, 3]
    assert said["standing"] == ["", "wins", "ties", ""]
    assert said["tie"] == (
        "At λ = 0.5, 2 of 5 neighbours vote for 1, 2 for 3, 1 for 8. 1 and 3 tie, and the smaller counts: "
        "x is read as a 1, but it is an 8."
    )
    assert said["unlabelled"] == "At λ = ∞, 3 of 5 neighbours vote for 3, 2 for 1: x is read as a 3."
    assert said["wrong"] == (
        "At λ = 0.5, 2 of 3 neighbours vote for 1, 1 for 3: x is read as a 1, but it is an 8."
    )
    assert said["one"] == "At λ = 0, 1 of 1 neighbour votes for 7: x is read as a 7, and that is right."
    assert said["changing"] == "The vote changes with λ: 6 up to λ = 0.5, 0 up to 0.75, 6 from λ = 0.75 on."
    assert said["constant"] == "At every λ the vote says 6."
    assert said["swap"] == "an 8 came in, a 4, a 9 went out"
    assert said["nothing"] == ""


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
    check_strip(answer, data)
    check_svg(answer["svg"], len(answer["runs"]), found.distances[lams.index(0.5), 0].tolist())


class Stage(NamedTuple):
    """The same digits are near from ``start`` on."""

    start: float
    near: list[int]
    labels: list[int]

    @property
    def vote(self) -> int:
        return int(winner(count_votes(torch.tensor(self.labels), 10)))

    @property
    def own(self) -> int:
        return self.labels.count(self.vote)

    @property
    def tied(self) -> bool:
        counts = list(Counter(self.labels).values())
        return counts.count(max(counts)) > 1


def stages_of(data) -> list[Stage]:
    stages: list[Stage] = []
    for start, near in zip(data["starts"], data["near"], strict=True):
        if not stages or set(near) != set(stages[-1].near):
            stages.append(Stage(start, near, [data["labels"][place] for place in near]))
    return stages


def several(labels) -> str:
    return ", ".join("an 8" if label == 8 else f"a {label}" for label in sorted(labels))


def read_change(before: Stage, after: Stage) -> str:
    """What is read where one stage follows another."""
    come = [after.labels[i] for i, place in enumerate(after.near) if place not in before.near]
    gone = [before.labels[i] for i, place in enumerate(before.near) if place not in after.near]
    tied = ", tied" if after.tied else ""
    return (
        f"λ = {after.start:.4g}: {several(come)} came in, {several(gone)} went out; "
        f"{after.vote} has {after.own} of {len(after.near)} votes{tied}"
    )


def read_run(run: list[Stage], end: float, truth: int) -> str:
    """What is read on the run of one vote."""
    where = f"from λ = {run[0].start:.4g} " + ("on" if end == INFINITY else f"to {end:.4g}")
    if run[0].start == 0 and end == INFINITY:
        where = "at every λ"
    own = sorted({stage.own for stage in run})
    count = str(own[0]) if len(own) == 1 else f"{own[0]} to {own[-1]}"
    ties = sum(stage.tied for stage in run)
    tied = "" if ties == 0 else ", tied" if ties == len(run) else ", in part tied"
    right = "right" if run[0].vote == truth else "wrong"
    return f"{run[0].vote} wins {where}: {count} of {len(run[0].near)} votes{tied}, {right}"


def check_strip(answer, data):
    """Every run, what holds at ∞ and every change are drawn where they are, and can be read."""
    stages, truth = stages_of(data), data["x"]["label"]
    runs = [list(run) for _, run in itertools.groupby(stages, lambda stage: stage.vote)]
    ends = [run[0].start for run in runs[1:]] + [INFINITY]
    texts = [read_run(run, end, truth) for run, end in zip(runs, ends, strict=True)]
    last = stages[-1]
    right = "right" if last.vote == truth else "wrong"
    tied = ", tied" if last.tied else ""
    texts.append(f"λ = ∞: {last.vote} wins with {last.own} of {len(last.near)} votes{tied}, {right}")
    changes = [read_change(before, after) for before, after in itertools.pairwise(stages)]
    assert [text for _, _, text in answer["marks"]] == texts + changes
    assert [value for _, value, _ in answer["marks"]] == [
        *(run[0].start for run in runs),
        "inf",
        *(stage.start for stage in stages[1:]),
    ]
    (left, far), finite = answer["sides"], answer["end"]

    def pixel(lam: float) -> float:
        return left + (far - left) * lam / finite * 1000 / 1060

    assert [place for place, _, _ in answer["marks"][len(texts) :]] == pytest.approx(
        [pixel(stage.start) for stage in stages[1:]]
    )
    for (name, begin, width), run, end in zip(answer["blocks"], runs, ends, strict=False):
        assert name == ("run-right" if run[0].vote == truth else "run-wrong")
        assert begin == pytest.approx(pixel(run[0].start))
        assert width == pytest.approx(max(1, pixel(min(end, finite)) - pixel(run[0].start)))
    assert len(answer["blocks"]) == len(runs) + 1
    kinds = {"right" if run[0].vote == truth else "wrong" for run in runs}
    ties = ["tie"] if any(stage.tied for stage in stages) else []
    assert answer["legend"] == [*sorted(kinds), *ties, *(["who is near changes"] if changes else [])]


def check_svg(markup: str, runs: int, distances: list[float]) -> None:
    """The file has every run, and for every neighbour two bars that are d² together."""
    root = ET.fromstring(markup)
    assert root.tag.endswith("svg")
    assert "a < b" in "".join(root.itertext())
    assert "NaN" not in markup
    assert "undefined" not in markup

    def widths(name: str) -> list[float]:
        return [float(node.attrib["width"]) for node in root.findall(f".//*[@class='{name}']")]

    assert len(widths("run-right") + widths("run-wrong")) == runs + 1
    squared = np.square(distances)
    bars = np.add(widths("area-left"), widths("area-price"))
    assert bars / bars.max() == pytest.approx(squared / squared.max(), abs=2e-4)
