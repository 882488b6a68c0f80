"""The λ-path of two digits to take away: as arrays, and as a program that measures one distance."""

from lazyq.experiments.digits import DigitRef
from lazyq.experiments.exporting import digit_code, imports, npz
from lazyq.metric import LazyPath


def lens_npz(path: LazyPath, x: DigitRef, y: DigitRef) -> bytes:
    """Return the path as a NumPy archive.

    Arrays: x, y (28, 28) levels k/255; breakpoints (P,); g (P+1, 28); squared_residuals and
    squared_efforts (P+1,); x_reference and y_reference, the digits by name.
    """
    return npz(
        x=path.x.numpy(),
        y=path.y.numpy(),
        breakpoints=path.breakpoints.numpy(),
        g=path.g.numpy(),
        squared_residuals=path.squared_residuals.numpy(),
        squared_efforts=path.squared_efforts.numpy(),
        x_reference=x.text,
        y_reference=y.text,
    )


def lens_python(x: DigitRef, y: DigitRef) -> str:
    """Return a program that prints d_λ(x, y); ``{lam}`` and ``{distance}`` are left to be filled in."""
    first, second = digit_code(x), digit_code(y)
    return "\n".join(
        [
            "import lazyq",
            *imports([first.imported, second.imported]),
            "",
            f"x = {first.text}",
            f"y = {second.text}",
            "alignment = lazyq.align(lazyq.RowShifts(28, 28), x, y, lam={lam})",
            "print(round(float(alignment.distance), 6))  # {distance}",
            "print(alignment.g.tolist())",
            "",
        ]
    )
