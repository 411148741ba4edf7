"""Reductions over the elements that a mask keeps."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import bools, case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import as_dtype, is_floating, kind_of, normalize_dims
from arraygrad.ops.reductions import Dims


def kept(xp: Any, input: Any, mask: Any) -> Any:
    """The mask as booleans, in the shape of `input`.

    Raises
    ------
    IndexError
        If it has more dimensions than `input`.
    RuntimeError
        If it does not broadcast to the shape of `input`.
    """
    if mask.ndim > input.ndim:
        raise IndexError(
            f"expected a broadcastable mask (got mask dimensionality higher than of the input: {mask.ndim} and "
            f"{input.ndim})"
        )
    return xp.broadcast_to(mask if kind_of(xp, mask.dtype) == "bool" else mask != 0, tuple(input.shape))


def filled(xp: Any, input: Any, mask: Any, value: Any) -> Any:
    """The elements that a mask keeps, and `value` in place of the others."""
    return input if mask is None else xp.where(kept(xp, input, mask), input, value)


def lowest(xp: Any, input: Any, sign: int) -> Any:
    """The number below all others of the type of `input`, or above them for a `sign` of -1."""
    if is_floating(xp, input):
        return -math.inf * sign
    limits = xp.iinfo(input.dtype)
    return limits.min if sign > 0 else limits.max


def all_dims(dim: Any, ndim: int) -> Any:
    """PyTorch's masked reductions go over all dimensions for an empty tuple too."""
    return normalize_dims(None if dim == () else dim, ndim)


@op(composite=True, faces=("masked",))
def masked_sum(
    xp: Any, input: Array, dim: Dims = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Sum of the elements that a mask keeps; zero where it keeps none.

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
    IndexError
        If the mask has more dimensions than `input`.
    RuntimeError
        If the mask does not broadcast to the shape of `input`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.sum(ag.tensor([1.0, 2.0, 4.0]), 0, mask=ag.tensor([True, False, True]))
    tensor(5.)
    """
    return xp.sum(filled(xp, input, mask, 0), all_dims(dim, input.ndim), keepdim, dtype=dtype)


masked_sum.cases(case(real(3, 4), 1, mask=bools(3, 4)), case(real(3, 4), keepdim=True, mask=bools(4)))


@op(composite=True, faces=("masked",))
def masked_prod(
    xp: Any, input: Array, dim: Dims = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Product of the elements that a mask keeps; one where it keeps none.

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

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.prod(ag.tensor([1.0, 2.0, 4.0]), 0, mask=ag.tensor([True, False, True]))
    tensor(4.)
    """
    result = filled(xp, input, mask, 1)
    for axis in sorted(all_dims(dim, input.ndim), reverse=True):
        result = xp.prod(result, axis, keepdim, dtype=dtype)
    return result


masked_prod.cases(case(real(3, 4), 1, mask=bools(3, 4)), case(real(2, 3), mask=bools(3)))


def _extreme(xp: Any, name: str, sign: int, input: Any, dim: Any, keepdim: bool, dtype: Any, mask: Any) -> Any:
    x = filled(xp, input, mask, lowest(xp, input, sign))
    return as_dtype(xp, getattr(xp, name)(x, all_dims(dim, input.ndim), keepdim), dtype)


@op(composite=True, faces=("masked",))
def masked_amax(
    xp: Any, input: Array, dim: Dims = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Largest of the elements that a mask keeps; minus infinity, or the smallest integer, where it keeps none.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type of the result.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.amax(ag.tensor([1.0, 4.0, 2.0]), 0, mask=ag.tensor([True, False, True]))
    tensor(2.)
    """
    return _extreme(xp, "amax", 1, input, dim, keepdim, dtype, mask)


masked_amax.cases(case(real(3, 4, distinct=True), 1, mask=bools(3, 4), second=False))


@op(composite=True, faces=("masked",))
def masked_amin(
    xp: Any, input: Array, dim: Dims = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Smallest of the elements that a mask keeps; infinity, or the largest integer, where it keeps none.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type of the result.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.amin(ag.tensor([1.0, 4.0, 2.0]), 0, mask=ag.tensor([False, True, True]))
    tensor(2.)
    """
    return _extreme(xp, "amin", -1, input, dim, keepdim, dtype, mask)


masked_amin.cases(case(real(3, 4, distinct=True), 1, mask=bools(3, 4), second=False))


def _place(xp: Any, name: str, sign: int, input: Any, dim: Any, keepdim: bool, dtype: Any, mask: Any) -> Any:
    place = getattr(xp, name)(filled(xp, input, mask, lowest(xp, input, sign)), dim, keepdim)
    return xp.astype(place, input.dtype) if dtype is None else as_dtype(xp, place, dtype)


@op(composite=True, faces=("masked",))
def masked_argmax(
    xp: Any, input: Array, dim: int | None = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Place of the largest of the elements that a mask keeps.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all, counted as one, if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type of the result; that of `input` if not given, as in PyTorch.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.argmax(ag.tensor([1, 4, 2]), 0, mask=ag.tensor([True, False, True]))
    tensor(2)
    """
    return _place(xp, "argmax", 1, input, dim, keepdim, dtype, mask)


masked_argmax.cases(case(real(3, 4, distinct=True), 1, mask=bools(3, 4)))


@op(composite=True, faces=("masked",))
def masked_argmin(
    xp: Any, input: Array, dim: int | None = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Place of the smallest of the elements that a mask keeps.

    Parameters
    ----------
    input : Tensor
    dim : int, optional
        Dimension to reduce; all, counted as one, if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type of the result; that of `input` if not given, as in PyTorch.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.argmin(ag.tensor([1, 4, 2]), 0, mask=ag.tensor([False, True, True]))
    tensor(2)
    """
    return _place(xp, "argmin", -1, input, dim, keepdim, dtype, mask)


masked_argmin.cases(case(real(3, 4, distinct=True), 1, mask=bools(3, 4)))


@op(composite=True, faces=("masked",))
def masked_logsumexp(
    xp: Any, input: Array, dim: Dims = None, *, keepdim: bool = False, dtype: Any = None, mask: Any = None
) -> Array:
    """Logarithm of the sum of exponentials of the elements that a mask keeps; minus infinity where it keeps none.

    Parameters
    ----------
    input : Tensor
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type of the result.
    mask : Tensor, optional
        True where an element counts; broadcast to the shape of `input`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked.logsumexp(ag.tensor([0.0, 9.0, 0.0]), 0, mask=ag.tensor([True, False, True]))
    tensor(0.6931)
    """
    x = filled(xp, input, mask, lowest(xp, input, 1))
    return as_dtype(xp, xp.logsumexp(x, all_dims(dim, input.ndim), keepdim), dtype)


masked_logsumexp.cases(case(real(3, 4), mask=bools(3, 4)))
