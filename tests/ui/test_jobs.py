"""Jobs that someone watches: their end, their stop, and what becomes of one that no one waits for."""

import time

import pytest

from lazyq.experiments.progress import report
from lazyq.ui import jobs as module
from lazyq.ui.jobs import Job, Jobs


def endless():
    while True:
        report("Counting", 0.5)
        time.sleep(0.001)


def test_a_job_gives_its_result_to_all_who_ask():
    held = Jobs()
    first = held.ask("a", lambda: 7)
    first.wait(30)
    assert (first.state, first.result) == ("done", 7)
    assert held.ask("a", lambda: 8) is first


def test_a_stopped_job_stays_stopped_until_it_is_forgotten():
    held = Jobs()
    job = held.ask("a", endless)
    job.stop()
    job.wait(30)
    assert job.state == "stopped"
    assert held.ask("a", endless) is job
    held.forget("a")
    other = held.ask("a", lambda: 1)
    other.wait(30)
    assert other.state == "done"


def test_a_job_that_no_one_waits_for_ends_and_can_be_had_anew(monkeypatch):
    monkeypatch.setattr(module, "_ABANDONED", 0.0)
    held = Jobs()
    job = held.ask("a", endless)
    job.wait(30)
    assert job.state == "abandoned"
    other = held.ask("a", lambda: 1)
    other.wait(30)
    assert other.result == 1


@pytest.mark.parametrize("error", [ValueError("k must be small"), MemoryError("too large")])
def test_an_error_is_kept_in_words(error):
    def compute():
        raise error

    job = Job(compute)
    job.wait(30)
    assert (job.state, job.error) == ("failed", str(error))
