"""Sums and softmax along dimensions of sparse tensors."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import arraygrad.functions as ag
from arraygrad.dtypes import DType
from arraygrad.sparse.coo import SparseTensor
from arraygrad.sparse.places import number, summed

__all__ = ["log_softmax", "softmax", "sum"]


def sum(input: SparseTensor, dim: int | Sequence[int] | None = None, dtype: DType | None = None) -> Any:
    """The sum of all elements, or along dimensions.

    Parameters
    ----------
    input : SparseTensor
    dim : int or sequence of int, optional
        All by default.
    dtype : dtype, optional
        What the values are converted to first.

    Returns
    -------
    Tensor or SparseTensor
        Sparse if a sparse dimension remains.

    Raises
    ------
    IndexError
        If there is no such dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sparse.sum(ag.eye(2).to_sparse(), 0).to_dense()
    tensor([1., 1.])
    """
    values = input._values() if dtype is None else input._values().to(dtype)
    n = input.sparse_dim()
    given = range(input.ndim) if dim is None else [dim] if isinstance(dim, int) else dim
    dims = {_dimension(d, input.ndim) for d in given}
    dense = [d - n + 1 for d in dims if d >= n]
    values = values.sum(dense) if dense else values
    kept = [d for d in range(n) if d not in dims]
    if not kept:
        return values.sum(0)
    size = [input.shape[d] for d in range(input.ndim) if d not in dims]
    if len(kept) == n:
        return SparseTensor(input._indices(), values, size, input.is_coalesced())
    return SparseTensor(ag.stack([input._indices()[d] for d in kept]), values, size).coalesce()


def softmax(input: SparseTensor, dim: int, *, dtype: DType | None = None) -> SparseTensor:
    """The softmax of the elements that are held along a dimension; the others count as minus infinity.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sparse.softmax(ag.eye(2).to_sparse(), 1).to_dense()
    tensor([[1., 0.],
            [0., 1.]])
    """
    return _softmax(input, dim, dtype, logarithm=False)


def log_softmax(input: SparseTensor, dim: int, *, dtype: DType | None = None) -> SparseTensor:
    """The logarithm of `softmax`, of the elements that are held."""
    return _softmax(input, dim, dtype, logarithm=True)


def _softmax(input: SparseTensor, dim: int, dtype: DType | None, logarithm: bool) -> SparseTensor:
    input = input.coalesce()
    values = input._values() if dtype is None else input._values().to(dtype)
    n, dim = input.sparse_dim(), _dimension(dim, input.ndim)
    if dim >= n:
        return input._with((ag.log_softmax if logarithm else ag.softmax)(values, dim - n + 1))
    others = [d for d in range(n) if d != dim]
    size = [input.shape[d] for d in others]
    group = number(input._indices()[others], size)
    count = builtins.max(int(ag.tensor(size).prod()), 1)
    lowest = ag.full((count, *values.shape[1:]), -float("inf"), dtype=values.dtype, device=values.device)
    shifted = values - lowest.index_reduce(0, group, values.detach(), "amax")[group]
    powers = shifted.exp()
    total = summed(group, powers, (count,))[group]
    return input._with(shifted - total.log() if logarithm else powers / total)


def _dimension(dim: int, ndim: int) -> int:
    if not -ndim <= dim < ndim:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-ndim}, {ndim - 1}], but got {dim})")
    return dim % ndim
