"""Sorting, and what is found by sorting."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim
from arraygrad.ops.extremes import picked, tied


def _order(xp: Any, x: Any, dim: int, descending: bool) -> tuple[Any, Any]:
    """Elements in order along a dimension, and their indices; equal elements keep their order."""
    axis = normalize_dim(dim, x.ndim)
    if not x.ndim:
        return xp.positive(x), xp.zeros((), dtype=xp.int64)
    indices = xp.argsort(x, axis=axis, descending=descending, stable=True)
    return xp.take_along_axis(x, indices, axis=axis), indices


def _moved(xp: Any, g: Any, indices: Any, input_shape: tuple[int, ...], dim: int) -> Any:
    return xp.gather_adjoint(g, indices, dim=dim, shape=input_shape, distinct=True)


@op(outputs=("values", "indices"), differentiable=(True, False), real=True)
def sort(xp: Any, input: Array, dim: int = -1, descending: bool = False, stable: bool = False) -> Any:
    """Elements in order along a dimension; NaN counts as the largest.

    Parameters
    ----------
    input : Tensor
    dim : int
    descending : bool
        Whether the largest come first.
    stable : bool
        Equal elements keep their order, with or without it.

    Returns
    -------
    (Tensor, Tensor)
        A named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sort(ag.tensor([3.0, 1.0, 2.0])).values
    tensor([1., 2., 3.])
    """
    return _order(xp, input, dim, descending)


sort.rule(input=_moved)
sort.cases(
    case(real(3, 4, distinct=True)),
    case(real(3, 4, distinct=True), 0, True),
    case(real()),
    case(real(0, 3)),
    case(integers(3, 4), stable=True),
)


@op(real=True)
def argsort(xp: Any, input: Array, dim: int = -1, descending: bool = False, stable: bool = False) -> Array:
    """Indices that put elements in order along a dimension.

    Parameters
    ----------
    input : Tensor
    dim : int
    descending : bool
        Whether the largest come first.
    stable : bool
        Equal elements keep their order, with or without it.

    Returns
    -------
    Tensor
        Of int64.

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.argsort(ag.tensor([3.0, 1.0, 2.0]))
    tensor([1, 2, 0])
    """
    return _order(xp, input, dim, descending)[1]


argsort.cases(case(real(3, 4, distinct=True)), case(real(3, 4, distinct=True), 0, True), case(real()), case(real(0, 3)))


@op(composite=True)
def msort(xp: Any, input: Array) -> Array:
    """Elements in order along the first dimension.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.msort(ag.tensor([3.0, 1.0, 2.0]))
    tensor([1., 2., 3.])
    """
    return xp.sort(input, 0)[0]


msort.cases(case(real(3, 4, distinct=True)))


@op(outputs=("values", "indices"), differentiable=(True, False), real=True)
def topk(xp: Any, input: Array, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
    """The `k` largest or smallest elements along a dimension.

    Parameters
    ----------
    input : Tensor
    k : int
    dim : int
    largest : bool
        False for the smallest.
    sorted : bool
        The result is in order, with or without it.

    Returns
    -------
    (Tensor, Tensor)
        A named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If there are fewer than `k` elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.topk(ag.tensor([3.0, 1.0, 2.0]), 2).values
    tensor([3., 2.])
    """
    axis = normalize_dim(dim, input.ndim)
    size = input.shape[axis] if input.ndim else 1
    if not 0 <= k <= size:
        raise RuntimeError(f"selected index k out of range: k is {k}, dimension {dim} has size {size}")
    values, indices = _order(xp, input, dim, largest)
    if not input.ndim:
        return values, indices
    key = (*(slice(None),) * axis, slice(0, k), ...)
    return xp.copy(values[key]), xp.copy(indices[key])


topk.rule(input=_moved)
topk.cases(
    case(real(3, 4, distinct=True), 2),
    case(real(3, 4, distinct=True), 2, 0, False),
    case(real(3, 4, distinct=True), 4, 1),
    case(real(), 1),
)


def _pick(xp: Any, input: Any, place: Any, dim: int, keepdim: bool) -> tuple[Any, Any]:
    """The element at a place of the order along a dimension, and its index; `place` is a number or an index array."""
    values, indices = _order(xp, input, dim, False)
    if not input.ndim:
        return values, indices
    axis = normalize_dim(dim, input.ndim)
    if isinstance(place, int):
        key = (*(slice(None),) * axis, slice(place, place + 1), ...)
        values, indices = xp.copy(values[key]), xp.copy(indices[key])
    else:
        values, indices = (xp.take_along_axis(x, place, axis=axis) for x in (values, indices))
    return (values, indices) if keepdim else (xp.squeeze(values, axis=axis), xp.squeeze(indices, axis=axis))


@op(outputs=("values", "indices"), differentiable=(True, False), real=True)
def kthvalue(xp: Any, input: Array, k: int, dim: int = -1, keepdim: bool = False) -> Any:
    """The `k`-th smallest element along a dimension, counted from 1.

    Parameters
    ----------
    input : Tensor
    k : int
    dim : int
    keepdim : bool
        Whether the reduced dimension stays, with size 1.

    Returns
    -------
    (Tensor, Tensor)
        A named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If there are fewer than `k` elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.kthvalue(ag.tensor([3.0, 1.0, 2.0]), 2).values
    tensor(2.)
    """
    size = input.shape[normalize_dim(dim, input.ndim)] if input.ndim else 1
    if not 1 <= k <= size:
        raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {dim}: k is {k}, the size {size}")
    return _pick(xp, input, k - 1, dim, keepdim)


kthvalue.rule(input=picked)
kthvalue.cases(case(real(3, 4, distinct=True), 2), case(real(3, 4, distinct=True), 1, 0, True), case(real(), 1))


def _median_place(xp: Any, input: Any, dim: int, ignore_nan: bool) -> Any:
    """Where the lower median lies in the order: at the end if there is a NaN, or the middle of what is none."""
    axis = normalize_dim(dim, input.ndim)
    size = input.shape[axis] if input.ndim else 1
    if size == 0:
        raise IndexError(f"median(): Expected reduction dim {dim} to have non-zero size.")
    if not input.ndim:
        return 0
    missing = xp.sum(xp.astype(xp.isnan(input), xp.int64), axis=axis, keepdims=True)
    if ignore_nan:
        return xp.maximum(size - missing - 1, 0) // 2
    return xp.where(missing > 0, xp.maximum(size - missing, 0), (size - 1) // 2)


@op(faces=(), outputs=("values", "indices"), differentiable=(True, False), real=True)
def median_along(xp: Any, input: Array, dim: int, keepdim: bool = False, ignore_nan: bool = False) -> Any:
    """Lower medians along a dimension and their indices."""
    return _pick(xp, input, _median_place(xp, input, dim, ignore_nan), dim, keepdim)


median_along.node_name = "MedianBackward1"
median_along.rule(input=picked)
median_along.cases(
    case(real(3, 4, distinct=True), 1),
    case(real(3, 5, distinct=True), 0, True),
    case(real(), 0),
    case(integers(3, 4), 1),
)


@op(faces=())
def median_of_all(xp: Any, input: Array, ignore_nan: bool) -> Array:
    """The lower median of all elements. Equal elements share the gradient."""
    flat = xp.reshape(input, (-1,))
    return _pick(xp, flat, _median_place(xp, flat, 0, ignore_nan), 0, False)[0]


median_of_all.node_name = "MedianBackward0"
median_of_all.rule(input=lambda xp, g, input, out: tied(xp, g, input, out, None, False))
median_of_all.cases(case(real(3, 4, distinct=True), False), case(real(), True))


def _median(xp: Any, input: Any, dim: int | None, keepdim: bool, ignore_nan: bool) -> Any:
    if dim is not None:
        return xp.median_along(input, dim, keepdim, ignore_nan)
    if 0 in input.shape:
        return xp.full((), math.nan, dtype=input.dtype)
    return xp.median_of_all(input, ignore_nan)


@op(composite=True)
def median(xp: Any, input: Array, dim: int | None = None, keepdim: bool = False) -> Any:
    """The middle element in order, the lower one of two, NaN if there is one.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimension stays, with size 1.

    Returns
    -------
    Tensor or (Tensor, Tensor)
        With `dim` a named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range or has no elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.median(ag.tensor([3.0, 1.0, 2.0, 4.0]))
    tensor(2.)
    """
    return _median(xp, input, dim, keepdim, False)


median.cases(case(real(3, 4, distinct=True)), case(real(3, 4, distinct=True), 1), case(real()))


@op(composite=True)
def nanmedian(xp: Any, input: Array, dim: int | None = None, keepdim: bool = False) -> Any:
    """The middle of the elements that are not NaN, the lower one of two.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimension stays, with size 1.

    Returns
    -------
    Tensor or (Tensor, Tensor)
        With `dim` a named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range or has no elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nanmedian(ag.tensor([3.0, 1.0, float("nan")]))
    tensor(1.)
    """
    return _median(xp, input, dim, keepdim, True)


nanmedian.cases(case(real(3, 4, distinct=True)), case(real(3, 4, distinct=True), 1), case(real()))
