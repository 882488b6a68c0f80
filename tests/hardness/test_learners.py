import numpy as np
import pytest
import torch

from lazyq.hardness import (
    CyclicNetwork,
    DegreeParity,
    GraphIsomorphismNetwork,
    ParityElimination,
    PlainNetwork,
    degree_counts,
    random_graphs,
    train_classifier,
)


def split(inputs, labels, train):
    inputs, labels = torch.as_tensor(inputs), torch.as_tensor(labels)
    return (inputs[:train], labels[:train]), (inputs[train:], labels[train:])


def test_graph_network_learns_what_is_easy_and_not_a_parity():
    graphs = random_graphs(1500, 12, np.random.default_rng(0))
    edges = graphs.sum((1, 2)) // 2
    torch.manual_seed(0)
    easy = train_classifier(
        GraphIsomorphismNetwork(2, 16), *split(graphs, edges > 33, 1000), epochs=8, rate=1e-2
    )
    hard = DegreeParity(12, (0, 1, 4, 5, 8, 9)).label(graphs)
    torch.manual_seed(0)
    parity = train_classifier(GraphIsomorphismNetwork(2, 16), *split(graphs, hard, 1000), epochs=8, rate=1e-2)
    assert easy.test[-1] > 0.95
    assert parity.test[-1] < 0.6
    counts = degree_counts(graphs)
    assert (ParityElimination().fit(counts[:60], hard[:60]).predict(counts) == hard).mean() > 0.97


def test_graph_network_is_the_same_for_every_order_of_the_nodes():
    graphs = torch.as_tensor(random_graphs(4, 7, np.random.default_rng(1)))
    order = torch.randperm(7, generator=torch.Generator().manual_seed(0))
    network = GraphIsomorphismNetwork(2, 8).eval()
    torch.testing.assert_close(network(graphs[:, order][:, :, order]), network(graphs))


@pytest.mark.parametrize("places", [1, 5])
def test_cyclic_network_is_the_same_for_every_shift(places):
    network = CyclicNetwork(places, 8)
    x = torch.randn(3, places, generator=torch.Generator().manual_seed(0))
    for shift in range(places):
        torch.testing.assert_close(network(x.roll(shift, 1)), network(x))


def test_training_is_the_same_from_the_same_seeds_and_can_be_stopped():
    x = torch.randn(50, 3, generator=torch.Generator().manual_seed(0))
    samples = x, (x[:, 0] > 0).long()
    traces = []
    for _ in range(2):
        torch.manual_seed(3)
        traces.append(train_classifier(PlainNetwork(3, (4,)), samples, samples, epochs=3, batch=20, seed=1))
    assert traces[0] == traces[1]
    assert len(traces[0].test) == 3

    def stop(epoch, trace):
        assert len(trace.train) == epoch
        raise InterruptedError

    with pytest.raises(InterruptedError):
        train_classifier(PlainNetwork(3), samples, samples, epochs=3, tick=stop)


X, Y = torch.zeros(4, 2), torch.tensor([0, 1, 0, 1])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            lambda: train_classifier(PlainNetwork(2), (X, Y), (X, Y), epochs=0),
            "epochs must be a whole number",
        ),
        (
            lambda: train_classifier(PlainNetwork(2), (X, Y), (X, Y), epochs=1, batch=0),
            "batch must be a whole",
        ),
        (
            lambda: train_classifier(PlainNetwork(2), (X, Y), (X, Y), epochs=1, rate=0),
            "rate must be above 0, got 0",
        ),
        (
            lambda: train_classifier(PlainNetwork(2), (X, Y[:3]), (X, Y), epochs=1),
            "train must have as many labels",
        ),
        (
            lambda: train_classifier(PlainNetwork(2), (X, Y), (X, 2 * Y), epochs=1),
            "test must have as many labels",
        ),
        (lambda: PlainNetwork(0), "features must be a whole number of at least 1, got 0"),
        (lambda: PlainNetwork(2, (0,)), "widths must be a whole number"),
        (lambda: GraphIsomorphismNetwork(0), "layers must be a whole number"),
        (lambda: CyclicNetwork(3, 0), "filters must be a whole number"),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
