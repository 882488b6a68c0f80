"""What the page Steering asks for: which digits turn, through which encoders, and how these were made."""

from dataclasses import dataclass

from lazyq.experiments.digits import SIZES
from lazyq.experiments.received import shown

METHODS = {8: ("simclr", "care", "invariant"), 3: ("uniform", "sphere", "invariant")}
WEIGHTS = {8: 10.0, 3: 0.3}
"""Of the equivariance loss where none is given; 1 and more on the globe stops it, at times, from turning."""

MOST_STEPS = 2_000
MOST_DOTS = 60


@dataclass(frozen=True)
class LiveTraining:
    """Encoders that are made on the spot; all that their weights depend on besides the digits.

    Attributes
    ----------
    dataset : "mnist-train" or "sklearn", the digits to learn from
    steps : of Adam, 1 to 2,000, the same for every method
    weight : of the equivariance loss in "care" and "sphere", from 0 to 1000; None for 10 and 0.3
    positives : half-width in degrees of the turns that InfoNCE takes for the same digit, 0 to 180;
        at 180 everything is a positive
    seed : of weights, batches and turns
    """

    dataset: str = "sklearn"
    steps: int = 150
    weight: float | None = None
    positives: float = 15.0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.dataset not in ("mnist-train", "sklearn"):
            raise ValueError(f"dataset must be mnist-train or sklearn, got {shown(self.dataset)}")
        if not (isinstance(self.steps, int) and 1 <= self.steps <= MOST_STEPS):
            raise ValueError(f"steps must be a whole number from 1 to {MOST_STEPS}, got {shown(self.steps)}")
        if self.weight is not None and not 0 <= self.weight <= 1000:
            raise ValueError(f"weight must be from 0 to 1000, got {shown(self.weight)}")
        if not 0 <= self.positives <= 180:
            raise ValueError(f"positives must be from 0 to 180 degrees, got {shown(self.positives)}")
        if not (isinstance(self.seed, int) and 0 <= self.seed < 2**31):
            raise ValueError(f"seed must be a whole number from 0 to {2**31 - 1}, got {shown(self.seed)}")


@dataclass(frozen=True)
class SteeringSpec:
    """Which digits turn, how finely, and through which encoders.

    Attributes
    ----------
    dataset : "mnist-test" or "sklearn"; none of its digits that are taken here was learned from
    dimension : d, 8, or 3 where the embeddings lie on a globe
    dots : how many digits are shown, 1 to 60, of each numeral in turn
    x : reference of a digit that is the first dot, such as "mnist-test-11" or a drawing; "" for none
    angles : K, how many turns the circle has, an even number from 8 to 180
    live : how the encoders are made, or None for the stored ones
    """

    dataset: str = "sklearn"
    dimension: int = 8
    dots: int = 30
    x: str = ""
    angles: int = 72
    live: LiveTraining | None = None

    def __post_init__(self) -> None:
        if self.dataset not in SIZES or self.dataset == "mnist-train":
            raise ValueError(f"dataset must be mnist-test or sklearn, got {shown(self.dataset)}")
        if self.dimension not in METHODS:
            raise ValueError(f"dimension must be 3 or 8, got {shown(self.dimension)}")
        if not (isinstance(self.dots, int) and 1 <= self.dots <= MOST_DOTS):
            raise ValueError(f"dots must be a whole number from 1 to {MOST_DOTS}, got {shown(self.dots)}")
        if not (isinstance(self.angles, int) and 8 <= self.angles <= 180 and self.angles % 2 == 0):
            raise ValueError(f"angles must be an even number from 8 to 180, got {shown(self.angles)}")
