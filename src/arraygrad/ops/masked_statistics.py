"""Means, spreads, medians and norms of the elements that a mask keeps."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import bools, case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj, is_floating, kind_of, normalize_dim
from arraygrad.ops.masked_reductions import all_dims, filled, kept
from arraygrad.ops.reductions import Dims, count


def _number(xp: Any, input: Any, dims: Any, mask: Any) -> Any:
    """How many elements count, with the reduced dimensions of size 1."""
    if mask is not None:
        return xp.sum(kept(xp, input, mask), dims, True)
    shape = tuple(1 if i in dims else n for i, n in enumerate(input.shape))
    return xp.full_like(xp.reshape(xp.sum(input.detach(), dims), shape), count(input.shape, dims), dtype=xp.int64)


@op(composite=True, faces=("masked",))
def masked_mean(
    xp: Any, input: Array, dim: Dims = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Mean of the elements that a mask keeps; NaN where it keeps none.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the elements are integers and no other `dtype` is given.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.mean(ag.tensor([1.0, 2.0, 4.0]), 0, mask=ag.tensor([True, False, True]))
    tensor(2.5000)
    """
    if not (is_floating(xp, input) if dtype is None else dtype.is_differentiable):
        raise ValueError(
            "mean(): Could not infer output dtype. The dtype must be either a floating point or complex dtype. Got: "
            f"{dtype or input.dtype}"
        )
    total = xp.masked_sum(input, dim, keepdim=keepdim, dtype=dtype, mask=mask)
    number = _number(xp, input, all_dims(dim, input.ndim), mask)
    return total / xp.reshape(number, tuple(total.shape))


masked_mean.cases(case(real(3, 4), mask=bools(3, 4)), case(real(2, 3, 4), (0, 2), keepdim=True))


def _variance(
    xp: Any, input: Any, dim: Any, unbiased: Any, correction: Any, keepdim: bool, dtype: Any, mask: Any
) -> Any:
    if unbiased is not None and correction is not None:
        raise AssertionError("Only one of unbiased and correction may be given")
    less = correction if correction is not None else 1 if unbiased in (None, True) else 0
    dims = all_dims(dim, input.ndim)
    wanted = dtype or (input.dtype if is_floating(xp, input) else xp.float32)
    x = xp.astype(input, wanted if wanted.is_differentiable else xp.float32)
    number = _number(xp, input, dims, mask)
    distance = x - xp.masked_sum(x, dims, keepdim=True, mask=mask) / number
    total = xp.masked_sum(distance * conj(xp, distance), dims, keepdim=keepdim, mask=mask)
    divisor = xp.clip(number - less, 0) if less else number
    return xp.astype(total / xp.reshape(divisor, tuple(total.shape)), wanted)


@op(composite=True, faces=("masked",))
def masked_var(
    xp: Any,
    input: Array,
    dim: Dims = None,
    unbiased: bool | None = None,
    *,
    correction: float | None = None,
    keepdim: bool = False,
    dtype: Any = None,
    mask: Any = None,
) -> Array:
    """Variance of the elements that a mask keeps; NaN where it keeps too few.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    unbiased : bool, optional
        Whether to divide by one less than the number of elements.
    correction : int or float, optional
        What to subtract from the number of elements; 1 if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.var(ag.tensor([1.0, 2.0, 4.0]), 0, mask=ag.tensor([True, False, True]))
    tensor(4.5000)
    """
    return _variance(xp, input, dim, unbiased, correction, keepdim, dtype, mask)


masked_var.cases(case(real(3, 4), mask=bools(3, 4)), case(real(3, 4), 1, False))


@op(composite=True, faces=("masked",))
def masked_std(
    xp: Any,
    input: Array,
    dim: Dims = None,
    unbiased: bool | None = None,
    *,
    correction: float | None = None,
    keepdim: bool = False,
    dtype: Any = None,
    mask: Any = None,
) -> Array:
    """Standard deviation of the elements that a mask keeps; NaN where it keeps too few.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    unbiased : bool, optional
        Whether to divide by one less than the number of elements.
    correction : int or float, optional
        What to subtract from the number of elements; 1 if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.std(ag.tensor([1.0, 2.0, 4.0]), 0, mask=ag.tensor([True, False, True]))
    tensor(2.1213)
    """
    return xp.sqrt(_variance(xp, input, dim, unbiased, correction, keepdim, dtype, mask))


masked_std.cases(case(real(3, 4), mask=bools(3, 4)))


@op(composite=True, faces=("masked",))
def masked_median(
    xp: Any, input: Array, dim: int = -1, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Median (the lower of two) of the elements that a mask keeps; NaN where it keeps none.

    Parameters
    ----------
    input : Tensor
    dim : int
    keepdim : bool
        Whether the reduced dimension stays, with size 1.
    dtype : DType, optional
        Type of the result for integers; theirs if not given.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the elements are integers and the mask keeps none of a row.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.median(ag.tensor([1.0, 5.0, 2.0, 3.0]), 0, mask=ag.tensor([True, False, True, True]))
    tensor(2.)
    """
    exact = kind_of(xp, input.dtype) == "real floating"
    x = filled(xp, input if exact else xp.astype(input, xp.float32), mask, math.nan)
    result = xp.nanmedian(x, normalize_dim(dim, input.ndim), keepdim)[0]
    if exact:
        return result
    if xp.concrete(result) and bool(xp.any(xp.isnan(result))):
        raise ValueError("masked median expects no fully masked out rows if dtype is not floating point")
    return xp.astype(result, dtype or input.dtype)


masked_median.cases(case(real(3, 5, distinct=True), 0, second=False))


@op(composite=True, faces=("masked",))
def masked_norm(
    xp: Any,
    input: Array,
    ord: float | None = 2.0,
    dim: Dims = None,
    *,
    keepdim: bool = False,
    dtype: Any = None,
    mask: Any = None,
) -> Array:
    """Vector norm of the elements that a mask keeps; zero (infinity for ``ord=-inf``) where it keeps none.

    Parameters
    ----------
    input : Tensor
    ord : float
        The order.
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.norm(ag.tensor([3.0, 9.0, 4.0]), 2.0, 0, mask=ag.tensor([True, False, True]))
    tensor(5.)
    """
    x = filled(xp, input, mask, math.inf if ord == -math.inf else 0)
    return xp.vector_norm(x, 2.0 if ord is None else ord, all_dims(dim, input.ndim), keepdim, dtype=dtype)


masked_norm.cases(case(real(3, 4), 2.0, mask=bools(3, 4)), case(real(3, 4, avoid=(0.0,)), 1.0, 1, mask=bools(4)))
