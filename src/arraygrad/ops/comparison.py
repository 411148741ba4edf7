"""Comparisons and questions about values."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import binary, case, integers, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of


@op(standard="equal", category="compare", inplace=True, broadcasts=True)
def eq(xp: Any, input: Array, other: Array) -> Array:
    """Whether elements are equal.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.eq(ag.tensor([1.0, 2.0]), 2)
    tensor([False,  True])
    """
    return xp.equal(input, other)


eq.cases(binary(), case(integers(3, 4), integers(4)), case(real(3), 0.5), oracle="numpy.equal")


@op(standard="not_equal", aliases=("not_equal",), category="compare", inplace=True, broadcasts=True)
def ne(xp: Any, input: Array, other: Array) -> Array:
    """Whether elements differ.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.ne(ag.tensor([1.0, 2.0]), 2)
    tensor([ True, False])
    """
    return xp.not_equal(input, other)


ne.cases(binary(), case(integers(3, 4), integers(4)), case(real(3), 0.5), oracle="numpy.not_equal")


@op(standard="less", aliases=("less",), category="compare", inplace=True, broadcasts=True, real=True)
def lt(xp: Any, input: Array, other: Array) -> Array:
    """Whether `input` is less than `other`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.lt(ag.tensor([1.0, 2.0]), 2)
    tensor([ True, False])
    """
    return xp.less(input, other)


lt.cases(binary(), case(integers(3, 4), integers(4)), case(real(3), 0.5), oracle="numpy.less")


@op(standard="less_equal", aliases=("less_equal",), category="compare", inplace=True, broadcasts=True, real=True)
def le(xp: Any, input: Array, other: Array) -> Array:
    """Whether `input` is less than or equal to `other`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.le(ag.tensor([1.0, 2.0]), 2)
    tensor([True, True])
    """
    return xp.less_equal(input, other)


le.cases(binary(), case(integers(3, 4), integers(4)), case(real(3), 0.5), oracle="numpy.less_equal")


@op(standard="greater", aliases=("greater",), category="compare", inplace=True, broadcasts=True, real=True)
def gt(xp: Any, input: Array, other: Array) -> Array:
    """Whether `input` is greater than `other`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.gt(ag.tensor([1.0, 2.0]), 2)
    tensor([False, False])
    """
    return xp.greater(input, other)


gt.cases(binary(), case(integers(3, 4), integers(4)), case(real(3), 0.5), oracle="numpy.greater")


@op(standard="greater_equal", aliases=("greater_equal",), category="compare", inplace=True, broadcasts=True, real=True)
def ge(xp: Any, input: Array, other: Array) -> Array:
    """Whether `input` is greater than or equal to `other`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.ge(ag.tensor([1.0, 2.0]), 2)
    tensor([False,  True])
    """
    return xp.greater_equal(input, other)


ge.cases(binary(), case(integers(3, 4), integers(4)), case(real(3), 0.5), oracle="numpy.greater_equal")


@op(standard="isnan")
def isnan(xp: Any, input: Array) -> Array:
    """Whether elements are NaN.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isnan(ag.tensor([1.0, float("nan"), float("inf")]))
    tensor([False,  True, False])
    """
    return xp.isnan(input)


isnan.cases(unary(), case(integers(3)), oracle="numpy.isnan")


@op(standard="isinf")
def isinf(xp: Any, input: Array) -> Array:
    """Whether elements are infinite.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isinf(ag.tensor([1.0, float("nan"), float("inf")]))
    tensor([False, False,  True])
    """
    return xp.isinf(input)


isinf.cases(unary(), case(integers(3)), oracle="numpy.isinf")


@op(standard="isfinite")
def isfinite(xp: Any, input: Array) -> Array:
    """Whether elements are finite numbers.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isfinite(ag.tensor([1.0, float("nan"), float("inf")]))
    tensor([ True, False, False])
    """
    return xp.isfinite(input)


isfinite.cases(unary(), case(integers(3)), oracle="numpy.isfinite")


@op(standard="signbit")
def signbit(xp: Any, input: Array) -> Array:
    """Whether elements carry a minus sign, zeros included.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.signbit(ag.tensor([-0.0, 1.0]))
    tensor([ True, False])
    """
    return xp.signbit(input)


signbit.cases(unary(avoid=(0.0,)), oracle="numpy.signbit")


@op(real=True)
def isposinf(xp: Any, input: Array) -> Array:
    """Whether elements are plus infinity.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isposinf(ag.tensor([float("inf"), float("-inf")]))
    tensor([ True, False])
    """
    return input == math.inf


isposinf.cases(unary(), oracle="numpy.isposinf")


@op(real=True)
def isneginf(xp: Any, input: Array) -> Array:
    """Whether elements are minus infinity.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isneginf(ag.tensor([float("inf"), float("-inf")]))
    tensor([False,  True])
    """
    return input == -math.inf


isneginf.cases(unary(), oracle="numpy.isneginf")


@op
def isclose(
    xp: Any, input: Array, other: Array, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False
) -> Array:
    """Whether ``|input - other| <= atol + rtol * |other|``; infinities are close if they are equal.

    Parameters
    ----------
    input, other : Tensor
        Of one dtype, broadcast against one another.
    rtol, atol : float
    equal_nan : bool
        Whether NaN is close to NaN.

    Returns
    -------
    Tensor
        Of bools.

    Raises
    ------
    RuntimeError
        If the dtypes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isclose(ag.tensor([1.0, 2.0]), ag.tensor([1.0 + 1e-7, 2.1]))
    tensor([ True, False])
    """
    for name, tolerance in (("rtol", rtol), ("atol", atol)):
        if tolerance < 0:
            raise RuntimeError(f"{name} must be greater than or equal to zero, but got {tolerance}")
    close = input == other
    if equal_nan:
        close = xp.logical_or(close, xp.logical_and(input != input, other != other))
    if kind_of(xp, input.dtype) == "bool":
        return close
    if kind_of(xp, input.dtype) == "integral":
        input, other = xp.astype(input, xp.float64), xp.astype(other, xp.float64)
    finite = xp.logical_and(xp.isfinite(input), xp.isfinite(other))
    input, other = xp.where(finite, input, 0), xp.where(finite, other, 0)
    near = xp.abs(input - other) <= xp.abs(other) * rtol + atol
    return xp.logical_or(close, xp.logical_and(near, finite))


isclose.cases(binary(), case(integers(3, 4), integers(4)), case(real(3), real(3), atol=0.5), oracle="numpy.isclose")


@op(standard="isin", category="arith", faces=("torch",))
def isin(xp: Any, elements: Array, test_elements: Array, *, assume_unique: bool = False, invert: bool = False) -> Array:
    """Whether elements are among other elements.

    Parameters
    ----------
    elements, test_elements : Tensor or number
    assume_unique : bool
        A promise that no element appears twice; the result is the same without it.
    invert : bool
        Whether to ask if they are not.

    Returns
    -------
    Tensor
        Of bools, in the shape of `elements`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.isin(ag.tensor([1, 2, 3]), ag.tensor([2, 5]))
    tensor([False,  True, False])
    """
    found = xp.isin(elements, test_elements)
    return xp.logical_not(found) if invert else found


isin.cases(
    case(integers(3, 4), integers(5)),
    case(integers(3, 4), integers(5), invert=True),
    case(integers(), integers(0)),
    oracle="numpy.isin",
)
