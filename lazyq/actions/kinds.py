"""Tensors, NumPy arrays and nested lists at the public door: the same kind comes out as went in."""

import functools
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Protocol, Self, TypeVar, cast, runtime_checkable

import numpy as np
import torch
from torch import Tensor

Function = TypeVar("Function", bound=Callable[..., Any])
TENSORS, _ARRAYS, _LISTS = "tensors", "arrays", "lists"


@runtime_checkable
class ArrayLike(Protocol):
    """What NumPy makes an array of: its own arrays, pandas' tables and columns, and others of the kind."""

    def __array__(self, dtype: Any = None, /) -> np.ndarray:
        """Return it as an array."""


class OfAnyKind(ABC):
    """A result with methods, which can hold what it holds as arrays or lists."""

    @abstractmethod
    def of_kind(self, kind: str) -> Self:
        """Return it with its tensors as arrays or lists."""


def any_kind(*names: str, whole: tuple[str, ...] = ()) -> Callable[[Function], Function]:
    """Let the named arguments of a function of tensors be NumPy arrays or nested lists of numbers as well.

    What the function returns, its tensors, is then of that kind too: tensors where any argument is one, else
    arrays where any is one, else lists. Numbers of a list count as float64. Arrays have no gradients. What
    NumPy takes for an array, such as a table of pandas, counts as one.

    Parameters
    ----------
    names : of the arguments
    whole : of further ones, such as labels, whose lists stay whole numbers where all in them are

    Raises
    ------
    ValueError : the function, a list that is ragged or holds what is no number, an array of such or with
        masked values
    """

    def decorated(function: Function) -> Function:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def of_any_kind(*arguments: Any, **named: Any) -> Any:
            try:
                bound = signature.bind(*arguments, **named)
            except TypeError:
                return function(*arguments, **named)  # whose own error names the function
            given = {name: bound.arguments[name] for name in (*names, *whole) if name in bound.arguments}
            foreign = {name: value for name, value in given.items() if not isinstance(value, Tensor)}
            foreign = {name: v for name, v in foreign.items() if isinstance(v, ArrayLike | list | tuple)}
            if not foreign:
                return function(*arguments, **named)
            for name, value in foreign.items():
                bound.arguments[name] = as_tensor(name, value, whole=name in whole)
            result = function(*bound.args, **bound.kwargs)
            if any(isinstance(value, Tensor) for value in given.values()):
                return result
            arrays = any(isinstance(value, ArrayLike) for value in foreign.values())
            return as_kind(result, _ARRAYS if arrays else _LISTS)

        return cast("Function", of_any_kind)

    return decorated


def as_tensor(name: str, value: ArrayLike | Sequence[Any], *, whole: bool = False) -> Tensor:
    """Return an array or a nested list as a tensor; lists in float64, or ``whole`` numbers as they are.

    Raises
    ------
    ValueError : a list that is ragged, anything that holds what is no number, or masked values
    """
    require_unmasked(name, value)
    found: Any = "a list"
    try:
        if isinstance(value, ArrayLike):
            array = np.asarray(value)
            found = array.dtype
            array = array.astype(found.newbyteorder("="), copy=False)  # torch has the machine's order only
        else:
            array = np.asarray(value, dtype=None if whole else np.float64)
        array = np.require(array, requirements=["C", "W"])
        if any(step < 0 or step % array.itemsize for step in array.strides):
            array = array.copy()  # NumPy looks at no step of an axis of one place, torch does
        return torch.from_numpy(array)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            f"{name} must be numbers in a torch.Tensor, a NumPy array or a list that is not ragged, "
            f"got {found}"
        ) from None


def require_unmasked(name: str, value: object) -> None:
    """Check that an array has no masked values: torch would compute with what is under the mask.

    Raises
    ------
    ValueError : it has some
    """
    if np.ma.is_masked(value):
        raise ValueError(
            f"{name} must have no masked values, got {np.ma.count_masked(value)}; fill them first"
        )


def as_kind(result: Any, kind: str) -> Any:
    """Return a result with its tensors as arrays or lists, in tuples too."""
    if kind == TENSORS:
        return result
    if isinstance(result, Tensor):
        array = result.detach().cpu().numpy()
        return array if kind == _ARRAYS else array.tolist()
    if isinstance(result, OfAnyKind):
        return result.of_kind(kind)
    if isinstance(result, tuple):
        parts = [as_kind(part, kind) for part in result]
        return tuple(parts) if type(result) is tuple else type(result)(*parts)
    return result
