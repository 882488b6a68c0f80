"""The two classes at every angle to take away: as arrays, and as a program that measures one angle."""

import numpy as np

from lazyq.experiments.digits import DatasetDigit, DigitLibrary, parse_digit
from lazyq.experiments.exporting import dataset_code, digit_code, imports, npz
from lazyq.experiments.six_or_nine.flips import Flips
from lazyq.experiments.six_or_nine.turned import RINGS, Turned, TurnedSpec


def six_or_nine_npz(
    library: DigitLibrary, spec: TurnedSpec, result: Turned, many: Flips | None = None
) -> bytes:
    """Return what is known at every angle as a NumPy archive.

    Arrays: x (28, 28) levels k/255; degrees (K,), counter-clockwise; classes (2,); squared_residuals and
    nearest (2, K) as in :class:`Turned`; places (C,) of all digits that are nearest at some angle, and
    images (C, 28, 28) of them; x_reference and dataset, by name. Where many digits were turned as well,
    many_places, many_starts, many_lams and many_degrees as in :class:`Flips`.
    """
    places = np.unique(result.nearest)
    return npz(
        x=library.image(parse_digit(spec.x)).numpy(),
        degrees=np.arange(spec.angles) * (360 / spec.angles),
        classes=[spec.first, spec.second],
        squared_residuals=result.squared_residuals,
        nearest=result.nearest,
        places=places,
        images=library.digits(spec.dataset).images[places].numpy(),
        x_reference=spec.x,
        dataset=spec.dataset,
        **({} if many is None else {f"many_{name}": array for name, array in vars(many).items()}),
    )


def six_or_nine_python(spec: TurnedSpec) -> str:
    """Return a program that prints the nearest of both classes; ``{lam}`` and ``{angle}`` are left open."""
    x, train = parse_digit(spec.x), dataset_code(spec.dataset)
    query = digit_code(x)
    lines = [
        "import torch",
        "",
        *imports(["from lazyq import PolarRotations, pairwise, to_polar", query.imported, train.imported]),
        "",
        f"action = PolarRotations({RINGS}, {spec.angles})",
        f"train = {train.text}",
        f"x = to_polar({query.text}.double() / 255, *action.shape)",
        "turned = action.act(torch.tensor(round({angle} / action.step)), x)",
        "places = torch.arange(len(train))",
    ]
    if isinstance(x, DatasetDigit) and x.dataset == spec.dataset:
        lines.append(f"places = places[places != {x.index}]  # x is not compared with itself")
    lines += [
        f"for digit in ({spec.first}, {spec.second}):",
        f"    own = places[train.labels[places] == digit][:{spec.size}]",
        "    y = to_polar(train.images[own].double() / 255, *action.shape)",
        "    distances = pairwise(action, turned[None], y, [{lam}])[0, 0]",
        "    print(digit, int(own[distances.argmin()]), round(float(distances.min()), 6))",
        "",
    ]
    return "\n".join(lines)
