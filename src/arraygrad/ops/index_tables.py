"""Indices of a shape's elements: of triangles, of flat positions, of what is not zero."""

from __future__ import annotations

import operator
from math import prod
from typing import Any

from arraygrad.cases import case, integers
from arraygrad.op import Array, IndexArray, op


def _triangle(xp: Any, part: Any, row: int, col: int, offset: int, dtype: Any, device: Any) -> Any:
    """Rows and columns of the elements that `part` leaves in a matrix of ones."""
    for name, n in (("row", row), ("col", col)):
        if n < 0:
            raise RuntimeError(f"{name} must be non-negative, got {n}")
    dtype = xp.int64 if dtype is None else dtype
    if dtype.category != 1:
        raise NotImplementedError(f"indices are integers, got dtype {dtype!r}")
    table = xp.nonzero(part(xp.ones((row, col), dtype=xp.uint8, device=device), offset))
    return xp.astype(xp.transpose(table, 0, 1), dtype).contiguous()


@op(composite=True, faces=("torch",), compiles=False)
def triu_indices(xp: Any, row: int, col: int, offset: int = 0, *, dtype: Any = None, device: Any = None) -> Array:
    """Indices of the upper triangle of a matrix.

    Parameters
    ----------
    row, col : int
        Shape of the matrix.
    offset : int
        The lowest diagonal: 0 is the main one, positive ones lie above it.
    dtype : dtype, optional
        Of integers; int64 if not given.
    device : str or device, optional

    Returns
    -------
    Tensor
        Two rows, of row and column indices, in row-major order.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.triu_indices(2, 2)
    tensor([[0, 0, 1],
            [0, 1, 1]])
    """
    return _triangle(xp, xp.triu, row, col, offset, dtype, device)


@op(composite=True, faces=("torch",), compiles=False)
def tril_indices(xp: Any, row: int, col: int, offset: int = 0, *, dtype: Any = None, device: Any = None) -> Array:
    """Indices of the lower triangle of a matrix.

    Parameters
    ----------
    row, col : int
        Shape of the matrix.
    offset : int
        The highest diagonal: 0 is the main one, positive ones lie above it.
    dtype : dtype, optional
        Of integers; int64 if not given.
    device : str or device, optional

    Returns
    -------
    Tensor
        Two rows, of row and column indices, in row-major order.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tril_indices(2, 2)
    tensor([[0, 1, 1],
            [0, 0, 1]])
    """
    return _triangle(xp, xp.tril, row, col, offset, dtype, device)


triu_indices.cases(case(3, 4, 1))
tril_indices.cases(case(3, 4, -1))


@op(composite=True, faces=("torch",))
def unravel_index(xp: Any, indices: IndexArray, shape: Any) -> tuple[Any, ...]:
    """Indices along each dimension from positions in a flattened tensor.

    Parameters
    ----------
    indices : Tensor
        Integers.
    shape : int or sequence of int
        Shape of the tensor.

    Returns
    -------
    tuple of Tensor
        One for each dimension, in the shape of `indices`.

    Raises
    ------
    TypeError
        If the indices are no integers.
    ValueError
        If `shape` has a negative size.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unravel_index(ag.tensor([3, 5]), (2, 3))
    (tensor([1, 1]), tensor([0, 2]))
    """
    if not xp.isdtype(indices.dtype, "integral"):
        raise TypeError(f"expected 'indices' to be integer dtype, but got {indices.dtype}")
    sizes = tuple(operator.index(n) for n in shape) if hasattr(shape, "__iter__") else (operator.index(shape),)
    if any(n < 0 for n in sizes):
        raise ValueError(f"'shape' cannot have negative values, but got {sizes}")
    indices = xp.astype(indices, xp.int64)
    return tuple(xp.remainder(xp.floor_divide(indices, prod(sizes[d + 1 :])), max(n, 1)) for d, n in enumerate(sizes))


unravel_index.cases(case(integers(4, low=0, high=12), (3, 4)))


@op(composite=True)
def nonzero_static(xp: Any, input: IndexArray, *, size: int, fill_value: int = -1) -> Array:
    """Indices of the elements other than zero, in a table of fixed size.

    Parameters
    ----------
    input : Tensor
    size : int
        Number of rows: further elements are left out.
    fill_value : int
        What stands in rows that are left over.

    Returns
    -------
    Tensor
        Of int64, shape (size, input.ndim).

    Raises
    ------
    RuntimeError
        If `size` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nonzero_static(ag.tensor([1, 0, 2]), size=3)
    tensor([[ 0],
            [ 2],
            [-1]])
    """
    if size < 0:
        raise RuntimeError(f"nonzero_static: 'size' must be an non-negative integer, got {size}")
    if not input.ndim:
        return input.new_empty((size, 0), dtype=xp.int64)
    there = xp.reshape(input != 0, (-1,))
    order = xp.argsort(xp.astype(xp.logical_not(there), xp.int64), stable=True)[:size]
    found = xp.take(there, order)
    columns = xp.stack([xp.where(found, c, fill_value) for c in xp.unravel_index(order, tuple(input.shape))], 1)
    return xp.pad(columns, (0, 0, 0, size - columns.shape[0]), value=fill_value)


nonzero_static.cases(case(integers(3, 4, low=0, high=2), size=5), case(integers(3, low=0, high=2), size=5))
