"""How many samples a symmetry is worth: learners that know it, do not, or trust it a little."""

from lazyq.experiments.sample_gain.files import sample_gain_npz, sample_gain_python
from lazyq.experiments.sample_gain.gaining import (
    GROUPS,
    LEVELS,
    SIZES,
    TAUS,
    OnePoint,
    OnePointSpec,
    SampleGain,
    SampleGainSpec,
    one_point,
    same_space,
    sample_gain,
)

__all__ = [
    "GROUPS",
    "LEVELS",
    "SIZES",
    "TAUS",
    "OnePoint",
    "OnePointSpec",
    "SampleGain",
    "SampleGainSpec",
    "one_point",
    "same_space",
    "sample_gain",
    "sample_gain_npz",
    "sample_gain_python",
]
