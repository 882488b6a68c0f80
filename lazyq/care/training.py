"""Training an encoder so that a family of transformations moves its space as rotations do."""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, final

import torch
from torch import Tensor, nn

from lazyq.actions.kinds import any_kind
from lazyq.averaging.adam import FUSED, Adam
from lazyq.averaging.threads import one_thread
from lazyq.care.families import Family
from lazyq.care.losses import equivariance_loss, info_nce, uniformity_loss

SPREADS = ("info_nce", "uniformity")
_CURVE_POINTS = 50
_LAST_RATE = 0.1
Follow = Callable[[int, float, float], None]


@final
@dataclass(frozen=True)
class CareTraining:
    """How an encoder is trained: L = L_spread + weight · L_equivariance.

    "info_nce" with weight 0 is SimCLR, with a weight CARE; "uniformity" with a weight needs no positives.

    Parameters
    ----------
    spread : "info_nce" or "uniformity"
    weight : w ≥ 0 of the equivariance loss, a mean over pairs
    temperature : τ > 0 of InfoNCE
    steps : of Adam; its rate falls evenly to a tenth
    batch_size : points at once, of which every chunk has equally many, at least 2
    chunks : parts of a batch; each is transformed by two elements of its own
    rate : step size of Adam at the beginning
    seed : of batches and transformations; the encoder brings its own weights
    one_pair : draw one pair of elements for all chunks, as the paper's public code does: for comparison only

    Raises
    ------
    ValueError : a setting that can't be; says which, and what is accepted

    Examples
    --------
    >>> from lazyq.care import CareTraining
    >>> CareTraining(weight=0.0, steps=150).steps
    150
    """

    spread: str = "info_nce"
    weight: float = 10.0
    temperature: float = 0.5
    steps: int = 400
    batch_size: int = 192
    chunks: int = 8
    rate: float = 3e-3
    seed: int = 0
    one_pair: bool = False

    def __post_init__(self) -> None:
        if self.spread not in SPREADS:
            raise ValueError(f"spread must be one of {', '.join(SPREADS)}, got {self.spread!r}")
        for name in ("steps", "batch_size", "chunks"):
            if not (isinstance(getattr(self, name), int) and getattr(self, name) >= 1):
                raise ValueError(f"{name} must be a whole number of at least 1, got {getattr(self, name)!r}")
        if self.batch_size % self.chunks or self.batch_size < 2 * self.chunks:
            raise ValueError(
                f"batch_size must be a multiple of chunks and at least twice as large, "
                f"got {self.batch_size} and {self.chunks}"
            )
        if not 0 <= self.weight < math.inf:
            raise ValueError(f"weight must be at least 0 and finite, got {self.weight}")
        for name in ("temperature", "rate"):
            if not 0 < getattr(self, name) < math.inf:
                raise ValueError(f"{name} must be positive and finite, got {getattr(self, name)}")


class Trained(NamedTuple):
    """A trained encoder and how it got there.

    Attributes
    ----------
    encoder : in evaluation mode, on the device of the points
    steps : (t,) int64 numbers of steps, the first 1, the last all of them
    spread : (t,) float64 InfoNCE or uniformity on the batch of the step
    equivariance : (t,) float64 the equivariance loss there, whether it has a weight or not
    """

    encoder: nn.Module
    steps: Tensor
    spread: Tensor
    equivariance: Tensor


@any_kind("points")
def train_care(
    training: CareTraining,
    encoder: nn.Module,
    points: Tensor,
    family: Family,
    positives: Family | None = None,
    *,
    progress: Callable[[float], None] | None = None,
    follow: Follow | None = None,
) -> Trained:
    """Return the encoder trained by SimCLR, CARE, or uniformity and equivariance.

    InfoNCE takes two transformations of a point by ``positives``, drawn for each point, for the same thing.
    The equivariance loss takes each chunk of the batch under two elements of ``family``, drawn for the chunk.
    They should differ: where all of the family is a positive, the encoder becomes invariant, every R_a the
    identity, and the fit says nothing (:func:`wahba_error` warns).

    Parameters
    ----------
    training : what to make
    encoder : any module from points to the unit sphere, (n, *shape) to (n, d); it is copied, not changed
    points : (n, *shape) floating point, or uint8 images, read as k/255; trained on their device
    family : what is to move the space rigidly
    positives : what leaves a point the same for InfoNCE; ``family`` if left out
    progress : called with the share that is done; an exception that it raises stops the work
    follow : called with step, spread and equivariance wherever the curves have a point

    Raises
    ------
    ValueError : fewer points than a batch, or of another shape than the family's

    Source: Gupta, Robinson, Lim, Villar, Jegelka, ICLR 2024, Algorithm 1 (read). One pair a chunk, as written
    there; the public code draws one for all chunks.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import CareTraining, cloud_encoder, cloud_rotations, ellipsoid_clouds, train_care
    >>> clouds = ellipsoid_clouds(64, 20, torch.Generator().manual_seed(0))
    >>> training = CareTraining(steps=2, batch_size=16, chunks=2)
    >>> trained = train_care(training, cloud_encoder(3), clouds, cloud_rotations(20))
    >>> trained.steps, trained.encoder(clouds[:2]).shape
    (tensor([1, 2]), torch.Size([2, 3]))
    """
    positives = family if positives is None else positives
    points = _checked_points(training, points, family, positives)
    encoder = copy.deepcopy(encoder).to(points.device).train()
    parameters = list(encoder.parameters())
    optimiser = Adam(parameters, training.rate, fused=points.device.type in FUSED)
    generator = torch.Generator().manual_seed(training.seed)
    every = max(1, training.steps // _CURVE_POINTS)
    curve: list[tuple[int, float, float]] = []
    with one_thread():
        for step in range(1, training.steps + 1):
            seen = step == 1 or step % every == 0 or step == training.steps
            spread, equivariance = _losses(training, encoder, points, family, positives, generator, seen)
            loss = spread + training.weight * equivariance if training.weight else spread
            optimiser.step(
                torch.autograd.grad(loss, parameters),
                share=1 - (1 - _LAST_RATE) * (step - 1) / training.steps,
            )
            if seen:
                curve.append((step, float(spread.detach()), float(equivariance.detach())))
                if follow is not None:
                    follow(*curve[-1])
            if progress is not None:
                progress(step / training.steps)
    steps, spreads, equivariances = zip(*curve, strict=True)
    return Trained(
        encoder.eval(),
        torch.tensor(steps),
        torch.tensor(spreads, dtype=torch.float64),
        torch.tensor(equivariances, dtype=torch.float64),
    )


def chunk_elements(
    training: CareTraining, family: Family, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return the two elements of every point of a batch, (batch_size, *element): one pair for each chunk."""
    size = training.batch_size // training.chunks
    if training.one_pair:
        drawn = family.draw(2, generator)[:, None].expand(2, training.chunks, *_element(family))
    else:
        drawn = family.draw(2 * training.chunks, generator).unflatten(0, (2, training.chunks))
    first, second = drawn.repeat_interleave(size, 1)
    return first, second


def _element(family: Family) -> torch.Size:
    return family.transformations.identity().shape


def _losses(
    training: CareTraining,
    encoder: nn.Module,
    points: Tensor,
    family: Family,
    positives: Family,
    generator: torch.Generator,
    seen: bool,
) -> tuple[Tensor, Tensor]:
    """Return spread and equivariance on one batch; the latter is 0 where no one looks at it."""
    batch = points[torch.randint(len(points), (training.batch_size,), generator=generator).to(points.device)]
    views = positives.draw(2 * training.batch_size, generator).chunk(2)
    pair = chunk_elements(training, family, generator)

    def embedded(law: Family, elements: Tensor) -> Tensor:
        return encoder(law.transformations.act(elements.to(points.device), batch))

    turned: tuple[Tensor, ...] = ()
    with torch.set_grad_enabled(bool(training.weight) or training.spread == "uniformity"):
        if training.weight or seen or training.spread == "uniformity":
            turned = tuple(
                embedded(family, elements).unflatten(0, (training.chunks, -1)) for elements in pair
            )
    equivariance = equivariance_loss(*turned) if turned else batch.new_zeros(())
    if training.spread == "uniformity":
        return uniformity_loss(turned[0].flatten(0, 1)), equivariance
    first, second = (embedded(positives, elements) for elements in views)
    return info_nce(first, second, training.temperature), equivariance


def _checked_points(training: CareTraining, points: Tensor, *families: Family) -> Tensor:
    shape = tuple(points.shape[1:])
    for family in families:
        if shape != family.transformations.shape:
            wanted = ", ".join(map(str, family.transformations.shape))
            raise ValueError(f"points must have shape (n, {wanted}), got {tuple(points.shape)}")
    if len(points) < training.batch_size:
        raise ValueError(f"points must be at least batch_size, {training.batch_size}, got {len(points)}")
    return points.float() / 255 if points.dtype == torch.uint8 else points
