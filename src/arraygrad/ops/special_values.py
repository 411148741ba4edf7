"""Special values as the array API standard has them, where libraries differ.

Infinities, signed zeros and NaN come out of the standard's functions as its text says: bodies for tensors under the
standard's rules. Finite operands are left to the library.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from arraygrad.op import Op
from arraygrad.ops._common import check_divisor, is_floating, kind_of
from arraygrad.ops.arithmetic import floor_divide, remainder
from arraygrad.ops.exponential import exp, expm1, log, log1p, sqrt
from arraygrad.ops.magnitude import sign
from arraygrad.ops.trigonometry import acos, acosh, asinh, atanh, cosh, sinh, tanh

Parts = tuple[Any, Any]


def _arrays(xp: Any, input: Any, other: Any) -> Parts:
    """Both operands as arrays; one may be a number."""
    if not hasattr(input, "dtype"):
        return xp.full((), input, dtype=other.dtype), other
    return input, other if hasattr(other, "dtype") else xp.full((), other, dtype=input.dtype)


@floor_divide.in_standard
def _floor_divide(xp: Any, input: Any, other: Any) -> Any:
    check_divisor(xp, input, other)
    if not (is_floating(xp, input) or is_floating(xp, other)):
        return xp.floor_divide(input, other)
    x, y = _arrays(xp, input, other)
    # Where a zero or an infinity is involved, the quotient is one too: there is nothing to be rounded.
    ordinary = xp.logical_and(xp.logical_and(xp.isfinite(x), xp.isfinite(y)), xp.logical_and(x != 0, y != 0))
    return xp.where(ordinary, xp.floor_divide(x, y), x / y)


@remainder.in_standard
def _remainder(xp: Any, input: Any, other: Any) -> Any:
    check_divisor(xp, input, other)
    if not (is_floating(xp, input) or is_floating(xp, other)):
        return xp.remainder(input, other)
    x, y = _arrays(xp, input, other)
    result = xp.remainder(x, y)
    opposite = xp.logical_and(x != 0, xp.signbit(x) != xp.signbit(y))
    result = xp.where(xp.logical_and(xp.isinf(y), xp.isfinite(x)), xp.where(opposite, y, x), result)
    return xp.where(result == 0, xp.copysign(result, y), result)


@sign.in_standard
def _sign(xp: Any, input: Any) -> Any:
    result = xp.sign(input)
    return xp.where(input == 0, xp.zeros_like(result), result)


# -- complex numbers with parts that are infinite or NaN ---------------------------------------------------------


def from_parts(xp: Any, real: Any, imag: Any) -> Any:
    """Complex numbers with exactly these parts, zeros' signs included; multiplying infinities by 1j gives NaN."""
    wide = xp.complex128 if real.dtype == xp.float64 else xp.complex64
    upright = xp.conj(xp.astype(xp.where(xp.isfinite(imag), imag, xp.zeros_like(imag)), wide)) * 1j
    upright = -xp.conj(upright)
    for value in (math.inf, -math.inf, math.nan):
        here = xp.isnan(imag) if math.isnan(value) else imag == value
        upright = xp.where(here, complex(-0.0, value), upright)
    return xp.conj(xp.astype(real, wide)) + upright


def _infinite(xp: Any, a: Any, b: Any) -> Any:
    return xp.logical_or(xp.isinf(a), xp.isinf(b))


def _circle(xp: Any, a: Any, b: Any) -> Parts:
    """Cosine and sine of `b`; of what is no angle, 1 where only the sign is open because `a` is infinite."""
    angle = xp.where(xp.isfinite(b), b, 0.0)
    cosine = xp.where(xp.isfinite(b), xp.cos(angle), xp.where(xp.isinf(a), 1.0, xp.full_like(b, math.nan)))
    sine = xp.where(xp.isfinite(b), xp.sin(angle), math.nan)
    return cosine, sine


def _exp(xp: Any, a: Any, b: Any) -> Parts:
    cosine, sine = _circle(xp, a, b)
    size = xp.exp(a)
    sine = xp.where(xp.logical_and(a == -math.inf, xp.isnan(sine)), 1.0, sine)
    return size * cosine, xp.where(b == 0, b, size * sine)


def _expm1(xp: Any, a: Any, b: Any) -> Parts:
    real, imag = _exp(xp, a, b)
    return real - 1, imag


def _cosh(xp: Any, a: Any, b: Any) -> Parts:
    cosine, sine = _circle(xp, a, b)
    zero = xp.logical_or(a == 0, b == 0)
    signed = xp.copysign(xp.zeros_like(a), a) * xp.copysign(xp.ones_like(b), b)
    return xp.cosh(a) * cosine, xp.where(zero, signed, xp.sinh(a) * sine)


def _sinh(xp: Any, a: Any, b: Any) -> Parts:
    cosine, sine = _circle(xp, a, b)
    return xp.where(a == 0, a, xp.sinh(a) * cosine), xp.where(b == 0, b, xp.cosh(a) * sine)


def _tanh(xp: Any, a: Any, b: Any) -> Parts:
    real = xp.where(xp.isinf(a), xp.copysign(xp.ones_like(a), a), xp.where(a == 0, a, math.nan))
    imag = xp.where(xp.isinf(a), xp.copysign(xp.zeros_like(b), b), xp.where(b == 0, b, math.nan))
    return real, imag


def _log(xp: Any, a: Any, b: Any) -> Parts:
    return xp.where(_infinite(xp, a, b), math.inf, xp.full_like(a, math.nan)), xp.atan2(b, a)


def _sqrt(xp: Any, a: Any, b: Any) -> Parts:
    nan = xp.full_like(a, math.nan)
    up, right, left = xp.isinf(b), a == math.inf, a == -math.inf
    of_left = xp.where(xp.isnan(b), nan, xp.zeros_like(a))
    of_right = xp.where(xp.isnan(b), nan, xp.copysign(xp.zeros_like(b), b))
    real = xp.where(xp.logical_or(up, right), math.inf, xp.where(left, of_left, nan))
    imag = xp.where(left, xp.copysign(xp.full_like(b, math.inf), b), xp.where(right, of_right, nan))
    return real, xp.where(up, b, imag)


def _right_angle(xp: Any, a: Any, b: Any, angle: Any) -> Any:
    """The angle, known to be right where `a` is zero."""
    return xp.where(xp.logical_and(a == 0, xp.isnan(b)), math.pi / 2, angle)


def _acos(xp: Any, a: Any, b: Any) -> Parts:
    far = xp.copysign(xp.full_like(b, math.inf), -b)
    return _right_angle(xp, a, b, xp.atan2(xp.abs(b), a)), xp.where(_infinite(xp, a, b), far, math.nan)


def _acosh(xp: Any, a: Any, b: Any) -> Parts:
    size, angle = _log(xp, a, b)
    return size, _right_angle(xp, a, b, angle)


def _asinh(xp: Any, a: Any, b: Any) -> Parts:
    far = xp.copysign(xp.full_like(a, math.inf), a)
    flat = xp.logical_and(xp.isnan(a), b == 0)
    return xp.where(_infinite(xp, a, b), far, math.nan), xp.where(flat, b, xp.atan2(b, xp.abs(a)))


def _atanh(xp: Any, a: Any, b: Any) -> Parts:
    infinite = _infinite(xp, a, b)
    zero = xp.copysign(xp.zeros_like(a), a)
    right = xp.copysign(xp.full_like(b, math.pi / 2), b)
    real = xp.where(xp.logical_or(infinite, a == 0), zero, math.nan)
    return real, xp.where(xp.logical_and(infinite, xp.logical_not(xp.isnan(b))), right, math.nan)


#: Both parts of an op's result, from the parts of a number of which one is infinite or NaN.
_LIMITS: dict[Op, Callable[[Any, Any, Any], Parts]] = {
    acos: _acos,
    acosh: _acosh,
    asinh: _asinh,
    atanh: _atanh,
    cosh: _cosh,
    exp: _exp,
    expm1: _expm1,
    log: _log,
    log1p: _log,
    sinh: _sinh,
    sqrt: _sqrt,
    tanh: _tanh,
}


def _with_limits(op: Op, limit: Callable[[Any, Any, Any], Parts]) -> Callable[..., Any]:
    def body(xp: Any, input: Any) -> Any:
        result = op.body(xp, input)
        if kind_of(xp, input.dtype) != "complex floating":
            return result
        parts = limit(xp, xp.real(input), xp.imag(input))
        ordinary = xp.isfinite(input)
        if op is expm1:  # of a zero it is a zero with a positive real part
            ordinary = xp.logical_and(ordinary, input != 0)
        return xp.where(ordinary, result, from_parts(xp, *parts))

    return body


for _op, _limit in _LIMITS.items():
    _op.in_standard(_with_limits(_op, _limit))
