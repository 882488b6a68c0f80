"""A result as one NPZ file: arrays as they are, everything else as JSON."""

import hashlib
import json
import types
import typing
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import IO, Any

import numpy as np

META = "__result__"
ARRAY_KINDS = "biufcSU"


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


def parts(result: Any, kind: type[Any]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the plain values and the arrays of a result, by field.

    Raises
    ------
    ValueError : not of the kind, or a field that is neither an array nor plain, or not what its annotation
        says; says which
    """
    if type(result) is not kind:
        raise ValueError(f"the result must be a {kind.__name__}, got {type(result).__name__}")
    hints = _hints(kind)
    plain, arrays = {}, {}
    for name in (field.name for field in fields(kind)):
        value = getattr(result, name)
        what = f"an array of {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
        if isinstance(value, np.ndarray) and value.dtype.kind in ARRAY_KINDS:
            arrays[name] = value
        elif _is_plain(value):
            plain[name] = value
        else:
            raise ValueError(
                f"{kind.__name__}.{name} must be a NumPy array of numbers or text, str, int, float, "
                f"bool, None or a tuple of these, got {what}"
            )
        if not fits(value, hints[name]):
            raise ValueError(f"{kind.__name__}.{name} must be {hints[name]}, as it is annotated, got {what}")
    return plain, arrays


def _hints(kind: type[Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(kind)
    except NameError as error:
        raise ValueError(f"the annotations of {kind.__name__} can't be resolved: {error}") from None


def fits(value: object, hint: Any) -> bool:
    """Return whether a value is what an annotation says: an int is a float too; what is not known fits."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is tuple and isinstance(value, tuple):
        each = inner[:1] * len(value) if inner[1:] == (...,) else inner
        return len(value) == len(each) and all(map(fits, value, each))
    if origin is np.ndarray and isinstance(value, np.ndarray):
        scalars = [one for dtype in inner[1:] for one in typing.get_args(dtype) if isinstance(one, type)]
        return all(np.issubdtype(value.dtype, scalar) for scalar in scalars)
    if hint in (int, float):
        return isinstance(value, (int, hint)) and not isinstance(value, bool)
    accepted = origin or (type(None) if hint is None else hint)
    return isinstance(value, accepted) if isinstance(accepted, type) else True


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, (str, int, float))


def write_entry(file: IO[bytes], key: str, result: object, kind: type[Any]) -> None:
    """Write a result that :func:`parts` accepts as the entry of this key."""
    plain, arrays = parts(result, kind)
    meta = np.array(json.dumps({"key": key, "values": plain, "sha256": _digest(key, plain, arrays)}))
    np.savez(file, allow_pickle=False, **{META: meta}, **{f"array_{name}": a for name, a in arrays.items()})


def read_entry(file: IO[bytes], key: str, kind: type[Any]) -> Any:
    """Return the result in an entry.

    Raises
    ------
    Exception : of any kind, where it is not the entry of this key as :func:`write_entry` wrote it
    """
    with np.load(file, allow_pickle=False) as entry:
        if any(member.compress_type != zipfile.ZIP_STORED for member in entry.zip.infolist()):
            raise ValueError("entries are stored uncompressed")
        meta = json.loads(str(entry[META]))
        if meta["key"] != key:
            raise ValueError("the entry of another key")
        names = [name for name in entry.files if name != META]
        arrays = {name.removeprefix("array_"): entry[name] for name in names}
        if meta["sha256"] != _digest(key, meta["values"], arrays):
            raise ValueError("an entry that has been changed")
        plain = {name: _tuples(value) for name, value in meta["values"].items()}
    result = kind(**arrays, **plain)
    parts(result, kind)
    return result


def _digest(key: str, plain: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> str:
    """Return the SHA-256 of all that an entry holds, dtypes and shapes included."""
    digest = hashlib.sha256(json.dumps([key, plain], sort_keys=True).encode())
    for name, array in sorted(arrays.items()):
        digest.update(json.dumps([name, array.dtype.str, array.shape]).encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def frozen(result: Any, kind: type[Any]) -> int:
    """Make the arrays of a result read-only, as many may hold them, and return their bytes."""
    _, arrays = parts(result, kind)
    for array in arrays.values():
        array.setflags(write=False)
    return sum(array.nbytes for array in arrays.values())
