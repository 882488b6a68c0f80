"""Plans between two clouds by geometry and by information, and lazily turned clouds."""

from typing import TYPE_CHECKING

from lazyq.infoot.information import information_gradient, mutual_information
from lazyq.infoot.kernels import gaussian_kernel, kernel_scale
from lazyq.infoot.lazy import LazyAlignmentPath, lazy_alignment_path
from lazyq.infoot.projecting import Projected
from lazyq.infoot.scaling import Scaling, entropic_plan
from lazyq.infoot.solver import Solution, Trace
from lazyq.infoot.starts import Starts
from lazyq.late import late

if TYPE_CHECKING:
    from lazyq.infoot.estimators import FusedInfoOT, InfoOT, LazyInfoOT

__all__ = [
    "FusedInfoOT",
    "InfoOT",
    "LazyAlignmentPath",
    "LazyInfoOT",
    "Projected",
    "Scaling",
    "Solution",
    "Starts",
    "Trace",
    "entropic_plan",
    "gaussian_kernel",
    "information_gradient",
    "kernel_scale",
    "lazy_alignment_path",
    "mutual_information",
]

# They alone need scikit-learn.
__getattr__ = late(__name__, dict.fromkeys(("FusedInfoOT", "InfoOT", "LazyInfoOT"), "estimators"))
