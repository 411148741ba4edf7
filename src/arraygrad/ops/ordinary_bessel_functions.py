"""Bessel functions of the first and second kind, of orders 0 and 1.

PyTorch gives them no derivatives; these are the exact ones.
"""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._bessel import first_kind, second_kind
from arraygrad.ops._common import require_floating
from arraygrad.ops.bessel_functions import _over


@op(category="float", faces=("special",))
def bessel_j0(xp: Any, input: Array) -> Array:
    """Bessel function of the first kind, of order 0.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.bessel_j0(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 0.7652])
    """
    require_floating(xp, input, "bessel_j0")
    return first_kind(xp, input, 0)


bessel_j0.rule(input=lambda xp, g, input: -g * xp.bessel_j1(input))
bessel_j0.cases(case(real(3, 4)), case(real(3, low=9.0, high=20.0)))


@op(category="float", faces=("special",))
def bessel_j1(xp: Any, input: Array) -> Array:
    """Bessel function of the first kind, of order 1.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.bessel_j1(ag.tensor([0.0, 1.0]))
    tensor([0.0000, 0.4401])
    """
    require_floating(xp, input, "bessel_j1")
    return first_kind(xp, input, 1)


bessel_j1.rule(input=lambda xp, g, input, out: g * (xp.bessel_j0(input) - _over(xp, out, input)))
bessel_j1.cases(case(real(3, 4, avoid=(0.0,))), case(real(3, low=9.0, high=20.0)))


@op(category="float", faces=("special",))
def bessel_y0(xp: Any, input: Array) -> Array:
    """Bessel function of the second kind, of order 0: minus infinity at zero, NaN below.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.bessel_y0(ag.tensor([0.0, 1.0]))
    tensor([  -inf, 0.0883])
    """
    require_floating(xp, input, "bessel_y0")
    return second_kind(xp, input, 0)


bessel_y0.rule(input=lambda xp, g, input: -g * xp.bessel_y1(input))
bessel_y0.cases(case(real(3, 4, low=0.5, high=7.0)), case(real(3, low=9.0, high=20.0)))


@op(category="float", faces=("special",))
def bessel_y1(xp: Any, input: Array) -> Array:
    """Bessel function of the second kind, of order 1: minus infinity at zero, NaN below.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.bessel_y1(ag.tensor([0.0, 1.0]))
    tensor([   -inf, -0.7812])
    """
    require_floating(xp, input, "bessel_y1")
    return second_kind(xp, input, 1)


bessel_y1.rule(input=lambda xp, g, input, out: g * (xp.bessel_y0(input) - out / input))
bessel_y1.cases(case(real(3, 4, low=0.5, high=7.0)), case(real(3, low=9.0, high=20.0)))


def _spherical(xp: Any, x: Any) -> Any:
    zero, infinite = x == 0, xp.isinf(x)
    y = xp.where(xp.logical_or(zero, infinite), 1, x)
    return xp.where(zero, 1, xp.where(infinite, 0, xp.sin(y) / y))


def _spherical_slope(xp: Any, x: Any) -> Any:
    """The derivative of ``sin(x) / x``, which loses no digits near zero."""
    small = xp.abs(x) < 0.5
    y = xp.where(small, 1, x)
    square = xp.where(small, x, 0) ** 2
    series = 1 - square / 10 * (1 - square / 28 * (1 - square / 54 * (1 - square / 88 * (1 - square / 130))))
    return xp.where(small, -x / 3 * series, (xp.cos(y) - xp.sin(y) / y) / y)


@op(category="float", faces=("special",))
def spherical_bessel_j0(xp: Any, input: Array) -> Array:
    """Spherical Bessel function of the first kind, of order 0: ``sin(x) / x``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.spherical_bessel_j0(ag.tensor([0.0, 1.0]))
    tensor([1.0000, 0.8415])
    """
    require_floating(xp, input, "spherical_bessel_j0")
    return _spherical(xp, input)


spherical_bessel_j0.rule(input=lambda xp, g, input: g * _spherical_slope(xp, input))
spherical_bessel_j0.cases(case(real(3, 4, avoid=(-0.5, 0.5))), case(real(3, low=3.0, high=9.0)))
