"""A lesson as its visitor goes through it: what each step must show, and how its question is answered."""

import re
from itertools import product
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Locator, Page, expect

from lazyq.ui.language import LANGUAGES
from lazyq.ui.lessons.reading import Lesson, Question, Step, link
from lazyq.ui.lessons.shelf import in_every_language
from lazyq.ui.shell import titles

from .harness import DEEP, READY_SECONDS, until
from .resting import at_rest

LONG = 1000 * READY_SECONDS
NAMES = ("shifts", "words", "averages", "geometry", "calibration")
_TOLD = in_every_language(frozenset(titles()))
LESSONS = {key: lesson for key, (_, lesson) in zip(product(NAMES, LANGUAGES), _TOLD, strict=True)}
# What a hand can't have answered: no quantity of a lesson is near it.
FAR_OFF = "-12345"
JUDGED = re.compile("right|wrong")
# What a step's page shows of its link: the parts with the ring, those shown that are to be hidden, those that
# can be moved though they are locked, what of the card looks locked, every λ, and what the page complains of.
_SHOWN = f"""({{ hide, lock }}) => {{ {DEEP}
  const parts = (name) => deep(document, `[data-piece="${{name}}"]`)
  const faint = (node) => getComputedStyle(node).opacity < 1
  return {{
    ringed: deep(document, '.lazyq *').filter((node) => node.style.outline).length,
    unhidden: hide.filter((name) => parts(name).length === 0 || parts(name).some(seen)),
    unlocked: lock.filter((name) => name === 'settings'
      ? !document.documentElement.hasAttribute('data-lock-settings')
      : parts(name).length === 0 || !parts(name).every((node) => node.matches('[data-locked]'))),
    dimmed: deep(document, '.tour :is(input, button)').filter(faint).length,
    lams: deep(document, '.lazyq .lam').filter(seen)
      .map((node) => node.textContent.replaceAll('\u00a0', ' ')),
    problems: deep(document, '.problem, [data-testid=stAlert]').filter(seen).map((node) => node.textContent),
  }}
}}"""


class Walk(NamedTuple):
    """A lesson on a page, in a language."""

    page: Page
    name: str
    language: str = "en"

    @property
    def lesson(self) -> Lesson:
        """What the card must tell."""
        return LESSONS[self.name, self.language]

    @property
    def card(self) -> Locator:
        """The card below the page."""
        return self.page.locator(".tour")

    @property
    def reply(self) -> Locator:
        """What the card says to an answer."""
        return self.card.locator(".tour-reply")

    def step(self, number: int) -> Step:
        """Return a step by its number, from 1."""
        return self.lesson.steps[number - 1]

    def address(self, number: int) -> str:
        """Return the address of a step."""
        own = {"lesson": self.name, "lesson_step": str(number), "lang": self.language}
        return "/" + link(self.step(number), **own)

    def at_step(self, number: int) -> Step:
        """Wait for a step; the card tells it, and its page shows just what its link asks for."""
        step = self.step(number)
        expect(self.card.locator(".tour-title")).to_have_text(step.title, timeout=LONG)
        expect(self.card.locator(".tour-done")).to_have_js_property("value", number)
        at_rest(self.page)
        told = {name: self.card.locator(f".tour-{name}").text_content() for name in ("says", "look", "asks")}
        assert told["says"] == " ".join(step.says)
        assert step.look in (told["look"] or "")
        assert step.question is None or told["asks"] == step.question.asks
        said = dict(parse_qsl(urlsplit(self.page.url).query))
        assert urlsplit(self.page.url).path == f"/{step.page}"
        assert (said["lesson"], said["lesson_step"]) == (self.name, str(number))
        # What a page shows by itself its address need not say.
        assert {name: said.get(name, value) for name, value in step.query.items()} == step.query
        asked = {"hide": list(step.hide), "lock": list(step.lock)}
        if step.at:
            until(self.page, f"(asked) => ({_SHOWN})(asked).ringed === 1", asked)
        shown = self.page.evaluate(_SHOWN, asked)
        assert shown["ringed"] == bool(step.at), (self.name, number)
        assert shown["unhidden"] == shown["unlocked"] == shown["problems"] == [], (self.name, number)
        assert shown["dimmed"] == 0, "what can be pressed looks as if it were locked"
        if "lam" in step.query:
            lam = re.compile(rf"{re.escape(self._lam(step.query['lam']))}(?![.,]?\d)")
            assert any(map(lam.search, shown["lams"])), (self.name, number, shown["lams"])
        return step

    def answer(self, number: int) -> None:
        """Answer the question of a step, if it has one, both wrongly and rightly."""
        question = self.step(number).question
        if question is None:
            expect(self.card.locator(".tour-question")).to_be_hidden()
        elif question.choices:
            self._choose(question)
        else:
            self._give(question)

    def check(self) -> str:
        """Have what is given checked, and return what the card says to it."""
        self.card.locator(".tour-check").click()
        expect(self.reply).to_have_attribute("data-verdict", JUDGED, timeout=LONG)
        return self.reply.text_content() or ""

    def _lam(self, text: str) -> str:
        comma = "," if self.language == "es" else "."
        return f"λ = {'∞' if text == 'inf' else text.replace('.', comma)}"

    def _choose(self, question: Question) -> None:
        """Choose a wrong answer and the right one, which is named by what is said of both."""
        choices = self.card.get_by_role("radio")
        expect(choices).to_have_count(len(question.choices))
        choices.first.check()
        told = self.check()
        (right,) = (
            i for i, choice in enumerate(question.choices) if _explained(told).startswith(f"{choice.says}.")
        )
        assert told[0] == "✗✓"[right == 0]
        choices.nth(right or 1).check()
        said = self.check()
        assert said[0] == "✗✓"[right > 0]
        assert _explained(said) == _explained(told)

    def _give(self, question: Question) -> None:
        """Give a number far off, and then the one that is told."""
        given = self.card.locator(".tour-given")
        given.fill(FAR_OFF)
        told = self.check()
        assert told.startswith("✗ ")
        number = re.match(r"−?[\d.,]+\d|\d", _explained(told))
        assert number, told
        given.fill(number[0])
        said = self.check()
        assert said.startswith("✓ ")
        assert _explained(said) == _explained(told)
        assert _explained(said).startswith(" ".join(filter(None, (number[0], question.unit))) + ".")


def _explained(said: str) -> str:
    """Return the right answer and why, as it is said after "Right: " and after "Not so. Computed: "."""
    return said.partition(": ")[2].replace("\N{NO-BREAK SPACE}", " ")
