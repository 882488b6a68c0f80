"""The λ-path of two digits to take away: as arrays, and as a program that measures one distance."""

from typing import Any

from lazyq.experiments.digits import DigitRef
from lazyq.experiments.exporting import digit_code, imports, npz
from lazyq.metric import LazyPath


def lens_npz(
    path: LazyPath, x: DigitRef, y: DigitRef, other: LazyPath | None = None, z: DigitRef | None = None
) -> bytes:
    """Return the path as a NumPy archive, with that towards a third digit z if there is one.

    Arrays: x, y (28, 28) levels k/255; breakpoints (P,); g (P+1, 28); squared_residuals and
    squared_efforts (P+1,); x_reference and y_reference, the digits by name. Of the other path: z,
    z_reference, and z_breakpoints and so on.
    """
    arrays = {"x": path.x.numpy(), "y": path.y.numpy(), **_arrays(path)}
    arrays |= {"x_reference": x.text, "y_reference": y.text}
    if other is not None and z is not None:
        arrays |= {f"z_{name}": array for name, array in _arrays(other).items()}
        arrays |= {"z": other.y.numpy(), "z_reference": z.text}
    return npz(**arrays)


def _arrays(path: LazyPath) -> dict[str, Any]:
    return {
        "breakpoints": path.breakpoints.numpy(),
        "g": path.g.numpy(),
        "squared_residuals": path.squared_residuals.numpy(),
        "squared_efforts": path.squared_efforts.numpy(),
    }


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


def lens_python_both(x: DigitRef, y: DigitRef, z: DigitRef) -> str:
    """Return a program that prints d_λ(x, y) and d_λ(x, z); blanks to fill in as in :func:`lens_python`."""
    digits = [digit_code(digit) for digit in (x, y, z)]
    return "\n".join(
        [
            "import lazyq",
            *imports([digit.imported for digit in digits]),
            "",
            *(f"{name} = {digit.text}" for name, digit in zip("xyz", digits, strict=True)),
            "action = lazyq.RowShifts(28, 28)",
            "for digit in (y, z):  # {distance}",
            "    alignment = lazyq.align(action, x, digit, lam={lam})",
            "    print(round(float(alignment.distance), 6), alignment.g.tolist())",
            "",
        ]
    )
