import csv
import io
import json

import numpy as np
import pytest
import torch

from lazyq import RowShifts
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.accuracy import AccuracySpec, accuracy_table
from lazyq.neighbors import neighbors
from tests.cli.test_cli import run

SETS = ("--training-set", "sklearn", "--test-set", "sklearn")


def test_the_neighbours_are_those_of_the_library(capsys, monkeypatch):
    arguments = (
        "neighbors",
        "sklearn-6",
        "--among",
        "sklearn",
        "-k",
        "3",
        "--lam",
        "0.5",
        "--lam",
        "inf",
        "--json",
    )
    code, out, _ = run(capsys, monkeypatch, *arguments)
    digits = load_sklearn_digits()
    found = neighbors(RowShifts(28, 28), digits.images[6:7], digits.images, [0.5, float("inf")], 3)
    rows = json.loads(out)
    assert code == 0
    assert [row["index"] for row in rows] == found.indices.flatten().tolist()
    assert [row["distance"] for row in rows] == found.distances.flatten().tolist()
    assert [row["label"] for row in rows] == digits.labels[found.indices.flatten()].tolist()
    assert [row["rank"] for row in rows] == [1, 2, 3, 1, 2, 3]
    for row in rows[:3]:
        assert row["distance"] == pytest.approx(np.hypot(row["residual"], 0.5 * row["effort"]), rel=1e-9)


def test_the_table_is_the_experiments(capsys, monkeypatch):
    arguments = (
        "--train",
        "80",
        "--test",
        "40",
        "-k",
        "3",
        "--draws",
        "2",
        "--leave-one-out",
        "--csv",
        *SETS,
    )
    code, out, err = run(capsys, monkeypatch, "table", *arguments)
    spec = AccuracySpec(
        train=80,
        test=40,
        neighbors=3,
        draws=2,
        leave_one_out=True,
        training_set="sklearn",
        test_set="sklearn",
    )
    table = accuracy_table(spec)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [float(row["accuracy"]) for row in rows] == table.accuracies.flatten().tolist()
    assert [float(row["leave_one_out"]) for row in rows] == table.leave_one_out.flatten().tolist()
    assert [float(row["lam"]) for row in rows] == [*table.lams.tolist()] * 2
    assert "44,800 distances in" in err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("table", "--train", "0", "--test", "5", *SETS), 2, "train must be from 1"),
        (("table", "--lam", "near"), 2, "lam must be a number"),
        (("table", "--train", "10", "--test", "5", "--scheduler", "nowhere", *SETS), 2, "scheduler must be"),
        (("neighbors", "sklearn-6", "--among", "cats"), 2, "dataset must be one of"),
        (("neighbors", "sklearn-6", "--among", "sklearn", "-k", "0"), 2, "k must be a whole number"),
    ],
)
def test_bad_input_is_one_clear_line(capsys, monkeypatch, arguments, status, message):
    code, out, err = run(capsys, monkeypatch, *arguments)
    assert code == status
    assert message in " ".join(err.split())
    assert out == ""


def test_ctrl_c_is_said_in_one_line(capsys, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("lazyq.cli.commands.accuracy_table", interrupted)
    code, _, err = run(capsys, monkeypatch, "table", "--train", "10", "--test", "5", *SETS)
    assert code == 130
    assert err.strip() == "lazyq: interrupted, nothing is kept"


def test_info_says_why_a_kernel_does_not_serve(capsys, monkeypatch):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    code, out, _ = run(capsys, monkeypatch, "info", "--json")
    said = json.loads(out)
    assert code == 0
    assert "NUMBA_DISABLE_JIT" in said["kernel numba"]
    assert said["kernel torch"] == "serves digits on the CPU"
    if not torch.cuda.is_available():
        assert "CUDA" in said["kernel triton"]
