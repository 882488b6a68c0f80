"""What encoders to the sphere are trained on: alike for positives, spread out, turning as one."""

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.care.inputs import checked_embeddings


@any_kind("first", "second")
def info_nce(first: Tensor, second: Tensor, temperature: float = 0.5) -> Tensor:
    """Return the InfoNCE loss of two views of every point, as SimCLR has it.

    With z the 2n embeddings of both views, i⁺ the other view of i,

        L = −mean_i log( exp(⟨z_i, z_i⁺⟩/τ) / Σ_{j≠i} exp(⟨z_i, z_j⟩/τ) ).

    Parameters
    ----------
    first, second : (n, d), of length 1, n at least 2; row i of both are views of one point
    temperature : τ > 0

    Returns
    -------
    scalar, nats, differentiable

    Raises
    ------
    ValueError : another shape, or a temperature that is not positive

    Source: Chen, Kornblith, Norouzi, Hinton, *A Simple Framework for Contrastive Learning*, ICML 2020.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import info_nce
    >>> poles = torch.tensor([[0.0, 1.0], [0.0, -1.0]])
    >>> info_nce(poles, poles, temperature=1.0)  # log(1 + 2e⁻²)
    tensor(0.2395)
    """
    checked_embeddings(2, first=first, second=second)
    if not temperature > 0:
        raise ValueError(f"temperature must be positive, got {temperature}")
    both = torch.cat([first, second])
    scores = both @ both.mT / temperature
    itself = torch.eye(len(both), dtype=torch.bool, device=both.device)
    partner = torch.arange(len(both), device=both.device).roll(len(first))
    return F.cross_entropy(scores.masked_fill(itself, -torch.inf), partner)


@any_kind("embeddings")
def uniformity_loss(embeddings: Tensor) -> Tensor:
    """Return log mean_{i≠j} exp(⟨z_i, z_j⟩), least where points are spread over the sphere.

    Parameters
    ----------
    embeddings : (n, d), of length 1, n at least 2

    Returns
    -------
    scalar, from −1 to 1, differentiable; 1 where all points are one

    Raises
    ------
    ValueError : another shape

    Source: Gupta, Robinson, Lim, Villar, Jegelka, *Structuring Representation Geometry with Rotationally
    Equivariant Contrastive Learning*, ICLR 2024 (read); here over pairs of different points.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import uniformity_loss
    >>> uniformity_loss(torch.tensor([[0.0, 1.0], [0.0, -1.0]])), uniformity_loss(torch.ones(2, 1))
    (tensor(-1.), tensor(1.))
    """
    checked_embeddings(2, embeddings=embeddings)
    count = len(embeddings)
    itself = torch.eye(count, dtype=torch.bool, device=embeddings.device)
    scores = (embeddings @ embeddings.mT).masked_fill(itself, -torch.inf)
    return scores.flatten().logsumexp(0) - torch.tensor(count * (count - 1.0), device=scores.device).log()


@any_kind("first", "second")
def equivariance_loss(first: Tensor, second: Tensor) -> Tensor:
    """Return how much two transformations, each the same for all points of a chunk, differ in inner products.

    L = mean over chunks c and pairs i ≠ j of ( ⟨f(a_c x_i), f(a_c x_j)⟩ − ⟨f(b_c x_i), f(b_c x_j)⟩ )².

    It is 0 exactly where f(a_c x_i) = R f(b_c x_i) for one orthogonal R a chunk. It is a mean over pairs: the
    paper's public code sums over the pairs of a row, so its weight w on chunks of m points is 2(m − 1)w here.

    Parameters
    ----------
    first, second : (chunks, m, d) or (m, d), of length 1, m at least 2; point i under a_c and under b_c

    Returns
    -------
    scalar, squared cosines, differentiable

    Raises
    ------
    ValueError : another shape

    Source: Gupta et al., ICLR 2024, Algorithm 1 and Proposition 1 (both read).

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import equivariance_loss
    >>> x = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    >>> equivariance_loss(x, x.flip(-1)), equivariance_loss(x, torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    (tensor(0.), tensor(1.))
    """
    checked_embeddings(2, first=first, second=second)
    count = first.shape[-2]
    difference = first @ first.mT - second @ second.mT
    off = 1 - torch.eye(count, dtype=first.dtype, device=first.device)
    pairs = difference.numel() // count**2 * count * (count - 1)
    return (difference * off).square().sum() / pairs
