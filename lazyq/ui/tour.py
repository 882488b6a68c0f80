"""The guided tour: which of its steps the address asks for, and what the frame and Start are told of it."""

from typing import Any

import streamlit as st

from lazyq.ui.lessons import Step, lesson, link

TOUR = "tour"


def tour_steps(titles: dict[str, str]) -> tuple[Step, ...]:
    """Return the steps of the tour over the pages, given as their titles by address."""
    return lesson(TOUR, frozenset(titles))


def tour_links(titles: dict[str, str]) -> tuple[str, ...]:
    """Return a link to every step."""
    steps = tour_steps(titles)
    return tuple(link(step, **{TOUR: str(number)}) for number, step in enumerate(steps, 1))


def asked_step(page: str, titles: dict[str, str]) -> dict[str, Any] | None:
    """Return what the card shows of the step that the address asks for, and say what can't be shown."""
    said = st.query_params.get(TOUR)
    if said is None:
        return None
    steps, links = tour_steps(titles), tour_links(titles)
    wanted = {str(number): number for number in range(1, len(steps) + 1)}
    number = wanted.get(said)
    if number is None:
        st.warning(f"The link’s tour can’t be shown: it must be a whole number from 1 to {len(steps)}.")
        return None
    step = steps[number - 1]
    if step.page != page:
        st.warning(f"The link’s tour can’t be shown: step {number} is on the page {titles[step.page]}.")
        return None
    return {
        "number": number,
        "of": len(steps),
        "title": step.title,
        "says": " ".join(step.says),
        "look": step.look,
        "at": step.at,
        "back": links[number - 2] if number > 1 else "",
        "next": links[number] if number < len(steps) else "",
    }
