"""From which angle on a turned digit is another: the nearest of two classes, at every angle and every λ."""

from lazyq.experiments.six_or_nine.files import six_or_nine_npz, six_or_nine_python
from lazyq.experiments.six_or_nine.flips import Flips, FlipSpread, FlipsSpec, flip_spread, flips
from lazyq.experiments.six_or_nine.turned import (
    MAP_LAMS,
    RINGS,
    Turned,
    TurnedSpec,
    lazy_turns,
    turned,
    verdicts,
)

__all__ = [
    "MAP_LAMS",
    "RINGS",
    "FlipSpread",
    "Flips",
    "FlipsSpec",
    "Turned",
    "TurnedSpec",
    "flip_spread",
    "flips",
    "lazy_turns",
    "six_or_nine_npz",
    "six_or_nine_python",
    "turned",
    "verdicts",
]
