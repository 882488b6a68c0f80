"""Two digits and their λ-path: what the Lens shows, as arrays and as code."""

import io

import numpy as np

from lazyq.actions import RowShifts
from lazyq.experiments.digits import SIDE, DatasetDigit, DigitLibrary, DigitRef
from lazyq.metric import LazyPath, lazy_path

_LOADERS = {
    "mnist-test": 'load_mnist("test")',
    "mnist-train": 'load_mnist("train")',
    "sklearn": "load_sklearn_digits()",
}


def pair_path(library: DigitLibrary, x: DigitRef, y: DigitRef) -> LazyPath:
    """Return the λ-path of x towards y under row shifts.

    Raises
    ------
    ValueError : the data of x or y are not at hand
    """
    return lazy_path(RowShifts(SIDE, SIDE), library.image(x), library.image(y))


def path_npz(path: LazyPath, x: DigitRef, y: DigitRef) -> bytes:
    """Return the path as a NumPy archive.

    Arrays: x, y (28, 28) levels k/255; breakpoints (P,); g (P+1, 28); squared_residuals and
    squared_efforts (P+1,); x_reference and y_reference, the digits by name.
    """
    file = io.BytesIO()
    np.savez_compressed(
        file,
        x=path.x.numpy(),
        y=path.y.numpy(),
        breakpoints=path.breakpoints.numpy(),
        g=path.g.numpy(),
        squared_residuals=path.squared_residuals.numpy(),
        squared_efforts=path.squared_efforts.numpy(),
        x_reference=np.array(x.text),
        y_reference=np.array(y.text),
    )
    return file.getvalue()


def pair_python(x: DigitRef, y: DigitRef) -> str:
    """Return a program that prints d_λ(x, y); ``{lam}`` and ``{distance}`` are left to be filled in."""
    expressions = {"x": digit_expression(x), "y": digit_expression(y)}
    modules = {"parse_digit": "lazyq.experiments.digits"}
    needed = sorted({name for _, name in expressions.values()})
    return "\n".join(
        [
            "import lazyq",
            *(f"from {modules.get(name, 'lazyq.datasets')} import {name}" for name in needed),
            "",
            *(f"{name} = {expression}" for name, (expression, _) in expressions.items()),
            "alignment = lazyq.align(lazyq.RowShifts(28, 28), x, y, lam={lam})",
            "print(round(float(alignment.distance), 6))  # {distance}",
            "print(alignment.g.tolist())",
            "",
        ]
    )


def digit_expression(reference: DigitRef) -> tuple[str, str]:
    """Return a digit as a Python expression, and the function to import for it."""
    if isinstance(reference, DatasetDigit):
        loader = _LOADERS[reference.dataset]
        return f"{loader}.images[{reference.index}]", loader.partition("(")[0]
    return f'parse_digit("{reference.text}").image', "parse_digit"
