"""Sparse matrices row by row. Products go by way of the coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.layouts import sparse_csr
from arraygrad.sparse.calls import TakenByOps
from arraygrad.sparse.coo import SparseTensor, _inner
from arraygrad.tensor import Size, Tensor

__all__ = ["SparseCsrTensor", "from_coo"]


class SparseCsrTensor(TakenByOps):
    """A matrix that holds some elements row by row, made by `arraygrad.sparse_csr_tensor` or `Tensor.to_sparse_csr`.

    Parameters
    ----------
    crow_indices : Tensor
        int64: where each row begins among the values, and, last, their number.
    col_indices : Tensor
        int64: the column of each value.
    values : Tensor
    size : sequence of int

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.eye(2).to_sparse_csr()
    tensor(crow_indices=tensor([0, 1, 2]),
           col_indices=tensor([0, 1]),
           values=tensor([1., 1.]), size=(2, 2), nnz=2, layout=arraygrad.sparse_csr)
    """

    is_sparse = False
    is_sparse_csr = True
    layout = sparse_csr
    ndim = 2

    def __init__(self, crow_indices: Tensor, col_indices: Tensor, values: Tensor, size: Sequence[int]) -> None:
        self._starts = crow_indices
        self._columns = col_indices
        self._elements = values
        self.shape = Size(size)

    @property
    def dtype(self) -> DType:
        """Type of the elements."""
        return self._elements.dtype

    @property
    def device(self) -> Device:
        """Where the matrix lives."""
        return self._elements.device

    @property
    def requires_grad(self) -> bool:
        """Whether operations on the values are recorded for backward."""
        return self._elements.requires_grad

    def dim(self) -> int:
        """Number of dimensions: 2."""
        return 2

    def size(self, dim: int | None = None) -> Any:
        """The shape, or the size of one dimension."""
        return self.shape if dim is None else self.shape[dim]

    def _nnz(self) -> int:
        return int(self._columns.shape[0])

    def crow_indices(self) -> Tensor:
        """Where each row begins among the values, and, last, their number."""
        return self._starts

    def col_indices(self) -> Tensor:
        """The column of each value."""
        return self._columns

    def values(self) -> Tensor:
        """The values."""
        return self._elements

    def detach(self) -> SparseCsrTensor:
        """The same memory, outside the graph."""
        return SparseCsrTensor(self._starts, self._columns, self._elements.detach(), self.shape)

    def to(self, *args: Any, **kwargs: Any) -> SparseCsrTensor:
        """The matrix on another device or in another dtype; itself if it already is. As `Tensor.to`."""
        values = self._elements.to(*args, **kwargs)
        if values is self._elements:
            return self
        return SparseCsrTensor(self._starts.to(values.device), self._columns.to(values.device), values, self.shape)

    def to_sparse(self) -> SparseTensor:
        """The matrix with coordinates."""
        counts = ag.diff(self._starts)
        rows = ag.repeat_interleave(ag.arange(self.shape[0], device=self.device), counts)
        return SparseTensor(ag.stack([rows, self._columns]), self._elements, self.shape)

    def to_dense(self) -> Tensor:
        """The matrix with all its elements."""
        return self.to_sparse().to_dense()

    def matmul(self, other: Any) -> Any:
        """The product with a dense matrix or vector; see `arraygrad.sparse.mm`."""
        return self.to_sparse().matmul(other)

    mm = matmul

    def __matmul__(self, other: Any) -> Any:
        return self.matmul(other) if isinstance(other, Tensor) else NotImplemented

    def __rmatmul__(self, other: Any) -> Any:
        return other @ self.to_sparse() if isinstance(other, Tensor) else NotImplemented

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"a sparse matrix by rows has no attribute '{name}': use .to_sparse() or .to_dense()")

    def __repr__(self) -> str:
        end = f"size={tuple(self.shape)}, nnz={self._nnz()}"
        end = end if self.device.backend.shares_host else f"device='{self.device}', {end}"
        if self.dtype not in (ag.get_default_dtype(), ag.int64, ag.bool):
            end += f", dtype={self.dtype!r}"
        parts = [
            f"crow_indices={_inner(self._starts, 'crow_indices=')}",
            f"col_indices={_inner(self._columns, 'col_indices=')}",
            f"values={_inner(self._elements, 'values=')}, {end}, layout={self.layout!r})",
        ]
        return "tensor(" + ",\n".join(parts).replace("\n", "\n       ")


def from_coo(sparse: SparseTensor) -> SparseCsrTensor:
    """A sparse matrix with coordinates, row by row.

    Raises
    ------
    RuntimeError
        If it is no matrix.
    """
    if sparse.sparse_dim() != 2 or sparse.dense_dim():
        raise RuntimeError(f"to_sparse_csr: only matrices are held row by row, got the shape {list(sparse.shape)}")
    sparse = sparse.coalesce()
    rows, columns = sparse._indices()
    ends = ag.cumsum(ag.bincount(rows, minlength=sparse.shape[0]), 0)
    starts = ag.cat([ag.zeros(1, dtype=ag.int64, device=sparse.device), ends])
    return SparseCsrTensor(starts, columns, sparse._values(), sparse.shape)
