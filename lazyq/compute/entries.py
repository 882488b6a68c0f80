"""A result as one NPZ file: arrays as they are, everything else as JSON."""

import json
import struct
import tokenize
import typing
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import IO, Any

import numpy as np

META = "__result__"
ARRAY_KINDS = "biufcSU"
# Everything that reading a file which is not what it should be can raise.
UNREADABLE = (
    OSError, EOFError, ValueError, TypeError, KeyError, RuntimeError, MemoryError,
    struct.error, tokenize.TokenError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def result_type(experiment: Callable[..., Any]) -> type[Any]:
    """Return the class that an experiment says it returns.

    Raises
    ------
    ValueError : no return annotation, or one that is not a frozen dataclass
    """
    try:
        kind = typing.get_type_hints(experiment).get("return")
    except NameError as error:
        raise ValueError(f"the annotations of {experiment.__qualname__} can't be resolved: {error}") from None
    if not (isinstance(kind, type) and is_dataclass(kind) and kind.__dataclass_params__.frozen):  # type: ignore[attr-defined]
        raise ValueError(
            f"{experiment.__qualname__} must be annotated to return a frozen dataclass, got {kind!r}"
        )
    return kind


def parts(result: object, kind: type[Any]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the plain values and the arrays of a result, by field.

    Raises
    ------
    ValueError : not of the kind, or a field that is neither an array nor plain; says which
    """
    names = [field.name for field in fields(kind)]
    if type(result) is not kind:
        raise ValueError(f"the result must be a {kind.__name__}, got {type(result).__name__}")
    plain, arrays = {}, {}
    for name in names:
        value = getattr(result, name)
        if isinstance(value, np.ndarray) and value.dtype.kind in ARRAY_KINDS:
            arrays[name] = value
        elif _is_plain(value):
            plain[name] = value
        else:
            what = f"an array of {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
            raise ValueError(
                f"{kind.__name__}.{name} must be a NumPy array of numbers or text, str, int, float, "
                f"bool, None or a tuple of these, got {what}"
            )
    return plain, arrays


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, (str, int, float))


def write_entry(file: IO[bytes], key: str, result: object, kind: type[Any]) -> None:
    """Write a result that :func:`parts` accepts as the entry of this key."""
    plain, arrays = parts(result, kind)
    meta = np.array(json.dumps({"key": key, "values": plain}))
    np.savez(file, allow_pickle=False, **{META: meta}, **{f"array_{name}": a for name, a in arrays.items()})


def read_entry(file: IO[bytes], key: str, kind: type[Any]) -> Any:
    """Return the result in an entry; one of UNREADABLE is raised if it is not a whole entry of this key."""
    with np.load(file, allow_pickle=False) as entry:
        if any(member.compress_type != zipfile.ZIP_STORED for member in entry.zip.infolist()):
            raise ValueError("entries are stored uncompressed")
        meta = json.loads(str(entry[META]))
        if meta["key"] != key:
            raise ValueError("the entry of another key")
        names = [name for name in entry.files if name != META]
        arrays = {name.removeprefix("array_"): entry[name] for name in names}
        plain = {name: _tuples(value) for name, value in meta["values"].items()}
    if {*arrays, *plain} != {field.name for field in fields(kind)}:
        raise ValueError("the entry of another kind of result")
    return kind(**arrays, **plain)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def frozen(result: Any, kind: type[Any]) -> int:
    """Make the arrays of a result read-only, as many may hold them, and return their bytes."""
    _, arrays = parts(result, kind)
    for array in arrays.values():
        array.setflags(write=False)
    return sum(array.nbytes for array in arrays.values())
