"""Arithmetic of two tensors, or of a tensor and a number."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import binary, case, integers, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import check_divisor, conj, flat, is_floating


def _scaled(xp: Any, x: Any, alpha: Any) -> Any:
    """`x` times the factor of an addition.

    Raises
    ------
    RuntimeError
        If integers would be multiplied by a fraction.
    """
    if isinstance(alpha, float) and not is_floating(xp, x):
        raise RuntimeError(
            f"For integral input tensors, argument alpha must not be a floating point number, got {alpha}"
        )
    return x * alpha


@op(standard="add", category="arith", inplace=True, broadcasts=True)
def add(xp: Any, input: Array, other: Array, *, alpha: float = 1) -> Array:
    """Sum of two tensors, the second one times `alpha`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.
    alpha : number

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.add(ag.tensor([1.0, 2.0]), ag.tensor([10.0, 20.0]), alpha=2)
    tensor([21., 42.])
    """
    return xp.add(input, other if alpha == 1 else _scaled(xp, other, alpha))


add.rule(input=lambda xp, g: g, other=lambda xp, g, alpha: g if alpha == 1 else g * conj(xp, alpha))
add.cases(
    binary(), binary(alpha=0.5), case(real(2, 3), 1.5), oracle=lambda input, other, alpha=1: input + alpha * other
)


@op(standard="subtract", aliases=("subtract",), category="arith", inplace=True, broadcasts=True)
def sub(xp: Any, input: Array, other: Array, *, alpha: float = 1) -> Array:
    """Difference of two tensors, the second one times `alpha`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.
    alpha : number

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.sub(ag.tensor([1.0, 2.0]), 0.5)
    tensor([0.5000, 1.5000])
    """
    return xp.subtract(input, other if alpha == 1 else _scaled(xp, other, alpha))


sub.rule(input=lambda xp, g: g, other=lambda xp, g, alpha: -g if alpha == 1 else g * -conj(xp, alpha))
sub.cases(
    binary(), binary(alpha=0.5), case(real(2, 3), 1.5), oracle=lambda input, other, alpha=1: input - alpha * other
)


@op(category="arith", broadcasts=True)
def rsub(xp: Any, input: Array, other: Array, *, alpha: float = 1) -> Array:
    """`other` minus `input` times `alpha`.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.
    alpha : number

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.rsub(ag.tensor([1.0, 2.0]), 1)
    tensor([ 0., -1.])
    """
    return xp.subtract(other, input if alpha == 1 else _scaled(xp, input, alpha))


rsub.rule(input=lambda xp, g, alpha: -g if alpha == 1 else g * -conj(xp, alpha), other=lambda xp, g: g)
rsub.cases(
    binary(), binary(alpha=0.5), case(real(2, 3), 1.5), oracle=lambda input, other, alpha=1: other - alpha * input
)


@op(standard="multiply", aliases=("multiply",), category="arith", inplace=True, broadcasts=True)
def mul(xp: Any, input: Array, other: Array) -> Array:
    """Product of two tensors, element by element.

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
    >>> ag.mul(ag.tensor([1.0, 2.0]), ag.tensor([[3.0], [4.0]]))
    tensor([[3., 6.],
            [4., 8.]])
    """
    return xp.multiply(input, other)


mul.rule(input=lambda xp, g, other: g * conj(xp, other), other=lambda xp, g, input: g * conj(xp, input))
mul.cases(binary(), case(real(2, 3), 1.5), case(integers(2, 3), integers(3)), oracle="numpy.multiply")


@op(standard="divide", category="float", inplace=True, broadcasts=True)
def true_divide(xp: Any, input: Array, other: Array) -> Array:
    """Quotient of two tensors; integers give floating point numbers.

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
    >>> ag.true_divide(ag.tensor([1, 2]), 2)
    tensor([0.5000, 1.0000])
    """
    return xp.divide(input, other)


def _quotient_other(xp: Any, g: Any, input: Any, other: Any) -> Any:
    return -g * conj(xp, input / other / other)


true_divide.node_name = "DivBackward0"
true_divide.rule(input=lambda xp, g, other: g / conj(xp, other), other=_quotient_other)
true_divide.cases(binary(0.5, 2.0), case(real(2, 3), 1.5), case(2.0, real(2, 3, low=0.5)), oracle="numpy.divide")


@op(composite=True, aliases=("divide",), inplace=True)
def div(xp: Any, input: Array, other: Array, *, rounding_mode: str | None = None) -> Array:
    """Quotient of two tensors, rounded on request.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.
    rounding_mode : {None, "trunc", "floor"}
        Without one integers give floating point numbers; ``"trunc"`` rounds towards zero as in C, ``"floor"`` down as
        Python's ``//``, and both keep integers.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `rounding_mode` is none of these, or integers are divided by zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.div(ag.tensor([-3, 3]), 2)
    tensor([-1.5000,  1.5000])
    >>> ag.div(ag.tensor([-3, 3]), 2, rounding_mode="trunc")
    tensor([-1,  1])
    """
    if rounding_mode is None:
        return xp.true_divide(input, other)
    if rounding_mode == "floor":
        return xp.floor_divide(input, other)
    if rounding_mode == "trunc":
        return xp.trunc_divide(input, other)
    raise RuntimeError(f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found {rounding_mode!r}")


div.cases(
    binary(0.5, 2.0),
    case(real(2, 3), 1.5),
    case(integers(3, 4), integers(4, low=1), rounding_mode="floor"),
    case(integers(3, 4), integers(4, low=1), rounding_mode="trunc"),
)


@op(standard="floor_divide", category="arith", inplace=True, broadcasts=True)
def floor_divide(xp: Any, input: Array, other: Array) -> Array:
    """Quotient rounded down, as Python's ``//``. Its derivative is zero.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If integers are divided by zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.floor_divide(ag.tensor([-3, 3]), 2)
    tensor([-2,  1])
    """
    check_divisor(xp, input, other)
    return xp.floor_divide(input, other)


floor_divide.rule(input=flat, other=flat)
floor_divide.cases(
    case(integers(3, 4), integers(4, low=1)), case(integers(3), 2), case(integers(), 2), oracle="numpy.floor_divide"
)


@op(category="arith", faces=(), broadcasts=True)
def trunc_divide(xp: Any, input: Array, other: Array) -> Array:
    """Quotient rounded towards zero."""
    check_divisor(xp, input, other)
    if is_floating(xp, input) or is_floating(xp, other):
        return xp.trunc(xp.divide(input, other))
    down = xp.floor_divide(input, other)
    inexact = (down * other) != input
    return xp.where(xp.logical_and(inexact, down < 0), down + 1, down)


trunc_divide.rule(input=flat, other=flat)
trunc_divide.cases(case(integers(3, 4), integers(4, low=1)), case(integers(3), -2))


@op(standard="remainder", category="arith", inplace=True, broadcasts=True)
def remainder(xp: Any, input: Array, other: Array) -> Array:
    """Remainder with the sign of the divisor, as Python's ``%``.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If integers are divided by zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.remainder(ag.tensor([-3.0, 3.0]), 2)
    tensor([1., 1.])
    """
    check_divisor(xp, input, other)
    return xp.remainder(input, other)


remainder.rule(input=lambda xp, g: g, other=lambda xp, g, input, other: -g * xp.floor_divide(input, other))
remainder.cases(
    case(real(3, 4, low=0.1, high=0.9), real(4, low=1.0, high=2.0)),
    case(real(3, low=0.1, high=0.9), -1.5),
    case(integers(3, 4), integers(4, low=1)),
    oracle="numpy.remainder",
)


@op(category="arith", inplace=True, broadcasts=True, real=True)
def fmod(xp: Any, input: Array, other: Array) -> Array:
    """Remainder with the sign of the dividend, as in C.

    Parameters
    ----------
    input, other : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If integers are divided by zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fmod(ag.tensor([-3.0, 3.0]), 2)
    tensor([-1.,  1.])
    """
    check_divisor(xp, input, other)
    # Of positive numbers both kinds of remainder are the same and exact.
    size = xp.remainder(_size(xp, input), _size(xp, other))
    return xp.where(input < 0, -size, size) if hasattr(input, "dtype") else size if input >= 0 else -size


def _size(xp: Any, x: Any) -> Any:
    return xp.abs(x) if hasattr(x, "dtype") else abs(x)


fmod.rule(input=lambda xp, g: g, other=lambda xp, g, input, other: -g * xp.trunc_divide(input, other))
fmod.cases(
    case(real(3, 4, low=-0.9, high=-0.1), real(4, low=1.0, high=2.0)),
    case(real(3, low=0.1, high=0.9), -1.5),
    case(integers(3, 4), integers(4, low=1)),
    oracle="numpy.fmod",
)


@op(standard="negative", aliases=("negative",), inplace=True)
def neg(xp: Any, input: Array) -> Array:
    """Each element with the opposite sign.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.neg(ag.tensor([1.0, -2.0]))
    tensor([-1.,  2.])
    """
    return xp.negative(input)


neg.rule(input=lambda xp, g: -g)
neg.cases(unary(), oracle="numpy.negative")


@op(standard="positive")
def positive(xp: Any, input: Array) -> Array:
    """The elements as they are.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.positive(ag.tensor([1.0, -2.0]))
    tensor([ 1., -2.])
    """
    return xp.positive(input)


positive.rule(input=lambda xp, g: g)
positive.cases(unary(), oracle="numpy.positive")
