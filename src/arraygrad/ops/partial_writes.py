"""Copies of a tensor in which one part, that a view would show, has other values."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import normalize_dim

_ALL = slice(None)


def _put(xp: Any, input: Any, src: Any, key: tuple[Any, ...]) -> Any:
    """`input` with `src`, which must have its shape, as the part at a basic key."""
    part = list(xp.getitem(input, key).shape)
    if list(src.shape) != part:
        raise RuntimeError(
            f"expected src to have a size equal to the slice of self. src size = {list(src.shape)}, slice size = {part}"
        )
    return xp.put_item(input, src.to(input.dtype), key)


@op(composite=True)
def select_scatter(xp: Any, input: Array, src: Array, dim: int, index: int) -> Array:
    """A copy with `src` at one index of a dimension.

    Parameters
    ----------
    input : Tensor
    src : Tensor
        In the shape of ``input.select(dim, index)``.
    dim, index : int

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If the index is out of range.
    RuntimeError
        If `src` has another shape.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.select_scatter(ag.zeros(2, 2), ag.ones(2), 1, 0)
    tensor([[1., 0.],
            [1., 0.]])
    """
    if not input.ndim:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    dim = normalize_dim(dim, input.ndim)
    size = input.shape[dim]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(input.shape)} at dimension {dim}"
        )
    return _put(xp, input, src, (*(_ALL,) * dim, index, Ellipsis))


@op(composite=True)
def slice_scatter(
    xp: Any, input: Array, src: Array, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
) -> Array:
    """A copy with `src` in a slice of a dimension.

    Parameters
    ----------
    input : Tensor
    src : Tensor
        In the shape of the slice.
    dim : int
    start, end, step : int, optional
        As in ``range``; `step` is positive.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `src` has another shape than the slice, or `step` is not positive.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.slice_scatter(ag.zeros(4), ag.ones(2), start=0, step=2)
    tensor([1., 0., 1., 0.])
    """
    if step < 1:
        raise RuntimeError(f"slice step must be positive, got {step}")
    dim = normalize_dim(dim, input.ndim)
    part = slice(*slice(start, end, step).indices(input.shape[dim]))
    return _put(xp, input, src, (*(_ALL,) * dim, part, Ellipsis))


@op(composite=True)
def diagonal_scatter(xp: Any, input: Array, src: Array, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Array:
    """A copy with `src` as a diagonal.

    Parameters
    ----------
    input : Tensor
    src : Tensor
        In the shape of ``input.diagonal(offset, dim1, dim2)``.
    offset : int
        Which diagonal: 0 is the main one, positive ones lie above it.
    dim1, dim2 : int
        Dimensions of the matrices' rows and columns.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `src` has another shape than the diagonal, or the dimensions are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.diagonal_scatter(ag.zeros(2, 2), ag.ones(2))
    tensor([[1., 0.],
            [0., 1.]])
    """
    first, second = normalize_dim(dim1, input.ndim), normalize_dim(dim2, input.ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    moved = xp.moveaxis(input, (first, second), (-2, -1))
    rows, columns = moved.shape[-2:]
    start = offset if offset >= 0 else -offset * columns
    n = max(min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns), 0)
    # In a flattened matrix the diagonal's elements are one row and one column apart.
    flat = xp.reshape(moved, (*moved.shape[:-2], rows * columns))
    key = (
        *(_ALL,) * (flat.ndim - 1),
        slice(start if n else 0, start + (n - 1) * (columns + 1) + 1 if n else 0, columns + 1),
    )
    out = xp.reshape(_put(xp, flat, src, (*key, Ellipsis)), tuple(moved.shape))
    return xp.moveaxis(out, (-2, -1), (first, second))


select_scatter.cases(case(real(3, 4), real(3), 1, -1))
slice_scatter.cases(case(real(3, 4), real(3, 2), 1, 1, -1), case(real(4), real(2), start=1, end=9, step=2))
diagonal_scatter.cases(case(real(3, 4), real(3), 1), case(real(4, 2, 3), real(2, 2), -2, 0, 2))


@op(composite=True, inplace=True)
def put(xp: Any, input: Array, index: IndexArray, source: Array, accumulate: bool = False) -> Array:
    """A copy with values written, or added, at positions in the flattened tensor.

    Parameters
    ----------
    input : Tensor
    index : Tensor
        Integers of any shape; negative ones count from the end.
    source : Tensor
        With as many elements as `index`. Of several that go to one place, one is written.
    accumulate : bool
        Add them instead.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If an index is out of range or the numbers of elements differ.
    RuntimeError
        If the index is not of integers or the dtypes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.zeros(2, 2).put(ag.tensor([0, -1]), ag.tensor([1.0, 2.0]))
    tensor([[1., 0.],
            [0., 2.]])
    """
    if not xp.isdtype(index.dtype, "integral"):
        raise RuntimeError(f"put_(): Expected a long tensor for index, but got {index.dtype}")
    if source.numel() != index.numel():
        raise IndexError(
            "put_(): Expected source and index to have the same number of elements, but got "
            f"source.numel() = {source.numel()}, index.numel() = {index.numel()}"
        )
    if source.dtype is not input.dtype:
        raise RuntimeError(
            "put_(): self and source expected to have the same dtype, but got "
            f"self.dtype = {input.dtype} and source.dtype = {source.dtype}"
        )
    write = xp.add_at if accumulate else xp.write
    flat = write(xp.reshape(input, (-1,)), (xp.reshape(index, (-1,)),), xp.reshape(source, (-1,)))
    return xp.reshape(flat, tuple(input.shape))


put.cases(
    case(real(2, 3), integers(2, 2, low=-6, high=6), real(4), True),
    case(real(2, 3), integers(1, low=0, high=6), real(1)),
)
