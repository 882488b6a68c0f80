"""What a class can be asked: the question of every page, and what counts as an answer to it."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, Self

from lazyq.ui.language import later

MOST_OPTIONS: Final = 64
BINS: Final = 20
LARGEST: Final = 1e6
_SEARCH: Final = re.compile(r"(\?[!-~]{0,1999})?")


class Question(NamedTuple):
    """A page's question: where it is asked, its words, its axis, and whether it is a choice."""

    page: str
    text: str
    axis: str
    choice: bool


# By the names under which the pages' riddles (assets/components/*/riddle.js) have them.
QUESTIONS: Final[Mapping[str, Question]] = {
    "still": Question("words", later("From which λ² on does no letter move?"), "λ²", False),
    "moves": Question("lens", later("From which λ on does no row move?"), "λ", False),
    "vote": Question("neighbours", later("As which digit is x read at this λ?"), later("digit"), True),
    "best-lam": Question("best-lambda", later("Which λ reads the most digits right?"), "λ", True),
    "average-lam": Question(
        "average", later("At which λ is the nearest average right most often?"), "λ", True
    ),
    "copy": Question(
        "averaging", later("Which turned copy has the most weight in π?"), later("turned by"), True
    ),
    "shorter": Question("geometry", later("Which way is shorter in the lazy metric?"), later("way"), True),
    "worth": Question(
        "sample-gain", later("How many times the samples is the symmetry worth?"), later("times"), False
    ),
    "landed": Question(
        "steering",
        later("How many digits land near if the globe turns instead?"),
        later("digits that land near"),
        False,
    ),
    "cluster": Question("aligning", later("To which cluster is the new point sent?"), later("cluster"), True),
    "parity": Question(
        "hardness", later("Which of the three will learn the parity?"), later("learner"), True
    ),
    "ruled": Question(
        "hardness", later("How many hypotheses does one query rule out at best?"), later("ruled out"), True
    ),
    "below": Question(
        "hardness", later("How much of this function lies below degree k?"), later("share"), True
    ),
    "flip": Question(
        "six-or-nine",
        later("From which turn on is x read as the other digit?"),
        later("turned by, in degrees"),
        False,
    ),
}


class Asked(NamedTuple):
    """A question as it is asked: of so many options, or for a number between two others.

    Attributes
    ----------
    key : among the questions
    options : how many, 0 where the answer is a number
    low, high : the least and the largest number, 0 and 0 where there are options
    search : of the address of the page as it is when it is asked
    """

    key: str
    options: int
    low: float
    high: float
    search: str

    @classmethod
    def read(cls, sent: object) -> Self:
        """Return a question that a browser sent.

        Raises
        ------
        ValueError : it is not one of ours, or its answers are too many or not numbers; says which
        """
        if not isinstance(sent, Mapping):
            raise ValueError("a question must be a mapping")  # noqa: TRY004
        key, search = sent.get("key"), sent.get("search", "")
        question = QUESTIONS.get(key) if isinstance(key, str) else None
        if question is None:
            raise ValueError("no page asks that question")
        if not isinstance(search, str) or not _SEARCH.fullmatch(search):
            raise ValueError("search must be that of an address, of 2000 characters at most")
        if question.choice:
            options = sent.get("options")
            if type(options) is not int or not 2 <= options <= MOST_OPTIONS:
                raise ValueError(f"options must be a whole number from 2 to {MOST_OPTIONS}")
            return cls(str(key), options, 0.0, 0.0, search)
        low, high = (number_in(sent.get(name), -LARGEST, LARGEST) for name in ("low", "high"))
        if not low < high:
            raise ValueError(f"low must be below high, got {low} and {high}")
        return cls(str(key), 0, low, high, search)

    def answer(self, sent: object) -> float:
        """Return an answer that a browser sent: the place of an option, or a number.

        Raises
        ------
        ValueError : it is no answer to this question; says what is
        """
        if not self.options:
            return number_in(sent, self.low, self.high)
        if type(sent) is not int or not 0 <= sent < self.options:
            raise ValueError(f"the answer must be a whole number from 0 to {self.options - 1}")
        return sent

    def truth(self, sent: object) -> float | None:
        """Return the truth that a teacher's page computed: like an answer, or None where there is none.

        Raises
        ------
        ValueError : as an answer's; only that a true number may lie outside of the range that was offered
        """
        if sent is None or self.options:
            return None if sent is None else self.answer(sent)
        return number_in(sent, -LARGEST, LARGEST)

    def counts(self, answers: Iterable[float]) -> list[int]:
        """Return how many gave each option, or a number in each of ``BINS`` equal parts of the range."""
        counts = [0] * (self.options or BINS)
        for answer in answers:
            part = answer if self.options else (answer - self.low) / (self.high - self.low) * BINS
            counts[min(len(counts) - 1, int(part))] += 1
        return counts

    def told(self) -> dict[str, Any]:
        """Return what a browser is told of the question."""
        return {**self._asdict(), **QUESTIONS[self.key]._asdict()}


def number_in(sent: object, low: float, high: float) -> float:
    """Return a number that a browser sent; raise ValueError for all that is not one between two others."""
    # A number of a million digits is an int that no float holds.
    if isinstance(sent, bool) or not isinstance(sent, int | float) or not low <= sent <= high:
        raise ValueError(f"the answer must be a number from {low:g} to {high:g}")
    if not math.isfinite(sent):
        raise ValueError("the answer must be finite")
    return float(sent)
