"""The survey of pairs to take away."""

from lazyq.experiments.about.survey import Survey


def survey_csv(result: Survey) -> str:
    """Return a line for every pair: how often g changes, the λ from which on nothing moves, d₀/d."""
    columns = (result.events, result.last, result.kept)
    rows = [",".join(map(str, row)) for row in zip(*columns, strict=True)]
    return "\n".join(["events,last,kept", *rows, ""])
