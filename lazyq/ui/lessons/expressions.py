"""Answers as lessons state them: expressions over a closed set of computations, checked beforehand."""

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias, final

from lazyq.experiments.digits import parse_digit
from lazyq.experiments.received import shown
from lazyq.ui.language import later, localised, tr

LONGEST = 200
Value: TypeAlias = float | str
Compute = Callable[[str, tuple[Value, ...]], Value]


class Kind(NamedTuple):
    """What an argument of a computation must be, which is said in the visitor's language."""

    accepted: Callable[[], str]
    accepts: Callable[[Value], bool]


def _number(least: float, most: float, what: str = later("a number from {least} to {most}")) -> Kind:
    return Kind(
        lambda: tr(what, least=localised(f"{least:g}"), most=localised(f"{most:g}")),
        lambda value: not isinstance(value, str) and least <= value <= most,
    )


def _whole(least: int, most: int) -> Kind:
    number = _number(least, most, later("a whole number from {least} to {most}"))
    return Kind(number.accepted, lambda value: number.accepts(value) and float(value).is_integer())


def _one_of(*names: str) -> Kind:
    return Kind(lambda: tr("one of {names}", names=", ".join(names)), lambda value: value in names)


def _is_digit(value: Value) -> bool:
    try:
        return value in ("x", "y") or (isinstance(value, str) and bool(parse_digit(value)))
    except ValueError:
        return False


WORD: Final = Kind(
    lambda: tr("a word of 1 to 20 letters"),
    lambda value: isinstance(value, str) and value.isalpha() and len(value) <= 20,
)
LAM: Final = Kind(
    lambda: tr("λ, at least 0, or inf"), lambda value: not isinstance(value, str) and value >= 0
)
DIGIT: Final = Kind(lambda: tr("x or y, the step's own, or a digit such as mnist-test-11"), _is_digit)
LANGUAGE: Final = _one_of("en", "es", "fr", "pt", "de", "it", "nl", "ru", "ar", "fa", "eu", "lv")
PLACE: Final = _number(-2.4, 2.4)
RADIUS: Final = _number(0, 100)
CLASS: Final = _whole(0, 9)
MODEL: Final = _one_of("mlp", "cnn", "logistic", "kernel")
TRAINED: Final = _whole(500, 8000)
MEASURE: Final = _one_of("log-loss", "accuracy", "calibration error", "Brier score", "invariance gap")
WHO: Final = _one_of("f", "S f", "f cooled", "S f cooled", "uniform 6", "uniform 15", "uniform 30")
_PAIR = {"x": DIGIT, "y": DIGIT}
_WORDS = {"word": WORD, "right": WORD}
_POINT = {"x1": PLACE, "x2": PLACE}
_POINTS = _POINT | {"y1": PLACE, "y2": PLACE}
_AVERAGED = {"digit": CLASS, "size": _whole(30, 1000), "lam": LAM}
_LEARNED = {"model": MODEL, "n": TRAINED}

COMPUTATIONS: Final[Mapping[str, Mapping[str, Kind]]] = MappingProxyType(
    {
        "word_distance": _WORDS | {"lam": LAM},
        "word_event": _WORDS | {"k": _whole(1, 40)},
        "word_events": _WORDS,
        "word_wrong": _WORDS | {"lam": LAM},
        "word_effort": _WORDS | {"lam": LAM},
        "nearest_word": {"word": WORD, "language": LANGUAGE, "lam": LAM},
        "label": {"x": DIGIT},
        "distance": _PAIR | {"lam": LAM},
        "residual": _PAIR | {"lam": LAM},
        "effort": _PAIR | {"lam": LAM},
        "event": _PAIR | {"k": _whole(1, 400)},
        "events": _PAIR,
        "last_event": _PAIR,
        "row_shift": _PAIR | {"row": _whole(1, 28), "lam": LAM},
        "nearest_label": {"x": DIGIT, "lam": LAM},
        "vote": {"x": DIGIT, "k": _whole(1, 30), "lam": LAM},
        "average_distance": _AVERAGED,
        "average_left": _AVERAGED,
        "average_price": _AVERAGED,
        "plane_distance": _POINTS | {"lam": LAM},
        "plane_turn": _POINTS | {"lam": LAM},
        "curvature": _POINT | {"lam": LAM},
        "cut_start": _POINT | {"lam": LAM},
        "ball_area": {"radius": RADIUS, "lam": LAM},
        "circle_radius": {"radius": RADIUS, "lam": LAM},
        "score": {"measure": MEASURE, "who": WHO} | _LEARNED,
        "weight_within": {"degrees": _number(0, 180)} | _LEARNED,
        "temperature": _LEARNED,
    }
)
"""What can be asked, and with which arguments; ``computing.py`` has a function of each name."""

HELPERS: Final[Mapping[str, Callable[[float], float]]] = MappingProxyType(
    {
        "sqrt": lambda value: math.sqrt(value) if value >= 0 else math.nan,
        "square": lambda value: value * value,
        "abs": abs,
        "sign": lambda value: float((value > 0) - (value < 0)),
    }
)
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b if b else math.nan,
}
_CALLS = "; ".join(f"{name}({', '.join(kinds)})" for name, kinds in COMPUTATIONS.items())


@final
@dataclass(frozen=True)
class Expression:
    """An answer that can be computed.

    Attributes
    ----------
    text : as it was written
    """

    text: str
    _tree: ast.expr

    def value(self, compute: Compute) -> Value:
        """Return the answer: a finite number or a text.

        Parameters
        ----------
        compute : makes one computation, given its name and its arguments

        Raises
        ------
        ValueError : the answer is no finite number, or a computation can't be made
        """
        value = _value(self._tree, compute)
        if not isinstance(value, str) and not math.isfinite(value):
            raise ValueError(
                tr(
                    "the answer {text} must be a finite number, and is {value}",
                    text=self.text,
                    value=f"{value:g}",
                )
            )
        return value


def read_expression(text: object, field: str = "answer") -> Expression:
    """Return an expression such as ``word_event("pairectcs", "practices", 1)``; nothing is computed yet.

    Parameters
    ----------
    text : of the expression
    field : what is said to be wrong if it is none

    Raises
    ------
    ValueError : the text is none; says what is wrong, and what is accepted
    """
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
        raise ValueError(
            tr(
                "{name} must be a text of 1 to {most} characters, got {got}",
                name=field,
                most=LONGEST,
                got=shown(text),
            )
        )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        computed = _check(tree, field)
    except (SyntaxError, RecursionError, MemoryError):
        raise _refused(later("{field} can't be read: {text}; {accepted}"), field, shown(text)) from None
    if not computed:
        raise _refused(
            later("{field} must be computed, got the constant {text}; {accepted}"), field, shown(text)
        )
    return Expression(text, tree)


def _refused(why: str, field: str, text: str) -> ValueError:
    accepted = tr(
        "it is made of numbers, + - * /, {helpers}, and at least one of {calls}",
        helpers=", ".join(HELPERS),
        calls=_CALLS,
    )
    return ValueError(tr(why, field=field, text=text, accepted=accepted))


def _check(node: ast.expr, field: str) -> int:
    """Return how many computations there are in an expression that may be made."""
    match node:
        case ast.Constant(value=float() | int() as value) if not isinstance(value, bool):
            _finite(value, field)
            return 0
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _check(operand, field)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _check(left, field) + _check(right, field)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in HELPERS:
            return _check(argument, field)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in COMPUTATIONS:
            _check_arguments(name, arguments, field)
            return 1
        case _:
            raise _refused(later("{field} must not have {text}; {accepted}"), field, shown(ast.unparse(node)))


def _check_arguments(name: str, nodes: list[ast.expr], field: str) -> None:
    kinds = COMPUTATIONS[name]
    if len(nodes) != len(kinds):
        raise ValueError(
            tr(
                "{field}: {name} takes {arguments}, got {count} arguments",
                field=field,
                name=name,
                arguments=", ".join(kinds),
                count=len(nodes),
            )
        )
    for (argument, kind), node in zip(kinds.items(), nodes, strict=True):
        given = _literal(node, field)
        if given is None or not kind.accepts(given):
            raise ValueError(
                tr(
                    "{field}: {argument} of {name} must be {accepted}, got {got}",
                    field=field,
                    argument=argument,
                    name=name,
                    accepted=kind.accepted(),
                    got=tr("what is no number or text") if given is None else shown(given),
                )
            )


def _finite(value: float, field: str) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(tr("{field}: a number must be finite; inf is written inf", field=field))
    return number


def _literal(node: ast.expr, field: str = "answer") -> Value | None:
    """Return the number or text that an argument is, None if it is neither."""
    match node:
        case ast.Constant(value=str() as value):
            return value
        case ast.Constant(value=float() | int() as value) if not isinstance(value, bool):
            return _finite(value, field)
        case ast.Name(id="inf"):
            return math.inf
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=float() | int() as value)):
            return -_finite(value, field)
        case _:
            return None


def _value(node: ast.expr, compute: Compute) -> Value:
    match node:
        case ast.Constant(value=float() | int() as value):
            return float(value)
        case ast.UnaryOp(operand=operand):
            return -_numeric(operand, compute)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_numeric(left, compute), _numeric(right, compute))
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in HELPERS:
            return HELPERS[name](_numeric(argument, compute))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            literals = map(_literal, arguments)
            return compute(name, tuple(literal for literal in literals if literal is not None))
    raise ValueError(tr("answer can't be computed: {text}", text=ast.unparse(node)))


def _numeric(node: ast.expr, compute: Compute) -> float:
    value = _value(node, compute)
    if isinstance(value, str):
        raise ValueError(  # noqa: TRY004
            tr("{text} is a text, with which nothing can be counted", text=ast.unparse(node))
        )
    return value
