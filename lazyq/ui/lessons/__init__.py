"""Lessons by link: sequences of states of the pages, with questions that are answered by computing."""

from lazyq.ui.lessons.reading import MOST_STEPS, Choice, Lesson, Question, Step, link, read_lesson

__all__ = ["MOST_STEPS", "Choice", "Lesson", "Question", "Step", "link", "read_lesson"]
