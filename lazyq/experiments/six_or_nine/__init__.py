"""From which angle on a turned digit is another: the nearest of two classes, at every angle and every λ."""

from lazyq.experiments.six_or_nine.files import six_or_nine_npz, six_or_nine_python
from lazyq.experiments.six_or_nine.flips import Flips, FlipsSpec, flips
from lazyq.experiments.six_or_nine.turned import RINGS, Turned, TurnedSpec, lazy_turns, turned

__all__ = [
    "RINGS",
    "Flips",
    "FlipsSpec",
    "Turned",
    "TurnedSpec",
    "flips",
    "lazy_turns",
    "six_or_nine_npz",
    "six_or_nine_python",
    "turned",
]
