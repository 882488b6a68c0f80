"""Turning digits, embedding them, and measuring how rigidly the embeddings go along."""

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import Rotations
from lazyq.averaging.threads import one_thread
from lazyq.care import (
    STILL,
    best_rotation,
    composition_error,
    eigenphases,
    own_lam,
    relative_equivariance,
    retrieval_rate,
    retrieve,
    wahba_error,
)
from lazyq.compute.progress import report
from lazyq.experiments.digits import SIDE, DatasetDigit, DrawnDigit, load_collection, parse_digit
from lazyq.experiments.steering.encoders import LEARNED, Encoders, live_encoders, stored_encoders
from lazyq.experiments.steering.globe import globe_of, unseen_errors
from lazyq.experiments.steering.result import Steering
from lazyq.experiments.steering.spec import SteeringSpec
from lazyq.wording import worded

_FITTED = 100
_MEASURED = 100
_SMALL = 10.0


@one_thread()
def steering(spec: SteeringSpec) -> Steering:
    """Return the embeddings of digits at every turn, the rotations fitted to them, and what these leave.

    Raises
    ------
    ValueError : a reference that can't be; says which
    DataError : MNIST is not on this machine
    """
    places, labels, images = _digits(spec)
    encoders = (
        stored_encoders(spec.dimension) if spec.live is None else live_encoders(spec.dimension, spec.live)
    )
    embeddings = _embedded(spec, encoders, images)
    count = len(places)
    dots, fitted, tested = embeddings.split([count, _FITTED, _MEASURED], 2)
    rotations = best_rotation(fitted[:, :1].expand_as(fitted).contiguous(), fitted)
    rotations[:, 0] = torch.eye(spec.dimension)
    degrees = torch.arange(spec.angles, dtype=torch.float64) * (360 / spec.angles)
    lengths = torch.minimum(degrees, 360 - degrees)
    still = tested[:, :1].expand_as(tested)
    wahba = wahba_error(still, tested, fitted[:, :1].expand_as(fitted), fitted)
    gamma = relative_equivariance(still, tested).of_means
    gamma[:, 0] = torch.nan
    own = [own_lam(one, lengths) for one in rotations]
    globes = [globe_of(one, dot) for one, dot in zip(rotations, dots, strict=True)]
    small = max(1, round(_SMALL / 360 * spec.angles))
    phases = torch.rad2deg(eigenphases(rotations))
    curves = list(encoders.trained.values())
    moved = wahba.moved.mean(1)
    return Steering(
        methods=tuple(encoders.trained),
        degrees=degrees.numpy(),
        places=np.array(places),
        labels=np.array(labels),
        embeddings=dots.contiguous().numpy(),
        rotations=rotations.numpy(),
        globes=np.stack([globe.rows for globe in globes]),
        turns=np.array([globe.turns for globe in globes]),
        wahba=wahba.error.double().numpy(),
        unseen=np.stack([unseen_errors(one, own) for one, own in zip(rotations, tested, strict=True)]),
        composition=_compositions(rotations).double().numpy(),
        gamma=gamma.double().numpy(),
        moved=moved.double().numpy(),
        warned=(wahba.moved[:, 1:].mean(1) < STILL).numpy(),
        phases=phases.numpy(),
        frequencies=(phases[:, small] / degrees[small]).numpy(),
        retrieved=np.stack([_retrieved(one, dot) for one, dot in zip(rotations, dots, strict=True)]),
        retrieval=np.array(
            [
                [float(retrieval_rate(r, own[0], z)) for r, z in zip(one, own, strict=True)]
                for one, own in zip(rotations, tested, strict=True)
            ]
        ),
        lengths=lengths.numpy(),
        distances=np.stack([one.distances.numpy() for one in own]),
        lams=np.array([one.lam for one in own]),
        steps=np.stack([one.steps.numpy() for one in curves]),
        losses=np.stack([one.spread.numpy() for one in curves]),
        equivariance=np.stack([one.equivariance.numpy() for one in curves]),
        provenance=encoders.provenance,
    )


def _digits(spec: SteeringSpec) -> tuple[list[int], list[int], Tensor]:
    """Return places and labels of the dots, and images of the dots, those to fit on, those to measure on."""
    digits = load_collection(spec.dataset)
    first = LEARNED.get(spec.dataset, 0)
    labels = digits.labels[first:]
    by_numeral = [(labels == numeral).nonzero().flatten().tolist() for numeral in range(10)]
    count = spec.dots - bool(spec.x)
    own = [by_numeral[i % 10][i // 10] + first for i in range(count)]
    taken = set(own)
    rest = [place for place in range(first, len(digits)) if place not in taken][: _FITTED + _MEASURED]
    places, named = list(own), digits.labels[own].tolist()
    images = digits.images[own + rest]
    if spec.x:
        place, label, image = _carried(spec)
        places, named, images = [place, *places], [label, *named], torch.cat([image[None], images])
    return places, named, images.float() / 255


def _carried(spec: SteeringSpec) -> tuple[int, int, Tensor]:
    """Return place, label and levels of the digit that came along; −1 for what is not known."""
    reference = parse_digit(spec.x)
    if isinstance(reference, DrawnDigit):
        return -1, -1, reference.image
    assert isinstance(reference, DatasetDigit)
    digits = load_collection(reference.dataset)
    place = reference.index if reference.dataset == spec.dataset else -1
    return place, int(digits.labels[reference.index]), digits.images[reference.index]


@torch.no_grad()
def _embedded(spec: SteeringSpec, encoders: Encoders, images: Tensor) -> Tensor:
    """Return f(a_k x) for every method, angle and image, (M, K, n, d)."""
    action = Rotations(SIDE, SIDE)
    turned = []
    for k in range(spec.angles):
        report(worded("Turning the digits"), 0.9 + 0.1 * k / spec.angles if spec.live else k / spec.angles)
        moved = action.act(torch.tensor(360.0 * k / spec.angles), images)
        turned.append(torch.stack([one.encoder(moved) for one in encoders.trained.values()]))
    return torch.stack(turned, 1)


def _compositions(rotations: Tensor) -> Tensor:
    """Return ‖R_a R_b − R_{a+b}‖_F / sqrt(2d), the mean over all b, (M, K)."""
    count = rotations.shape[1]
    places = torch.arange(count)
    return torch.stack(
        [
            composition_error(rotations[:, k, None], rotations, rotations[:, (places + k) % count]).mean(1)
            for k in range(count)
        ],
        1,
    )


def _retrieved(rotations: Tensor, dots: Tensor) -> np.ndarray:
    """Return the dot and the angle nearest to R_a f(x_i) among all dots at all angles, (K, n, 2)."""
    count, shown, _ = dots.shape
    queries = (dots[0] @ rotations.mT).flatten(0, 1)
    found = retrieve(queries, dots.flatten(0, 1)).reshape(count, shown)
    return torch.stack([found % shown, found // shown], -1).numpy()
