"""Powers and reciprocals."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import binary, case, integers, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import conj, is_floating, kind_of

NUMBERS = (int, float, complex)


@op(standard="pow", category="arith", inplace=True, broadcasts=True)
def pow(xp: Any, input: Array, exponent: Array) -> Array:
    """`input` raised to a power.

    Parameters
    ----------
    input, exponent : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If integers are raised to a negative integer.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.pow(ag.tensor([1.0, 2.0, 3.0]), 2)
    tensor([1., 4., 9.])
    >>> ag.pow(2, ag.tensor([1.0, 2.0]))
    tensor([2., 4.])
    """
    if not isinstance(exponent, NUMBERS):
        if is_floating(xp, exponent) or not hasattr(input, "dtype"):
            return xp.pow(input, exponent)
        if kind_of(xp, exponent.dtype) == "bool":
            raise NotImplementedError('"pow" not implemented for bools: convert one of them to numbers')
        # A negative power of an integer is its inverse, rounded towards zero.
        power = xp.pow(input, xp.abs(exponent))
        return xp.where(exponent >= 0, power, xp.where(xp.abs(input) == 1, power, 0))
    if exponent == 2:
        return xp.multiply(input, input)
    if exponent == 3:
        return input * input * input
    if exponent == 1:
        return xp.positive(input)
    if isinstance(exponent, int):
        if exponent < 0 and not is_floating(xp, input):
            raise RuntimeError("Integers to negative integer powers are not allowed.")
    elif exponent == 0.5:
        return xp.sqrt(input)
    return xp.pow(input, exponent)


def _pow_input(xp: Any, g: Any, input: Any, exponent: Any) -> Any:
    if not isinstance(exponent, NUMBERS):
        constant = exponent == 0
        lower = xp.where(constant, 0, exponent - 1)
        return xp.where(constant, 0, g * conj(xp, exponent * xp.pow(input, lower)))
    if exponent == 0:
        return xp.zeros_like(g)
    return g * conj(xp, xp.pow(input, exponent - 1) * exponent if exponent != 2 else input * 2)


def _pow_exponent(xp: Any, g: Any, input: Any, exponent: Any, out: Any) -> Any:
    at_least_zero = (xp.real(exponent) if kind_of(xp, exponent.dtype) == "complex floating" else exponent) >= 0
    if isinstance(input, complex):
        return g * conj(xp, out * xp.log(xp.ones_like(out) * input))
    if isinstance(input, (int, float)):
        if input == 0:
            return g * xp.where(at_least_zero, xp.zeros_like(out), -math.inf)
        return g * conj(xp, out * (math.log(input) if input > 0 else math.nan))
    constant = xp.logical_and(input == 0, at_least_zero)
    return g * conj(xp, xp.where(constant, 0, out * xp.log(xp.where(constant, 1, input))))


pow.rule(input=_pow_input, exponent=_pow_exponent)
pow.cases(
    binary(0.5, 2.0),
    case(real(3, 4), 2),
    case(real(3, 4), 3),
    case(real(3, 4), 1),
    case(real(3, 4), 0),
    case(real(3, 4, low=0.3), 0.5),
    case(real(3, 4, low=0.3), -1.5),
    case(real(3, 4, avoid=(0.0,)), -2),
    case(2.5, real(3, 4)),
    case(integers(3, 4), 4),
    oracle="numpy.power",
)


@op(standard="reciprocal", category="float", inplace=True)
def reciprocal(xp: Any, input: Array) -> Array:
    """One divided by each element.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.reciprocal(ag.tensor([2, 4]))
    tensor([0.5000, 0.2500])
    """
    return xp.reciprocal(input)


reciprocal.rule(input=lambda xp, g, out: -g * conj(xp, out * out))
reciprocal.cases(unary(0.5, 2.0), unary(-2.0, -0.5), oracle="numpy.reciprocal")


@op(standard="square", inplace=True)
def square(xp: Any, input: Array) -> Array:
    """Each element times itself.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.square(ag.tensor([2.0, -3.0]))
    tensor([4., 9.])
    """
    return xp.square(xp.astype(input, xp.int64) if kind_of(xp, input.dtype) == "bool" else input)


square.rule(input=lambda xp, g, input: g * (conj(xp, input) * 2))
square.cases(unary(), oracle="numpy.square")
