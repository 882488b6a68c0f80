"""Every step of every lesson: it is told, its state is on the page, and its question can be answered."""

import pytest

from .lesson_walk import NAMES, Walk


@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_there_and_its_question_answered(page, open_page, name):
    walk = Walk(page, name)
    open_page(walk.address(1), on=page)
    for number in range(1, len(walk.lesson.steps) + 1):
        walk.at_step(number)
        walk.answer(number)
        page.keyboard.press("n")
