"""Variance, standard deviation and relatives."""

from __future__ import annotations

import math
import warnings
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating, kind_of, reduced_axes, unreduced
from arraygrad.ops.reductions import Dims, count


def _settings(dim: Any, unbiased: bool | None, correction: float | None) -> tuple[Any, float]:
    """Dimensions and correction from what a call gave: ``var(x, True)`` means the second argument `unbiased`."""
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if correction is None:
        correction = 1 if unbiased is None else int(unbiased)
    return dim, correction


def _centred(xp: Any, x: Any, dim: Any) -> Any:
    """Differences from the mean."""
    total = xp.sum(x, axis=reduced_axes(dim, x.ndim), keepdims=True)
    return x - total / max(count(x.shape, dim), 1)


def _square(xp: Any, x: Any) -> Any:
    return xp.real(x * xp.conj(x)) if kind_of(xp, x.dtype) == "complex floating" else x * x


def _variance(xp: Any, name: str, input: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    if not is_floating(xp, input):
        raise RuntimeError(f"std and var only support floating point and complex dtypes, got {input.dtype}")
    squares = _square(xp, _centred(xp, input, dim))
    total = xp.sum(squares, axis=reduced_axes(dim, input.ndim), keepdims=keepdim)
    freedom = count(input.shape, dim) - correction
    if freedom > 0:
        return total / freedom
    warnings.warn(
        f"{name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input "
        "numel divided by output numel).",
        stacklevel=2,
    )
    return xp.where(total > 0, math.inf, xp.full_like(total, math.nan))


@op
def var(
    xp: Any,
    input: Array,
    dim: Dims | bool = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Array:
    """Variance: the sum of squared differences from the mean, divided by the number of elements less a correction.

    Parameters
    ----------
    input : Tensor
        Floating point or complex.
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    unbiased : bool, optional
        True for a correction of 1, False for 0.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    correction : float, optional
        Subtracted from the number of elements; 1 if neither this nor `unbiased` is given.

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
    >>> ag.var(ag.tensor([1.0, 2.0, 3.0, 4.0]))
    tensor(1.6667)
    >>> ag.var(ag.tensor([1.0, 2.0, 3.0, 4.0]), correction=0)
    tensor(1.2500)
    """
    return _variance(xp, "var", input, *_settings(dim, unbiased, correction), keepdim)


def _var_input(
    xp: Any, g: Any, input: Any, dim: Any, unbiased: bool | None, keepdim: bool, correction: float | None
) -> Any:
    dim, correction = _settings(dim, unbiased, correction)
    shape = input.shape
    freedom = count(shape, dim) - correction
    scale = 2 / freedom if freedom > 0 else math.nan
    return unreduced(xp, g * scale, dim, keepdim, shape) * _centred(xp, input, dim)


var.rule(input=_var_input)
var.cases(
    case(real(3, 4)),
    case(real(3, 4), 1),
    case(real(2, 3, 4), (0, -1), False, True),
    case(real(3, 4), 0, correction=0, keepdim=True),
    case(real(3, 4), False),
)


@op
def std(
    xp: Any,
    input: Array,
    dim: Dims | bool = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Array:
    """Standard deviation: the square root of the variance. Its derivative is zero where it is zero.

    Parameters
    ----------
    input : Tensor
        Floating point or complex.
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    unbiased : bool, optional
        True for a correction of 1, False for 0.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    correction : float, optional
        Subtracted from the number of elements; 1 if neither this nor `unbiased` is given.

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
    >>> ag.std(ag.tensor([1.0, 2.0, 3.0, 4.0]))
    tensor(1.2910)
    """
    return xp.sqrt(_variance(xp, "std", input, *_settings(dim, unbiased, correction), keepdim))


def _std_input(
    xp: Any, g: Any, input: Any, out: Any, dim: Any, unbiased: bool | None, keepdim: bool, correction: float | None
) -> Any:
    zero = out == 0
    g = xp.where(zero, 0, g / xp.where(zero, 1, out * 2))
    return _var_input(xp, g, input, dim, unbiased, keepdim, correction)


std.rule(input=_std_input)
std.cases(
    case(real(3, 4)),
    case(real(3, 4), 1),
    case(real(2, 3, 4), (0, -1), False, True),
    case(real(3, 4), 0, correction=0, keepdim=True),
)


@op(composite=True)
def var_mean(
    xp: Any,
    input: Array,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Any:
    """Variance and mean.

    Parameters
    ----------
    input, dim, unbiased, keepdim, correction
        As of `var`.

    Returns
    -------
    (Tensor, Tensor)

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.var_mean(ag.tensor([1.0, 2.0, 3.0]))
    (tensor(1.), tensor(2.))
    """
    variance = xp.var(input, dim, unbiased, keepdim, correction=correction)
    return variance, xp.mean(input, None if isinstance(dim, bool) else dim, keepdim)


var_mean.cases(case(real(3, 4)), case(real(3, 4), 1, False, True), case(real(3, 4), 0, correction=0))


@op(composite=True)
def std_mean(
    xp: Any,
    input: Array,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Any:
    """Standard deviation and mean.

    Parameters
    ----------
    input, dim, unbiased, keepdim, correction
        As of `std`.

    Returns
    -------
    (Tensor, Tensor)

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.std_mean(ag.tensor([1.0, 2.0, 3.0]))
    (tensor(1.), tensor(2.))
    """
    deviation = xp.std(input, dim, unbiased, keepdim, correction=correction)
    return deviation, xp.mean(input, None if isinstance(dim, bool) else dim, keepdim)


std_mean.cases(case(real(3, 4)), case(real(3, 4), 1, False, True), case(real(3, 4), 0, correction=0))
