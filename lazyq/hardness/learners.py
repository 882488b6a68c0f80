"""Networks that learn by gradients: a plain one, and ones that have the symmetry built in."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple, final

import torch
from torch import Tensor, nn

from lazyq.actions.kinds import as_tensor
from lazyq.hardness.checks import positive


class Trace(NamedTuple):
    """How a network learned, one entry for each epoch.

    Attributes
    ----------
    train, test : accuracy on the training and test samples after it
    loss : mean logistic loss during it, in nats
    """

    train: list[float]
    test: list[float]
    loss: list[float]


@final
class PlainNetwork(nn.Module):
    """A multilayer perceptron of ReLUs: (m, features) → (m,), the log odds of label 1.

    Parameters
    ----------
    features : of an input
    widths : of the hidden layers

    Examples
    --------
    >>> import torch
    >>> from lazyq.hardness import PlainNetwork
    >>> PlainNetwork(5, (8,))(torch.zeros(3, 5)).shape
    torch.Size([3])
    """

    def __init__(self, features: int, widths: tuple[int, ...] = (128, 128)) -> None:
        super().__init__()
        sizes = (positive("features", features), *(positive("widths", width) for width in widths))
        hidden = [layer for inner, outer in pairwise(sizes) for layer in (nn.Linear(inner, outer), nn.ReLU())]
        self.layers = nn.Sequential(*hidden, nn.Linear(sizes[-1], 1))

    def forward(self, x: Tensor) -> Tensor:
        """Return the log odds, (m,)."""
        return self.layers(x.to(torch.float32)).squeeze(-1)


@final
class GraphIsomorphismNetwork(nn.Module):
    """A graph isomorphism network: (m, n, n) adjacency → (m,), the same for every order of the nodes.

    h_v ← MLP((1 + ε) h_v + Σ_{u ~ v} h_u), from h = 1, with batch normalisation before each ReLU; the means
    over the nodes after each layer are read out.

    Parameters
    ----------
    layers : how many times neighbours are summed
    width : of every layer

    References
    ----------
    Xu, Hu, Leskovec and Jegelka, "How powerful are graph neural networks?", ICLR 2019.

    Examples
    --------
    >>> import torch
    >>> from lazyq.hardness import GraphIsomorphismNetwork
    >>> GraphIsomorphismNetwork(2, 8)(torch.zeros(3, 5, 5)).shape
    torch.Size([3])
    """

    def __init__(self, layers: int = 3, width: int = 64) -> None:
        super().__init__()
        widths = [1] + [positive("width", width)] * positive("layers", layers)
        self.updates = nn.ModuleList(_update(inner, outer) for inner, outer in pairwise(widths))
        self.selves = nn.Parameter(torch.zeros(layers))
        self.readout = nn.Linear(layers * width, 1)

    def forward(self, adjacency: Tensor) -> Tensor:
        """Return the log odds, (m,)."""
        edges = adjacency.to(torch.float32)
        nodes = edges.new_ones(*edges.shape[:2], 1)
        means = []
        for update, own in zip(self.updates, self.selves, strict=True):
            summed = (1 + own) * nodes + edges @ nodes
            nodes = update(summed.flatten(0, 1)).unflatten(0, edges.shape[:2])
            means.append(nodes.mean(1))
        return self.readout(torch.cat(means, -1)).squeeze(-1)


def _update(inner: int, outer: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inner, outer),
        nn.BatchNorm1d(outer),
        nn.ReLU(),
        nn.Linear(outer, outer),
        nn.BatchNorm1d(outer),
        nn.ReLU(),
    )


@final
class CyclicNetwork(nn.Module):
    """Filters at every cyclic shift, averaged: (m, n) → (m,), the same for every shift of x.

    Parameters
    ----------
    places : n, which every filter covers
    filters : how many

    Examples
    --------
    >>> import torch
    >>> from lazyq.hardness import CyclicNetwork
    >>> network, x = CyclicNetwork(6, 8), torch.randn(1, 6)
    >>> torch.allclose(network(x), network(x.roll(2, 1)), atol=1e-6)
    True
    """

    def __init__(self, places: int, filters: int = 64) -> None:
        super().__init__()
        self.filters = nn.Conv1d(
            1,
            positive("filters", filters),
            positive("places", places),
            padding=places - 1,
            padding_mode="circular",
        )
        self.places = places
        self.readout = nn.Linear(filters, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return the log odds, (m,)."""
        responses = self.filters(x.to(torch.float32)[:, None])[:, :, : self.places]
        return self.readout(torch.relu(responses).mean(-1)).squeeze(-1)


def train_classifier(
    network: nn.Module,
    train: tuple[Tensor, Tensor],
    test: tuple[Tensor, Tensor],
    *,
    epochs: int,
    rate: float = 2e-3,
    batch: int = 100,
    seed: int = 0,
    tick: Callable[[int, Trace], None] | None = None,
) -> Trace:
    """Train a network by Adam on the logistic loss, and return its accuracies after each epoch.

    Parameters
    ----------
    network : inputs (m, …) → log odds (m,); its weights are changed
    train, test : inputs (m, …) and labels (m,) of 0 and 1, tensors, arrays or lists
    epochs, rate, batch : of Adam; the rate falls to 0 as a cosine
    seed : of the order of the samples; that of the weights is the caller's
    tick : told (epoch, trace so far) after each epoch; what it raises ends the run

    Raises
    ------
    ValueError : a count or rate that is not above 0, or labels that do not fit

    Examples
    --------
    >>> import torch
    >>> from lazyq.hardness import PlainNetwork, train_classifier
    >>> x = torch.linspace(-1, 1, 64)[:, None]
    >>> samples = x, (x[:, 0] > 0).long()
    >>> _ = torch.manual_seed(0)
    >>> train_classifier(PlainNetwork(1, (8,)), samples, samples, epochs=40, rate=0.05).test[-1] > 0.9
    True
    """
    positive("epochs", epochs)
    positive("batch", batch)
    if not rate > 0:
        raise ValueError(f"rate must be above 0, got {rate!r}")
    train, test = _tensors("train", train), _tensors("test", test)
    for name, (inputs, labels) in (("train", train), ("test", test)):
        if len(inputs) != len(labels) or not len(labels) or not ((labels == 0) | (labels == 1)).all():
            raise ValueError(f"{name} must have as many labels of 0 and 1 as inputs, and at least one")
    optimiser = torch.optim.Adam(network.parameters(), rate)
    steps = epochs * -(-len(train[1]) // batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    order = torch.Generator().manual_seed(seed)
    trace = Trace([], [], [])
    inputs, labels = train[0], train[1].to(torch.float32)
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for chosen in torch.randperm(len(labels), generator=order).split(batch):
            optimiser.zero_grad()
            loss = nn.functional.binary_cross_entropy_with_logits(network(inputs[chosen]), labels[chosen])
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(chosen)
        trace.train.append(_accuracy(network, *train))
        trace.test.append(_accuracy(network, *test))
        trace.loss.append(total / len(labels))
        if tick:
            tick(epoch + 1, trace)
    return trace


def _tensors(name: str, samples: tuple[Any, Any]) -> tuple[Tensor, Tensor]:
    inputs, labels = (
        part if isinstance(part, Tensor) else as_tensor(name, part, whole=True) for part in samples
    )
    return inputs, labels


@torch.no_grad()
def _accuracy(network: nn.Module, inputs: Tensor, labels: Tensor) -> float:
    network.eval()
    said = torch.cat([network(part) > 0 for part in inputs.split(1000)])
    return float((said == labels.to(torch.bool)).to(torch.float64).mean())
