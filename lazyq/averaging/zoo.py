"""Small honest models, trained on the spot from a seed."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, final

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from lazyq.averaging.adam import FUSED, Adam
from lazyq.averaging.average import intensities
from lazyq.averaging.threads import one_thread

CLASSES = 10
GAMMA = 0.02
KINDS = ("mlp", "cnn", "logistic", "kernel")
Augmentation = Callable[[Tensor, torch.Generator], Tensor]
Model = TypeVar("Model", bound=nn.Module)


@final
class KernelScores(nn.Module):
    """x ↦ Σ_j α_j k(x, c_j) with the Gaussian kernel k(x, c) = exp(−γ‖x − c‖²).

    Parameters
    ----------
    centres : (m, d) flattened images
    coefficients : (m, classes)
    gamma : γ > 0, per squared unit of x
    """

    def __init__(self, centres: Tensor, coefficients: Tensor, gamma: float) -> None:
        super().__init__()
        self.centres: Tensor
        self.coefficients: Tensor
        self.register_buffer("centres", centres)
        self.register_buffer("coefficients", coefficients)
        self.gamma = gamma

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores, (n, classes), of images (n, *shape)."""
        return gaussian_kernel(x.flatten(1), self.centres, self.gamma) @ self.coefficients

    def lipschitz(self) -> float:
        """Return a Lipschitz constant: ‖k(x, ·) − k(y, ·)‖² = 2 − 2k(x, y) ≤ 2γ‖x − y‖² in the Hilbert space.

        The scores are inner products with the functions Σ_j α_jc k(c_j, ·), whose Gram matrix is αᵀKα.
        """
        centres, coefficients = self.centres.double(), self.coefficients.double()
        gram = coefficients.T @ gaussian_kernel(centres, centres, self.gamma) @ coefficients
        return math.sqrt(2 * self.gamma * float(torch.linalg.matrix_norm(gram, 2)))


def gaussian_kernel(x: Tensor, centres: Tensor, gamma: float) -> Tensor:
    """Return exp(−γ‖x_i − c_j‖²), (n, m), of rows x (n, d) and centres (m, d)."""
    squared = x.square().sum(1)[:, None] + centres.square().sum(1) - 2 * x @ centres.T
    return (-gamma * squared.clamp_min(0)).exp()


@final
@dataclass(frozen=True)
class Training:
    """How to make a model: all that its weights depend on, besides the digits.

    Parameters
    ----------
    kind : "mlp", "cnn", "logistic" or "kernel"
    epochs : passes over the digits (not for "kernel", which is solved)
    rate : step size of Adam
    batch_size : digits at once
    width, depth : of the hidden layers of "mlp"
    seed : of the initial weights and the order of the digits
    """

    kind: str = "mlp"
    epochs: int = 20
    rate: float = 1e-3
    batch_size: int = 128
    width: int = 128
    depth: int = 3
    seed: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        for name in ("epochs", "batch_size", "width", "depth"):
            if not (isinstance(getattr(self, name), int) and getattr(self, name) >= 1):
                raise ValueError(f"{name} must be a whole number of at least 1, got {getattr(self, name)!r}")
        if not 0 < self.rate < math.inf:
            raise ValueError(f"rate must be positive and finite, got {self.rate}")


def train(
    training: Training,
    images: Tensor,
    labels: Tensor,
    *,
    augmentation: Augmentation | None = None,
    progress: Callable[[float], None] | None = None,
) -> nn.Sequential:
    """Return a model trained on labelled 28×28 digits by cross-entropy; it gives logits.

    Parameters
    ----------
    training : what to make
    images : (n, 28, 28) uint8 (read as k/255) or floating point
    labels : (n,) from 0 to 9
    augmentation : maps a batch and a generator to the batch that is trained on
    progress : called with the share that is done; an exception that it raises stops the work

    Raises
    ------
    ValueError : images or labels of another shape, or fewer than two
    """
    images = intensities(images)
    if images.ndim != 3 or len(images) != len(labels) or len(images) < 2:
        raise ValueError(
            f"images must have shape (n, 28, 28) with n labels, n at least 2, "
            f"got {tuple(images.shape)} and {tuple(labels.shape)}"
        )
    labels = labels.long()
    generator = torch.Generator().manual_seed(training.seed)
    if training.kind == "kernel":
        model = _kernel_machine(images, labels, generator, progress)
    else:
        model = architecture(training)
        initialise(model, generator, images.device)
        descend(training, model, list(model.parameters()), images, labels, generator, augmentation, progress)
    return model.eval()


def architecture(training: Training) -> nn.Sequential:
    """Return the network of a kind, "mlp", "cnn" or "logistic", without memory for its weights yet."""
    with torch.device("meta"):
        return _layers(training)


def empty_model(training: Training, state: dict[str, Tensor]) -> nn.Sequential:
    """Return a model of this kind whose layout is that of the state, to load the state into."""
    if training.kind == "kernel":
        centres, coefficients = (torch.empty_like(tensor) for tensor in state.values())
        return nn.Sequential(KernelScores(centres, coefficients, GAMMA))
    return _with_memory(architecture(training))


def _with_memory(model: Model) -> Model:
    """Give the weights of a model that has none yet a place on the CPU, as they come.

    It is what ``to_empty`` does, which imports SymPy, for a second.
    """
    places = {
        name: torch.empty(weights.shape, dtype=weights.dtype) for name, weights in model.state_dict().items()
    }
    model.load_state_dict(places, assign=True)
    return model


def _layers(training: Training) -> nn.Sequential:
    if training.kind == "logistic":
        return nn.Sequential(nn.Flatten(), nn.Linear(784, CLASSES))
    if training.kind == "cnn":
        return nn.Sequential(
            nn.Unflatten(1, (1, 28)),
            nn.Conv2d(1, 16, 5, stride=2, padding=2),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(32 * 7 * 7, CLASSES),
        )
    sizes = [784, *[training.width] * training.depth]
    hidden = [
        layer for size, after in itertools.pairwise(sizes) for layer in (nn.Linear(size, after), nn.ReLU())
    ]
    return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(sizes[-1], CLASSES))


def descend(
    training: Training,
    model: nn.Module,
    parameters: list[nn.Parameter],
    images: Tensor,
    labels: Tensor,
    generator: torch.Generator,
    augmentation: Augmentation | None,
    progress: Callable[[float], None] | None,
    reward: Callable[[], Tensor] | None = None,
) -> None:
    """Run Adam on the cross-entropy, less the reward where there is one."""
    optimiser = Adam(parameters, training.rate, fused=images.device.type in FUSED)
    model.train()
    with one_thread():
        for epoch in range(training.epochs):
            order = torch.randperm(len(images), generator=generator).to(images.device)
            batches = order.split(training.batch_size)
            for number, chosen in enumerate(batches, 1):
                batch = images[chosen] if augmentation is None else augmentation(images[chosen], generator)
                loss = F.cross_entropy(model(batch), labels[chosen])
                if reward is not None:
                    loss = loss - reward()
                optimiser.step(torch.autograd.grad(loss, parameters))
                if progress is not None:
                    progress((epoch + number / len(batches)) / training.epochs)


def initialise(model: nn.Module, generator: torch.Generator, device: torch.device) -> None:
    """Draw the initial weights from the generator, as torch's own layers do: uniform up to 1/sqrt(inputs)."""
    _with_memory(model)
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)) and layer.bias is not None:
            limit = 1 / math.sqrt(layer.weight[0].numel())
            nn.init.uniform_(layer.weight, -limit, limit, generator=generator)
            nn.init.uniform_(layer.bias, -limit, limit, generator=generator)
    model.to(device)


def _kernel_machine(
    images: Tensor, labels: Tensor, generator: torch.Generator, progress: Callable[[float], None] | None
) -> nn.Sequential:
    """Return kernel ridge regression on one-hot labels, scaled to logits on digits kept aside."""
    order = torch.randperm(len(images), generator=generator)[:4000].to(images.device)
    rows, targets = images.flatten(1)[order].double(), F.one_hot(labels[order], CLASSES).double()
    kept = max(1, len(order) // 5)
    solved = _ridge(rows[kept:], targets[kept:], GAMMA)
    if progress is not None:
        progress(0.3)
    scores = gaussian_kernel(rows[:kept], rows[kept:], GAMMA) @ solved
    truth = labels[order[:kept]]
    losses = [float(F.cross_entropy(scale * scores, truth)) for scale in range(1, 41)]
    scale = 1 + losses.index(min(losses))
    coefficients = scale * _ridge(rows, targets, GAMMA)
    if progress is not None:
        progress(1.0)
    return nn.Sequential(KernelScores(rows.float(), coefficients.float(), GAMMA))


def _ridge(rows: Tensor, targets: Tensor, gamma: float) -> Tensor:
    kernel = gaussian_kernel(rows, rows, gamma)
    kernel.diagonal().add_(1e-3)
    return torch.linalg.solve(kernel, targets)
