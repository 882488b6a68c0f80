"""A result of the page Steering whose answers are known: no encoder, but points that are turned as told."""

import numpy as np

from lazyq.experiments.steering import Steering
from lazyq.experiments.steering.spec import METHODS

FREQUENCIES = {3: (1,), 8: (0, 0, 1, 2)}


def rotation(dimension: int, degrees: float) -> np.ndarray:
    """Return the rotation by whole multiples of an angle, in one plane after another."""
    matrix = np.eye(dimension)
    for pair, times in enumerate(sorted(FREQUENCIES[dimension], key=lambda times: (times != 1, times))):
        cosine, sine = (f(np.radians(times * degrees)) for f in (np.cos, np.sin))
        matrix[2 * pair : 2 * pair + 2, 2 * pair : 2 * pair + 2] = [[cosine, -sine], [sine, cosine]]
    return matrix


def known_result(dimension: int = 3, dots: int = 30, angles: int = 72) -> Steering:
    """Return three encoders: one whose dots wander by up to 40°, one rigid but for 3°, one at rest."""
    rng = np.random.default_rng(dimension)
    degrees = 360 * np.arange(angles) / angles
    base = rng.normal(size=(dots, dimension))
    base /= np.linalg.norm(base, axis=1, keepdims=True)
    exact = np.stack([rotation(dimension, angle) for angle in degrees])
    still = np.stack([np.eye(dimension)] * angles)
    rotations = np.stack([exact, exact, still])
    embeddings = np.empty((3, angles, dots, dimension))
    for m, shake in enumerate((0.7, 0.05, 0.02)):
        ways = [rng.normal(size=(2, dots, dimension)) for _ in range(3)]
        for k, angle in enumerate(np.radians(degrees)):
            sway = sum(
                shake * (one * np.sin(n * angle) + other * (1 - np.cos(n * angle))) / n / dimension**0.5
                for n, (one, other) in enumerate(ways, 1)
            )
            embeddings[m, k] = (base + sway) @ rotations[m, k].T
    embeddings /= np.linalg.norm(embeddings, axis=-1, keepdims=True)
    spun = np.einsum("mkij,mnj->mkni", rotations, embeddings[:, 0])
    wahba = ((embeddings - spun) ** 2).sum(-1).mean(-1)
    moved = ((embeddings - embeddings[:, :1]) ** 2).sum(-1).mean((1, 2))
    lengths = np.minimum(degrees, 360 - degrees)
    phases = np.empty((3, angles, dimension // 2))
    for m in range(3):
        for k in range(angles):
            found = np.abs(np.degrees(np.angle(np.linalg.eigvals(rotations[m, k]))))
            phases[m, k] = np.sort(found)[dimension % 2 :: 2]
    distances = np.linalg.norm(rotations - np.eye(dimension), axis=(2, 3)) / dimension**0.5
    steps = np.tile(np.arange(0, 151, 10), (3, 1))
    return Steering(
        methods=METHODS[dimension],
        degrees=degrees,
        places=np.arange(dots),
        labels=np.arange(dots) % 10,
        embeddings=embeddings.astype(np.float32),
        rotations=rotations.astype(np.float32),
        globes=np.tile(np.eye(dimension, dtype=np.float32)[:3], (3, 1, 1)),
        turns=np.ones(3, dtype=np.int64),
        wahba=wahba,
        unseen=np.concatenate([wahba[:, 1:-2:2], np.full((3, 1), np.nan)], 1),
        composition=np.tile(np.array([[0.2], [0.1], [0.01]]), (1, angles)),
        gamma=np.where(degrees == 0, np.nan, np.array([[0.09], [0.01], [7.5]])),
        moved=moved,
        warned=np.array([False, False, True]),
        phases=phases,
        frequencies=phases[:, 1] / degrees[1],
        retrieved=np.zeros((3, angles, dots, 2), dtype=np.int64),
        retrieval=np.tile(np.array([[0.2], [0.8], [0.9]]), (1, angles)),
        lengths=lengths,
        distances=distances,
        lams=distances[:, 1] / degrees[1],
        steps=steps,
        losses=5.0 * np.exp(-steps / np.array([[80.0], [60.0], [100.0]])),
        equivariance=0.5 * np.exp(-steps / np.array([[500.0], [30.0], [20.0]])),
        provenance=("Points that are turned as told.",),
    )
