"""Sums, products and other reductions to one value."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import bools, case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import (
    as_dtype,
    conj,
    is_floating,
    kind_of,
    normalize_dim,
    reduced_axes,
    spread,
    unreduced,
)

#: A dimension, several, or all.
Dims = int | tuple[int, ...] | None


def count(shape: tuple[int, ...], dim: Any) -> int:
    """How many elements go into one result."""
    axes = reduced_axes(dim, len(shape))
    return math.prod(shape if axes is None else (shape[i] for i in axes))


#: Cases of a reduction over any dimensions.
ANY_DIMS = (
    case(real(3, 4)),
    case(real(3, 4), 1),
    case(real(2, 3, 4), (0, -1), True),
    case(real()),
    case(real(), 0),
)


@op(category="sum")
def sum(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Sum of elements; integers and bools add up to an int64.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> ag.sum(x)
    tensor(10.)
    >>> ag.sum(x, dim=1)
    tensor([3., 7.])
    """
    x = as_dtype(xp, input, dtype)
    # Left to itself a library widens the small integers that were asked for.
    axes = None if dim is None else reduced_axes(dim, input.ndim)
    return xp.sum(x, axis=axes, keepdims=keepdim, dtype=None if dtype is None else x.dtype)


sum.rule(input=lambda xp, g, dim, keepdim, input_shape: spread(xp, g, dim, keepdim, input_shape))
sum.cases(*ANY_DIMS, case(real(0, 3), 0), case(integers(3, 4), 0), case(bools(3, 4)), oracle="numpy.sum")


@op
def mean(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Mean of elements.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a dimension is out of range.
    RuntimeError
        If the elements are not floating point or complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.mean(ag.tensor([[1.0, 2.0], [3.0, 4.0]]), dim=0)
    tensor([2., 3.])
    """
    x = as_dtype(xp, input, dtype)
    if not is_floating(xp, x):
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: "
            f"{x.dtype}"
        )
    total = xp.sum(x, axis=None if dim is None else reduced_axes(dim, input.ndim), keepdims=keepdim)
    n = count(input.shape, dim)
    return total / n if n else xp.full(total.shape, math.nan, dtype=x.dtype)


mean.rule(
    input=lambda xp, g, dim, keepdim, input_shape: spread(
        xp, g / max(count(input_shape, dim), 1), dim, keepdim, input_shape
    )
)
mean.cases(*ANY_DIMS, oracle="numpy.mean")


@op(category="sum")
def prod(xp: Any, input: Array, dim: int | None = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Product of elements; the derivative is right where elements are zero.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.prod(ag.tensor([[1.0, 2.0], [3.0, 4.0]]), 1)
    tensor([ 2., 12.])
    """
    x = as_dtype(xp, input, dtype)
    # Left to itself a library widens the small integers that were asked for.
    axes = None if dim is None else reduced_axes(dim, input.ndim)
    return xp.prod(x, axis=axes, keepdims=keepdim, dtype=None if dtype is None else x.dtype)


def _prod_input(xp: Any, g: Any, input: Any, dim: Any, keepdim: bool) -> Any:
    shape = input.shape
    if 0 in shape:
        return xp.zeros_like(input)
    if dim is None:
        g, x, axis = xp.reshape(g, (1,)), xp.reshape(input, (-1,)), 0
    else:
        axis = normalize_dim(dim, len(shape))
        g, x = unreduced(xp, g, dim, keepdim, shape), input
    if not shape:
        return xp.reshape(g, ())
    # The product of all others: of those before times those after.
    after = xp.reverse(products_before(xp, xp.reverse(x, axis), axis), axis)
    return xp.reshape(g * conj(xp, products_before(xp, x, axis) * after), shape)


def products_before(xp: Any, x: Any, axis: int) -> Any:
    """At each place the product of all elements before it."""
    lead = (slice(None),) * axis
    ones = xp.ones_like(x[(*lead, slice(0, 1), ...)])
    return xp.concat([ones, xp.cumulative_prod(x[(*lead, slice(0, -1), ...)], axis=axis)], axis=axis)


prod.rule(input=_prod_input)
prod.cases(
    case(real(3, 4)),
    case(real(3, 4), 1),
    case(real(2, 3), 0, True),
    case(real()),
    case(real(0, 3), 0),
    case(integers(3, 4)),
    oracle="numpy.prod",
)


@op(category="float", faces=("torch", "Tensor", "special"))
def logsumexp(xp: Any, input: Array, dim: Dims, keepdim: bool = False) -> Array:
    """Logarithm of the sum of exponentials, without overflow on the way.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int
        Dimensions to reduce.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logsumexp(ag.tensor([1000.0, 1000.0]), 0)
    tensor(1000.6932)
    """
    axes = reduced_axes(dim, input.ndim)
    if count(input.shape, dim) == 0:
        return xp.sum(input, axis=axes, keepdims=keepdim) - math.inf
    level = xp.real(input) if kind_of(xp, input.dtype) == "complex floating" else input
    high = xp.max(level, axis=axes, keepdims=True)
    high = xp.where(xp.isfinite(high), high, 0)
    total = xp.log(xp.sum(xp.exp(input - high), axis=axes, keepdims=keepdim))
    return total + xp.reshape(high, total.shape)


def _logsumexp_input(xp: Any, g: Any, input: Any, out: Any, dim: Any, keepdim: bool) -> Any:
    level = xp.where(out == -math.inf, 0, out)
    shape = input.shape
    share = xp.exp(input - unreduced(xp, level, dim, keepdim, shape))
    return unreduced(xp, g, dim, keepdim, shape) * conj(xp, share)


logsumexp.rule(input=_logsumexp_input)
logsumexp.cases(case(real(3, 4), 1), case(real(2, 3, 4), (0, 2), True), case(real(), 0))


@op(composite=True)
def nansum(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Sum of elements, NaN counting as zero.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nansum(ag.tensor([1.0, float("nan"), 2.0]))
    tensor(3.)
    """
    return xp.sum(xp.where(xp.isnan(input), 0, input), dim, keepdim, dtype=dtype)


nansum.cases(*ANY_DIMS, oracle="numpy.nansum")


@op(composite=True)
def nanmean(xp: Any, input: Array, dim: Dims = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Mean of the elements that are not NaN.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nanmean(ag.tensor([1.0, float("nan"), 2.0]))
    tensor(1.5000)
    """
    numbers = xp.sum(xp.logical_not(xp.isnan(input)), dim, keepdim)
    return xp.nansum(input, dim, keepdim, dtype=dtype) / numbers


nanmean.cases(*ANY_DIMS, oracle="numpy.mean")
