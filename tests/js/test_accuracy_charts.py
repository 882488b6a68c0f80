"""What the browser makes of accuracy: places among the λ, charts and what is read in them, words, files."""

import csv
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from lazyq.experiments.accuracy import (
    TALK_ACCURACIES,
    TALK_LAMS,
    AccuracySpec,
    accuracy_table,
    changes,
    changing,
    gains,
    mean_accuracies,
    pairs,
)
from lazyq.ui.components import modules as source_of
from lazyq.ui.views.accuracy import accuracy_data

SCRIPT = "tests/js/run_accuracy.mjs"
INFINITY = float("inf")
DIGITS = range(10)


def sent(lam):
    return "inf" if lam == INFINITY else lam


def name(lam):
    return "∞" if lam == INFINITY else f"{lam:g}"


def percent(value):
    """Return a share as a mark is read, from the six digits that the page is given."""
    return f"{100 * round(float(value), 6):.2f} %"


@pytest.fixture(scope="module")
def spec():
    return AccuracySpec(TALK_LAMS, 150, 200, 5, 3, 1, False, "sklearn", "sklearn")


@pytest.fixture(scope="module")
def table(spec):
    return accuracy_table(spec)


@pytest.fixture(scope="module")
def said(node, spec, table):
    data = {**accuracy_data(spec, table), "mnist": True}
    return node(SCRIPT, {"task": "accuracy", "data": data, "guesses": [*map(sent, TALK_LAMS), "seen", 0.123]})


def test_the_joined_script_carries_only_what_accuracy_needs():
    modules = re.findall(r"^\$modules\['([^']+)'\] = ", source_of("accuracy"), re.MULTILINE)
    assert "components/accuracy/accuracy.js" in modules
    assert [path for path in modules if path.startswith("shared/math/")] == []
    assert [path for path in modules if path.startswith("components/") and "/accuracy/" not in path] == []
    assert not {"shared/page/play.js", "shared/math/path.js"} & set(modules)
    for word in ("lazyPath", "alignmentAt", "moveRows", "countVotes", "class Lens"):
        assert word not in source_of("accuracy")


def test_places_among_the_stops(node):
    lams = [*map(sent, TALK_LAMS)]
    asked = [0, 0.15, 0.3, 0.69, 5.5, 20, "inf"]
    answer = node(SCRIPT, {"task": "stops", "lams": lams, "asked": asked, "counts": [7, 4, 1]})
    assert [where for where, _ in answer["places"]] == pytest.approx([0, 0.5, 1, 2.95, 4.5, 5.5, 6])
    assert [nearest for _, nearest in answer["places"]] == [0, 0, 1, 3, 4, 5, 6]
    assert answer["shares"] == pytest.approx([stop / 6 for stop in range(7)])
    assert answer["back"] == lams
    assert answer["outside"] == [0, "inf"]
    assert answer["ticks"] == [[*map(name, TALK_LAMS)], ["0", "0.5", "1", "∞"], ["0", "∞"]]


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
    charts = [chart["markup"] for charts in said["views"].values() for chart in charts]
    assert len(charts) == 4 * len(TALK_LAMS)
    for markup in [*charts, said["svg"]]:
        assert "NaN" not in markup
        assert "undefined" not in markup
        assert "Infinity" not in markup
    root = ET.fromstring(said["svg"])
    assert len(root.findall(".//*[@class='mean-dot']")) == len(TALK_LAMS)
    written = "".join(root.itertext())
    for words in ("c & d", "▲ you", "★ best", "the talk’s seven", "Test digits read right"):
        assert words in written
    assert [path[0][0] for path in said["cursors"]] == sorted({path[0][0] for path in said["cursors"]})


def test_marks_of_all_digits_are_the_means_the_talk_and_every_draw(said, table):
    mean = mean_accuracies(table)
    expected = [*mean.value, *TALK_ACCURACIES, *table.accuracies.ravel()]
    marks = said["views"]["all"][0]["marks"]
    assert [mark["value"] for mark in marks] == pytest.approx(expected, abs=1e-6)
    for mark, value, lam in zip(marks, expected, 5 * TALK_LAMS, strict=True):
        assert mark["text"].startswith(f"λ = {name(lam)}, ")
        assert percent(value) in mark["text"]
    best = mean.value.argmax()
    for stop, mark in enumerate(marks[:7]):
        assert f"(95 %: {percent(mean.low[stop])} to {percent(mean.high[stop])})" in mark["text"]
        assert mark["text"].endswith(", the most") == (stop == best)
    assert [mark["text"].split(": ")[0] for mark in marks[14::7]] == [
        f"λ = 0, draw {draw}" for draw in (1, 2, 3)
    ]
    assert said["guessed"] == "You said λ = 0"


def test_marks_of_each_digit_are_its_shares(said, table):
    marks = said["views"]["classes"][0]["marks"]
    shares = table.class_accuracies
    assert [mark["value"] for mark in marks] == pytest.approx(shares.T.ravel().tolist(), abs=1e-6)
    assert [mark["text"] for mark in marks] == [
        f"the {digit} at λ = {name(lam)}: {percent(shares[stop, digit])} read right"
        for digit in DIGITS
        for stop, lam in enumerate(TALK_LAMS)
    ]


def test_marks_of_the_gain_are_gains_with_their_intervals(said, table):
    gain = gains(table)
    for stop, chart in enumerate(said["views"]["gain"]):
        marks = chart["marks"]
        assert [mark["value"] for mark in marks] == pytest.approx(gain.value[stop].tolist(), abs=1e-6)
        bars = ET.fromstring(f"<svg>{chart['markup']}</svg>").findall(".//rect")
        assert [bar.get("class") for bar in bars] == [
            "loses" if value < 0 else "gains" for value in gain.value[stop]
        ]
        for digit, mark in enumerate(marks):
            numbers = [
                float(number.replace("−", "-")) / 100
                for number in re.findall(r"([+−][\d.]+) points", mark["text"])
            ]
            expected = [getattr(gain, part)[stop, digit] for part in ("value", "low", "high")]
            assert mark["text"].startswith(f"the {digit} at λ = {name(TALK_LAMS[stop])}: ")
            assert numbers == pytest.approx(expected, abs=6e-4)


def test_marks_of_pairs_are_paired_differences_with_their_intervals(said, table):
    pair = pairs(table)
    for stop, chart in enumerate(said["views"]["pairs"]):
        others = [other for other in range(len(TALK_LAMS)) if other != stop]
        assert [mark["value"] for mark in chart["marks"]] == pytest.approx(
            pair.value[others, stop].tolist(), abs=1e-6
        )
        for other, mark in zip(others, chart["marks"], strict=True):
            text = mark["text"].replace("−", "-")
            assert text.startswith(f"λ = {name(TALK_LAMS[other])} beside λ = {name(TALK_LAMS[stop])}: ")
            numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text.split(": ", 1)[1])]
            low, high = (100 * part[other, stop] for part in (pair.low, pair.high))
            expected = [100 * pair.value[other, stop], 95, low, high]
            assert numbers[:4] == pytest.approx(expected, abs=6e-3)
            assert numbers[4:6] == [pair.only[other, stop], pair.only[stop, other]]


def test_legends_name_what_is_drawn(said):
    every, pair, each, gain = said["legends"]
    assert every == ["mean of 3 draws", "each draw", "95 % for 200 test digits (Wilson)", "the talk’s seven"]
    assert pair == ["more than at the dial’s λ", "less", "not told apart", "95 %, paired"]
    assert each == ["The share of each digit that is read right, named at its end"]
    assert gain == ["gained over λ = ∞, on the same test digits", "lost", "95 %"]


def test_sentences_follow_the_table(said, table):
    mean = mean_accuracies(table).value
    pair = pairs(table)
    for stop, (everyone, against, each, gain, confusion, change) in enumerate(said["sentences"]):
        opened = [
            name(lam)
            for other, lam in enumerate(TALK_LAMS)
            if other != stop and pair.low[other, stop] <= 0 <= pair.high[other, stop]
        ]
        told = re.search(r"not told apart from it: λ = ([^;.]*(?:\.\d[^;.]*)*)\.", against)
        assert (re.findall(r"[\d.]+|∞", told[1]) if told else []) == opened
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
