"""Programs that pages give away, run as a visitor would."""

import pytest


@pytest.fixture
def run(capsys):
    """Run a program in this process and return the lines that it prints."""

    def lines(program):
        exec(compile(program, "program", "exec"), {})
        return capsys.readouterr().out.splitlines()

    return lines
