"""Incomplete gamma functions.

The smaller of the two is computed, in double precision, and the other is what it lacks to one: by the power series
below ``input + 1``, by the continued fraction above, and by Gauss and Legendre's quadrature for a large `input`, where
those need many terms.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import require_floating

#: From here on there is quadrature.
_LARGE = 20.0
#: How many terms of the series, steps of the fraction, and nodes give full precision.
_TERMS, _STEPS, _NODES = 64, 100, 48
#: Stirling's series for the logarithm of the gamma function, in powers of 1 / x ** 2, times x.
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


@cache
def _nodes() -> tuple[tuple[float, float], ...]:
    """Places and weights of Gauss and Legendre's quadrature from 0 to 1."""
    found = []
    for i in range(_NODES):
        x, slope = math.cos(math.pi * (i + 0.75) / (_NODES + 0.5)), 1.0
        for _ in range(10):
            before, value = 1.0, x
            for k in range(2, _NODES + 1):
                before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
            slope = _NODES * (x * value - before) / (x * x - 1)
            x -= value / slope
        found.append(((1 + x) / 2, 1 / ((1 - x * x) * slope * slope)))
    return tuple(found)


def _small(xp: Any, a: Any, x: Any) -> tuple[Any, Any]:
    """For a up to 20: below ``a + 1`` the lower function, above it the upper one; and where it is the lower."""
    lower = x < a + 1
    y = xp.where(lower, x, 1)
    series = y * 0 + 1
    for k in range(_TERMS, 0, -1):
        series = 1 + series * y / (a + k)
    y = xp.where(lower, a + 1, x)
    fraction = y + (2 * _STEPS + 1) - a
    for k in range(_STEPS, 0, -1):
        fraction = y + (2 * k - 1) - a - k * (k - a) / fraction
    scale = xp.exp(a * xp.log(x) - x - xp.lgamma(a))
    return scale * xp.where(lower, series / a, 1 / fraction), lower


def _large(xp: Any, a: Any, x: Any) -> tuple[Any, Any]:
    """For a from 20: the integral away from the peak, and whether that is the lower function."""
    peak = a - 1
    lower = x < peak
    deviation = xp.sqrt(peak)
    # As far as the integrand falls to nothing: several deviations, or less where it falls steeply from the start.
    decay = xp.abs(peak / x - 1)
    reach = xp.minimum(xp.where(lower, 9.5 * deviation, 16 * deviation), 45 / xp.where(decay > 0, decay, 1e-300))
    width = xp.where(lower, -xp.minimum(reach, x), reach) / peak
    start = (x - peak) / peak
    total = start * 0
    for place, weight in _nodes():
        u = start + width * place
        total = total + weight * xp.exp(-peak * (u - xp.log1p(u)))
    inverse = 1 / peak
    square = inverse * inverse
    rest = square * _STIRLING[-1]
    for c in _STIRLING[-2:0:-1]:
        rest = (rest + c) * square
    rest = (rest + _STIRLING[0]) * inverse
    scale = deviation / math.sqrt(2 * math.pi) * xp.exp(-rest)
    return scale * xp.abs(width) * total, lower


def _regularized(xp: Any, a: Any, x: Any, upper: bool) -> Any:
    dtype = a.dtype if hasattr(a, "dtype") else x.dtype
    a, x = (
        xp.astype(v, xp.float64) if hasattr(v, "dtype") else xp.full((), float(v), dtype=xp.float64) for v in (a, x)
    )
    regular = xp.logical_and(xp.logical_and(a > 0, x > 0), xp.logical_and(xp.isfinite(a), xp.isfinite(x)))
    b, y = xp.where(regular, a, 1), xp.where(regular, x, 1)
    large = b > _LARGE
    small_part, small_lower = _small(xp, xp.where(large, 1, b), xp.where(large, 1, y))
    large_part, large_lower = _large(xp, xp.where(large, b, 30), xp.where(large, y, 30))
    part, lower = xp.where(large, large_part, small_part), xp.where(large, large_lower, small_lower)
    value = xp.where(lower, 1 - part, part) if upper else xp.where(lower, part, 1 - part)
    # At the ends: all of the integral is below for an infinite x or a of zero, nothing for an infinite a or x of zero.
    full = xp.logical_or(xp.isinf(x), a == 0)
    end = xp.astype(xp.logical_not(full) if upper else full, xp.float64)
    both = xp.logical_and(xp.logical_or(a == 0, xp.isinf(a)), xp.logical_or(x == 0, xp.isinf(x)))
    unclear = xp.logical_and(both, (a == 0) == (x == 0))
    undefined = xp.logical_or(xp.logical_or(a < 0, x < 0), xp.logical_or(xp.isnan(a), xp.isnan(x)))
    end = xp.where(xp.logical_or(undefined, unclear), math.nan, end)
    return xp.astype(xp.where(regular, value, end), dtype)


def _slope(xp: Any, g: Any, input: Any, other: Any) -> Any:
    """The derivative of the lower function by `other`: the integrand."""
    if not hasattr(input, "dtype"):
        input = xp.full((), input, dtype=g.dtype)
    return g * xp.exp((input - 1) * xp.log(other) - other - xp.lgamma(input))


def _refuse(name: str) -> Any:
    raise NotImplementedError(f"the derivative for '{name}: input' is not implemented. Only `other` has one")


@op(category="float", inplace=True, broadcasts=True)
def igamma(xp: Any, input: Array, other: Array) -> Array:
    """Regularized lower incomplete gamma function.

    The integral of ``t ** (input - 1) * exp(-t)`` from zero to `other`, divided by the gamma function.

    Parameters
    ----------
    input, other : Tensor
        Not negative, and not both zero. They broadcast against each other.

    Returns
    -------
    Tensor
        NaN where an operand is negative.

    Raises
    ------
    NotImplementedError
        In the backward pass, if `input` requires gradients: only the derivative by `other` exists.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.igamma(ag.tensor([4.0]), ag.tensor([3.0, 4.0, 5.0]))
    tensor([0.3528, 0.5665, 0.7350])
    """
    for x in (input, other):
        if hasattr(x, "dtype"):
            require_floating(xp, x, "igamma")
    return _regularized(xp, input, other, False)


igamma.rule(input=lambda xp, g: _refuse("igamma"), other=_slope)
igamma.cases(case(1.5, real(3, 4, low=0.5, high=4.0)), case(30.0, real(3, low=20.0, high=45.0)))


@op(category="float", inplace=True, broadcasts=True)
def igammac(xp: Any, input: Array, other: Array) -> Array:
    """Regularized upper incomplete gamma function: ``1 - igamma(input, other)``, exact where that is small.

    Parameters
    ----------
    input, other : Tensor
        Not negative, and not both zero. They broadcast against each other.

    Returns
    -------
    Tensor
        NaN where an operand is negative.

    Raises
    ------
    NotImplementedError
        In the backward pass, if `input` requires gradients: only the derivative by `other` exists.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.igammac(ag.tensor([4.0]), ag.tensor([3.0, 4.0, 5.0]))
    tensor([0.6472, 0.4335, 0.2650])
    """
    for x in (input, other):
        if hasattr(x, "dtype"):
            require_floating(xp, x, "igammac")
    return _regularized(xp, input, other, True)


igammac.rule(input=lambda xp, g: _refuse("igammac"), other=lambda xp, g, input, other: -_slope(xp, g, input, other))
igammac.cases(case(1.5, real(3, 4, low=0.5, high=4.0)))
