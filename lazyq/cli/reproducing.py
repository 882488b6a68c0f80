"""``lazyq reproduce``: the numbers that the texts quote, computed again."""

import json
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from lazyq.cli import INTERRUPTED
from lazyq.cli.progress import complain, share_done
from lazyq.compute import ResultStore
from lazyq.datasets import DataError
from lazyq.extras import MissingExtraError

if TYPE_CHECKING:
    from lazyq.experiments.reproducing import Claim, Measurement

_YES, _NO = "yes", "NO"
_STOPPED = "interrupted; what is done is kept, and the next run goes on from there"


class _Row(NamedTuple):
    """A quote and what was found of it; without a text where it could not be computed, for this reason.

    The verdict is "yes" or "NO"; of a time that is not within its interval "faster here" or "slower here".
    """

    name: str
    file: str
    quoted: str
    found: str | None
    within: bool
    verdict: str
    seed: str
    interval: str
    seconds: float
    reason: str = ""


def reproduce(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="What is to be computed, such as table-768, or measured, such as words-time.",
            show_default="the quick ones",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what takes long.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compute the numbers that README and the other texts quote, and say which differ; status 1 if one does.

    What is done is kept: who stops it by Ctrl-C goes on from there the next time. Times, speeds and sizes are
    measured by name only, by their benchmarks, in a clone: a machine that is slower or faster is no fault.
    """
    from lazyq.experiments.reproducing import CLAIMS, MEASUREMENTS, QUICK

    claims = {claim.name: claim for claim in CLAIMS}
    measurements = {one.name: one for one in MEASUREMENTS}
    for name in names or ():
        if name not in claims and name not in measurements:
            raise ValueError(f"names must be of {', '.join((*claims, *measurements))}, got {name!r}")
    if names and everything:
        raise ValueError("choose one of names and --all")
    chosen = list(
        dict.fromkeys(names or [name for name in claims if everything or claims[name].seconds <= QUICK])
    )
    aside = Console(stderr=True, highlight=False)
    store, rows = ResultStore(), []
    for name in chosen:
        if name in claims:
            claim = claims[name]
            aside.print(f"{name}: about {claim.time} on two quiet cores, if it is not kept already")
            rows += _rows(claim, store)
        else:
            rows += _measured(measurements[name], aside)
    _print(rows, as_json)
    longer = [claim for claim in CLAIMS if claim.name not in chosen and claim.seconds > QUICK]
    if longer and not names:
        aside.print("Longer:", ", ".join(f"{claim.name} ({claim.time})" for claim in longer))
    if not names:
        aside.print(
            "Times, speeds and sizes:", ", ".join(f"{one.name} ({one.known})" for one in MEASUREMENTS)
        )
    if any(row.verdict == _NO for row in rows):
        raise typer.Exit(1)


def _measured(measurement: "Measurement", aside: Console) -> list[_Row]:
    """Return a row for each figure of a measurement, or one that says why there is none."""
    from lazyq.experiments.reproducing import figure, measure, told

    where, seed = measurement.quotes[0].file, measurement.seed
    aside.print(f"{measurement.name}: {measurement.command}, on {measurement.machine}, {measurement.known}")
    blank = _Row(measurement.name, where, measurement.quotes[0].text, None, False, _NO, seed, "", 0.0)
    try:
        done = measure(measurement, lambda line: aside.print(line, markup=False, soft_wrap=True))
    except ValueError as error:
        return [blank._replace(reason=str(error))]
    except KeyboardInterrupt:
        complain(InterruptedError("interrupted, nothing is kept of a measurement"), INTERRUPTED)
    blank = blank._replace(seconds=done.seconds)
    if done.status:
        return [blank._replace(reason=f"{measurement.command} ended with status {done.status}: see above")]
    if not measurement.readings:
        return [blank._replace(found="no fault", within=True, verdict=_YES)]
    rows = []
    for reading, value in zip(measurement.readings, done.values, strict=True):
        row = blank._replace(quoted=reading.what, interval=told(reading).removeprefix(f"{reading.what}: "))
        if value is None:
            needs = f": it needs {reading.needs}" if reading.needs else ""
            rows.append(row._replace(reason=f"the benchmark has not printed this{needs}"))
        else:
            found = f"{figure(value)} {reading.unit}".rstrip()
            apart = reading.verdict(value)
            rows.append(row._replace(found=found, within=not apart, verdict=apart or _YES))
    return rows


def _rows(claim: "Claim", store: ResultStore) -> list[_Row]:
    """Return a row for each quote of a claim."""
    from lazyq.experiments.reproducing import rebuild

    result, reason = None, ""
    try:
        with share_done(_STOPPED):
            result = rebuild(claim, store)
    except (DataError, MissingExtraError) as error:
        reason = str(error)
    told = result.texts if result else (None,) * len(claim.quotes)
    within = claim.within(result.texts) if result else (False,) * len(claim.quotes)
    sure, seconds = claim.sure(result.interval if result else ""), result.seconds if result else 0.0
    return [
        _Row(
            claim.name,
            quote.file,
            quote.text,
            text,
            agrees,
            _YES if agrees else _NO,
            claim.seed,
            sure,
            seconds,
            reason,
        )
        for quote, text, agrees in zip(claim.quotes, told, within, strict=True)
    ]


def _print(rows: list[_Row], as_json: bool) -> None:
    if as_json:
        print(json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=2))
        return
    table = Table("name", "quoted", "found", "within?", "seed", "interval", "s", show_lines=True)
    for narrow in (0, 3, 4, 6):
        table.columns[narrow].no_wrap = True
    for row in rows:
        found = row.reason if row.found is None else "the same" if row.found == row.quoted else row.found
        cells = (row.name, row.quoted, found, row.verdict, row.seed, row.interval, f"{row.seconds:.1f}")
        table.add_row(*(cell.replace("[", "\\[") for cell in cells))
    Console().print(table)
