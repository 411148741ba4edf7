"""Making sparse tensors, from coordinates and values or from dense tensors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.layouts import Layout, sparse_coo, sparse_csr
from arraygrad.sparse.coo import SparseTensor
from arraygrad.sparse.csr import SparseCsrTensor, from_coo
from arraygrad.sparse.places import number
from arraygrad.tensor import Tensor

__all__ = [
    "DoubleTensor",
    "FloatTensor",
    "IntTensor",
    "LongTensor",
    "sparse_coo_tensor",
    "sparse_csr_tensor",
    "sparse_mask",
    "to_sparse",
]


def sparse_coo_tensor(
    indices: Any,
    values: Any = None,
    size: Sequence[int] | None = None,
    *,
    dtype: DType | None = None,
    device: str | Device | None = None,
    requires_grad: bool = False,
    check_invariants: bool | None = None,
    is_coalesced: bool | None = None,
) -> SparseTensor:
    """A sparse tensor from coordinates and values.

    Parameters
    ----------
    indices : array-like
        Integers of shape (sparse dimensions, elements). Alone it is the size of a tensor that holds no elements.
    values : array-like
        Of shape (elements, \\*dense dimensions). If a tensor that requires gradients, gradients flow to it.
    size : sequence of int, optional
        By default the smallest that has room for all.
    dtype : dtype, optional
    device : str or Device, optional
        That of the values if they are a tensor.
    requires_grad : bool
        Whether the result is a leaf with a gradient of its own.
    check_invariants : bool, optional
        False leaves out the look at the indices' values, which inside of `jax.jit` are not there to be looked at.
    is_coalesced : bool, optional
        True promises that no element is named twice and all are in row-major order.

    Raises
    ------
    RuntimeError
        If sizes do not fit together, or an index is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sparse_coo_tensor([[0, 1], [1, 0]], [1.0, 2.0]).to_dense()
    tensor([[0., 1.],
            [2., 0.]])
    """
    if values is None:
        shape = tuple(indices if size is None else size)
        places = ag.zeros(len(shape), 0, dtype=ag.int64, device=device)
        empty = ag.zeros(0, dtype=dtype, device=device, requires_grad=requires_grad)
        return SparseTensor(places, empty, shape, is_coalesced or False)
    elements = ag.as_tensor(values, dtype=dtype, device=device)
    places = ag.as_tensor(indices, device=elements.device).detach().to(ag.int64)
    if places.ndim != 2:
        raise RuntimeError(f"indices must be sparse_dim x nnz, but got: {list(places.shape)}")
    if not elements.ndim or elements.shape[0] != places.shape[1]:
        raise RuntimeError(
            f"indices and values must have same nnz, but got nnz from indices: {places.shape[1]}, nnz from values: "
            f"{elements.shape[0] if elements.ndim else 'none'}"
        )
    if size is None:
        largest = (places.amax(1) + 1).tolist() if places.shape[1] else [0] * places.shape[0]
        size = (*largest, *elements.shape[1:])
    _check(places, elements, size, check_invariants is not False)
    if requires_grad:
        elements = elements.detach().requires_grad_()
    return SparseTensor(places, elements, size, is_coalesced or False)


def _of_type(dtype: DType) -> Callable[..., SparseTensor]:
    def make(indices: Any, values: Any = None, size: Sequence[int] | None = None) -> SparseTensor:
        """`sparse_coo_tensor` of one dtype, under the name of PyTorch's older types."""
        return sparse_coo_tensor(indices, values, size, dtype=dtype)

    return make


FloatTensor, DoubleTensor = _of_type(ag.float32), _of_type(ag.float64)
IntTensor, LongTensor = _of_type(ag.int32), _of_type(ag.int64)


def _check(indices: Tensor, values: Tensor, size: Sequence[int], look: bool) -> None:
    sparse, dense = indices.shape[0], values.ndim - 1
    if len(size) != sparse + dense:
        raise RuntimeError(
            f"'len(size) == sparse_dim + dense_dim' is not satisfied: len(size) = {len(size)}, sparse_dim = {sparse}, "
            f"dense_dim = {dense}"
        )
    if tuple(size[sparse:]) != tuple(values.shape[1:]):
        raise RuntimeError(f"values has incorrect size, expected {list(size[sparse:])}, got {list(values.shape[1:])}")
    if not look or not indices.shape[1]:
        return
    least, most = indices.amin(1).tolist(), indices.amax(1).tolist()
    for dim, n in enumerate(size[:sparse]):
        if least[dim] < 0:
            raise RuntimeError(f"found negative index {least[dim]} for dim {dim}")
        if most[dim] >= n:
            raise RuntimeError(
                f"size is inconsistent with indices: for dim {dim}, size is {n} but found index {most[dim]}"
            )


def sparse_csr_tensor(
    crow_indices: Any,
    col_indices: Any,
    values: Any,
    size: Sequence[int] | None = None,
    *,
    dtype: DType | None = None,
    device: str | Device | None = None,
    requires_grad: bool = False,
) -> SparseCsrTensor:
    """A sparse matrix, row by row.

    Parameters
    ----------
    crow_indices : array-like
        Where each row begins among the values, and, last, their number.
    col_indices : array-like
        The column of each value.
    values : array-like
    size : sequence of int, optional
        Rows and columns; by default the smallest that has room for all.
    dtype, device, requires_grad
        As for `sparse_coo_tensor`.

    Raises
    ------
    RuntimeError
        If sizes do not fit together, or an index is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sparse_csr_tensor([0, 1, 2], [1, 0], [3.0, 4.0]) @ ag.ones(2)
    tensor([3., 4.])
    """
    elements = ag.as_tensor(values, dtype=dtype, device=device)
    starts, columns = (
        ag.as_tensor(i, device=elements.device).detach().to(ag.int64) for i in (crow_indices, col_indices)
    )
    if elements.ndim != 1 or columns.shape != elements.shape or starts.ndim != 1:
        raise RuntimeError(
            "crow_indices, col_indices and values of a matrix must have one dimension, the last two of one size, got "
            f"{list(starts.shape)}, {list(columns.shape)} and {list(elements.shape)}"
        )
    if size is None:
        size = (starts.shape[0] - 1, int(columns.max()) + 1 if columns.shape[0] else 0)
    if starts.shape[0] != size[0] + 1:
        raise RuntimeError(f"crow_indices.shape[-1] must be equal to {size[0] + 1}, but got {starts.shape[0]}")
    bounds = starts.tolist()
    if bounds[0] != 0 or bounds[-1] != elements.shape[0] or bounds != sorted(bounds):
        raise RuntimeError(f"crow_indices must go from 0 up to the number of values, {elements.shape[0]}, got {bounds}")
    _check(columns.unsqueeze(0), elements, size[1:], True)
    if requires_grad:
        elements = elements.detach().requires_grad_()
    return SparseCsrTensor(starts, columns, elements, size)


def to_sparse(self: Tensor, sparse_dim: int | None = None, *, layout: Layout | None = None) -> Any:
    """The elements of a dense tensor that are not zero; gradients flow through.

    Parameters
    ----------
    sparse_dim : int, optional
        How many of the first dimensions have coordinates; all by default.
    layout : layout, optional
        ``arraygrad.sparse_coo``, the default, or ``arraygrad.sparse_csr``.

    Raises
    ------
    RuntimeError
        If there is no such layout.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tensor([0.0, 2.0, 0.0]).to_sparse()
    tensor(indices=tensor([[1]]),
           values=tensor([2.]),
           size=(3,), nnz=1, layout=arraygrad.sparse_coo)
    """
    if layout not in (None, sparse_coo, sparse_csr):
        raise RuntimeError(f"to_sparse: layouts are arraygrad.sparse_coo and arraygrad.sparse_csr, got {layout!r}")
    n = self.ndim if sparse_dim is None else sparse_dim
    found = self.detach() != 0
    if n < self.ndim:
        found = found.flatten(n).any(-1)
    places = ag.nonzero(found).t()
    flat = self.reshape(-1, *self.shape[n:])
    made = SparseTensor(places, flat.index_select(0, number(places, self.shape[:n])), self.shape, coalesced=True)
    return from_coo(made) if layout is sparse_csr else made


def sparse_mask(self: Tensor, mask: SparseTensor) -> SparseTensor:
    """The elements of a dense tensor that a sparse one holds.

    Raises
    ------
    RuntimeError
        If the shapes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tensor([[1.0, 2.0], [3.0, 4.0]]).sparse_mask(ag.eye(2).to_sparse()).values()
    tensor([1., 4.])
    """
    if self.shape != mask.shape:
        raise RuntimeError(
            "sparse_mask(): operands have incompatible sizes; self has size "
            f"{list(self.shape)} but mask has size {list(mask.shape)}"
        )
    n = mask.sparse_dim()
    flat = self.reshape(-1, *self.shape[n:])
    return mask._with(flat.index_select(0, number(mask._indices(), self.shape[:n])))
