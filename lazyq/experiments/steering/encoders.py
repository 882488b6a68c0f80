"""The encoders of the page: how each is trained, the stored ones, and live curves."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import NamedTuple

import safetensors
import torch
from torch import Tensor, nn

from lazyq.care import CareTraining, Trained, image_encoder, image_rotations, train_care
from lazyq.compute.progress import report
from lazyq.experiments.digits import load_collection
from lazyq.experiments.steering.spec import METHODS, WEIGHTS, LiveTraining
from lazyq.wording import Written, worded

CHECKPOINT = Path(__file__).with_name("encoders.safetensors")
LEARNED = {"sklearn": 1_000, "mnist-train": 10_000}
"""Digits that are learned from, the first so many of a data set; scikit-learn's others are for tests."""

Follow = Callable[[str, int, float, float], None]
_follow: ContextVar[Follow | None] = ContextVar("lazyq_steering_follow", default=None)


class Encoders(NamedTuple):
    """Trained encoders of one dimension, by method, and facts about them."""

    trained: dict[str, Trained]
    provenance: tuple[str, ...]


@contextmanager
def following(callback: Follow) -> Iterator[None]:
    """Call back with method, step, spread and equivariance while encoders are trained in this context."""
    token = _follow.set(callback)
    try:
        yield
    finally:
        _follow.reset(token)


def training_of(method: str, dimension: int, live: LiveTraining) -> CareTraining:
    """Return how a method is trained."""
    weight = WEIGHTS[dimension] if live.weight is None else live.weight
    return CareTraining(
        spread="uniformity" if method in {"uniform", "sphere"} else "info_nce",
        weight=weight if method in {"care", "sphere"} else 0.0,
        steps=live.steps,
        seed=live.seed,
    )


def trained_encoder(method: str, dimension: int, live: LiveTraining, images: Tensor) -> Trained:
    """Return the encoder of one method, trained on images (n, 28, 28)."""
    positives = image_rotations(180.0 if method == "invariant" else live.positives)
    follow = _follow.get()
    last: list[float] = []

    def followed(step: int, spread: float, equivariance: float) -> None:
        last.append(equivariance)
        if follow is not None:
            follow(method, step, spread, equivariance)

    order, of = METHODS[dimension].index(method), len(METHODS[dimension])

    def progress(share: float) -> None:
        stage = worded("Training {number} of {all}", number=order + 1, all=of)
        if last:
            loss = Written(f"{last[-1]:.3f}")
            stage = worded("{stage}, equivariance loss {loss}", stage=stage, loss=loss)
        report(stage, 0.9 * (order + share) / of)

    return train_care(
        training_of(method, dimension, live),
        image_encoder(dimension, seed=live.seed),
        images,
        image_rotations(),
        positives,
        progress=progress,
        follow=followed,
    )


def live_encoders(dimension: int, live: LiveTraining) -> Encoders:
    """Return encoders trained on the spot.

    Raises
    ------
    DataError : MNIST is not on this machine
    """
    digits = load_collection(live.dataset)
    count = LEARNED[live.dataset]
    images = digits.images[:count].float() / 255
    trained = {method: trained_encoder(method, dimension, live, images) for method in METHODS[dimension]}
    return Encoders(
        trained,
        (
            f"trained here: {live.steps} steps, seed {live.seed}",
            f"on the first {count:,} digits of {live.dataset}",
            f"torch {torch.__version__}",
        ),
    )


def stored_encoders(dimension: int) -> Encoders:
    """Return the encoders of the checkpoint, which ``python -m docs.steering`` made."""
    trained = {}
    with safetensors.safe_open(CHECKPOINT, framework="pt") as file:
        facts = json.loads(file.metadata()["provenance"])
        for method in METHODS[dimension]:
            encoder = image_encoder(dimension)
            state = {
                name: file.get_tensor(f"{dimension}/{method}/{name}").float() for name in encoder.state_dict()
            }
            encoder.load_state_dict(state)
            curve = file.get_tensor(f"{dimension}/{method}/curve").double()
            trained[method] = Trained(encoder.eval(), curve[0].long(), curve[1], curve[2])
    return Encoders(trained, tuple(f"{name}: {value}" for name, value in facts.items()))


def state_of(method: str, dimension: int, trained: Trained) -> dict[str, Tensor]:
    """Return the tensors of one encoder for the checkpoint: weights in half precision, and the curve."""
    prefix = f"{dimension}/{method}"
    encoder: nn.Module = trained.encoder
    weights = {
        f"{prefix}/{name}": tensor.detach().half().contiguous()
        for name, tensor in encoder.state_dict().items()
    }
    curve = torch.stack([trained.steps.double(), trained.spread, trained.equivariance]).float()
    return {**weights, f"{prefix}/curve": curve}


@cache
def checkpoint_checksum() -> str:
    """Return the SHA-256 of the stored encoders: part of the key of results that come from them."""
    return hashlib.sha256(CHECKPOINT.read_bytes()).hexdigest()
