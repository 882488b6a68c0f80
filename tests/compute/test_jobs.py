"""Jobs that someone watches: their end, their stop, and what becomes of one that no one waits for."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from lazyq.compute.jobs import Job, Jobs
from lazyq.compute.progress import report

ROOT = Path(__file__).parents[2]
PROGRAM = """
import threading
import torch
from lazyq.compute.progress import report
from lazyq.compute.jobs import Jobs

started = threading.Event()

def multiply():
    factor = torch.rand(500, 500)
    while True:
        factor = torch.nn.functional.normalize(factor @ factor)
        report("Multiplying", 0.5)
        started.set()

job = Jobs().ask("multiply", multiply, "me")
assert started.wait(120)
print(job.state)
"""


def endless():
    while True:
        report("Counting", 0.5)
        time.sleep(0.001)


def test_a_job_gives_its_result_to_all_who_ask():
    held = Jobs()
    first = held.ask("a", lambda: 7, "me")
    first.wait(30)
    assert (first.state, first.result) == ("done", 7)
    assert held.ask("a", lambda: 8, "you") is first


def test_a_job_goes_on_until_the_last_who_waits_has_left():
    held = Jobs()
    seen = []

    def count():
        while True:
            report("Counting", 0.5)
            seen.append(len(seen))
            time.sleep(0.001)

    job = held.ask("a", count, "me")
    assert held.ask("a", count, "you") is job
    job.leave("me")
    before = len(seen)
    while len(seen) < before + 20:
        assert job.state == "running"
        time.sleep(0.001)
    job.leave("you")
    job.wait(30)
    assert job.state == "stopped"


def test_a_failed_job_stays_so_until_it_is_forgotten():
    def fail():
        raise ValueError("no")

    held = Jobs()
    job = held.ask("a", fail, "me")
    job.wait(30)
    assert held.ask("a", lambda: 1, "you") is job
    held.forget_failed("a")
    other = held.ask("a", lambda: 1, "me")
    other.wait(30)
    assert other.result == 1
    held.forget_failed("a")
    assert held.ask("a", lambda: 2, "you") is other, "what is done is kept"


def test_a_job_that_failed_by_what_may_be_over_runs_again_when_asked_for():
    faults = [OSError("gone"), ValueError("no")]

    def fail():
        raise faults.pop(0)

    held = Jobs(expected=(OSError, ValueError), passing=(OSError,))
    first = held.ask("a", fail, "me")
    assert first.wait(30) == "failed"
    assert held.ask("a", fail, "me") is first, "whose page asks when the job has ended"
    held.leave("me")
    second = held.ask("a", fail, "me")
    assert second is not first
    assert second.wait(30) == "failed"
    assert held.ask("a", fail, "you") is second, "what was asked for can't be computed"
    assert (first.error, second.error) == ("gone", "no")


def test_a_job_that_no_one_waits_for_ends_and_can_be_had_anew():
    there = {"me", "you"}
    held = Jobs(present=there.__contains__, patience=0.0)
    job = held.ask("a", endless, "me")
    held.ask("a", endless, "you")
    there.remove("me")
    assert job.wait(0.2) == "running"
    there.remove("you")
    assert job.wait(30) == "stopped"
    there.add("me")
    other = held.ask("a", lambda: 1, "me")
    other.wait(30)
    assert other.result == 1


def test_a_job_goes_on_for_a_tab_that_is_loaded_again():
    there = {"old"}
    held = Jobs(present=there.__contains__, patience=1e9)
    job = held.ask("a", endless, "old")
    there.remove("old")
    assert job.wait(0.2) == "running"
    there.add("new")
    assert held.ask("a", endless, "new") is job
    held.leave("old")
    assert job.wait(0.2) == "running"
    held.leave("new")
    assert job.wait(30) == "stopped"


def test_a_job_of_no_visitor_goes_on_with_no_one_waiting_until_it_is_ended():
    job = Job(endless, patience=0.0)
    job.start()
    assert job.wait(0.2) == "running"
    job.end()
    assert job.state == "stopped"


@pytest.mark.parametrize("error", [ValueError("k must be small"), MemoryError("too large")])
def test_an_error_is_kept_in_words(error):
    def compute():
        raise error

    job = Job(compute, "me")
    job.start()
    job.wait(30)
    assert (job.state, job.error) == ("failed", str(error))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_that_is_not_expected_fails_the_job_in_plain_words():
    def compute():
        raise KeyError("x")

    job = Job(compute, expected=(ValueError,))
    job.start()
    assert job.wait(30) == "failed"
    assert job.error == "The computation ended unexpectedly."
    job.end()  # the thread's own warning comes at its end, and is this test's


def test_process_ends_well_while_a_job_is_within_torch():
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "running"), ended.stderr
    assert "terminate" not in ended.stderr
