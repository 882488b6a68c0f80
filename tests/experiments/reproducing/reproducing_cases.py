"""A claim that takes no time: two experiments of a number each, and what they say."""

from dataclasses import dataclass

from lazyq.experiments.reproducing import Claim, Part, Quote, Told

RUNS: list[int] = []


@dataclass(frozen=True)
class TwiceSpec:
    number: int


@dataclass(frozen=True)
class Twice:
    number: int


def twice(spec: TwiceSpec) -> Twice:
    RUNS.append(spec.number)
    return Twice(2 * spec.number)


def stopped(spec: TwiceSpec) -> Twice:
    raise KeyboardInterrupt


def tell(*results: Twice) -> Told:
    return Told((f"{' and '.join(str(result.number) for result in results)} [of all]",))


def claim(quoted: str, *, name: str = "twice", last=twice, seconds: float = 1.0) -> Claim:
    parts = Part(twice, TwiceSpec(1)), Part(last, TwiceSpec(2))
    return Claim(name, (Quote("README.md", quoted),), "lazyq info", "none", "exact", seconds, parts, tell)
