"""How near vectors are."""

from __future__ import annotations

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["CosineSimilarity", "PairwiseDistance"]


class CosineSimilarity(Module):
    """The cosine of the angle between vectors.

    Parameters
    ----------
    dim : int
        The dimension that the vectors lie along.
    eps : float
        The least that a length is taken to be.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.CosineSimilarity(dim=0)(ag.tensor([1.0, 0.0]), ag.tensor([0.0, 1.0])).item()
    0.0
    """

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """The cosines."""
        return F.cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    """The norm of the difference of vectors that lie along the last dimension.

    Parameters
    ----------
    p : float
        Of the norm.
    eps : float
        Added to the difference.
    keepdim : bool
        Whether the last dimension stays, of size one.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.PairwiseDistance(eps=0.0)(ag.tensor([3.0, 0.0]), ag.tensor([0.0, 4.0])).item()
    5.0
    """

    def __init__(self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> None:
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """The distances."""
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)
