"""What tells one result from another, and what can be neither key nor result."""

import importlib
import linecache
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from store_experiments import PACKAGE, Grid, Spec, Sums, environment, others, runs, sums

from lazyq.compute import ResultStore, canonical, code_version
from lazyq.compute import keys as store_keys
from lazyq.compute.keys import result_key


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, -0.0, 1e-300])
def test_every_float_is_a_key(folder: Path, spec: Spec, value: float) -> None:
    store = ResultStore(folder)
    store.run(sums, spec)
    special = replace(spec, lam=value)
    with np.errstate(invalid="ignore"):
        store.run(sums, special)
        store.run(sums, replace(special))
    assert runs(spec.log) == 2


DIFFERENT = [
    {"n": 4}, {"seed": 0}, {"seed": False}, {"exact": False}, {"exact": 1},
    {"lam": 0.25}, {"lam": 0}, {"lam": "0.5"}, {"lam": np.nan}, {"lam": np.inf}, {"lam": "inf"},
    {"grid": Grid(steps=(0.5, 0.0))}, {"grid": Grid(name="odd")}, {"grid": Grid(steps=())}, {"grid": None},
]  # fmt: skip


def test_different_specs_have_different_keys(spec: Spec) -> None:
    keys = {canonical(spec), *(canonical(replace(spec, **change)) for change in DIFFERENT)}
    assert len(keys) == len(DIFFERENT) + 1
    assert canonical(replace(spec)) == canonical(spec)


def test_the_experiment_the_data_and_the_code_are_in_the_key(
    spec: Spec, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {
        result_key(sums, spec, ()),
        result_key(others, spec, ()),
        result_key(sums, spec, ("ab",)),
        result_key(sums, spec, ("a", "b")),
        result_key(sums, spec, ("b", "a")),
    }
    monkeypatch.setattr(store_keys, "code_version", lambda: "another")
    keys.add(result_key(sums, spec, ()))
    assert len(keys) == 6


def test_a_key_is_the_same_in_another_process(spec: Spec) -> None:
    code = (
        "from store_experiments import *; from lazyq.compute.keys import result_key;"
        f"print(result_key(sums, Spec({spec.log!r}), ['data']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == result_key(sums, spec, ("data",))


def test_the_code_version_follows_the_source_but_not_the_interface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "lazyq"
    shutil.copytree(PACKAGE / "lazyq", copy, ignore=shutil.ignore_patterns("__pycache__", "ui"))
    monkeypatch.setattr(store_keys, "PACKAGE", copy)
    version = code_version.__wrapped__
    before = version()
    assert before == code_version()
    (copy / "ui").mkdir()
    (copy / "ui" / "page.py").write_text("x = 1\n")
    assert version() == before
    (copy / "compute" / "keys.py").write_text("x = 1\n")
    assert version() != before


def test_changed_source_of_an_experiment_elsewhere_is_another_key(
    tmp_path: Path, spec: Spec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    module = tmp_path / "own_experiment.py"
    found = []
    for number in (1, 20):
        module.write_text(f"def count(spec):\n    return {number}\n")
        sys.modules.pop("own_experiment", None)
        importlib.invalidate_caches()
        linecache.clearcache()
        found.append(result_key(importlib.import_module("own_experiment").count, spec, ()))
    sys.modules.pop("own_experiment")
    assert found[0] != found[1]


@dataclass
class Loose:
    n: int = 1


@dataclass(frozen=True)
class Odd:
    value: object


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (Loose(), "spec must be an instance of a frozen dataclass"),
        (Spec, "spec must be an instance of a frozen dataclass"),
        ({"n": 1}, "spec must be an instance of a frozen dataclass"),
        (Odd([1]), r"spec.value must be str, .* got list"),
        (Odd((1, {})), r"spec.value\[1\] must be str, .* got dict"),
        (Odd(Odd(np.zeros(2))), "spec.value.value must be str, .* got ndarray"),
        (Odd(Loose()), "spec.value must be str, .* got Loose"),
    ],
)
def test_a_spec_that_cannot_be_a_key_is_refused(folder: Path, bad: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ResultStore(folder).run(sums, bad)  # type: ignore[arg-type]


def without_annotation(spec):  # type: ignore[no-untyped-def]
    return spec


def of_another_kind(spec: Spec) -> Sums:
    return spec  # type: ignore[return-value]


@dataclass(frozen=True)
class Objects:
    values: np.ndarray


def objects(spec: Spec) -> Objects:
    return Objects(np.array([object()]))


@dataclass(frozen=True)
class Lists:
    values: list[int]


def lists(spec: Spec) -> Lists:
    return Lists([1])


@pytest.mark.parametrize(
    ("experiment", "message"),
    [
        (lambda spec: spec, "experiment must be a function defined at the top level"),
        (print, "experiment must be a function defined at the top level"),
        (without_annotation, "must be annotated to return a frozen dataclass"),
        (of_another_kind, "the result must be a Sums, got Spec"),
        (objects, "Objects.values must be a NumPy array .* got an array of object"),
        (lists, "Lists.values must be a NumPy array .* got list"),
    ],
)
def test_an_experiment_that_cannot_be_stored_is_refused(
    folder: Path, spec: Spec, experiment: Callable[[Spec], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ResultStore(folder).run(experiment, spec)
    assert not folder.exists() or list(folder.iterdir()) == []


def test_data_must_be_checksums(folder: Path, spec: Spec) -> None:
    for data in ("abc", (1,)):
        with pytest.raises(ValueError, match="data must be a tuple of checksums"):
            ResultStore(folder).run(sums, spec, data=data)  # type: ignore[arg-type]
