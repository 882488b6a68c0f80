"""Which training digits vote, and how many: settings that Neighbours and Best λ have in common.

What a link asks in vain is said among the notices; the width of a setting is in pixels, or all there is.
"""

from streamlit.delta_generator import DeltaGenerator

from lazyq.ui.address import Setting, Width, number, select
from lazyq.ui.language import tr, whole_number
from lazyq.ui.library import available

NEIGHBORS = Setting("k", range(1, 31), 10)
_SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
_TESTS = (1_000, 2_000, 5_000, 10_000)
_SMALL_SIZES, _SMALL_TESTS = (100, 200, 500, 1_000), (200, 500, 700)


def sets() -> tuple[str, str]:
    """Return the data set to train on and the one to test on; of one data set the last digits test."""
    return ("mnist-train", "mnist-test") if available().mnist else ("sklearn", "sklearn")


def votes(notices: DeltaGenerator, width: Width) -> int:
    """Let k be chosen."""
    return number(NEIGHBORS, tr("Votes k"), notices, width)


def size(notices: DeltaGenerator, width: Width) -> int:
    """Let it be chosen how many digits train."""
    values = _SIZES if available().mnist else _SMALL_SIZES
    return int(select(Setting("n", values, 500), tr("Training digits"), whole_number, notices, width))


def tested(notices: DeltaGenerator, width: Width) -> int:
    """Let it be chosen how many digits test."""
    values = _TESTS if available().mnist else _SMALL_TESTS
    return int(select(Setting("tested", values, values[0]), tr("Test digits"), whole_number, notices, width))


def seed(notices: DeltaGenerator, width: Width) -> int:
    """Let the seed of the draws be chosen."""
    return number(Setting("seed", range(10_000), 0), tr("Seed of the draws"), notices, width)
