"""The Teach page: a lesson is put together from the views as they are."""

import secrets
from typing import Any

import streamlit as st

from lazyq.ui.components import component
from lazyq.ui.language import later, localised, tr, trn
from lazyq.ui.lessons.draft import FIELDS, packed, table_of, unpacked
from lazyq.ui.lessons.expressions import COMPUTATIONS, HELPERS
from lazyq.ui.lessons.reading import LONGEST, MOST_STEPS, Lesson, Step, link, read_table
from lazyq.ui.lessons.shelf import find, in_every_language, in_link, shelf
from lazyq.ui.lessons.writing import code, read_link, sheet, written
from lazyq.ui.parts import parts_of
from lazyq.ui.plain import plain
from lazyq.ui.shell import LEFT, titles

_DRAFT = "_teach_draft"
_EXAMPLE = 'word_event("pairectcs", "practices", 1)'
_FROM = "from"
_TAKEN = "_teach_taken"
_PROBLEMS = "_teach_problems"
_VISIT, _FIRST, _ANSWERED = "_teach_visit", "_teach_first", "_teach_answered"
_MOST_LINKS = 20_000
# What the form calls the fields of a lesson's file, where it is said what is wrong with one.
_CALLED = {
    "lesson.title": later("Title of the lesson"),
    "lesson.about": later("What it is about, in a sentence"),
    "title": later("Title"),
    "minutes": later("Minutes"),
    "query": later("Link"),
    "says": later("Text"),
    "look": later("What to look at"),
    "asks": later("Question"),
    "answer": later("Its answer"),
    "tolerance": later("Right within ±"),
    "unit": later("Unit"),
    "choices": later("Choices"),
    "a choice": later("Choices"),
    "is": later("Choices"),
    "why": later("What explains the answer"),
}
_keeping = component("draft", isolated=False)


def draft() -> dict[str, Any]:
    """Return what is written so far, kept for the visit: the lesson's own fields, and its steps in order."""
    kept: dict[str, Any] = st.session_state.setdefault(
        _DRAFT, {"title": tr("My lesson"), "about": "", "steps": [], "next": 0}
    )
    return kept


def beginning() -> None:
    """Show the lesson's title, and how steps are added."""
    _take_asked()
    held = draft()
    first, second = st.columns(2)
    with first:
        held["title"] = _field("title", tr("Title of the lesson"), held["title"], LONGEST["title"])
    with second:
        held["about"] = _field(
            "about", tr("What it is about, in a sentence"), held["about"], LONGEST["about"]
        )
    st.text_area(
        tr("Links to pages of this app, one a line"),
        key="_teach_links",
        max_chars=_MOST_LINKS,
        help=tr("Set a page as your pupils shall find it and copy its address."),
    )
    with st.container(horizontal=True):
        st.button(tr("Add these pages"), icon=":material/add_link:", on_click=_add_links)
        st.button(tr("Take the page I was on"), icon=":material/undo:", on_click=_add_left)
        there = shelf(frozenset(titles()))
        with st.popover(tr("Begin with a lesson that there is"), icon=":material/menu_book:"):
            for name, lesson in there.lessons.items():
                label = plain(lesson.title)
                st.button(label, key=f"_teach_take_{name}", on_click=_take, args=(lesson,))
    for problem in st.session_state.pop(_PROBLEMS, []):
        st.warning(plain(problem))


def keep() -> None:
    """Let the tab keep what is written, and give it back to a visit that knows nothing of it."""
    state = st.session_state
    lesson = packed(draft(), state.get(_TAKEN))
    state.setdefault(_FIRST, lesson)
    visit = state.setdefault(_VISIT, secrets.token_hex(8))
    data = {"visit": visit, "lesson": lesson, "answered": state.get(_ANSWERED, False)}
    _keeping(key="draft", data=data, on_kept_change=_take_back)


def _take_back() -> None:
    state = st.session_state
    sent = state["draft"].get("kept")
    if sent is None or state.get(_ANSWERED):
        return
    state[_ANSWERED] = True
    asked = state.get(_TAKEN)
    if packed(draft(), asked) != state.get(_FIRST):
        return  # it has been written in since
    try:
        taken, kept = unpacked(sent)
    except ValueError as error:
        _complain(str(error))
        return
    if asked in {None, taken}:
        state[_TAKEN] = taken
        _begin(kept["title"], kept["about"])
        for step in kept["steps"]:
            _new(**step)


def steps() -> None:
    """Show the steps, each to be written, moved and removed."""
    held = draft()["steps"]
    for place, step in enumerate(held):
        title = plain(step["title"] or tr("A step"))
        with st.expander(f"{place + 1}. {title}", expanded=place == 0 or len(held) < 4):
            _step(step)
            with st.container(horizontal=True):
                number = place + 1
                up, down = tr("Up: step {number}", number=number), tr("Down: step {number}", number=number)
                for label, by in ((up, -1), (down, 1)):
                    ends = place + by not in range(len(held))
                    key = f"_teach_{step['id']}_{by}"
                    st.button(label, key=key, disabled=ends, on_click=_move, args=(place, by))
                remove = tr("Remove step {number}", number=number)
                st.button(remove, key=f"_teach_{step['id']}_no", on_click=_remove, args=(place,))


def result() -> None:
    """Show the lesson as a link, a code, a file and a sheet, or what is still wrong with it."""
    if not draft()["steps"]:
        st.info(tr("Add a page: it becomes the first step."))
        return
    try:
        called = {name: tr("“{label}”", label=tr(label)) for name, label in _CALLED.items()}
        lesson = read_table(table_of(draft(), titles()), frozenset(titles()), called)
    except ValueError as error:
        st.warning(tr("Not yet a lesson: {why}.", why=plain(error)))
        return
    text = written(lesson)
    name, base = _name(text), _base()
    address = None if name is None else f"{base}?lesson={name}"
    st.markdown(_told(lesson))
    if address is None:
        st.info(
            tr(
                "This lesson is too long for a link. Take the file, and put it into the folder that "
                "LAZYQ_LESSONS names: then its name is its link."
            )
        )
    else:
        st.code(address, language=None, wrap_lines=True)
        picture = code(address)
        if picture is None:
            st.caption(
                tr("The link is too long for a QR code that a phone reads; the sheet has one for each step.")
            )
        else:
            label = tr("QR code of the lesson")
            st.html(f'<img alt="{label}" width="240" src="{picture}">')
    with st.container(horizontal=True):
        if address is not None:
            st.link_button(tr("Open the lesson"), address, icon=":material/play_arrow:")
        st.download_button(
            tr("The file, TOML"),
            text,
            "lesson.toml",
            "text/plain",
            on_click="ignore",
            icon=":material/download:",
        )
        printed = sheet(lesson, base, address)
        st.download_button(
            tr("The sheet to print"),
            printed,
            "lesson.html",
            "text/html",
            on_click="ignore",
            icon=":material/print:",
        )


def _name(text: str) -> str | None:
    """Return what a link calls a lesson: the name of one that there is, or a short lesson itself."""
    pages = frozenset(titles())
    there = (*shelf(pages).lessons.items(), *in_every_language(pages))
    return next((name for name, lesson in there if written(lesson) == text), None) or in_link(text)


def _told(lesson: Lesson) -> str:
    title, count = plain(lesson.title), len(lesson.steps)
    if not lesson.minutes:
        return trn("**{title}**: 1 step.", "**{title}**: {count} steps.", count, title=title)
    return trn(
        "**{title}**: 1 step, {minutes} minutes.",
        "**{title}**: {count} steps, {minutes} minutes.",
        count,
        title=title,
        minutes=lesson.minutes,
    )


def help_with_answers() -> None:
    """Show what a question can have computed."""
    with st.popover(tr("What can be computed"), icon=":material/calculate:"):
        st.markdown(
            tr(
                "An answer is an expression of these, of numbers, + − \\* / and {helpers}; words and digits "
                'stand in quotes. "x" and "y" are the digits of the step’s page. In what explains the '
                "answer, an expression in braces is computed too.",
                helpers=", ".join(HELPERS),
            )
        )
        st.code(
            "\n".join(f"{name}({', '.join(kinds)})" for name, kinds in COMPUTATIONS.items()), language=None
        )


def _field(key: str, label: str, value: str, most: int, *, rows: int = 0, **more: Any) -> str:
    """Show a field that keeps what it has over visits of other pages."""
    key = f"_teach_{key}"
    st.session_state.setdefault(key, value)
    if rows:
        return str(st.text_area(label, key=key, max_chars=most, height=26 * rows + 30, **more))
    return str(st.text_input(label, key=key, max_chars=most, **more))


def _step(step: dict[str, Any]) -> None:
    own = f"{step['id']}_"

    def ask(name: str, label: str, **more: Any) -> None:
        step[name] = _field(own + name, label, step[name], FIELDS[name], **more)

    title, minutes = st.columns([4, 1])
    with title:
        ask("title", tr("Title"))
    with minutes:
        ask("minutes", tr("Minutes"))
    ask("link", tr("Link, with hide= and lock= for parts"), help=_parts_help(step["link"]))
    ask("says", tr("Text, a sentence or two a line"), rows=3)
    ask("look", tr("What to look at"))
    ask("asks", tr("Question, if there is one"))
    if step["asks"]:
        answer, tolerance, unit = st.columns([3, 1, 1])
        with answer:
            ask("answer", tr("Its answer, to be computed"), placeholder=_EXAMPLE)
        with tolerance:
            ask("tolerance", tr("Right within ±"))
        with unit:
            ask("unit", tr("Unit, if any"))
        ask("choices", tr("Choices, one a line, as: it falls = -1; none for a number"), rows=3)
        ask("why", tr("What explains the answer"))


def _parts_help(address: str) -> str:
    try:
        page = read_link(address, titles()).page
    except ValueError:
        return tr("The address of a page of this app.")
    names = ", ".join(parts_of(page, "lock"))
    return tr("Add &hide= or &lock= and names joined by \\_: {names}.", names=names)


def _new(**fields: str) -> None:
    held = draft()
    if len(held["steps"]) >= MOST_STEPS:
        _complain(tr("A lesson has at most {most} steps", most=MOST_STEPS))
        return
    step = dict.fromkeys(FIELDS, "") | {"tolerance": localised("0.01"), "minutes": "2"} | fields
    held["steps"].append(step | {"id": held["next"]})
    held["next"] += 1


def _add(address: str) -> None:
    try:
        place = read_link(address, titles())
    except ValueError as error:
        _complain(str(error))
        return
    _new(title=titles()[place.page], link=address.strip()[:2_000])


def _add_links() -> None:
    lines = [line for line in st.session_state.get("_teach_links", "").splitlines() if line.strip()]
    for line in lines[:MOST_STEPS]:
        _add(line)
    st.session_state["_teach_links"] = ""


def _add_left() -> None:
    left = st.session_state.get(LEFT)
    if left is None:
        _complain(tr("Go to a page first, set it as you like, and come back"))
    else:
        _add(left)


def _take_asked() -> None:
    """Begin with the lesson that the link names, once."""
    asked = st.query_params.get(_FROM)
    if asked is None or st.session_state.get(_TAKEN) == asked:
        return
    st.session_state[_TAKEN] = asked
    try:
        _take(find(asked, frozenset(titles())))
    except ValueError as error:
        _complain(tr("The link’s {parameter} can’t be taken: {why}", parameter=_FROM, why=error))


def _take(lesson: Lesson) -> None:
    """Take a lesson's steps in place of those that there are."""
    _begin(lesson.title, lesson.about)
    for step in lesson.steps:
        _new(**_fields(step))


def _begin(title: str, about: str) -> None:
    number = draft()["next"]
    _forget("title", "about")
    st.session_state[_DRAFT] = {"title": title, "about": about, "steps": [], "next": number}


def _fields(step: Step) -> dict[str, str]:
    question = step.question
    fields = {
        "title": step.title,
        "link": _base() + link(step).removeprefix("./"),
        "says": "\n".join(step.says),
        "look": step.look,
        "at": step.at,
        "minutes": localised(f"{step.minutes:g}"),
    }
    if question is None:
        return fields
    return fields | {
        "asks": question.asks,
        "answer": question.answer.text,
        "unit": question.unit,
        "tolerance": localised(f"{question.tolerance:g}"),
        "choices": "\n".join(
            f"{says} = {value if isinstance(value, str) else localised(f'{value:g}')}"
            for says, value in question.choices
        ),
        "why": "".join(piece if isinstance(piece, str) else f"{{{piece.text}}}" for piece in question.why),
    }


def _move(place: int, by: int) -> None:
    held = draft()["steps"]
    if place + by in range(len(held)):
        held[place], held[place + by] = held[place + by], held[place]


def _remove(place: int) -> None:
    held = draft()["steps"]
    if place in range(len(held)):
        del held[place]


def _complain(problem: str) -> None:
    st.session_state.setdefault(_PROBLEMS, []).append(f"{problem}.")


def _forget(*names: str) -> None:
    """Let fields show what the draft says, and not what was typed into them."""
    for name in names:
        st.session_state.pop(f"_teach_{name}", None)


def _base() -> str:
    """Return where the app is, with its last slash."""
    return (st.context.url or "").partition("?")[0].rpartition("/")[0] + "/"
