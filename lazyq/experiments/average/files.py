"""The averages to take away: as arrays, and as a program that computes those of one class."""

from dataclasses import fields

import numpy as np

from lazyq.experiments.average.layout import DigitMap
from lazyq.experiments.average.means import Average, AverageSpec
from lazyq.experiments.average.reading import Reading
from lazyq.experiments.average.several import SEVERAL_LAMS, Several
from lazyq.experiments.exporting import dataset_code, imports, npz
from lazyq.experiments.lam import lam_code


def average_npz(
    spec: AverageSpec,
    averages: dict[int, Average],
    read: Reading | None,
    layout: DigitMap | None,
    groups: dict[int, Several] | None = None,
) -> bytes:
    """Return what is known of all classes as a NumPy archive.

    Arrays: lams (L,); classes (C,); means (C, L, 28, 28); objectives, plain_objectives, squared_residuals and
    squared_penalties (C, L) as in :class:`Average`; accuracies and standard_errors (L,), once they are known;
    map_places, map_labels, map_positions (11, n, 2), map_stresses and map_agreements, likewise; of several
    averages a class several_classes (C,), several_lams (M,), several_means (C, M, k, 28, 28), several_served
    (C, M, k) and several_objectives (C, M) as in :class:`Several`; dataset, size.
    """
    names = ("means", "objectives", "plain_objectives", "squared_residuals", "squared_penalties")
    arrays = {name: np.stack([getattr(each, name) for each in averages.values()]) for name in names}
    if read is not None:
        arrays |= {"accuracies": read.accuracies, "standard_errors": read.standard_errors}
    if layout is not None:
        arrays |= {f"map_{field.name}": getattr(layout, field.name) for field in fields(layout)}
    if groups:
        columns = ("means", "served", "objectives")
        tables = {name: np.stack([getattr(each, name) for each in groups.values()]) for name in columns}
        arrays |= {f"several_{name}": table for name, table in tables.items()}
        arrays |= {"several_classes": np.array(list(groups)), "several_lams": np.array(SEVERAL_LAMS)}
    return npz(lams=spec.lams, classes=list(averages), dataset=spec.dataset, size=spec.size, **arrays)


def average_python(spec: AverageSpec) -> str:
    """Return a program that prints the objective a digit at every λ; ``{digit}`` is left open."""
    train = dataset_code(spec.dataset)
    learned = f"[:-{spec.held_out}]" if spec.held_out else ""
    lams = ", ".join(map(lam_code, spec.lams))
    lines = [
        *imports(["from lazyq import RowShifts", "from lazyq.means import lazy_mean_path", train.imported]),
        "",
        f"train = {train.text}",
        f"own = train.labels{learned} == {{digit}}",
        f"points = train.images{learned}[own][:{spec.size}]",
        f"lams = [{lams}]",
        "path = lazy_mean_path(",
        f"    RowShifts(28, 28), points, lams, restarts={spec.restarts}, seed={spec.seed}",
        ")",
        "for lam, objective in zip(lams, path.objectives / len(points)):",
        "    print(lam, round(float(objective), 6))",
        "",
    ]
    return "\n".join(lines)
