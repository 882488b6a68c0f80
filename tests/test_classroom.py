"""The benchmark of a class is bounded in number and time."""

import asyncio
import sys

import pytest

from benchmarks import classroom


@pytest.mark.parametrize("option", ["--visits", "--visitors", "--minutes"])
@pytest.mark.parametrize("said", ["0", "-1", "1000000", "9" * 5000, "many", "1.5"])
def test_what_is_out_of_bounds_is_refused(option, said, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["classroom", f"{option}={said}"])
    with pytest.raises(SystemExit) as ended:
        classroom.main()
    assert ended.value.code == 2
    assert f"argument {option}: must be a whole number from 1 to" in capsys.readouterr().err


def test_what_does_not_end_is_ended():
    ended = []

    async def wait():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    with pytest.raises(SystemExit, match=r"not done after 0\.0001 minutes"):
        asyncio.run(classroom.within(1e-4, wait()))
    assert ended


def test_a_visitor_that_waited_too_long_is_another_matter():
    async def fail():
        raise TimeoutError("a page")

    with pytest.raises(TimeoutError, match="a page"):
        asyncio.run(classroom.within(1, fail()))
