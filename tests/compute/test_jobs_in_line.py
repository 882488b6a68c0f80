"""Many jobs: how many run, who comes next, what one visitor may ask for, and when no more are taken."""

import threading
import time

import pytest

from lazyq.compute import jobs as jobs_module
from lazyq.compute import room
from lazyq.compute.jobs import BusyError, Jobs
from lazyq.compute.progress import report


class Held:
    """Computations that go on until they are let go, or stopped."""

    def __init__(self):
        self.names = []
        self.go = threading.Event()

    def compute(self, name):
        def hold():
            self.names.append(name)
            while not self.go.wait(0.001):
                report("Holding", 0.5)
            return name

        return hold


@pytest.fixture
def held():
    made = Held()
    yield made
    made.go.set()


def asked(jobs, held, *names):
    """Ask for a job of each name, each for a visitor of that name."""
    return [jobs.ask(name, held.compute(name), f"visitor {name}") for name in names]


def test_no_more_run_than_there_is_room_for_and_the_others_keep_their_order(held):
    jobs = Jobs(at_once=2)
    some = asked(jobs, held, *"abcde")
    assert [job.state for job in some] == ["running", "running", "waiting", "waiting", "waiting"]
    assert [jobs.place(job) for job in some] == [0, 0, 0, 1, 2]
    held.go.set()
    assert [job.wait(30) for job in some] == ["done"] * 5
    assert [job.result for job in some] == list("abcde")
    assert sorted(held.names[:2]) == ["a", "b"]


def test_who_leaves_the_line_lets_the_others_move_up(held):
    there = {f"visitor {name}" for name in "abcd"}
    jobs = Jobs(at_once=1, present=there.__contains__, patience=0.0)
    _, second, third, fourth = asked(jobs, held, *"abcd")
    assert jobs.place(fourth) == 2
    jobs.leave("visitor b")
    assert second.state == "stopped"
    assert jobs.place(fourth) == 1
    there.remove("visitor c")
    while third.state == "waiting":
        jobs.place(fourth)
    assert (third.state, jobs.place(fourth)) == ("stopped", 0)
    jobs.leave("visitor a")
    while fourth.state == "waiting":
        time.sleep(0.001)
    assert fourth.state == "running"
    assert asked(jobs, held, "b")[0] is not second


def test_a_visitor_waits_for_two_jobs_and_leaves_the_oldest_for_a_third(held):
    jobs = Jobs(at_once=9)
    first, second, third = (jobs.ask(name, held.compute(name), "me") for name in "abc")
    assert first.wait(30) == "stopped"
    assert (second.state, third.state) == ("running", "running")
    jobs.leave("me", but=("c",))
    assert second.wait(30) == "stopped"
    assert third.state == "running"


def test_a_job_of_others_goes_on_when_one_visitor_asks_for_much(held):
    jobs = Jobs(at_once=9)
    shared = jobs.ask("a", held.compute("a"), "you")
    for name in "abcdef":
        jobs.ask(name, held.compute(name), "me")
    held.go.set()
    assert shared.wait(30) == "done"


def test_who_has_none_running_comes_before_who_has_one(held):
    jobs = Jobs(at_once=1)
    jobs.ask("a", held.compute("a"), "me")
    mine = jobs.ask("b", held.compute("b"), "me")
    yours = jobs.ask("c", held.compute("c"), "you")
    assert (jobs.place(yours), jobs.place(mine)) == (0, 1)


def test_no_more_are_taken_than_the_line_has_room_for(held):
    jobs = Jobs(at_once=1, waiting=3)
    some = asked(jobs, held, *"abcd")
    with pytest.raises(BusyError, match="3 computations wait already"):
        asked(jobs, held, "e")
    assert asked(jobs, held, "b") == [some[1]], "what is in line already may be asked for"
    jobs.leave("visitor b")
    assert asked(jobs, held, "e")[0].state == "waiting"


def test_a_thousand_visitors_ask_and_a_bounded_number_is_held(held):
    jobs = Jobs(at_once=1)
    taken = refused = 0
    for number in range(1_000):
        try:
            asked(jobs, held, str(number))
            taken += 1
        except BusyError:
            refused += 1
    assert (taken, refused) == (49, 951)
    assert threading.active_count() < 40
    for number in range(49):
        jobs.leave(f"visitor {number}")


def test_no_second_job_starts_while_memory_is_short(held, monkeypatch):
    free = [0]
    monkeypatch.setattr(jobs_module, "has_room", lambda wanted: free[0] >= wanted)
    jobs = Jobs(at_once=2)
    first, second = asked(jobs, held, *"ab")
    assert (first.state, second.state) == ("running", "waiting")
    free[0] = 2**40
    jobs.place(second)
    assert second.state == "running"


def test_results_are_kept_for_a_few(held):
    held.go.set()
    jobs = Jobs(at_once=2)
    for name in "abcdefghij":
        asked(jobs, held, name)[0].wait(30)
    assert asked(jobs, held, "j")[0].state == "done"
    assert asked(jobs, held, "a")[0].wait(30) == "done"
    assert held.names.count("a") == 2


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "9999", "²"])
def test_a_number_of_jobs_that_cannot_be_is_refused(text, monkeypatch):
    monkeypatch.setenv("LAZYQ_JOBS", text)
    with pytest.raises(ValueError, match="LAZYQ_JOBS must be a whole number from 1 to 999"):
        room.jobs_at_once()


def test_two_jobs_run_at_once_unless_there_is_one_core_or_another_wish(monkeypatch):
    monkeypatch.delenv("LAZYQ_JOBS", raising=False)
    for cores, expected in ((1, 1), (2, 2), (64, 2)):
        monkeypatch.setattr(room, "cores", lambda cores=cores: cores)
        assert room.jobs_at_once() == expected
    monkeypatch.setenv("LAZYQ_JOBS", " 7 ")
    assert room.jobs_at_once() == 7


def test_free_memory_is_the_less_of_the_machine_and_of_the_container(tmp_path):
    machine = tmp_path / "meminfo"
    assert room.free_memory(machine, tmp_path) is None
    machine.write_text("MemTotal:  9 kB\nMemAvailable:    2000 kB\n", "ascii")
    assert room.free_memory(machine, tmp_path) == 2_048_000
    (tmp_path / "memory.max").write_text("max\n", "ascii")
    (tmp_path / "memory.current").write_text("400\n", "ascii")
    assert room.free_memory(machine, tmp_path) == 2_048_000
    (tmp_path / "memory.max").write_text("1000\n", "ascii")
    assert room.free_memory(machine, tmp_path) == 600
    (tmp_path / "memory.stat").write_text("anon 300\ninactive_file 100\n", "ascii")
    assert room.free_memory(machine, tmp_path) == 700
