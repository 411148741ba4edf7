"""Exponentials, logarithms and roots."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import binary, case, integers, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import conj, kind_of, require_floating

LN2, LN10 = math.log(2), math.log(10)


@op(standard="exp", category="float", inplace=True)
def exp(xp: Any, input: Array) -> Array:
    """The exponential function.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.exp(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 2.7183])
    """
    return xp.exp(input)


exp.rule(input=lambda xp, g, out: g * conj(xp, out))
exp.cases(unary(), oracle="numpy.exp")


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def exp2(xp: Any, input: Array) -> Array:
    """Two raised to each element.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.exp2(ag.tensor([0.0, 3.0]))
    tensor([1., 8.])
    """
    return xp.exp(input * LN2)


exp2.rule(input=lambda xp, g, out: g * (conj(xp, out) * LN2))
exp2.cases(unary(), oracle="numpy.exp2")


@op(standard="expm1", category="float", inplace=True, faces=("torch", "Tensor", "special"))
def expm1(xp: Any, input: Array) -> Array:
    """``exp(x) - 1``, exact also near zero.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.expm1(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 1.7183])
    """
    return xp.expm1(input)


expm1.rule(input=lambda xp, g, out: g * conj(xp, out + 1))
expm1.cases(unary(), oracle="numpy.expm1")


@op(standard="log", category="float", inplace=True)
def log(xp: Any, input: Array) -> Array:
    """Natural logarithm.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.log(ag.tensor([1.0, 2.0]))
    tensor([0.0000, 0.6931])
    """
    return xp.log(input)


log.rule(input=lambda xp, g, input: g / conj(xp, input))
log.cases(unary(0.3, 3.0), oracle="numpy.log")


@op(standard="log2", category="float", inplace=True)
def log2(xp: Any, input: Array) -> Array:
    """Logarithm to base 2.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.log2(ag.tensor([1.0, 8.0]))
    tensor([0., 3.])
    """
    return xp.log2(input)


log2.rule(input=lambda xp, g, input: g / (conj(xp, input) * LN2))
log2.cases(unary(0.3, 3.0), oracle="numpy.log2")


@op(standard="log10", category="float", inplace=True)
def log10(xp: Any, input: Array) -> Array:
    """Logarithm to base 10.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.log10(ag.tensor([2.0, 200.0]))
    tensor([0.3010, 2.3010])
    """
    return xp.log10(input)


log10.rule(input=lambda xp, g, input: g / (conj(xp, input) * LN10))
log10.cases(unary(0.3, 3.0), oracle="numpy.log10")


@op(standard="log1p", category="float", inplace=True, faces=("torch", "Tensor", "special"))
def log1p(xp: Any, input: Array) -> Array:
    """``log(1 + x)``, exact also near zero.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.log1p(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.6931])
    """
    return xp.log1p(input)


log1p.rule(input=lambda xp, g, input: g / conj(xp, input + 1))
log1p.cases(unary(-0.7, 3.0), oracle="numpy.log1p")


@op(standard="sqrt", category="float", inplace=True)
def sqrt(xp: Any, input: Array) -> Array:
    """Square root.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sqrt(ag.tensor([1.0, 4.0]))
    tensor([1., 2.])
    """
    return xp.sqrt(input)


sqrt.rule(input=lambda xp, g, out: g / (conj(xp, out) * 2))
sqrt.cases(unary(0.3, 3.0), oracle="numpy.sqrt")


@op(category="float", inplace=True)
def rsqrt(xp: Any, input: Array) -> Array:
    """One divided by the square root.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.rsqrt(ag.tensor([1.0, 4.0]))
    tensor([1.0000, 0.5000])
    """
    return xp.reciprocal(xp.sqrt(input))


rsqrt.rule(input=lambda xp, g, out: g * (conj(xp, out * out * out) * -0.5))
rsqrt.cases(unary(0.3, 3.0))


@op(category="float", inplace=True, faces=("torch", "Tensor", "nn.functional"))
def sigmoid(xp: Any, input: Array) -> Array:
    """The logistic function, ``1 / (1 + exp(-x))``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sigmoid(ag.tensor([0.0, 2.0]))
    tensor([0.5000, 0.8808])
    """
    if kind_of(xp, input.dtype) == "complex floating":
        return 1 / (xp.exp(-input) + 1)
    # The exponential of a negative number cannot overflow.
    small = xp.exp(-xp.abs(input))
    return xp.where(input < 0, small, 1) / (small + 1)


sigmoid.rule(input=lambda xp, g, out: g * conj(xp, (1 - out) * out))
sigmoid.cases(unary())


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def logit(xp: Any, input: Array, eps: float | None = None) -> Array:
    """Inverse of the logistic function, ``log(x / (1 - x))``.

    Parameters
    ----------
    input : Tensor
        Probabilities; NaN results outside of [0, 1].
    eps : float, optional
        Keeps `input` within ``[eps, 1 - eps]``.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logit(ag.tensor([0.5, 0.9]))
    tensor([0.0000, 2.1972])
    """
    require_floating(xp, input, "logit")
    x = input if eps is None else xp.minimum(xp.maximum(input, eps), 1 - eps)
    return xp.log(x / (1 - x))


def _logit_input(xp: Any, g: Any, input: Any, eps: float | None) -> Any:
    low, high = (0.0, 1.0) if eps is None else (eps, 1 - eps)
    inside = xp.logical_and(input >= low, input <= high)
    return xp.where(inside, g / xp.where(inside, input * (1 - input), 1), math.nan if eps is None else 0.0)


logit.rule(input=_logit_input)
logit.cases(unary(0.1, 0.9), case(real(3, 4, low=-0.5, high=1.5, avoid=(0.2, 0.8)), 0.2))


@op(standard="logaddexp", category="float", broadcasts=True)
def logaddexp(xp: Any, input: Array, other: Array) -> Array:
    """``log(exp(input) + exp(other))`` without overflow on the way.

    Parameters
    ----------
    input, other : Tensor
        Broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logaddexp(ag.tensor([0.0, 1000.0]), ag.tensor([0.0, 1000.0]))
    tensor([6.9315e-01, 1.0007e+03])
    """
    array = input if hasattr(input, "dtype") else other
    if kind_of(xp, array.dtype) == "complex floating":
        zero = xp.zeros_like(input + other)
        high = xp.maximum(xp.real(zero + input), xp.real(zero + other))
        high = xp.where(xp.isfinite(high), high, 0)
        return xp.log(xp.exp(input - high) + xp.exp(other - high)) + high
    return xp.logaddexp(input, other)


logaddexp.rule(
    input=lambda xp, g, input, other: g * conj(xp, xp.sigmoid(input - other)),
    other=lambda xp, g, input, other: g * conj(xp, xp.sigmoid(other - input)),
)
logaddexp.cases(binary(), oracle="numpy.logaddexp")


@op(category="float", broadcasts=True)
def logaddexp2(xp: Any, input: Array, other: Array) -> Array:
    """``log2(2 ** input + 2 ** other)`` without overflow on the way.

    Parameters
    ----------
    input, other : Tensor
        Broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logaddexp2(ag.tensor([0.0, 3.0]), ag.tensor([0.0, 3.0]))
    tensor([1., 4.])
    """
    return xp.logaddexp(input * LN2, other * LN2) / LN2


logaddexp2.rule(
    input=lambda xp, g, input, other: g * xp.sigmoid((input - other) * LN2),
    other=lambda xp, g, input, other: g * xp.sigmoid((other - input) * LN2),
)
logaddexp2.cases(binary(), oracle="numpy.logaddexp2")


@op(composite=True, inplace=True)
def ldexp(xp: Any, input: Array, other: Array) -> Array:
    """``input`` times two to the power `other`.

    Parameters
    ----------
    input, other : Tensor
        Broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.ldexp(ag.tensor([1.0]), ag.tensor([3]))
    tensor([8.])
    """
    return input * xp.pow(2.0, other)


ldexp.cases(case(real(3, 4), integers(4, low=-3, high=4)), oracle="numpy.ldexp")


@op(composite=True, inplace=True)
def float_power(xp: Any, input: Array, exponent: Array) -> Array:
    """`input` raised to a power in double precision.

    Parameters
    ----------
    input, exponent : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of float64, or complex128 if an operand is complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.float_power(ag.tensor([2, 3]), 2)
    tensor([4., 9.], dtype=arraygrad.float64)
    """

    def wide(x: Any) -> Any:
        if not hasattr(x, "dtype"):
            return x
        return xp.astype(x, xp.complex128 if kind_of(xp, x.dtype) == "complex floating" else xp.float64, copy=False)

    return xp.pow(wide(input), wide(exponent))


float_power.cases(binary(0.5, 2.0), case(integers(3, low=1), 3), oracle="numpy.float_power")
