"""How labels vote: the one rule for all who let neighbours decide."""

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind


@any_kind(whole=("labels",))
def count_votes(labels: Tensor, classes: int) -> Tensor:
    """Return how often each of the labels 0 … classes − 1 is there, (..., classes) int64.

    Parameters
    ----------
    labels : (..., k) whole numbers from 0 to classes − 1
    classes : how many there are

    Examples
    --------
    >>> import torch
    >>> from lazyq.neighbors import count_votes
    >>> count_votes(torch.tensor([3, 1, 3]), 4)
    tensor([0, 1, 0, 2])
    """
    counts = torch.zeros(*labels.shape[:-1], classes, dtype=torch.int64, device=labels.device)
    return counts.scatter_add_(-1, labels.long(), torch.ones_like(labels, dtype=torch.int64))


@any_kind("votes")
def winner(votes: Tensor) -> Tensor:
    """Return the class with most votes, the smallest of several, (...) int64.

    Parameters
    ----------
    votes : (..., classes) counts, or shares

    Examples
    --------
    >>> import torch
    >>> from lazyq.neighbors import winner
    >>> winner(torch.tensor([0, 2, 1, 2]))
    tensor(1)
    """
    return (votes == votes.amax(-1, keepdim=True)).byte().argmax(-1)
