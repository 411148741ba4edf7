"""Sign and size of elements."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import binary, case, integers, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import flat, kind_of


@op(standard="abs", aliases=("absolute",), inplace=True)
def abs(xp: Any, input: Array) -> Array:
    """Absolute value of each element; its derivative at zero is zero.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Real also if `input` is complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.abs(ag.tensor([-1.0, 2.0]))
    tensor([1., 2.])
    """
    return xp.abs(input)


abs.rule(input=lambda xp, g, input: g * xp.sgn(input))
abs.cases(unary(avoid=(0.0,)), oracle="numpy.abs")


@op(standard="sign", inplace=True, real=True)
def sign(xp: Any, input: Array) -> Array:
    """-1, 0 or 1 after the sign of each element.

    Parameters
    ----------
    input : Tensor
        Real.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sign(ag.tensor([-1.5, 0.0, 2.0]))
    tensor([-1.,  0.,  1.])
    """
    return input if kind_of(xp, input.dtype) == "bool" else xp.sign(input)


sign.rule(input=flat)
sign.cases(unary(avoid=(0.0,)), oracle="numpy.sign")


@op(inplace=True)
def sgn(xp: Any, input: Array) -> Array:
    """Each element divided by its absolute value, zero for zero: `sign` for complex numbers too.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sgn(ag.tensor([-1.5, 0.0, 2.0]))
    tensor([-1.,  0.,  1.])
    """
    return input if kind_of(xp, input.dtype) == "bool" else xp.sign(input)


def _sgn_input(xp: Any, g: Any, input: Any, out: Any) -> Any:
    if kind_of(xp, input.dtype) != "complex floating":
        return xp.zeros_like(g)
    size = xp.abs(input)
    # Only the part across the direction of a number turns it.
    across = g - out * xp.real(g * xp.conj(out))
    return xp.where(size == 0, 0, across / xp.where(size == 0, 1, size))


sgn.rule(input=_sgn_input)
sgn.cases(unary(avoid=(0.0,)), oracle="numpy.sign")


@op(standard="copysign", category="float", inplace=True, broadcasts=True)
def copysign(xp: Any, input: Array, other: Array) -> Array:
    """The size of `input` with the sign of `other`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.copysign(ag.tensor([1.0, 2.0]), ag.tensor([-1.0, 1.0]))
    tensor([-1.,  2.])
    """
    return xp.copysign(input, other)


copysign.rule(input=lambda xp, g, input, out: g * (xp.sign(input) * xp.sign(out)), other=flat)
copysign.cases(binary(avoid=(0.0,)), case(real(3, avoid=(0.0,)), -1.0), oracle="numpy.copysign")


@op(standard="hypot", category="float", inplace=True, broadcasts=True)
def hypot(xp: Any, input: Array, other: Array) -> Array:
    """Length of the hypotenuse, ``sqrt(input ** 2 + other ** 2)``, without overflow on the way.

    Parameters
    ----------
    input, other : Tensor
        Floating point, broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.hypot(ag.tensor([3.0]), ag.tensor([4.0]))
    tensor([5.])
    """
    return xp.hypot(input, other)


hypot.rule(input=lambda xp, g, input, out: g * (input / out), other=lambda xp, g, other, out: g * (other / out))
hypot.cases(binary(0.5, 2.0), oracle="numpy.hypot")


@op(inplace=True)
def nan_to_num(
    xp: Any, input: Array, nan: float | None = None, posinf: float | None = None, neginf: float | None = None
) -> Array:
    """Finite numbers in place of NaN and the infinities.

    Parameters
    ----------
    input : Tensor
    nan : float, optional
        For NaN; 0 if not given.
    posinf, neginf : float, optional
        For the infinities; the largest and the smallest finite number if not given.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nan_to_num(ag.tensor([1.0, float("nan"), float("inf")]), posinf=9.0)
    tensor([1., 0., 9.])
    """
    if kind_of(xp, input.dtype) != "real floating":
        return xp.copy(input)
    limits = xp.finfo(input.dtype)
    high = float(limits.max) if posinf is None else posinf
    low = float(limits.min) if neginf is None else neginf
    high_array, low_array = xp.full((), high, dtype=input.dtype), xp.full((), low, dtype=input.dtype)
    bounded = xp.where(xp.isinf(input), xp.where(input > 0, high_array, low_array), input)
    return xp.where(xp.isnan(input), 0.0 if nan is None else float(nan), bounded)


nan_to_num.rule(input=lambda xp, g, input: xp.where(xp.isfinite(input), g, 0))
nan_to_num.cases(unary(), oracle="numpy.nan_to_num")


@op(category="float", inplace=True, broadcasts=True, faces=("torch", "Tensor", "special"), real=True)
def xlogy(xp: Any, input: Array, other: Array) -> Array:
    """``input * log(other)``, which is zero where `input` is zero (unless `other` is NaN).

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.xlogy(ag.tensor([0.0, 1.0]), ag.tensor([0.0, 1.0]))
    tensor([0., 0.])
    """
    if not hasattr(other, "dtype"):
        other = xp.full((), other, dtype=input.dtype)
    skip = xp.logical_and(input == 0, other == other)
    return xp.where(skip, 0, input * xp.log(xp.where(skip, 1, other)))


def _xlogy_input(xp: Any, g: Any, input: Any, other: Any) -> Any:
    if not hasattr(other, "dtype"):
        other = xp.full((), other, dtype=g.dtype)
    skip = xp.logical_and(input == 0, other <= 0)
    return xp.where(skip, 0, g * xp.log(xp.where(skip, 1, other)))


xlogy.rule(input=_xlogy_input, other=lambda xp, g, input, other: g * (input / other))
xlogy.cases(binary(0.5, 2.0))


@op(category="same", inplace=True, broadcasts=True)
def heaviside(xp: Any, input: Array, values: Array) -> Array:
    """The step function: 0 below zero, 1 above, and `values` at zero. It has no derivative.

    Parameters
    ----------
    input, values : Tensor
        Of one dtype, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        In the backward pass.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.heaviside(ag.tensor([-1.0, 0.0, 2.0]), ag.tensor([0.5]))
    tensor([0.0000, 0.5000, 1.0000])
    """
    step = xp.astype(input > 0, input.dtype)
    return xp.where(xp.isnan(input), input, xp.where(input == 0, values, step))


def _no_slope(xp: Any, g: Any) -> Any:
    raise RuntimeError("derivative for heaviside is not implemented: detach() what is compared with zero")


heaviside.rule(input=_no_slope, values=_no_slope)
heaviside.cases(case(integers(3, 4), integers(4)), case(integers(), integers(3)), oracle="numpy.heaviside")


@op(standard="nextafter", category="arith", inplace=True, broadcasts=True)
def nextafter(xp: Any, input: Array, other: Array) -> Array:
    """The next floating point number after `input` in the direction of `other`.

    Parameters
    ----------
    input, other : Tensor
        Floating point, broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nextafter(ag.tensor([1.0]), ag.tensor([2.0])) > 1
    tensor([True])
    """
    return xp.nextafter(input, other)


nextafter.rule(input=lambda xp, g: g, other=lambda xp, g: flat(xp, g))
nextafter.cases(
    case(real(3, 4), real(4)),
    case(real(), real()),
    case(real(0, 3), real(1, 3)),
    oracle="numpy.nextafter",
)
