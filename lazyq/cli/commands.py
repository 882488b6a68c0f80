"""What the command ``lazyq`` does."""

import csv
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import torch
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TransferSpeedColumn,
)
from rich.table import Table

import lazyq
from lazyq.cli.progress import complain, share_done
from lazyq.cli.reproducing import reproduce
from lazyq.cli.serving import serve
from lazyq.cli.warming import warm
from lazyq.compute import ResultStore, choose_device, describe_device
from lazyq.compute.paths import is_regular
from lazyq.datasets import DataError, best_available, data_folder, load_mnist, prepare_digit, read_image
from lazyq.experiments.accuracy import TALK_LAMS, AccuracySpec, accuracy_table
from lazyq.experiments.digits import (
    SIDE,
    DatasetDigit,
    DigitLibrary,
    DigitRef,
    DrawnDigit,
    load_collection,
    parse_digit,
)
from lazyq.experiments.lam import lam_from_text, lam_json
from lazyq.experiments.lens import lens_npz, lens_path
from lazyq.extras import extra
from lazyq.kernels import pairwise as pairwise_kernels
from lazyq.neighbors import neighbors as nearest_neighbors

app = typer.Typer(
    name="lazyq",
    help="Lazy quotient metrics: distances that let an object move and make it pay.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("app")(serve)
app.command("warm")(warm)
app.command("reproduce")(reproduce)
console = Console()

Digit = Annotated[
    str,
    typer.Argument(
        help="mnist-test-11, mnist-train-11, sklearn-11, or a PNG or JPEG file", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


def run() -> None:
    """Run the command; bad input ends with one clear line and status 2, a failure with status 1."""
    try:
        app()
    except ValueError as error:
        complain(error, 2)
    except (DataError, OSError) as error:
        complain(error, 1)


@app.command()
def distance(
    x: Digit,
    y: Digit,
    lam: Annotated[
        list[str] | None, typer.Option(help="λ ≥ 0 or inf; may be given several times.", show_default="0.5")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Print d_λ(x, y), what is left and how much moved, under row shifts."""
    lams = [lam_from_text(text) for text in lam or ["0.5"]]
    path = lens_path(*_pair(x, y))
    rows = []
    for value in lams:
        at = path.at(value)
        rows.append((value, float(at.distance), float(at.residual), float(at.effort)))
    _print(("lam", "distance", "residual", "effort"), rows, as_json, as_csv)


@app.command()
def path(
    x: Digit,
    y: Digit,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    npz: Annotated[Path | None, typer.Option(help="Write the path to this NumPy archive.")] = None,
) -> None:
    """Print every λ at which the best transformation of x towards y changes."""
    library, first, second = _pair(x, y)
    found = lens_path(library, first, second)
    if npz is not None:
        npz.write_bytes(lens_npz(found, first, second))
        console.print(f"{len(found.breakpoints) + 1} pieces written to {npz}")
        return
    starts = [0.0, *found.breakpoints.tolist()]
    moved = (found.g != 0).sum(-1).tolist()
    rows = list(
        zip(starts, found.squared_residuals.tolist(), found.squared_efforts.tolist(), moved, strict=True)
    )
    _print(("lam_from", "squared_residual", "squared_effort", "rows_moved"), rows, as_json, as_csv)


@app.command()
def neighbors(
    x: Digit,
    lam: Annotated[
        list[str] | None, typer.Option(help="λ ≥ 0 or inf; may be given several times.", show_default="0.5")
    ] = None,
    k: Annotated[int, typer.Option("-k", "--neighbors", help="How many.")] = 10,
    among: Annotated[str, typer.Option(help="mnist-train, mnist-test or sklearn.")] = "mnist-train",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Print the k digits of a data set that are nearest to x, under row shifts."""
    library, digit, _ = _pair(x, x)
    held = load_collection(among)
    lams = [lam_from_text(text) for text in lam or ["0.5"]]
    image = library.image(digit)
    found = nearest_neighbors(lazyq.RowShifts(SIDE, SIDE), image[None], held.images, lams, k)
    rows = []
    for level, value in enumerate(lams):
        own = found.indices[level, 0]
        at = lazyq.align(lazyq.RowShifts(SIDE, SIDE), image, held.images[own], value)
        columns = (held.labels[own], own, found.distances[level, 0], at.residual, at.effort)
        rows += [
            (value, rank, *row)
            for rank, row in enumerate(zip(*(c.tolist() for c in columns), strict=True), 1)
        ]
    _print(("lam", "rank", "label", "index", "distance", "residual", "effort"), rows, as_json, as_csv)


@app.command()
def table(
    train: Annotated[int, typer.Option(help="Training digits.")] = 60_000,
    test: Annotated[int, typer.Option(help="Test digits.")] = 10_000,
    k: Annotated[int, typer.Option("-k", "--neighbors", help="Neighbours that vote.")] = 10,
    lam: Annotated[
        list[str] | None,
        typer.Option(help="λ ≥ 0 or inf; may be given several times.", show_default="the talk's seven"),
    ] = None,
    draws: Annotated[int, typer.Option(help="Random training subsets; 0 takes the first digits.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 0,
    leave_one_out: Annotated[
        bool, typer.Option("--leave-one-out", help="Choose λ on the training digits as well.")
    ] = False,
    training_set: Annotated[str, typer.Option(help="mnist-train, mnist-test or sklearn.")] = "mnist-train",
    test_set: Annotated[str, typer.Option(help="mnist-train, mnist-test or sklearn.")] = "mnist-test",
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers search.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Print the accuracy of k nearest neighbours for every λ, with 95 % intervals; exact distances."""
    lams = tuple(lam_from_text(text) for text in lam) if lam else TALK_LAMS
    spec = AccuracySpec(lams, train, test, k, draws, seed, leave_one_out, training_set, test_set)
    with _connected(scheduler) as client, share_done():
        result = accuracy_table(spec, client=client)
    low, high = result.intervals()
    names = ["draw", "lam", "accuracy", "low", "high"]
    rows = []
    for draw, level in itertools.product(range(len(result.confusion)), range(len(lams))):
        row = [draw, lams[level], *(float(values[draw, level]) for values in (result.accuracies, low, high))]
        rows.append([*row, float(result.leave_one_out[draw, level])] if leave_one_out else row)
    _print([*names, "leave_one_out"] if leave_one_out else names, rows, as_json, as_csv)
    Console(stderr=True).print(
        f"{len(result.confusion) * train * result.tested * len(lams):,} distances in {result.seconds:.1f} s",
        highlight=False,
    )


@app.command()
def data(
    root: Annotated[
        Path | None, typer.Option(help="Folder for MNIST/raw; else LAZYQ_DATA or your data folder.")
    ] = None,
    mirror: Annotated[str | None, typer.Option(help="Base URL of the files, else LAZYQ_MIRROR.")] = None,
    fetch: Annotated[bool, typer.Option(help="Fetch what is missing or damaged.")] = True,
) -> None:
    """Check MNIST on this machine, and fetch what is missing or damaged."""
    with _progress() as on_progress:
        for split in ("test", "train"):
            digits = load_mnist(split, root, download=fetch, mirror=mirror, on_progress=on_progress)
            console.print(f"{digits.name}: {len(digits.images):,} digits, complete, in {data_folder(root)}")


@app.command()
def cache(clear: Annotated[bool, typer.Option("--clear", help="Remove all results.")] = False) -> None:
    """Say what the store of results holds, or clear it."""
    store = ResultStore()
    if clear:
        store.clear()
    info = store.info()
    console.print(f"{info.entries} results, {info.bytes / 1e6:.1f} MB, in {info.folder}")


@app.command()
def info(as_json: AsJson = False) -> None:
    """Say which versions, device, data and caches are in use."""
    store = ResultStore().info()
    rows = [
        ("lazyq", lazyq.__version__),
        ("PyTorch", str(torch.__version__)),
        ("device", describe_device(choose_device())),
        *_kernels(),
        ("data", best_available().notice),
        ("data folder", str(data_folder())),
        ("results", f"{store.entries} in {store.folder}"),
    ]
    if as_json:
        print(json.dumps(dict(rows), ensure_ascii=False, indent=2))
        return
    table = Table(show_header=False, box=None)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _kernels() -> list[tuple[str, str]]:
    """Return, for every kernel of all pairs of digits, whether it serves on this device, or why not."""
    digit = torch.zeros(1, SIDE, SIDE, dtype=torch.uint8)
    said = pairwise_kernels.reasons(lazyq.RowShifts(SIDE, SIDE), digit, digit)
    first = next(name for name, reason in said.items() if reason is None)
    return [
        (f"kernel {name}", "serves digits on the CPU" if name == first else reason or "can serve")
        for name, reason in said.items()
    ]


def _pair(x: str, y: str) -> tuple[DigitLibrary, DigitRef, DigitRef]:
    first, second = _digit(x), _digit(y)
    names = dict.fromkeys(digit.dataset for digit in (first, second) if isinstance(digit, DatasetDigit))
    return DigitLibrary([load_collection(name) for name in names or ("sklearn",)]), first, second


def _digit(text: str) -> DigitRef:
    file = Path(text)
    if is_regular(file):  # a drawing's reference may be longer than any name
        return DrawnDigit(prepare_digit(read_image(file.read_bytes())).numpy().tobytes(), uploaded=True)
    if file.suffix.lower() in (".png", ".jpg", ".jpeg"):
        raise ValueError(f"there is no file {text}")
    return parse_digit(text)


def _print(names: Sequence[str], rows: Sequence[Sequence[float]], as_json: bool, as_csv: bool) -> None:
    if as_json and as_csv:
        raise ValueError("choose one of --json and --csv")
    if as_json:
        plain: list[dict[str, Any]] = [
            {name: lam_json(value) for name, value in zip(names, row, strict=True)} for row in rows
        ]
        print(json.dumps(plain, indent=2))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    else:
        table = Table(*names)
        for row in rows:
            table.add_row(*(f"{value:.6g}" for value in row))
        console.print(table)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("Fetching MNIST"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("MNIST", visible=False)
        yield lambda done, total: progress.update(task, completed=done, total=total, visible=True)


@contextmanager
def _connected(address: str | None) -> Iterator[Any]:
    """Yield a client of the Dask scheduler at this address, or None without one."""
    if address is None:
        yield None
        return
    with extra("cluster"):
        from distributed import Client
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise ValueError(
            f"scheduler must be the address of a Dask scheduler, got {address!r}: {error}"
        ) from None
    with client:
        yield client
