"""Parities of how many nodes of a graph have which degree."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import ArrayLike


def random_graphs(count: int, nodes: int, random: np.random.Generator, p: float = 0.5) -> np.ndarray:
    """Return adjacency matrices of G(n, p), (count, n, n), uint8, symmetric with a diagonal of 0.

    Parameters
    ----------
    count : of graphs
    nodes : of each
    random : where edges are drawn from
    p : probability of an edge

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.hardness import random_graphs
    >>> random_graphs(2, 5, np.random.default_rng(0)).shape
    (2, 5, 5)
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p must be from 0 to 1, got {p!r}")
    upper = np.triu(random.random((count, nodes, nodes)) < p, 1)
    return (upper | upper.transpose(0, 2, 1)).astype(np.uint8)


def degree_counts(adjacency: ArrayLike) -> np.ndarray:
    """Return how many nodes have each degree 0 … n − 1, (graphs, n).

    Parameters
    ----------
    adjacency : (graphs, n, n), 0 and 1, symmetric, without loops

    Raises
    ------
    ValueError : it is no such thing

    Examples
    --------
    >>> from lazyq.hardness import degree_counts
    >>> degree_counts([[[0, 1, 1], [1, 0, 0], [1, 0, 0]]])
    array([[0, 2, 1]])
    """
    graphs = np.asarray(adjacency)
    if graphs.ndim != 3 or graphs.shape[1] != graphs.shape[2]:
        raise ValueError(f"adjacency must be (graphs, n, n), got {graphs.shape}")
    if not np.isin(graphs, (0, 1)).all() or (graphs != graphs.transpose(0, 2, 1)).any():
        raise ValueError("adjacency must be of 0 and 1, and symmetric")
    if graphs.diagonal(axis1=1, axis2=2).any():
        raise ValueError("adjacency must have no loops: its diagonal is 0")
    nodes = graphs.shape[1]
    degrees = graphs.sum(2, dtype=np.int64)
    flat = degrees + nodes * np.arange(len(graphs))[:, None]
    return np.bincount(flat.ravel(), minlength=nodes * len(graphs)).reshape(-1, nodes)


@final
@dataclass(frozen=True)
class DegreeParity:
    """f(A) = b + Σ_{i ∈ S} c_i(A) mod 2, where c_i nodes of the graph A have degree i.

    A graph has an even number of nodes of odd degree (the handshakes), and the c_i add up to n: so S,
    S Δ {odd degrees} and, but for a constant, the complement of S are one function. An S for which it is
    constant is refused: whoever says a constant would be right.

    Parameters
    ----------
    nodes : n ≥ 2
    degrees : S, of 0 … n − 1
    constant : b, 0 or 1

    Raises
    ------
    ValueError : a degree that no node can have, or an S of which f is constant

    References
    ----------
    Kiani, Le, Lawrence, Jegelka and Weber, "On the hardness of learning under symmetries", ICLR 2024.

    Examples
    --------
    >>> from lazyq.hardness import DegreeParity
    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> DegreeParity(4, (0, 1)).label([path]), DegreeParity(4, (0,), constant=1).label([path])
    (array([0]), array([1]))
    >>> DegreeParity(4, (0, 1)).same_function(DegreeParity(4, (0, 3)))
    True
    """

    nodes: int
    degrees: tuple[int, ...]
    constant: int = 0

    def __post_init__(self) -> None:
        if self.nodes < 2:
            raise ValueError(f"nodes must be at least 2, got {self.nodes}")
        if self.constant not in (0, 1):
            raise ValueError(f"constant must be 0 or 1, got {self.constant!r}")
        if not set(self.degrees) <= set(range(self.nodes)):
            raise ValueError(f"degrees must be from 0 to {self.nodes - 1}, got {sorted(self.degrees)}")
        object.__setattr__(self, "degrees", tuple(sorted(set(self.degrees))))
        if is_constant(self.nodes, self.degrees):
            raise ValueError(
                f"degrees {list(self.degrees)} make a constant: a graph of {self.nodes} nodes has an even "
                "number of nodes of odd degree, and the counts of all degrees add up to the nodes"
            )

    def label(self, adjacency: ArrayLike) -> np.ndarray:
        """Return f of graphs, (graphs,), 0 and 1."""
        return self.label_counts(degree_counts(adjacency))

    def label_counts(self, counts: np.ndarray) -> np.ndarray:
        """Return f from counts of degrees, (graphs, n)."""
        return (self.constant + counts[:, list(self.degrees)].sum(1)) % 2

    def same_function(self, other: "DegreeParity") -> bool:
        """Return whether the two are equal on all graphs of their number of nodes."""
        if self.nodes != other.nodes:
            return False
        difference = set(self.degrees) ^ set(other.degrees)
        odd = set(range(1, self.nodes, 2))
        differ = self.constant != other.constant
        if difference in (set(), odd):
            return not differ
        if difference in (set(range(self.nodes)), set(range(self.nodes)) - odd):
            return differ == bool(self.nodes % 2)
        return False


def is_constant(nodes: int, degrees: Iterable[int]) -> bool:
    """Return whether Σ_{i ∈ S} c_i mod 2 is the same for all graphs of n nodes.

    Parameters
    ----------
    nodes : n
    degrees : S, of 0 … n − 1

    Examples
    --------
    >>> from lazyq.hardness import is_constant
    >>> is_constant(6, (1, 3, 5)), is_constant(6, (1, 3))
    (True, False)
    """
    odd, everything = set(range(1, nodes, 2)), set(range(nodes))
    return set(degrees) in (set(), odd, everything, everything - odd)
