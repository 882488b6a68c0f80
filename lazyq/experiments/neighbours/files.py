"""The neighbours of one digit to take away: as arrays, and as a program that finds them."""

import numpy as np

from lazyq.experiments.digits import DatasetDigit, DigitLibrary, parse_digit
from lazyq.experiments.draws import Draw
from lazyq.experiments.exporting import dataset_code, digit_code, imports, npz, spec_code
from lazyq.experiments.neighbours.search import NearestDigits, NeighboursSpec


def neighbours_npz(library: DigitLibrary, spec: NeighboursSpec, result: NearestDigits) -> bytes:
    """Return the neighbours of x at every λ as a NumPy archive.

    Arrays: x (28, 28) levels k/255; starts (P,), the λ from which on each list holds; near (P, k), the
    nearest digits first, by place in the data set; labels (P, k); places (C,) of all digits that are near at
    some λ, and images (C, 28, 28) of them; x_reference and dataset, by name.
    """
    digits = library.digits(spec.among.dataset)
    places = np.unique(result.near)
    return npz(
        x=library.image(parse_digit(spec.x)).numpy(),
        starts=result.starts,
        near=result.near,
        labels=digits.labels.numpy()[result.near],
        places=places,
        images=digits.images[places].numpy(),
        x_reference=spec.x,
        dataset=spec.among.dataset,
    )


def neighbours_python(spec: NeighboursSpec) -> str:
    """Return a program that prints place, label and distance of the nearest; ``{lam}`` is left to fill in."""
    among, x = spec.among, parse_digit(spec.x)
    query, train = digit_code(x), dataset_code(among.dataset)
    needed = ["from lazyq import RowShifts", "from lazyq.neighbors import neighbors"]
    needed += [query.imported, train.imported]
    places = "torch.arange(len(train))"
    if among != Draw(among.dataset):
        needed.append("from lazyq.experiments.draws import Draw, drawn_places")
        places = f"drawn_places({spec_code(among)})"
    lines = ["import torch", "", *imports(needed), "", f"x = {query.text}", f"train = {train.text}"]
    lines.append(f"places = {places}")
    if isinstance(x, DatasetDigit) and x.dataset == among.dataset:
        lines.append(f"places = places[places != {x.index}]  # x is no neighbour of its own")
    lines += [
        f"found = neighbors(RowShifts(28, 28), x[None], train.images[places], {{lam}}, {spec.neighbors})",
        "for place, distance in zip(places[found.indices[0]].tolist(), found.distances[0].tolist()):",
        "    print(place, int(train.labels[place]), round(distance, 6))",
        "",
    ]
    return "\n".join(lines)
