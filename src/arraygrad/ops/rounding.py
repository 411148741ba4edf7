"""Rounding."""

from __future__ import annotations

import builtins
from typing import Any

from arraygrad.cases import case, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import flat, is_floating


@op(standard="floor", inplace=True)
def floor(xp: Any, input: Array) -> Array:
    """The largest integer not above each element.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.floor(ag.tensor([-1.5, 1.5]))
    tensor([-2.,  1.])
    """
    return xp.floor(input) if is_floating(xp, input) else xp.copy(input)


floor.rule(input=flat)
floor.cases(unary(avoid=(-2.0, -1.0, 0.0, 1.0, 2.0)), oracle="numpy.floor")


@op(standard="ceil", inplace=True)
def ceil(xp: Any, input: Array) -> Array:
    """The smallest integer not below each element.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.ceil(ag.tensor([-1.5, 1.5]))
    tensor([-1.,  2.])
    """
    return xp.ceil(input) if is_floating(xp, input) else xp.copy(input)


ceil.rule(input=flat)
ceil.cases(unary(avoid=(-2.0, -1.0, 0.0, 1.0, 2.0)), oracle="numpy.ceil")


@op(standard="trunc", aliases=("fix",), inplace=True)
def trunc(xp: Any, input: Array) -> Array:
    """Each element without its fraction.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.trunc(ag.tensor([-1.5, 1.5]))
    tensor([-1.,  1.])
    """
    return xp.trunc(input) if is_floating(xp, input) else xp.copy(input)


trunc.rule(input=flat)
trunc.cases(unary(avoid=(-2.0, -1.0, 0.0, 1.0, 2.0)), oracle="numpy.trunc")


@op(inplace=True)
def frac(xp: Any, input: Array) -> Array:
    """The fraction of each element, with its sign.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.frac(ag.tensor([-1.5, 1.25]))
    tensor([-0.5000,  0.2500])
    """
    return input - xp.trunc(input)


frac.rule(input=lambda xp, g: g)
frac.cases(unary(avoid=(-2.0, -1.0, 0.0, 1.0, 2.0)))


@op(standard="round", inplace=True, faces=("torch", "Tensor", "special"), real=True)
def round(xp: Any, input: Array, *, decimals: int = 0) -> Array:
    """Each element rounded to the nearest integer, halves to the even one.

    Parameters
    ----------
    input : Tensor
    decimals : int
        Number of decimals to keep; negative for tens, hundreds, ...

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.round(ag.tensor([0.5, 1.5, -2.7]))
    tensor([ 0.,  2., -3.])
    >>> ag.round(ag.tensor([0.1234]), decimals=2)
    tensor([0.1200])
    """
    if not is_floating(xp, input):
        return xp.copy(input)
    if decimals == 0:
        return xp.round(input)
    scale = 10.0 ** builtins.abs(decimals)
    return xp.round(input * scale) / scale if decimals > 0 else xp.round(input / scale) * scale


round.rule(input=flat)
round.cases(
    unary(avoid=(-1.5, -0.5, 0.5, 1.5)),
    case(real(3, 4, low=1.06, high=1.14), decimals=1),
    case(real(3, 4, low=11.0, high=14.0), decimals=-1),
    oracle="numpy.round",
)
