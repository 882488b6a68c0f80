import csv
import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

import lazyq
from lazyq import cli
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DrawnDigit

X, Y = "sklearn-6", "sklearn-9"


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["lazyq", *arguments])
    monkeypatch.setattr(os, "_exit", sys.exit)
    with pytest.raises(SystemExit) as end:
        cli.main()
    out, err = capsys.readouterr()
    return int(end.value.code or 0), out, err


@pytest.fixture
def path() -> lazyq.LazyPath:
    images = load_sklearn_digits().images
    return lazyq.lazy_path(lazyq.RowShifts(28, 28), images[6], images[9])


def test_distances_are_those_of_the_library(capsys, monkeypatch, path):
    code, out, _ = run(capsys, monkeypatch, "distance", X, Y, "--lam", "0.3", "--lam", "inf", "--json")
    assert code == 0
    rows = json.loads(out)
    assert [row["lam"] for row in rows] == [0.3, "inf"]
    for row, lam in zip(rows, (0.3, float("inf")), strict=True):
        assert row["distance"] == pytest.approx(float(path.at(lam).distance), rel=1e-12)
        assert row["effort"] == pytest.approx(float(path.at(lam).effort), rel=1e-12)


def test_the_path_as_csv_and_npz(capsys, monkeypatch, path, tmp_path):
    code, out, _ = run(capsys, monkeypatch, "path", X, Y, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [float(row["lam_from"]) for row in rows] == [0.0, *path.breakpoints.tolist()]
    assert [float(row["squared_effort"]) for row in rows] == path.squared_efforts.tolist()

    file = tmp_path / "path.npz"
    code, _, _ = run(capsys, monkeypatch, "path", X, Y, "--npz", str(file))
    with np.load(file, allow_pickle=False) as arrays:
        assert code == 0
        assert np.array_equal(arrays["breakpoints"], path.breakpoints.numpy())
        assert np.array_equal(arrays["g"], path.g.numpy())
        assert str(arrays["x_reference"]) == X


def test_a_picture_of_ones_own(capsys, monkeypatch, tmp_path):
    file = tmp_path / "six.png"
    Image.fromarray(load_sklearn_digits().images[6].numpy()).resize((90, 90)).save(file)
    code, out, _ = run(capsys, monkeypatch, "distance", str(file), Y)
    assert code == 0
    assert "distance" in out


def test_a_drawing_by_the_reference_of_its_link(capsys, monkeypatch):
    reference = DrawnDigit(np.random.default_rng(0).bytes(784)).text
    code, out, _ = run(capsys, monkeypatch, "distance", reference, reference, "--json")
    assert len(reference) > 1_000, "longer than the name of a file may be"
    assert code == 0
    assert json.loads(out)[0]["distance"] == 0


def test_info_and_cache(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path))
    code, out, _ = run(capsys, monkeypatch, "info", "--json")
    assert code == 0
    assert json.loads(out)["lazyq"] == lazyq.__version__
    code, out, _ = run(capsys, monkeypatch, "cache", "--clear")
    assert code == 0
    assert out.startswith("0 results")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("distance", X, Y, "--lam", "-1"), 2, "lam must be a number of at least 0, or inf, got '-1'"),
        (("distance", X, Y, "--lam", "nan"), 2, "lam must be"),
        (("distance", X, Y, "--lam", "much"), 2, "lam must be"),
        (("distance", "mnist-test-99999", Y), 2, "index must be an integer from 0 to 9999"),
        (("distance", "seven", Y), 2, "a digit is written as"),
        (("distance", "nowhere.png", Y), 2, "there is no file nowhere.png"),
        (("path", X, Y, "--json", "--csv"), 2, "choose one of --json and --csv"),
        (("data", "--no-fetch", "--root", "."), 1, "is missing"),
    ],
)
def test_bad_input_ends_with_one_clear_line(capsys, monkeypatch, tmp_path, arguments, status, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, monkeypatch, *arguments)
    assert code == status
    assert out == ""
    assert " ".join(err.split()).startswith("lazyq: ")
    assert said in " ".join(err.split())


def test_a_bad_device_is_one_clear_line(capsys, monkeypatch):
    monkeypatch.setenv("LAZYQ_DEVICE", "abacus")
    code, _, err = run(capsys, monkeypatch, "info")
    assert code == 2
    assert "abacus" in err


def test_the_module_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "lazyq.cli", "distance", X, Y, "--csv"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("lam,distance,residual,effort\n0.5,")


@pytest.mark.parametrize(
    "where",
    ["lazyq.cli.require_extra", "lazyq.cli.commands.app", "lazyq.cli.commands.lens_path"],
    ids=["as-it-is-imported", "before-a-command", "in-a-command"],
)
def test_ctrl_c_at_any_time_is_said_in_one_line_without_waiting(capsys, monkeypatch, where):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    ended = []
    monkeypatch.setattr(where, interrupted)
    monkeypatch.setattr(sys, "argv", ["lazyq", "distance", X, Y])
    monkeypatch.setattr(os, "_exit", ended.append)
    cli.main()
    assert ended == [130]  # not by Python's own end, which waits for threads
    out, err = capsys.readouterr()
    assert (out, err.strip()) == ("", "lazyq: interrupted")


@pytest.mark.parametrize("arguments", [("path", X, Y), ("path", X, Y, "--csv"), ("info",)], ids=" ".join)
def test_who_reads_no_further_hears_no_complaint(arguments):
    command = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "lazyq.cli", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    command.stdout.close()
    assert command.stderr.read() == b""
    command.wait()
    command.stderr.close()
