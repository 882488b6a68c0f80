"""Steering by retrieval: turn the embedding, and ask which point is there."""

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.care.inputs import checked_embeddings, checked_rotations


@any_kind("queries", "gallery")
def retrieve(queries: Tensor, gallery: Tensor) -> Tensor:
    """Return the place of the nearest row of the gallery for every query; the first of several.

    Parameters
    ----------
    queries : (q, d) such as R_a f(x), of length 1
    gallery : (n, d) such as the f(ay) of all y, of length 1

    Returns
    -------
    (q,) int64

    Raises
    ------
    ValueError : another shape, or values that are not finite

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import retrieve
    >>> retrieve(torch.tensor([[0.6, 0.8]]), torch.eye(2))
    tensor([1])
    """
    checked_embeddings(1, queries=queries)
    checked_embeddings(1, gallery=gallery)
    if queries.ndim != 2 or gallery.ndim != 2 or queries.shape[1] != gallery.shape[1]:
        raise ValueError(
            f"queries and gallery must have shapes (q, d) and (n, d), "
            f"got {tuple(queries.shape)} and {tuple(gallery.shape)}"
        )
    scores = queries @ gallery.mT
    # argmax takes any of several: the first one is part of the definition
    return (scores == scores.amax(-1, keepdim=True)).int().argmax(-1)


@any_kind("rotation", "still", "moved")
def retrieval_rate(rotation: Tensor, still: Tensor, moved: Tensor) -> Tensor:
    """Return the share of points x for which, of all f(ay), the one nearest to R_a f(x) is f(ax).

    Parameters
    ----------
    rotation : (d, d) R_a, fitted on other points
    still, moved : (n, d) f(x) and f(ax)

    Returns
    -------
    scalar from 0 to 1, float64; 1/n by chance

    Raises
    ------
    ValueError : another shape, or a matrix that is not orthogonal

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import retrieval_rate
    >>> x = torch.eye(3)
    >>> retrieval_rate(torch.eye(3), x, x), retrieval_rate(torch.eye(3).roll(1, 0), x, x)
    (tensor(1., dtype=torch.float64), tensor(0., dtype=torch.float64))
    """
    checked_rotations(rotation=rotation)
    checked_embeddings(1, still=still, moved=moved)
    found = retrieve(still @ rotation.mT, moved)
    return (found == torch.arange(len(still), device=found.device)).double().mean()
