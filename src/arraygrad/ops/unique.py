"""Distinct elements."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import kind_of, normalize_dim


def _rows(xp: Any, x: Any, dim: int | None) -> Any:
    """What is compared, as rows: single elements, or slices along a dimension."""
    if dim is None:
        return xp.reshape(x, (-1, 1))
    moved = xp.moveaxis(x, normalize_dim(dim, x.ndim), 0)
    width = 1
    for n in moved.shape[1:]:
        width *= n
    return xp.reshape(moved, (moved.shape[0], width))


def _ascending(xp: Any, rows: Any) -> Any:
    """Indices that put rows in order: by the last column first, so that earlier columns weigh more."""
    keys = xp.astype(rows, xp.uint8) if kind_of(xp, rows.dtype) == "bool" else rows
    order = None
    for column in reversed(range(rows.shape[1])):
        key = keys[:, column]
        step = xp.argsort(key if order is None else xp.index_select(key, 0, order), 0, False, True)
        order = step if order is None else xp.index_select(order, 0, step)
    return order


def _distinct(
    xp: Any, input: Any, order: Any, rows: Any, dim: int | None, return_inverse: bool, return_counts: bool
) -> Any:
    """The first of each run of equal rows, and what else was asked for."""
    ordered = rows if order is None else xp.index_select(rows, 0, order)
    first = xp.all(xp.ones_like(ordered[:1], dtype=xp.bool), 1)
    fresh = xp.concat([first, xp.any(ordered[1:] != ordered[:-1], 1)], axis=0)
    values = xp.index_select(ordered, 0, xp.nonzero(fresh)[:, 0])
    if dim is None:
        values = xp.reshape(values, (-1,))
    else:
        axis = normalize_dim(dim, input.ndim)
        rest = tuple(n for i, n in enumerate(input.shape) if i != axis)
        values = xp.moveaxis(xp.reshape(values, (values.shape[0], *rest)), 0, axis)
    if not (return_inverse or return_counts):
        return values
    group = xp.cumsum(fresh, 0) - 1
    results = [values]
    if return_inverse:
        n = rows.shape[0]
        inverse = group if order is None else xp.gather_adjoint(group, order, dim=0, shape=(n,), distinct=True)
        results.append(xp.reshape(inverse, input.shape) if dim is None else inverse)
    if return_counts:
        results.append(xp.bincount(group))
    return tuple(results)


@op(faces=(), compiles=False)
def distinct_values(xp: Any, input: IndexArray) -> Array:
    """Distinct numbers in ascending order."""
    return xp.sort(xp.unique_values(input))


distinct_values.cases(case(integers(3, 4)))


@op(composite=True, compiles=False)
def unique(
    xp: Any,
    input: IndexArray,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """Distinct elements, in order.

    Parameters
    ----------
    input : Tensor
    sorted : bool
        The result is in order, with or without it.
    return_inverse : bool
        Whether to return for each element its index in the result.
    return_counts : bool
        Whether to return how often each element appears.
    dim : int, optional
        Compare slices along this dimension instead of elements.

    Returns
    -------
    Tensor or tuple of Tensor
        The distinct elements, then the indices and the counts if asked for.

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unique(ag.tensor([3, 1, 3]), return_counts=True)
    (tensor([1, 3]), tensor([1, 2]))
    """
    input = input.detach()
    if (
        dim is None
        and not (return_inverse or return_counts)
        and kind_of(xp, input.dtype) in ("integral", "real floating")
    ):
        return xp.distinct_values(input)
    rows = _rows(xp, input, dim)
    return _distinct(xp, input, _ascending(xp, rows), rows, dim, return_inverse, return_counts)


unique.cases(
    case(integers(3, 4)),
    case(integers(20, low=0, high=4), return_inverse=True, return_counts=True),
    case(integers(6, 2, low=0, high=2), return_inverse=True, return_counts=True, dim=0),
    case(integers()),
    case(integers(0)),
)


@op(composite=True, compiles=False)
def unique_consecutive(
    xp: Any, input: IndexArray, return_inverse: bool = False, return_counts: bool = False, dim: int | None = None
) -> Any:
    """The first element of each run of equal elements.

    Parameters
    ----------
    input : Tensor
    return_inverse : bool
        Whether to return for each element its index in the result.
    return_counts : bool
        Whether to return the lengths of the runs.
    dim : int, optional
        Compare slices along this dimension instead of elements.

    Returns
    -------
    Tensor or tuple of Tensor
        The elements, then the indices and the counts if asked for.

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.unique_consecutive(ag.tensor([1, 1, 2, 1]))
    tensor([1, 2, 1])
    """
    input = input.detach()
    return _distinct(xp, input, None, _rows(xp, input, dim), dim, return_inverse, return_counts)


unique_consecutive.cases(
    case(integers(20, low=0, high=3)),
    case(integers(20, low=0, high=3), return_inverse=True, return_counts=True),
    case(integers(8, 1, low=0, high=2), return_inverse=True, return_counts=True, dim=0),
)


@op(faces=(), outputs=("indices", "inverse", "counts"), differentiable=(False, False, False), compiles=False)
def distinct(xp: Any, input: IndexArray) -> Any:
    """Of the distinct elements where each is first, for each element its place among them, and how often each is
    there."""
    _, *found = xp.unique_all(input)
    return tuple(xp.astype(x, xp.int64) for x in found)


distinct.cases(case(integers(3, 4)), case(integers(0)))
