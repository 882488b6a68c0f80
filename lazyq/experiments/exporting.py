"""What the files and programs that a page gives away have in common."""

import io
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np

from lazyq.experiments.digits import DatasetDigit, DigitRef, DrawnDigit
from lazyq.experiments.lam import lam_code

_LOADERS = {
    "mnist-test": 'load_mnist("test")',
    "mnist-train": 'load_mnist("train")',
    "sklearn": "load_sklearn_digits()",
}


class Code(NamedTuple):
    """A Python expression, and the import that it needs."""

    text: str
    imported: str


def npz(**arrays: Any) -> bytes:
    """Return arrays, numbers and texts as a compressed NumPy archive, which is read without pickle."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def file_name(*parts: DigitRef | str) -> str:
    """Return the name of a file without its ending: words, and digits by reference, own ones in a word."""
    return "_".join(
        part if isinstance(part, str) else _word(part) if isinstance(part, DrawnDigit) else part.text
        for part in parts
    )


def _word(digit: DrawnDigit) -> str:
    return "picture" if digit.uploaded else "drawn"


def dataset_code(name: str) -> Code:
    """Return the expression for a data set."""
    loader = _LOADERS[name]
    return Code(loader, f"from lazyq.datasets import {loader.partition('(')[0]}")


def digit_code(reference: DigitRef) -> Code:
    """Return the expression for the levels of a digit."""
    if isinstance(reference, DatasetDigit):
        loader = dataset_code(reference.dataset)
        return Code(f"{loader.text}.images[{reference.index}]", loader.imported)
    return Code(f'parse_digit("{reference.text}").image', "from lazyq.experiments.digits import parse_digit")


def imports(lines: Iterable[str]) -> list[str]:
    """Return each import once, in order."""
    return sorted(set(lines))


def spec_code(spec: Any, **written: str) -> str:
    """Return the expression that makes a spec anew, of what differs from the defaults of its class.

    Parameters
    ----------
    spec : a frozen dataclass
    written : expressions for fields that are not written as their values are
    """
    given = [
        f"{field.name}={written.get(field.name) or _code(getattr(spec, field.name))}"
        for field in fields(spec)
        if getattr(spec, field.name) != field.default
    ]
    return f"{type(spec).__name__}({', '.join(given)})"


def _code(value: Any) -> str:
    if isinstance(value, float):
        return lam_code(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(_code, value))}{',' if len(value) == 1 else ''})"
    return repr(value)
