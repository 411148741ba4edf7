"""Products of sparse matrices: rows of the dense matrix are read, multiplied by the values, and summed by row."""

from __future__ import annotations

from typing import Any

import arraygrad.functions as ag
from arraygrad.sparse.coo import SparseTensor
from arraygrad.sparse.csr import SparseCsrTensor
from arraygrad.sparse.places import summed
from arraygrad.tensor import Tensor

__all__ = ["addmm", "mm"]


def mm(mat1: Any, mat2: Any) -> Any:
    """The product of two matrices of which one or both are sparse.

    Parameters
    ----------
    mat1, mat2 : SparseTensor, SparseCsrTensor or Tensor
        Matrices; `mat2` may be a vector if `mat1` is sparse.

    Returns
    -------
    Tensor or SparseTensor
        Sparse if both are. Gradients flow to the values of what is sparse and to what is dense, in any order.

    Raises
    ------
    RuntimeError
        If sizes do not fit, or a sparse operand has dense dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> a = ag.eye(2).to_sparse()
    >>> ag.sparse.mm(a, ag.ones(2, 1))
    tensor([[1.],
            [1.]])
    """
    first, second = (m.to_sparse() if isinstance(m, SparseCsrTensor) else m for m in (mat1, mat2))
    for m in (first, second):
        if isinstance(m, SparseTensor) and (m.sparse_dim() != 2 or m.dense_dim()):
            raise RuntimeError(
                f"mm: expected a sparse operand to be a matrix, but it has {m.sparse_dim()} sparse and {m.dense_dim()} "
                "dense dimensions"
            )
    if isinstance(first, SparseTensor):
        n = second.shape[0]
        if n != first.shape[1]:
            raise RuntimeError(f"addmm: Argument #3 (dense): Expected dim 0 size {first.shape[1]}, got {n}")
        return _of_two(first, second) if isinstance(second, SparseTensor) else _by_dense(first, second)
    return first @ second if isinstance(second, SparseTensor) else ag.mm(first, second)


def _by_dense(sparse: SparseTensor, dense: Tensor) -> Tensor:
    rows, columns = sparse._indices()
    values = sparse._values()
    terms = dense.index_select(0, columns) * (values if dense.ndim == 1 else values.unsqueeze(1))
    return summed(rows, terms, sparse.shape[:1])


def _of_two(first: SparseTensor, second: SparseTensor) -> SparseTensor:
    """Every element (i, k) of the first meets all elements (k, j) of the second."""
    second = second.coalesce()
    rows, columns = first._indices()
    theirs = second._indices()[0]
    counts = ag.bincount(theirs, minlength=second.shape[0])
    starts = ag.cumsum(counts, 0) - counts
    meets = counts[columns]
    left = ag.repeat_interleave(ag.arange(first._nnz(), device=first.device), meets)
    within = ag.arange(left.shape[0], device=first.device) - (ag.cumsum(meets, 0) - meets)[left]
    right = starts[columns[left]] + within
    indices = ag.stack([rows[left], second._indices()[1][right]])
    values = first._values()[left] * second._values()[right]
    return SparseTensor(indices, values, (first.shape[0], second.shape[1])).coalesce()


def addmm(mat: Tensor, mat1: Any, mat2: Any, *, beta: float = 1.0, alpha: float = 1.0) -> Tensor:
    """``beta * mat + alpha * (mat1 @ mat2)`` with a sparse `mat1`.

    Raises
    ------
    RuntimeError
        As from `mm`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sparse.addmm(ag.ones(2, 1), ag.eye(2).to_sparse(), ag.ones(2, 1), alpha=2)
    tensor([[3.],
            [3.]])
    """
    return beta * mat + alpha * mm(mat1, mat2)  # type: ignore[no-any-return]
