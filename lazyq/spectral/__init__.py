"""What symmetry buys: eigenfunctions, invariant and lazy kernels, and samples that a symmetry is worth."""

from typing import TYPE_CHECKING

from lazyq.late import late
from lazyq.spectral.averaging import project_by_generators, spectral_average
from lazyq.spectral.counting import InvariantCounts, invariant_counts, weyl_count
from lazyq.spectral.groups import FiniteGroup, IsometryGroup, Trivial
from lazyq.spectral.isometries import Isometry
from lazyq.spectral.kernels import (
    SpectralKernel,
    averaged_kernel,
    invariant_kernel,
    lazy_kernel,
    sobolev_kernel,
    split_by_symmetry,
)
from lazyq.spectral.spaces import Eigenbasis, Space, Sphere, Torus
from lazyq.spectral.sphere_groups import AxisRotations, PolyhedralRotations, SphereRotations
from lazyq.spectral.torus_groups import (
    CircleTranslations,
    CoordinatePermutations,
    CyclicShifts,
    SignFlips,
    SquareSymmetries,
    TorusTranslations,
)

if TYPE_CHECKING:
    from lazyq.spectral.learning import (
        LearningCurves,
        SampleMultiplier,
        learning_curves,
        random_target,
        sample_multiplier,
    )
    from lazyq.spectral.ridge import KernelRidgePath

__all__ = [
    "AxisRotations",
    "CircleTranslations",
    "CoordinatePermutations",
    "CyclicShifts",
    "Eigenbasis",
    "FiniteGroup",
    "InvariantCounts",
    "Isometry",
    "IsometryGroup",
    "KernelRidgePath",
    "LearningCurves",
    "PolyhedralRotations",
    "SampleMultiplier",
    "SignFlips",
    "Space",
    "SpectralKernel",
    "Sphere",
    "SphereRotations",
    "SquareSymmetries",
    "Torus",
    "TorusTranslations",
    "Trivial",
    "averaged_kernel",
    "invariant_counts",
    "invariant_kernel",
    "lazy_kernel",
    "learning_curves",
    "project_by_generators",
    "random_target",
    "sample_multiplier",
    "sobolev_kernel",
    "spectral_average",
    "split_by_symmetry",
    "weyl_count",
]

# They need scikit-learn.
_CURVES = ("LearningCurves", "SampleMultiplier", "learning_curves", "random_target", "sample_multiplier")
__getattr__ = late(__name__, {"KernelRidgePath": "ridge", **dict.fromkeys(_CURVES, "learning")})
