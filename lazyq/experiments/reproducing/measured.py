"""What no page shows and texts quote: two digits, spoilt words, parities, averages of all of MNIST."""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
import torch

from lazyq.actions import RowShifts
from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.experiments.accuracy import TALK_LAMS
from lazyq.experiments.aligning import AligningSpec, CloudsSpec, aligning
from lazyq.experiments.digits import SIDE, load_collection
from lazyq.experiments.hardness import RATES, degrees
from lazyq.extras import extra
from lazyq.hardness import (
    DegreeParity,
    GraphIsomorphismNetwork,
    ParityElimination,
    PlainNetwork,
    degree_counts,
    random_graphs,
    train_classifier,
)
from lazyq.means import lazy_mean_path
from lazyq.metric import lazy_path
from lazyq.wording import worded
from lazyq.words import Dictionary, load_dictionary, nearest, scramble

WORD_LAMS = (0.0, 0.3, 0.5, 1.0, math.inf)
FLIPPED = (0.0, 0.01, 0.05, 0.1)
TRAINED, TESTED = 4000, 2000


@dataclass(frozen=True)
class TwoDigitsSpec:
    """Two digits of a data set by their places, and some λ."""

    x: int = 21
    y: int = 9
    dataset: str = "mnist-test"
    lams: tuple[float, ...] = (0.0, 0.5, 1.0, math.inf)


@dataclass(frozen=True)
class TwoDigits:
    """How many events the path has, the last of them, and the distances, (L,)."""

    events: int
    last: float
    distances: np.ndarray


def two_digits(spec: TwoDigitsSpec) -> TwoDigits:
    """Return what the λ-path of two digits says, under row shifts."""
    images = load_collection(spec.dataset).images
    path = lazy_path(RowShifts(SIDE, SIDE), images[spec.x], images[spec.y])
    distances = np.array([float(path.at(lam).distance) for lam in spec.lams])
    return TwoDigits(len(path.breakpoints), float(path.breakpoints[-1]), distances)


@dataclass(frozen=True)
class SpoiltSpec:
    """How many of the 20,000 most common English words are scrambled, how far, and the seed of the draw."""

    count: int = 500
    strength: float = 0.6
    seed: int = 0


@dataclass(frozen=True)
class Spoilt:
    """Words and how they were spoilt, (n,) each; the shares read right at WORD_LAMS, (5,), and by edits."""

    words: np.ndarray
    spoilt: np.ndarray
    right: np.ndarray
    edits_right: float


def scrambled(dictionary: Dictionary, spec: SpoiltSpec) -> tuple[np.ndarray, list[str]]:
    """Return the drawn words, and what is made of them."""
    words = np.random.default_rng(spec.seed).choice(dictionary.words[:20_000], spec.count)
    return words, [scramble(str(word), spec.strength, seed) for seed, word in enumerate(words)]


def spoilt_words(spec: SpoiltSpec) -> Spoilt:
    """Return how many scrambled words are nearest to themselves; a letter left wrong costs 2.

    By edits is the Damerau–Levenshtein distance.
    """
    with extra("words"):
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import cdist
    dictionary = load_dictionary("en")
    words, asked = scrambled(dictionary, spec)
    read = nearest(asked, dictionary, WORD_LAMS, 1, price=2).words[..., 0]
    report(worded("reading by edits"), 0.5)
    edits = cdist(asked, dictionary.words.tolist(), scorer=DamerauLevenshtein.distance, dtype=np.uint8)
    by_edits = float((dictionary.words[edits.argmin(1)] == words).mean())
    return Spoilt(words, np.array(asked), (read == words).mean(1), by_edits)


@dataclass(frozen=True)
class EliminationSpec:
    """How many bits a parity has, samples of it, draws, and their seed."""

    bits: int = 15
    samples: int = 30
    draws: int = 100
    seed: int = 0


@dataclass(frozen=True)
class Elimination:
    """In how many draws the parity is found, for each share of labels of FLIPPED."""

    exact: np.ndarray


def elimination(spec: EliminationSpec) -> Elimination:
    """Learn a parity from unbiased bits by elimination, so that only flipped labels can spoil it."""
    random = np.random.default_rng(spec.seed)
    found = np.zeros(len(FLIPPED), np.int64)
    for place, share in enumerate(FLIPPED):
        for _ in range(spec.draws):
            counts = random.integers(0, 2, (spec.samples + 500, spec.bits))
            labels = counts[:, : spec.bits // 2].sum(1) % 2
            said = labels[: spec.samples] ^ (random.random(spec.samples) < share)
            learner = ParityElimination().fit(counts[: spec.samples], said)
            found[place] += bool((learner.predict(counts) == labels).all())
    return Elimination(found)


@dataclass(frozen=True)
class ParitySpec:
    """A parity of random graphs that a plain network and elimination learn.

    Attributes
    ----------
    nodes : n; the degrees are those that leave 0 or 1 by 4
    seeds : 0, 1, …, so many, each with every rate of the page Hardness
    epochs : of Adam
    """

    nodes: int
    seeds: int = 3
    epochs: int = 25


@dataclass(frozen=True)
class Parity:
    """Shares that are right, one for each seed and rate: of the network's and the test graphs, and solved."""

    train: np.ndarray
    test: np.ndarray
    solved: np.ndarray


@one_thread()
def parity(spec: ParitySpec) -> Parity:
    """Train a plain network on counts of degrees, and eliminate from as many samples as there are nodes."""
    nodes, target = spec.nodes, DegreeParity(spec.nodes, degrees(spec.nodes))
    runs = list(product(range(spec.seeds), RATES))
    found = np.empty((3, len(runs)))
    for number, (seed, rate) in enumerate(runs):
        report(worded("training"), number / len(runs))
        counts = degree_counts(random_graphs(TRAINED + TESTED, nodes, np.random.default_rng(seed)))
        labels = target.label_counts(counts)
        torch.manual_seed(seed)
        network = PlainNetwork(nodes)
        halves = _halves(counts, labels)
        trace = train_classifier(network, *halves, epochs=spec.epochs, rate=rate, seed=seed)
        learner = ParityElimination().fit(counts[:nodes], labels[:nodes])
        solved = (learner.predict(counts[TRAINED:]) == labels[TRAINED:]).mean()
        found[:, number] = trace.train[-1], trace.test[-1], solved
    return Parity(*found)


@dataclass(frozen=True)
class GraphSpec:
    """As :class:`ParitySpec`, for a network on graphs; without degrees: more edges than half?"""

    nodes: int
    degrees: tuple[int, ...] = ()
    seeds: int = 3
    epochs: int = 25


@dataclass(frozen=True)
class GraphRuns:
    """The shares of test graphs that are right, one for each seed and rate."""

    test: np.ndarray


@one_thread()
def graph_runs(spec: GraphSpec) -> GraphRuns:
    """Train a graph isomorphism network on graphs."""
    runs = list(product(range(spec.seeds), RATES))
    found = []
    for number, (seed, rate) in enumerate(runs):
        report(worded("training"), number / len(runs))
        graphs = random_graphs(TRAINED + TESTED, spec.nodes, np.random.default_rng(seed))
        easy = (graphs.sum((1, 2)) > spec.nodes * (spec.nodes - 1) / 2).astype(int)
        labels = DegreeParity(spec.nodes, spec.degrees).label(graphs) if spec.degrees else easy
        torch.manual_seed(seed)
        network = GraphIsomorphismNetwork()
        trace = train_classifier(network, *_halves(graphs, labels), epochs=spec.epochs, rate=rate, seed=seed)
        found.append(trace.test[-1])
    return GraphRuns(np.array(found))


@dataclass(frozen=True)
class ClassMeansSpec:
    """A class of MNIST's training digits."""

    numeral: int


@dataclass(frozen=True)
class ClassMeans:
    """The mean d² of its digits to their average at the talk's λ, (7,)."""

    squared: np.ndarray


@one_thread()
def class_means(spec: ClassMeansSpec) -> ClassMeans:
    """Return how far the digits of a class are from their lazy means."""
    digits = load_collection("mnist-train")
    own = digits.images[digits.labels == spec.numeral]
    path = lazy_mean_path(RowShifts(SIDE, SIDE), own, TALK_LAMS, restarts=0)
    return ClassMeans(np.array([float(value) for value in path.objectives]) / len(own))


@dataclass(frozen=True)
class AlignedSpec:
    """A method that aligns the clouds of the page Aligning, the target's angle, and how many seeds."""

    method: str
    angle: float = 45.0
    seeds: int = 5


@dataclass(frozen=True)
class Aligned:
    """The mass that comes to the right cluster, (seeds,), for the seeds 0, 1, …"""

    right: np.ndarray


def aligned(spec: AlignedSpec) -> Aligned:
    """Align the clouds of every seed."""
    found = []
    for seed in range(spec.seeds):
        report(worded("aligning"), seed / spec.seeds)
        found.append(aligning(AligningSpec(CloudsSpec(angle=spec.angle, seed=seed), spec.method)).right)
    return Aligned(np.array(found, float))


def _halves(inputs: np.ndarray, labels: np.ndarray) -> tuple[tuple[torch.Tensor, torch.Tensor], ...]:
    both = torch.as_tensor(inputs), torch.as_tensor(labels)
    return (both[0][:TRAINED], both[1][:TRAINED]), (both[0][TRAINED:], both[1][TRAINED:])
