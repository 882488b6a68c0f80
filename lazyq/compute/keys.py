"""What tells one result from another: the experiment, its spec, its data and the code."""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lazyq.root import INSTALLED

PACKAGE = Path(__file__).parents[1]


def canonical(spec: object) -> str:
    """Return a frozen dataclass as JSON that is equal for equal specs, and only for them.

    Fields may be str, int, float (inf and NaN included), bool, None, tuples and frozen dataclasses of
    these.

    Raises
    ------
    ValueError : not a frozen dataclass, or a field of another type; says which
    """
    if not _is_frozen(spec):
        raise ValueError(f"spec must be an instance of a frozen dataclass, got {spec!r}")
    return json.dumps(_plain(spec, "spec"), sort_keys=True, separators=(",", ":"))


def _is_frozen(value: object) -> bool:
    return (
        is_dataclass(value) and not isinstance(value, type) and value.__dataclass_params__.frozen  # type: ignore[attr-defined]
    )


def _plain(value: object, place: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return {"float": float(value).hex()}
    if isinstance(value, tuple):
        return [_plain(item, f"{place}[{position}]") for position, item in enumerate(value)]
    if _is_frozen(value):
        content = {
            field.name: _plain(getattr(value, field.name), f"{place}.{field.name}")
            for field in fields(value)  # type: ignore[arg-type]
        }
        return {"class": _name(type(value)), "fields": content}
    raise ValueError(
        f"{place} must be str, int, float, bool, None, a tuple or a frozen dataclass of these, "
        f"got {type(value).__name__}"
    )


def _name(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"


@cache
def code_version() -> str:
    """Return the SHA-256 of lazyq's own source, the user interface left out, as this process found it."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        if name.parts[0] not in ("ui", INSTALLED):
            digest.update(name.as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def result_key(experiment: Callable[..., object], spec: object, data: Iterable[str]) -> str:
    """Return the SHA-256 of the experiment's name, the spec, the checksums of the data and the code.

    An experiment outside of lazyq adds its own source.

    Raises
    ------
    ValueError : an experiment without a name or source of its own, or a spec or data that can't be a key
    """
    if not inspect.isfunction(experiment) or "<" in experiment.__qualname__:
        raise ValueError(
            f"experiment must be a function defined at the top level of a module, got {experiment!r}"
        )
    checksums = None if isinstance(data, str) else list(data)
    if checksums is None or not all(isinstance(checksum, str) for checksum in checksums):
        raise ValueError(f"data must be a tuple of checksums, such as (digits.checksum,), got {data!r}")
    parts = [_name(experiment), canonical(spec), checksums, code_version(), _own_source(experiment)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _own_source(experiment: Callable[..., object]) -> str:
    if experiment.__module__.split(".")[0] == PACKAGE.name:
        return ""
    try:
        return inspect.getsource(experiment)
    except OSError:
        raise ValueError(
            "experiment must be a function whose source can be read, so that a change to it counts, "
            f"got {experiment!r}"
        ) from None
