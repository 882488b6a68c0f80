"""What the page Aligning asks for: two clouds, and how one is aligned with the other."""

import math
from dataclasses import dataclass, field

from lazyq.experiments.received import shown

METHODS = ("ot", "infoot", "fused", "lazy")
MOST_POINTS = 120
MOST_CLUSTERS = 5
MOST_STEPS = 200
MOST_STARTS = 16


@dataclass(frozen=True)
class CloudsSpec:
    """Two clouds of clusters in the plane; the second is drawn anew from the same law, then turned and moved.

    Attributes
    ----------
    points : n of each cloud, outliers included, 6 to 120
    masses : share of each cluster among the points that are no outliers, positive, 2 to 5 of them; they are
        scaled to the sum 1
    equal : the centres of the clusters are the corners of a regular polygon (what "break it" does); otherwise
        they are three to five fixed places with no symmetry
    outliers : share of the second cloud's points that belong to no cluster, 0 to 0.5
    spread : standard deviation of a cluster, above 0, at most 2; centres are about 3 from the middle
    angle : degrees by which the second cloud is turned about the origin, counter-clockwise, −180 to 180
    shift : (2,) by which it is moved afterwards, each −20 to 20
    seed : of the draw
    """

    points: int = 120
    masses: tuple[float, ...] = (1.0, 1.0, 1.0)
    equal: bool = False
    outliers: float = 0.1
    spread: float = 0.45
    angle: float = 45.0
    shift: tuple[float, float] = (1.0, 0.5)
    seed: int = 0

    def __post_init__(self) -> None:
        if not (isinstance(self.points, int) and 6 <= self.points <= MOST_POINTS):
            raise ValueError(
                f"points must be a whole number from 6 to {MOST_POINTS}, got {shown(self.points)}"
            )
        count = len(self.masses)
        if not (2 <= count <= MOST_CLUSTERS and all(0.05 <= mass <= 20 for mass in self.masses)):
            raise ValueError(
                f"masses must be 2 to {MOST_CLUSTERS} numbers from 0.05 to 20, got {shown(self.masses)}"
            )
        if not 0 <= self.outliers <= 0.5:
            raise ValueError(f"outliers must be a share from 0 to 0.5, got {shown(self.outliers)}")
        if not 0 < self.spread <= 2:
            raise ValueError(f"spread must be above 0 and at most 2, got {shown(self.spread)}")
        if not -180 <= self.angle <= 180:
            raise ValueError(f"angle must be from -180 to 180 degrees, got {shown(self.angle)}")
        if len(self.shift) != 2 or not all(-20 <= part <= 20 for part in self.shift):
            raise ValueError(f"shift must be two numbers from -20 to 20, got {shown(self.shift)}")
        if not (isinstance(self.seed, int) and 0 <= self.seed < 2**31):
            raise ValueError(f"seed must be a whole number from 0 to {2**31 - 1}, got {shown(self.seed)}")


@dataclass(frozen=True)
class AligningSpec:
    """Two clouds, a method, and how far it goes from geometry to information.

    The page's dial is ``information`` = s: (1 − s) ⟨P, C⟩ − s · MI(P) + reg · KL(P ‖ pqᵀ) is made least. In
    the words of the library that is λ = s / (1 − s) and ε = reg / (1 − s); s = 0 is plain transport, s = 1 is
    pure information. MI is in nats and C in the clouds' units.

    Attributes
    ----------
    clouds : what to align
    method : "ot" (s counts as 0), "infoot" (s counts as 1), "fused", or "lazy": fused, with the first cloud
        turned as the laziness lets it
    information : s, 0 to 1
    reg : ε, 0.005 to 5, of the objective above
    bandwidth : h, 0.05 to 5, in root mean square distances of a cloud
    steps : at most so many outer steps, 1 to 200
    laziness : λ of ν² for "lazy", ≥ 0, inf included; units of the clouds' root per radian
    unbalanced : ρ > 0: the marginals may differ from p and q, which costs ρ KL; inf holds them
    """

    clouds: CloudsSpec = field(default_factory=CloudsSpec)
    method: str = "fused"
    information: float = 0.8
    reg: float = 0.05
    bandwidth: float = 0.5
    steps: int = 50
    laziness: float = 0.5
    unbalanced: float = math.inf

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}, got {shown(self.method)}")
        if not 0 <= self.information <= 1:
            raise ValueError(f"information must be from 0 to 1, got {shown(self.information)}")
        if not 0.005 <= self.reg <= 5:
            raise ValueError(f"reg must be from 0.005 to 5, got {shown(self.reg)}")
        if not 0.05 <= self.bandwidth <= 5:
            raise ValueError(f"bandwidth must be from 0.05 to 5, got {shown(self.bandwidth)}")
        if not (isinstance(self.steps, int) and 1 <= self.steps <= MOST_STEPS):
            raise ValueError(f"steps must be a whole number from 1 to {MOST_STEPS}, got {shown(self.steps)}")
        if not self.laziness >= 0:
            raise ValueError(f"laziness must be at least 0, got {shown(self.laziness)}")
        if not self.unbalanced > 0:
            raise ValueError(f"unbalanced must be above 0, got {shown(self.unbalanced)}")

    @property
    def share(self) -> float:
        """The information s that the method really uses."""
        return {"ot": 0.0, "infoot": 1.0}.get(self.method, self.information)


@dataclass(frozen=True)
class StartsSpec:
    """The same problem from several first plans: which matchings are stable, and what each is worth.

    Attributes
    ----------
    aligning : the problem; "lazy" is not among them, since it has starts of its own
    starts : how many, the first from pqᵀ, 1 to 16
    seed : of the others
    """

    aligning: AligningSpec = field(default_factory=AligningSpec)
    starts: int = 8
    seed: int = 0

    def __post_init__(self) -> None:
        if self.aligning.method == "lazy":
            raise ValueError("method must be ot, infoot or fused where starts are compared, got lazy")
        if not (isinstance(self.starts, int) and 1 <= self.starts <= MOST_STARTS):
            raise ValueError(
                f"starts must be a whole number from 1 to {MOST_STARTS}, got {shown(self.starts)}"
            )
        if not (isinstance(self.seed, int) and 0 <= self.seed < 2**31):
            raise ValueError(f"seed must be a whole number from 0 to {2**31 - 1}, got {shown(self.seed)}")


@dataclass(frozen=True)
class DomainsSpec:
    """MNIST's digits as the source, scikit-learn's as the target, through one small encoder.

    Attributes
    ----------
    size : n of each domain, 50 to 500; equally many of each numeral, as far as they go
    turn : degrees by which the target's images are turned, counter-clockwise, −90 to 90
    information, reg, bandwidth : as in :class:`AligningSpec`, for distances scaled to a mean of 1
    laziness : λ per degree for "lazy": its cost is (1 − s)⟨P, C⟩ − … + (λ · angle)², ≥ 0
    labelled : whether the source's labels tell its kernel who is no neighbour
    limit : "lazy" turns the target's images back by up to so many degrees, in steps of 15; 0 to 90
    seed : of the encoder and of the choice of digits
    """

    size: int = 200
    turn: float = 30.0
    information: float = 0.5
    reg: float = 0.02
    bandwidth: float = 0.5
    laziness: float = 0.001
    labelled: bool = False
    limit: int = 60
    seed: int = 0

    def __post_init__(self) -> None:
        if not (isinstance(self.size, int) and 50 <= self.size <= 500):
            raise ValueError(f"size must be a whole number from 50 to 500, got {shown(self.size)}")
        if not -90 <= self.turn <= 90:
            raise ValueError(f"turn must be from -90 to 90 degrees, got {shown(self.turn)}")
        if not 0 <= self.information <= 1:
            raise ValueError(f"information must be from 0 to 1, got {shown(self.information)}")
        if not 0.001 <= self.reg <= 5:
            raise ValueError(f"reg must be from 0.001 to 5, got {shown(self.reg)}")
        if not 0.05 <= self.bandwidth <= 5:
            raise ValueError(f"bandwidth must be from 0.05 to 5, got {shown(self.bandwidth)}")
        if not self.laziness >= 0:
            raise ValueError(f"laziness must be at least 0, got {shown(self.laziness)}")
        if not (isinstance(self.limit, int) and 0 <= self.limit <= 90):
            raise ValueError(f"limit must be a whole number from 0 to 90, got {shown(self.limit)}")
        if not (isinstance(self.seed, int) and 0 <= self.seed < 2**31):
            raise ValueError(f"seed must be a whole number from 0 to {2**31 - 1}, got {shown(self.seed)}")
