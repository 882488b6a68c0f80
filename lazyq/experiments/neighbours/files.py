"""The neighbours of one digit to take away: as arrays, and as a program that finds them."""

import io

import numpy as np
from numpy.typing import NDArray

from lazyq.experiments.accuracy.table import AccuracySpec
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DigitRef
from lazyq.experiments.lens.pair import digit_expression


def near_npz(
    library: DigitLibrary, x: DigitRef, dataset: str, starts: NDArray[np.float64], near: NDArray[np.int64]
) -> bytes:
    """Return the neighbours of x at every λ as a NumPy archive.

    Arrays: x (28, 28) levels k/255; starts (P,), the λ from which on each list holds; near (P, k), the
    nearest digits first, by place in the data set; labels (P, k); places (C,) of all digits that are near at
    some λ, and images (C, 28, 28) of them; x_reference and dataset, by name.
    """
    digits = library.digits(dataset)
    places = np.unique(near)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        x=library.image(x).numpy(),
        starts=starts,
        near=near,
        labels=digits.labels.numpy()[near],
        places=places,
        images=digits.images[places].numpy(),
        x_reference=np.array(x.text),
        dataset=np.array(dataset),
    )
    return file.getvalue()


def near_python(x: DigitRef, k: int, dataset: str, draw: AccuracySpec | None) -> str:
    """Return a program that prints place, label and distance of the nearest digits; ``{lam}`` is left open.

    Parameters
    ----------
    draw : whose first draw is searched, or None for all digits of the data set
    """
    (query, loader), (train, other) = digit_expression(x), digit_expression(DatasetDigit(dataset, 0))
    modules = {"parse_digit": "lazyq.experiments.digits"}
    lines = ["import torch", "", "from lazyq import RowShifts"]
    lines += [f"from {modules.get(name, 'lazyq.datasets')} import {name}" for name in sorted({loader, other})]
    imported = "from lazyq.neighbors import neighbors"
    if draw is None:
        lines.append(imported)
        places = "torch.arange(len(train))"
    else:
        lines += ["from lazyq.experiments.accuracy.table import AccuracySpec, training_places", imported]
        given = f"draws={draw.draws}, seed={draw.seed}, neighbors=1"
        places = (
            f"training_places(AccuracySpec(train={draw.train}, test={draw.test}, {given}, "
            f"training_set={draw.training_set!r}, test_set={draw.test_set!r}))"
        )
    lines += ["", f"x = {query}", f"train = {train.partition('.images')[0]}", f"places = {places}"]
    if isinstance(x, DatasetDigit) and x.dataset == dataset:
        lines.append(f"places = places[places != {x.index}]  # x is no neighbour of its own")
    lines += [
        f"found = neighbors(RowShifts(28, 28), x[None], train.images[places], {{lam}}, {k})",
        "for place, distance in zip(places[found.indices[0]].tolist(), found.distances[0].tolist()):",
        "    print(place, int(train.labels[place]), round(distance, 6))",
        "",
    ]
    return "\n".join(lines)
