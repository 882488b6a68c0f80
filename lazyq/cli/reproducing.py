"""``lazyq reproduce``: the numbers that the texts quote, computed again."""

import json
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from lazyq.cli.progress import share_done
from lazyq.compute import ResultStore
from lazyq.datasets import DataError
from lazyq.extras import MissingExtraError

if TYPE_CHECKING:
    from lazyq.experiments.reproducing import Claim

_STOPPED = "interrupted; what is done is kept, and the next run goes on from there"


class _Row(NamedTuple):
    """A quote and what was found of it; without a text where it could not be computed, for this reason."""

    name: str
    file: str
    quoted: str
    found: str | None
    within: bool
    seed: str
    interval: str
    seconds: float
    reason: str = ""


def reproduce(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="What is to be computed, such as table-768.", show_default="the quick ones"),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what takes long.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compute the numbers that README and the other texts quote, and say which differ; status 1 if one does.

    What is done is kept: who stops it by Ctrl-C goes on from there the next time.
    """
    from lazyq.experiments.reproducing import CLAIMS, MEASUREMENTS, QUICK

    known = {claim.name: claim for claim in CLAIMS}
    for name in names or ():
        if name not in known:
            raise ValueError(f"names must be of {', '.join(known)}, got {name!r}")
    if names and everything:
        raise ValueError("choose one of names and --all")
    chosen = list(
        dict.fromkeys(names or [name for name in known if everything or known[name].seconds <= QUICK])
    )
    aside = Console(stderr=True, highlight=False)
    store, rows = ResultStore(), []
    for name in chosen:
        claim = known[name]
        aside.print(f"{name}: about {claim.time} on two quiet cores, if it is not kept already")
        rows += _rows(claim, store)
    _print(rows, as_json)
    longer = [claim for claim in CLAIMS if claim.name not in chosen and claim.seconds > QUICK]
    if longer and not names:
        aside.print("Longer:", ", ".join(f"{claim.name} ({claim.time})" for claim in longer))
    if not names:
        commands = dict.fromkeys(one.command for one in MEASUREMENTS)
        aside.print("Times and speeds are measured by", ", ".join(commands))
    if not all(row.within for row in rows):
        raise typer.Exit(1)


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
        _Row(claim.name, quote.file, quote.text, text, agrees, claim.seed, sure, seconds, reason)
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
        verdict = "yes" if row.within else "NO"
        cells = (row.name, row.quoted, found, verdict, row.seed, row.interval, f"{row.seconds:.1f}")
        table.add_row(*(cell.replace("[", "\\[") for cell in cells))
    Console().print(table)
