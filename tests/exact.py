"""The λ-path by brute force: every element of the group, in integers and fractions."""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from torch import Tensor

from lazyq import RowShifts, SeparableAction, Translations

Element = tuple[int, ...]


class Line(NamedTuple):
    """What one g costs, in levels: residual² + λ² effort²; ``place`` is its place among equals."""

    residual: int
    effort: int
    place: tuple[int, ...]
    g: Element


class Path(NamedTuple):
    """The exact squares of the breakpoints, and the best line on every piece."""

    squared_breakpoints: list[Fraction]
    lines: list[Line]


def shift_length(shift: int, period: int) -> int:
    return min(shift % period, -shift % period)


def signed(shift: int, period: int) -> int:
    """Return the shift of least absolute value, the positive one of two."""
    return min((shift % period, shift % period - period), key=lambda s: (abs(s), -s))


def row_shift_lines(action: RowShifts, x: list[list[int]], y: list[list[int]]) -> Iterator[Line]:
    height, width = action.shape
    for g in itertools.product((signed(s, width) for s in range(width)), repeat=height):
        residual = sum((x[i][(j + g[i]) % width] - y[i][j]) ** 2 for i in range(height) for j in range(width))
        effort = sum(shift_length(s, width) ** 2 for s in g)
        yield Line(residual, effort, (*(abs(s) for s in g), *(-s for s in g)), g)


def translation_lines(action: Translations, x: list[list[int]], y: list[list[int]]) -> Iterator[Line]:
    height, width = action.shape
    for a, b in itertools.product(range(height), range(width)):
        residual = sum(
            (x[(i + a) % height][(j + b) % width] - y[i][j]) ** 2 for i in range(height) for j in range(width)
        )
        effort = shift_length(a, height) ** 2 + shift_length(b, width) ** 2
        g = (signed(a, height), signed(b, width))
        yield Line(residual, effort, (abs(g[0]), abs(g[1]), -g[0], -g[1]), g)


LINES: dict[type[SeparableAction], Callable[..., Iterator[Line]]] = {
    RowShifts: row_shift_lines,
    Translations: translation_lines,
}


def best(lines: list[Line], mu: Fraction) -> Line:
    """Return the line of least value at λ² = mu; ties: least effort, then the first place."""
    return min(lines, key=lambda line: (line.residual + mu * line.effort, line.effort, line.place))


def exact_path(action: RowShifts | Translations, x: Tensor, y: Tensor) -> Path:
    """Return the path by evaluating every line at every λ² at which two of them cross."""
    lines = list(LINES[type(action)](action, x.tolist(), y.tolist()))
    candidates: dict[int, Line] = {}
    for line in sorted(lines, key=lambda line: (line.residual, line.place)):
        candidates.setdefault(line.effort, line)
    least = list(candidates.values())
    crossings = sorted(
        {
            Fraction(one.residual - other.residual, other.effort - one.effort)
            for one, other in itertools.combinations(least, 2)
            if (one.residual - other.residual) * (other.effort - one.effort) > 0
        }
    )
    path = Path([], [best(least, Fraction(0))])
    for mu in crossings:
        line = best(least, mu)
        if line.effort != path.lines[-1].effort:
            path.squared_breakpoints.append(mu)
            path.lines.append(line)
    return path
