"""Trigonometric and hyperbolic functions."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import binary, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import conj


@op(standard="sin", category="float", inplace=True)
def sin(xp: Any, input: Array) -> Array:
    """Sine.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sin(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.8415])
    """
    return xp.sin(input)


sin.rule(input=lambda xp, g, input: g * conj(xp, xp.cos(input)))
sin.cases(unary(), oracle="numpy.sin")


@op(standard="cos", category="float", inplace=True)
def cos(xp: Any, input: Array) -> Array:
    """Cosine.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cos(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 0.5403])
    """
    return xp.cos(input)


cos.rule(input=lambda xp, g, input: -g * conj(xp, xp.sin(input)))
cos.cases(unary(), oracle="numpy.cos")


@op(standard="tan", category="float", inplace=True)
def tan(xp: Any, input: Array) -> Array:
    """Tangent.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tan(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 1.5574])
    """
    return xp.tan(input)


tan.rule(input=lambda xp, g, out: g * conj(xp, out * out + 1))
tan.cases(unary(-1.0, 1.0), oracle="numpy.tan")


@op(standard="asin", aliases=("arcsin",), category="float", inplace=True)
def asin(xp: Any, input: Array) -> Array:
    """Angle between -pi/2 and pi/2 whose sine is each element; NaN outside of [-1, 1].

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.asin(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 1.5708])
    """
    return xp.asin(input)


asin.rule(input=lambda xp, g, input: g / conj(xp, xp.sqrt(1 - input * input)))
asin.cases(unary(-0.9, 0.9), oracle="numpy.arcsin")


@op(standard="acos", aliases=("arccos",), category="float", inplace=True)
def acos(xp: Any, input: Array) -> Array:
    """Angle between 0 and pi whose cosine is each element; NaN outside of [-1, 1].

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.acos(ag.tensor([0.0, 1.0]))
    tensor([1.5708, 0.0000])
    """
    return xp.acos(input)


acos.rule(input=lambda xp, g, input: -g / conj(xp, xp.sqrt(1 - input * input)))
acos.cases(unary(-0.9, 0.9), oracle="numpy.arccos")


@op(standard="atan", aliases=("arctan",), category="float", inplace=True)
def atan(xp: Any, input: Array) -> Array:
    """Angle between -pi/2 and pi/2 whose tangent is each element.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.atan(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.7854])
    """
    return xp.atan(input)


atan.rule(input=lambda xp, g, input: g / conj(xp, input * input + 1))
atan.cases(unary(), oracle="numpy.arctan")


@op(standard="sinh", category="float", inplace=True)
def sinh(xp: Any, input: Array) -> Array:
    """Hyperbolic sine.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sinh(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 1.1752])
    """
    return xp.sinh(input)


sinh.rule(input=lambda xp, g, input: g * conj(xp, xp.cosh(input)))
sinh.cases(unary(), oracle="numpy.sinh")


@op(standard="cosh", category="float", inplace=True)
def cosh(xp: Any, input: Array) -> Array:
    """Hyperbolic cosine.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cosh(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 1.5431])
    """
    return xp.cosh(input)


cosh.rule(input=lambda xp, g, input: g * conj(xp, xp.sinh(input)))
cosh.cases(unary(), oracle="numpy.cosh")


@op(standard="tanh", category="float", inplace=True, faces=("torch", "Tensor", "nn.functional"))
def tanh(xp: Any, input: Array) -> Array:
    """Hyperbolic tangent.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tanh(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.7616])
    """
    return xp.tanh(input)


tanh.rule(input=lambda xp, g, out: g * conj(xp, 1 - out * out))
tanh.cases(unary(), oracle="numpy.tanh")


@op(standard="asinh", aliases=("arcsinh",), category="float", inplace=True)
def asinh(xp: Any, input: Array) -> Array:
    """Inverse of the hyperbolic sine.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.asinh(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.8814])
    """
    return xp.asinh(input)


asinh.rule(input=lambda xp, g, input: g / conj(xp, xp.sqrt(input * input + 1)))
asinh.cases(unary(), oracle="numpy.arcsinh")


@op(standard="acosh", aliases=("arccosh",), category="float", inplace=True)
def acosh(xp: Any, input: Array) -> Array:
    """Inverse of the hyperbolic cosine; NaN below 1.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.acosh(ag.tensor([1.0, 2.0]))
    tensor([0.0000, 1.3170])
    """
    return xp.acosh(input)


acosh.rule(input=lambda xp, g, input: g / conj(xp, xp.sqrt(input - 1) * xp.sqrt(input + 1)))
acosh.cases(unary(1.2, 3.0), oracle="numpy.arccosh")


@op(standard="atanh", aliases=("arctanh",), category="float", inplace=True)
def atanh(xp: Any, input: Array) -> Array:
    """Inverse of the hyperbolic tangent; NaN outside of [-1, 1].

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.atanh(ag.tensor([0.0, 0.5]))
    tensor([0.0000, 0.5493])
    """
    return xp.atanh(input)


atanh.rule(input=lambda xp, g, input: g / conj(xp, 1 - input * input))
atanh.cases(unary(-0.8, 0.8), oracle="numpy.arctanh")


@op(standard="atan2", aliases=("arctan2",), category="float", inplace=True, broadcasts=True)
def atan2(xp: Any, input: Array, other: Array) -> Array:
    """Angle between -pi and pi of the point with ordinate `input` and abscissa `other`.

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
    >>> ag.atan2(ag.tensor([1.0, 1.0]), ag.tensor([1.0, -1.0]))
    tensor([0.7854, 2.3562])
    """
    return xp.atan2(input, other)


def _atan2_input(xp: Any, g: Any, input: Any, other: Any) -> Any:
    square = input * input + other * other
    origin = square == 0
    return xp.where(origin, 0, g * other / xp.where(origin, 1, square))


atan2.rule(input=_atan2_input, other=lambda xp, g, input, other: -_atan2_input(xp, g, other, input))
atan2.cases(binary(0.5, 2.0), binary(-2.0, -0.5), oracle="numpy.arctan2")


@op(category="float", inplace=True)
def deg2rad(xp: Any, input: Array) -> Array:
    """Degrees as radians.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.deg2rad(ag.tensor([0.0, 180.0]))
    tensor([0.0000, 3.1416])
    """
    return input * (math.pi / 180)


deg2rad.rule(input=lambda xp, g: g * (math.pi / 180))
deg2rad.cases(unary(), oracle="numpy.deg2rad")


@op(category="float", inplace=True)
def rad2deg(xp: Any, input: Array) -> Array:
    """Radians as degrees.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.rad2deg(ag.tensor([0.0, 1.0]))
    tensor([ 0.0000, 57.2958])
    """
    return input * (180 / math.pi)


rad2deg.rule(input=lambda xp, g: g * (180 / math.pi))
rad2deg.cases(unary(), oracle="numpy.rad2deg")


@op(category="float", inplace=True, faces=("torch", "Tensor", "special"))
def sinc(xp: Any, input: Array) -> Array:
    """``sin(pi x) / (pi x)``, which is 1 at zero.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sinc(ag.tensor([0.0, 0.5]))
    tensor([1.0000, 0.6366])
    """
    x = input * math.pi
    zero = x == 0
    return xp.where(zero, 1, xp.sin(x) / xp.where(zero, 1, x))


def _sinc_input(xp: Any, g: Any, input: Any) -> Any:
    x = input * math.pi
    zero = x == 0
    safe = xp.where(zero, 1, x)
    return xp.where(zero, 0, g * conj(xp, (x * xp.cos(x) - xp.sin(x)) / (safe * safe) * math.pi))


sinc.rule(input=_sinc_input)
sinc.cases(unary(avoid=(0.0,)), oracle="numpy.sinc")
