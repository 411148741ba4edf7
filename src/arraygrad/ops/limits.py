"""The larger and the smaller of two values, and limits to values."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import binary, case, integers, real
from arraygrad.op import Array, op


@op(standard="maximum", category="arith", inplace=True, broadcasts=True, real=True)
def maximum(xp: Any, input: Array, other: Array) -> Array:
    """The larger of two elements, NaN if one is NaN. Equal elements share the gradient.

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
    >>> ag.maximum(ag.tensor([1.0, 5.0]), ag.tensor([3.0, 4.0]))
    tensor([3., 5.])
    """
    return xp.maximum(input, other)


def _share(xp: Any, g: Any, x: Any, y: Any, beaten: Any) -> Any:
    """The gradient where `x` was taken, half of it where `y` is equal."""
    return xp.where(beaten, 0, xp.where(x == y, g * 0.5, g))


maximum.rule(
    input=lambda xp, g, input, other: _share(xp, g, input, other, input < other),
    other=lambda xp, g, input, other: _share(xp, g, other, input, other < input),
)
maximum.cases(binary(), case(integers(3), integers(3)), oracle="numpy.maximum")


@op(standard="minimum", category="arith", inplace=True, broadcasts=True, real=True)
def minimum(xp: Any, input: Array, other: Array) -> Array:
    """The smaller of two elements, NaN if one is NaN. Equal elements share the gradient.

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
    >>> ag.minimum(ag.tensor([1.0, 5.0]), ag.tensor([3.0, 4.0]))
    tensor([1., 4.])
    """
    return xp.minimum(input, other)


minimum.rule(
    input=lambda xp, g, input, other: _share(xp, g, input, other, input > other),
    other=lambda xp, g, input, other: _share(xp, g, other, input, other > input),
)
minimum.cases(binary(), case(integers(3), integers(3)), oracle="numpy.minimum")


@op(composite=True)
def fmax(xp: Any, input: Array, other: Array) -> Array:
    """The larger of two elements; a number counts for more than NaN.

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
    >>> ag.fmax(ag.tensor([1.0, float("nan")]), ag.tensor([3.0, 4.0]))
    tensor([3., 4.])
    """
    return xp.where(xp.logical_or(input >= other, xp.isnan(other)), input, other)


fmax.cases(binary(), oracle="numpy.fmax")


@op(composite=True)
def fmin(xp: Any, input: Array, other: Array) -> Array:
    """The smaller of two elements; a number counts for more than NaN.

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
    >>> ag.fmin(ag.tensor([1.0, float("nan")]), ag.tensor([3.0, 4.0]))
    tensor([1., 4.])
    """
    return xp.where(xp.logical_or(input <= other, xp.isnan(other)), input, other)


fmin.cases(binary(), oracle="numpy.fmin")


@op(standard="clip", aliases=("clip",), category="arith", inplace=True, broadcasts=True, real=True)
def clamp(xp: Any, input: Array, min: Array | None = None, max: Array | None = None) -> Array:
    """Each element, or the limit that it exceeds. The gradient passes at the limits themselves.

    Parameters
    ----------
    input : Tensor
    min, max : Tensor or number, optional
        Limits, broadcast against `input`; `max` decides if `min` is larger.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If there is no limit at all.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.clamp(ag.tensor([-2.0, 0.5, 3.0]), min=-1, max=1)
    tensor([-1.0000,  0.5000,  1.0000])
    """
    if min is None and max is None:
        raise RuntimeError("clamp: At least one of 'min' or 'max' must not be None")
    if min is None:
        return xp.minimum(input, max)
    raised = xp.maximum(input, min)
    return raised if max is None else xp.minimum(raised, max)


def _clamp_input(xp: Any, g: Any, input: Any, min: Any, max: Any) -> Any:
    if min is None:
        return xp.where(input <= max, g, 0)
    if max is None:
        return xp.where(input >= min, g, 0)
    return xp.where(xp.logical_and(input >= min, input <= max), g, 0)


def _clamp_min(xp: Any, g: Any, input: Any, min: Any, max: Any) -> Any:
    taken = input < min
    return xp.where(taken if max is None else xp.logical_and(taken, min < max), g, 0)


def _clamp_max(xp: Any, g: Any, input: Any, min: Any, max: Any) -> Any:
    taken = input > max
    return xp.where(taken if min is None else xp.logical_or(taken, max < min), g, 0)


clamp.rule(input=_clamp_input, min=_clamp_min, max=_clamp_max)
clamp.cases(
    case(real(3, 4, avoid=(-1.0, 1.0)), -1.0, 1.0),
    case(real(avoid=(-1.0,)), min=-1.0),
    case(real(0, 3), max=1.0),
    case(real(3, 4), real(4, low=-1.5, high=-0.5), real(3, 1, low=0.5, high=1.5)),
    case(real(3, 4), max=real(4)),
    case(integers(3, 4), -1, 2),
)


@op(composite=True, inplace=True)
def clamp_min(xp: Any, input: Array, min: Array) -> Array:
    """Each element, or `min` if it is smaller.

    Parameters
    ----------
    input : Tensor
    min : Tensor or number

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.clamp_min(ag.tensor([-2.0, 0.5]), 0)
    tensor([0.0000, 0.5000])
    """
    return xp.clamp(input, min, None)


clamp_min.cases(case(real(3, 4, avoid=(0.5,)), 0.5), oracle="numpy.maximum")


@op(composite=True, inplace=True)
def clamp_max(xp: Any, input: Array, max: Array) -> Array:
    """Each element, or `max` if it is larger.

    Parameters
    ----------
    input : Tensor
    max : Tensor or number

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.clamp_max(ag.tensor([-2.0, 0.5]), 0)
    tensor([-2.,  0.])
    """
    return xp.clamp(input, None, max)


clamp_max.cases(case(real(3, 4, avoid=(0.5,)), 0.5), oracle="numpy.minimum")
