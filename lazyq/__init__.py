"""See and use approximate symmetries in machine learning.

Small transformations do not change an object, but too many might make it unrecognisable. A lazy
quotient metric penalises large ones,

    d_λ(x, y) = inf_g sqrt( d(gx, y)² + λ² ν(g)² ).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lazyq.actions import (
        Channels,
        Dihedral,
        GroupAction,
        MinimisingAction,
        Permutations,
        PolarRotations,
        Product,
        QuarterTurns,
        RigidMotions,
        RowShifts,
        SeparableAction,
        TimeShifts,
        Translations,
        to_polar,
        zero_padded,
    )
    from lazyq.averaging import LazyAveragingClassifier
    from lazyq.care import CareTraining, train_care, wahba_error
    from lazyq.filters import LazyMaxFilterTransformer
    from lazyq.filters.max_filter import LazyMaxFilter, max_filter
    from lazyq.infoot import FusedInfoOT, InfoOT, LazyInfoOT
    from lazyq.means import LazyKMeans, lazy_mean, lazy_mean_path
    from lazyq.metric import Alignment, LazyPath, align, lazy_distance, lazy_path, pairwise, quotient_distance
    from lazyq.neighbors import (
        LazyKNeighborsClassifier,
        LazyKNeighborsClassifierCV,
        LazyKNeighborsRegressor,
        LazyNeighborsTransformer,
    )

__version__ = "0.1.0"

__all__ = [
    "Alignment",
    "CareTraining",
    "Channels",
    "Dihedral",
    "FusedInfoOT",
    "GroupAction",
    "InfoOT",
    "LazyAveragingClassifier",
    "LazyInfoOT",
    "LazyKMeans",
    "LazyKNeighborsClassifier",
    "LazyKNeighborsClassifierCV",
    "LazyKNeighborsRegressor",
    "LazyMaxFilter",
    "LazyMaxFilterTransformer",
    "LazyNeighborsTransformer",
    "LazyPath",
    "MinimisingAction",
    "Permutations",
    "PolarRotations",
    "Product",
    "QuarterTurns",
    "RigidMotions",
    "RowShifts",
    "SeparableAction",
    "TimeShifts",
    "Translations",
    "align",
    "lazy_distance",
    "lazy_mean",
    "lazy_mean_path",
    "lazy_path",
    "max_filter",
    "pairwise",
    "quotient_distance",
    "to_polar",
    "train_care",
    "wahba_error",
    "zero_padded",
]

_ROOMS = (
    "actions",
    "averaging",
    "care",
    "datasets",
    "experiments",
    "filters",
    "hardness",
    "infoot",
    "kernels",
    "means",
    "metric",
    "neighbors",
    "plots",
    "riemannian",
    "spectral",
    "testing",
    "transport",
)
_EXTRA_ROOMS = ("words",)  # their import needs an extra: not listed, so that help() does without it
_ELSEWHERE = {
    "LazyAveragingClassifier": "averaging",
    **dict.fromkeys(("CareTraining", "train_care", "wahba_error"), "care"),
    **dict.fromkeys(("LazyMaxFilter", "LazyMaxFilterTransformer", "max_filter"), "filters"),
    **dict.fromkeys(("FusedInfoOT", "InfoOT", "LazyInfoOT"), "infoot"),
    **dict.fromkeys(("LazyKMeans", "lazy_mean", "lazy_mean_path"), "means"),
    **dict.fromkeys(("LazyNeighborsTransformer", "LazyKNeighborsRegressor"), "neighbors"),
    **dict.fromkeys(("LazyKNeighborsClassifier", "LazyKNeighborsClassifierCV"), "neighbors"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: torch takes seconds, and not all of lazyq needs it."""
    if name in _ROOMS + _EXTRA_ROOMS:
        return import_module(f"lazyq.{name}")
    if name not in __all__:
        raise AttributeError(f"module 'lazyq' has no attribute {name!r}")
    homes = [_ELSEWHERE[name]] if name in _ELSEWHERE else ["actions", "metric"]
    rooms = [import_module(f"lazyq.{home}") for home in homes]
    globals()[name] = value = next(getattr(room, name) for room in rooms if name in room.__all__)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOMS, *__all__})
