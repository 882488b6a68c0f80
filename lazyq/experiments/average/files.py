"""The averages to take away: as arrays, and as a program that computes those of one class."""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from lazyq.experiments.average.layout import DigitMap
from lazyq.experiments.average.means import Average, AverageSpec
from lazyq.experiments.average.reading import Reading
from lazyq.experiments.average.several import ITERATIONS, SEVERAL_LAMS, Several
from lazyq.experiments.exporting import dataset_code, imports, npz
from lazyq.experiments.lam import lam_code


class Groups(NamedTuple):
    """Several averages a class: how many, those that are known by class, how they read digits once known."""

    each: int
    classes: dict[int, Several]
    read: Reading | None


def average_npz(
    spec: AverageSpec,
    averages: dict[int, Average],
    read: Reading | None,
    layout: DigitMap | None,
    groups: Groups | None = None,
) -> bytes:
    """Return what is known of all classes as a NumPy archive.

    Arrays: lams (L,); classes (C,); means (C, L, 28, 28); objectives, plain_objectives, squared_residuals and
    squared_penalties (C, L) as in :class:`Average`; accuracies and standard_errors (L,), once they are known;
    map_places, map_labels, map_positions (11, n, 2), map_stresses and map_agreements, likewise; of several
    averages a class several_classes (C,), several_lams (M,), several_means (C, M, k, 28, 28), several_served
    (C, M, k) and several_objectives (C, M) as in :class:`Several`, several_accuracies and
    several_standard_errors (M,), once they are known; dataset, size.
    """
    names = ("means", "objectives", "plain_objectives", "squared_residuals", "squared_penalties")
    arrays = {name: np.stack([getattr(each, name) for each in averages.values()]) for name in names}
    if read is not None:
        arrays |= {"accuracies": read.accuracies, "standard_errors": read.standard_errors}
    if layout is not None:
        arrays |= {f"map_{field.name}": getattr(layout, field.name) for field in fields(layout)}
    if groups and groups.classes:
        columns = ("means", "served", "objectives")
        known = groups.classes
        tables = {name: np.stack([getattr(each, name) for each in known.values()]) for name in columns}
        arrays |= {f"several_{name}": table for name, table in tables.items()}
        arrays |= {"several_classes": np.array(list(known)), "several_lams": np.array(SEVERAL_LAMS)}
        if groups.read is not None:
            arrays["several_accuracies"] = groups.read.accuracies
            arrays["several_standard_errors"] = groups.read.standard_errors
    return npz(lams=spec.lams, classes=list(averages), dataset=spec.dataset, size=spec.size, **arrays)


def average_python(spec: AverageSpec, count: int = 1) -> str:
    """Return a program that prints the objective a digit at every λ; ``{digit}`` is left open.

    For more than one average of the class, it goes on to print the objective and whom each of them serves.
    """
    train = dataset_code(spec.dataset)
    learned = f"[:-{spec.held_out}]" if spec.held_out else ""
    verbs = "lazy_kmeans_path, lazy_mean_path" if count > 1 else "lazy_mean_path"
    lines = [
        *imports(["from lazyq import RowShifts", f"from lazyq.means import {verbs}", train.imported]),
        "",
        f"train = {train.text}",
        f"own = train.labels{learned} == {{digit}}",
        f"points = train.images{learned}[own][:{spec.size}]",
        f"lams = [{_lams(spec.lams)}]",
        "path = lazy_mean_path(",
        f"    RowShifts(28, 28), points, lams, restarts={spec.restarts}, seed={spec.seed}",
        ")",
        "for lam, objective in zip(lams, path.objectives / len(points)):",
        "    print(lam, round(float(objective), 6))",
        "",
    ]
    if count > 1:
        lines += [
            f"lams = [{_lams(SEVERAL_LAMS)}]",
            "several = lazy_kmeans_path(",
            f"    RowShifts(28, 28), points, {count}, lams, seed={spec.seed}, max_iter={ITERATIONS}",
            ")",
            "for lam, objective, served in zip(lams, several.objectives / len(points), several.served):",
            "    print(lam, round(float(objective), 6), *served.tolist())",
            "",
        ]
    return "\n".join(lines)


def _lams(lams: tuple[float, ...]) -> str:
    return ", ".join(map(lam_code, lams))
