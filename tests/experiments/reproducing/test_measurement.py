"""Measured figures: read from what benchmarks print, and held against what runs gave."""

import math
import signal

import pytest

from benchmarks import classroom
from benchmarks.dragging import row
from lazyq.experiments.reproducing import MEASUREMENTS, Measurement, Reading, measure, told

BY_NAME = {one.name: one for one in MEASUREMENTS}
MANUALLY = {"image-size"}
SLOW = """
import time
from pathlib import Path

try:
    print("begun", flush=True)
    time.sleep(600)
finally:
    Path("ended").touch()
"""
PRINTED = {
    "pairwise": (
        "NumPy FFT, λ = 0.5     205,194 pairs/s per core; lazyq is       93.2× as fast\n"
        "NumPy FFT, six λ      72,417 pairs/s per core; lazyq is    1,118.4× as fast\n"
        "Numba loops, λ = 0.5      84,621 pairs/s per core; lazyq is      226.1× as fast\n"
        "an exact lazy neighbour costs 2.8 plain ones\n",
        (93.2, 1118.4, 226.1, 2.8),
    ),
    "own-data": (
        "pairwise, float32 MNIST, λ = 0.5               68.20 × NumPy's FFT\n"
        "pairwise, float32 MNIST, seven λ              131.48 × NumPy's FFT\n",
        (68.2, 131.48),
    ),
    "means-time": ("60,000 digits, 7 λ: 138.9 s, 49.6 CPU s\n", (49.6,)),
    "growth": ("| 7,500 | 2.0 | 5.0 |\n| 60,000 | 8.1 | 29.1 | 0.57 | 0.135 |\n", (8.1,)),
    "words-time": (
        "191,041,732 distances a CPU second\n"
        "a loop over linear_sum_assignment: 138,003 a second, ratio 1,384\n",
        (191, 1384),
    ),
    "spectral": (
        "29 regularisations, n = 2048, 317 eigenfunctions: 0.159 CPU s with leave-one-out; KernelRidge "
        "19.930 without (125.0 times); RidgeCV on the features, with leave-one-out but for the best one "
        "only, 1.239 (7.8 times)\nTorusTranslations(m=4, d=2), 20 trials\n",
        (125, 7.8),
    ),
    "aligning-time": (
        "lazy    0.998 ± 0.005  by seed 1.000 0.991  1.68 CPU s\n2,000 points: 8.2 s, 24.2 CPU s, 10 steps\n",
        (1.68, 8.2),
    ),
    "steering-time": ("seed 0, 27 s of processor time\nseed 1, 28 s of processor time\n", (27,)),
    "cold-server": (
        "start                           3.1, 0.9      2.1, 1.2      2.7, 1.3      2.8, 1.4\n",
        (1.3,),
    ),
    "classroom": (
        f"{classroom.row('lens, all at once', [0.3] * 50)}\n"
        f"{classroom.row('lens, all at once', [0.76] * 200)}\n"
        f"{classroom.row('neighbours, all at once', [1.2] * 200)}        1103    1114\n"
        f"{classroom.row('a room, 200 look', [0.01] * 200)}   10.5% of a core\n"
        f"{classroom.row('a room, 200 look and commit', [0.01] * 200)}   9.9% of a core\n"
        f"{classroom.row('lens, one after another', [0.01] * 20)}   11.2 ms of processor time a visit\n"
        f"{classroom.row(f'the same beside {classroom.LONG_JOBS} computations', [0.14] * 20)}\n",
        (0.76, 1.2, 0.14, 11.2, 10.5),
    ),
    "dials": (f"{row('Lens, λ', [13.5] * 40)}\n{row('Words, scrambling', [12.5] * 40)}\n", (13.5, 12.5)),
    "drawn-digit": (row("Two-layer network", [143.2] * 40), (143.2,)),
    "gpu": (
        "pairwise, 1,000 × 10,000, uint8, 1 λ                       " + "     4.2 ms  \n"
        "Accuracy's table, 10,000 of 60,000, 7 λ                    " + "    1.10 s   91.65%\n",
        (1.1, 4.2),
    ),
}


@pytest.mark.parametrize("name", PRINTED)
def test_figures_are_read_from_what_the_benchmark_prints(name):
    output, values = PRINTED[name]
    assert tuple(reading.read(output, math.nan) for reading in BY_NAME[name].readings) == values


def test_every_reading_of_an_output_is_tried():
    printing = {one.name for one in MEASUREMENTS if any(reading.pattern for reading in one.readings)}
    assert printing == set(PRINTED)


@pytest.mark.parametrize("one", MEASUREMENTS, ids=lambda one: one.name)
def test_what_is_known_of_it_is_whole(one):
    assert bool(one.why_not()) == (one.name in MANUALLY)
    for reading in one.readings:
        assert 0 < reading.least <= reading.most
        assert reading.runs > 1 or reading.least == reading.most
        assert reading.verdict(reading.least) == reading.verdict(reading.most) == ""


@pytest.mark.parametrize(
    ("runs", "faster", "value", "verdict"),
    [
        (3, False, 4.99, "faster here"),
        (3, False, 6.01, "slower here"),
        (3, True, 4.99, "slower here"),
        (3, True, 6.01, "faster here"),
        (2, False, 7.99, ""),
        (2, False, 8.01, "slower here"),
        (2, False, 3.76, ""),
        (2, True, 3.74, "slower here"),
    ],
)
def test_few_runs_allow_for_the_machine_s_own_speed(runs, faster, value, verdict):
    assert Reading("a visit", "", 5, 6, "ms", runs, faster).verdict(value) == verdict


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (Reading("a visit", "", 11, 11.5, "ms", 2), "a visit: 11 to 11.5 ms in 2 runs"),
        (Reading("all of it", "", 8.2, 8.2, "s", 1), "all of it: 8.2 s in one run"),
        (Reading("ratio", "", 1384, 1487, "", 2), "ratio: 1384 to 1487 in 2 runs"),
    ],
)
def test_an_interval_is_told_with_its_runs(reading, said):
    assert told(reading) == said


def test_it_is_said_how_well_its_time_is_known():
    known = {name: BY_NAME[name].known for name in ("brute-force", "dials", "fuzz", "gpu")}
    assert known == {
        "brute-force": "about 15 s",
        "dials": "about 4 min",
        "fuzz": "an estimate of 20 min",
        "gpu": "not timed",
    }


@pytest.fixture(params=[signal.default_int_handler, signal.SIG_IGN], ids=["in front", "behind"])
def ctrl_c(request):
    """What a shell lets a command that runs in front of it, or behind it, do at Ctrl-C."""
    before = signal.signal(signal.SIGINT, request.param)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_who_stops_a_benchmark_sees_no_traceback_and_leaves_none_behind(monkeypatch, tmp_path, capfd):
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "slow.py").write_text(SLOW, encoding="utf-8")
    monkeypatch.setattr("lazyq.experiments.reproducing.measurement._ROOT", tmp_path)

    def stop(line):
        assert line == "begun"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure(Measurement("slow", (), "python -m benchmarks.slow", "here"), stop)
    assert (tmp_path / "ended").exists(), "it was not told to end, or not waited for"
    assert capfd.readouterr().err == ""


def test_what_can_t_be_measured_here_raises():
    with pytest.raises(ValueError, match="start the command yourself"):
        measure(BY_NAME["image-size"], print)
