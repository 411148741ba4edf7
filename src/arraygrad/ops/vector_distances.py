"""Distances and angles between vectors, pair by pair."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op


@op(composite=True, faces=("torch", "nn.functional"))
def cosine_similarity(xp: Any, x1: Array, x2: Array, dim: int = 1, eps: float = 1e-8) -> Array:
    """Cosine of the angle between vectors along a dimension; other dimensions broadcast.

    Parameters
    ----------
    x1, x2 : Tensor
    dim : int
    eps : float
        Least length of a vector.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If neither is floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.cosine_similarity(ag.tensor([[1.0, 0.0]]), ag.tensor([[1.0, 1.0]]))
    tensor([0.7071])
    """
    common = xp.result_type(x1, x2)
    if not common.is_floating_point:
        raise RuntimeError(f"expected common dtype to be floating point, yet common dtype is {common}")
    parts = []
    for x in xp.broadcast_tensors(xp.astype(x1, common), xp.astype(x2, common)):
        length = xp.vector_norm(x, 2, dim, True)
        # The limit does not show in the gradient.
        parts.append(x / (length + (xp.where(length < eps, eps, length) - length).detach()))
    return xp.sum(parts[0] * parts[1], axis=dim)


cosine_similarity.cases(case(real(3, 4), real(3, 4)), case(real(4), real(3, 4), -1))


@op(composite=True, faces=("torch", "nn.functional"))
def pairwise_distance(xp: Any, x1: Array, x2: Array, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> Array:
    """p-norm of the difference of vectors along the last dimension.

    Parameters
    ----------
    x1, x2 : Tensor
    p : float
    eps : float
        Added to the difference.
    keepdim : bool
        Keep the last dimension with size 1.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.pairwise_distance(ag.tensor([[3.0, 4.0]]), ag.tensor([[0.0, 0.0]]))
    tensor([5.0000])
    """
    return xp.vector_norm(x1 - x2 + eps, p, -1, keepdim)


pairwise_distance.cases(
    case(real(3, 4), real(3, 4, low=3, high=4)), case(real(3, 4), real(4, low=3, high=4), 1.0, keepdim=True)
)
