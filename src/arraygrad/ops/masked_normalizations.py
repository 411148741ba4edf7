"""Running sums, softmax and other functions of the elements that a mask keeps."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import bools, case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import as_dtype
from arraygrad.ops.masked_reductions import filled, lowest


@op(composite=True, faces=("masked",))
def masked_cumsum(xp: Any, input: Array, dim: int, *, dtype: Any = None, mask: Any = None) -> Array:
    """Running sums of the elements that a mask keeps.

    Parameters
    ----------
    input : Tensor
    dim : int
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
    >>> ag.masked.cumsum(ag.tensor([1.0, 2.0, 4.0]), 0, mask=ag.tensor([True, False, True]))
    tensor([1., 1., 5.])
    """
    return xp.cumsum(filled(xp, input, mask, 0), dim, dtype=dtype)


masked_cumsum.cases(case(real(3, 4), 1, mask=bools(3, 4)))


@op(composite=True, faces=("masked",))
def masked_cumprod(xp: Any, input: Array, dim: int, *, dtype: Any = None, mask: Any = None) -> Array:
    """Running products of the elements that a mask keeps.

    Parameters
    ----------
    input : Tensor
    dim : int
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
    >>> ag.masked.cumprod(ag.tensor([3.0, 2.0, 4.0]), 0, mask=ag.tensor([True, False, True]))
    tensor([ 3.,  3., 12.])
    """
    return xp.cumprod(filled(xp, input, mask, 1), dim, dtype=dtype)


masked_cumprod.cases(case(real(3, 4, avoid=(0.0,)), 1, mask=bools(3, 4)))


@op(composite=True, faces=("masked",))
def masked_softmax(xp: Any, input: Array, dim: int, *, dtype: Any = None, mask: Any = None) -> Array:
    """Softmax of the elements that a mask keeps, zero at the others; NaN where it keeps none.

    Parameters
    ----------
    input : Tensor
    dim : int
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
    >>> ag.masked.softmax(ag.tensor([0.0, 9.0, 0.0]), 0, mask=ag.tensor([True, False, True]))
    tensor([0.5000, 0.0000, 0.5000])
    """
    return xp.softmax(filled(xp, input, mask, lowest(xp, input, 1)), dim, dtype=dtype)


masked_softmax.cases(case(real(3, 6), 1, mask=bools(6)))


@op(composite=True, faces=("masked",))
def masked_log_softmax(xp: Any, input: Array, dim: int, *, dtype: Any = None, mask: Any = None) -> Array:
    """Logarithm of the softmax of the elements that a mask keeps, minus infinity at the others.

    Parameters
    ----------
    input : Tensor
    dim : int
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
    >>> ag.masked.log_softmax(ag.tensor([0.0, 9.0, 0.0]), 0, mask=ag.tensor([True, False, True]))
    tensor([-0.6931,    -inf, -0.6931])
    """
    return xp.log_softmax(filled(xp, input, mask, lowest(xp, input, 1)), dim, dtype=dtype)


# What is masked is minus infinite, which has no differences to compare with.
masked_log_softmax.cases(case(real(3, 4), 1))


@op(composite=True, faces=("masked",))
def masked_softmin(xp: Any, input: Array, dim: int, *, dtype: Any = None, mask: Any = None) -> Array:
    """Softmin of the elements that a mask keeps, zero at the others; NaN where it keeps none.

    Parameters
    ----------
    input : Tensor
    dim : int
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
    >>> ag.masked.softmin(ag.tensor([0.0, -9.0, 0.0]), 0, mask=ag.tensor([True, False, True]))
    tensor([0.5000, 0.0000, 0.5000])
    """
    return xp.softmin(filled(xp, input, mask, lowest(xp, input, -1)), dim, dtype=dtype)


masked_softmin.cases(case(real(3, 6), 1, mask=bools(6)))


@op(composite=True, faces=("masked",))
def masked_normalize(
    xp: Any, input: Array, ord: float, dim: int, *, eps: float = 1e-12, dtype: Any = None, mask: Any = None
) -> Array:
    """The elements that a mask keeps, divided by their norm; zero at the others.

    Parameters
    ----------
    input : Tensor
    ord : float
        The order of the norm.
    dim : int
    eps : float
        The smallest divisor.
    dtype : DType, optional
        Type of the norm.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.normalize(ag.tensor([3.0, 9.0, 4.0]), 2.0, 0, mask=ag.tensor([True, False, True]))
    tensor([0.6000, 0.0000, 0.8000])
    """
    length = xp.masked_norm(input, ord, dim, keepdim=True, dtype=dtype, mask=mask)
    return filled(xp, input, mask, 0) / xp.clip(length, eps)


masked_normalize.cases(case(real(3, 4), 2.0, 1, mask=bools(3, 4)))


@op(composite=True, faces=("masked",))
def masked_logaddexp(
    xp: Any, input: Array, other: Array, *, dtype: Any = None, input_mask: Any = None, other_mask: Any = None
) -> Array:
    """Logarithm of the sum of two exponentials, where what a mask leaves out counts as zero.

    Parameters
    ----------
    input, other : Tensor
    dtype : DType, optional
        Type of the result.
    input_mask, other_mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input` and of `other`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([1.0, 2.0])
    >>> ag.masked.logaddexp(x, x, other_mask=ag.tensor([True, False]))
    tensor([1.6931, 2.0000])
    """
    x, y = filled(xp, input, input_mask, -math.inf), filled(xp, other, other_mask, -math.inf)
    return as_dtype(xp, xp.logaddexp(x, y), dtype)


masked_logaddexp.cases(case(real(3, 4), real(3, 4), other_mask=bools(4)))
