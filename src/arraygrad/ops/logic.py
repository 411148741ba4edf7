"""Logic of truth values and of bits."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import bools, case, integers
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating, kind_of, truth


def _check_bits(xp: Any, name: str, *operands: Any, bools: bool = True) -> None:
    for x in operands:
        if is_floating(xp, x):
            kind = type(x).__name__ if isinstance(x, (float, complex)) else x.dtype
            raise NotImplementedError(
                f'"{name}" not implemented for {kind}: it takes integers{" or bools" if bools else ""}'
            )
        if not bools and not isinstance(x, int) and kind_of(xp, x.dtype) == "bool":
            raise NotImplementedError(f'"{name}" not implemented for {x.dtype}: it takes integers')


@op(standard="logical_and", category="compare", inplace=True, broadcasts=True)
def logical_and(xp: Any, input: Array, other: Array) -> Array:
    """Whether both elements are true (other than zero).

    Parameters
    ----------
    input, other : Tensor
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logical_and(ag.tensor([True, True]), ag.tensor([True, False]))
    tensor([ True, False])
    """
    return xp.logical_and(truth(xp, input), truth(xp, other))


logical_and.cases(
    case(bools(3, 4), bools(4)), case(integers(3, 1), integers(4)), case(bools(), bools()), oracle="numpy.logical_and"
)


@op(standard="logical_or", category="compare", inplace=True, broadcasts=True)
def logical_or(xp: Any, input: Array, other: Array) -> Array:
    """Whether at least one of two elements is true (other than zero).

    Parameters
    ----------
    input, other : Tensor
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logical_or(ag.tensor([True, True]), ag.tensor([True, False]))
    tensor([True, True])
    """
    return xp.logical_or(truth(xp, input), truth(xp, other))


logical_or.cases(
    case(bools(3, 4), bools(4)), case(integers(3, 1), integers(4)), case(bools(), bools()), oracle="numpy.logical_or"
)


@op(standard="logical_xor", category="compare", inplace=True, broadcasts=True)
def logical_xor(xp: Any, input: Array, other: Array) -> Array:
    """Whether exactly one of two elements is true (other than zero).

    Parameters
    ----------
    input, other : Tensor
        Broadcast against one another.

    Returns
    -------
    Tensor
        Of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logical_xor(ag.tensor([True, True]), ag.tensor([True, False]))
    tensor([False,  True])
    """
    return xp.logical_xor(truth(xp, input), truth(xp, other))


logical_xor.cases(
    case(bools(3, 4), bools(4)), case(integers(3, 1), integers(4)), case(bools(), bools()), oracle="numpy.logical_xor"
)


@op(standard="logical_not", inplace=True)
def logical_not(xp: Any, input: Array) -> Array:
    """Whether elements are false (zero).

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
    >>> ag.logical_not(ag.tensor([True, False]))
    tensor([False,  True])
    """
    return xp.logical_not(truth(xp, input))


logical_not.cases(case(bools(3, 4)), case(integers(3)), case(bools()), oracle="numpy.logical_not")


@op(standard="bitwise_and", category="arith", inplace=True, broadcasts=True)
def bitwise_and(xp: Any, input: Array, other: Array) -> Array:
    """Bits that are set in both of two integers; logical and of bools.

    Parameters
    ----------
    input, other : Tensor or int
        Integers or bools, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    NotImplementedError
        If an operand is not of integers or bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bitwise_and(ag.tensor([6]), 3)
    tensor([2])
    """
    _check_bits(xp, "bitwise_and", input, other)
    return xp.bitwise_and(input, other)


bitwise_and.cases(
    case(integers(3, 4), integers(4)), case(integers(3), 3), case(bools(3), bools(3)), oracle="numpy.bitwise_and"
)


@op(standard="bitwise_or", category="arith", inplace=True, broadcasts=True)
def bitwise_or(xp: Any, input: Array, other: Array) -> Array:
    """Bits that are set in at least one of two integers; logical or of bools.

    Parameters
    ----------
    input, other : Tensor or int
        Integers or bools, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    NotImplementedError
        If an operand is not of integers or bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bitwise_or(ag.tensor([6]), 3)
    tensor([7])
    """
    _check_bits(xp, "bitwise_or", input, other)
    return xp.bitwise_or(input, other)


bitwise_or.cases(
    case(integers(3, 4), integers(4)), case(integers(3), 3), case(bools(3), bools(3)), oracle="numpy.bitwise_or"
)


@op(standard="bitwise_xor", category="arith", inplace=True, broadcasts=True)
def bitwise_xor(xp: Any, input: Array, other: Array) -> Array:
    """Bits that are set in exactly one of two integers; logical exclusive or of bools.

    Parameters
    ----------
    input, other : Tensor or int
        Integers or bools, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    NotImplementedError
        If an operand is not of integers or bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bitwise_xor(ag.tensor([6]), 3)
    tensor([5])
    """
    _check_bits(xp, "bitwise_xor", input, other)
    return xp.bitwise_xor(input, other)


bitwise_xor.cases(
    case(integers(3, 4), integers(4)), case(integers(3), 3), case(bools(3), bools(3)), oracle="numpy.bitwise_xor"
)


@op(standard="bitwise_left_shift", category="arith", inplace=True, broadcasts=True)
def bitwise_left_shift(xp: Any, input: Array, other: Array) -> Array:
    """Integers times a power of two: bits moved to the left.

    Parameters
    ----------
    input, other : Tensor or int
        Integers, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    NotImplementedError
        If an operand is not of integers.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bitwise_left_shift(ag.tensor([6]), 3)
    tensor([48])
    """
    _check_bits(xp, "bitwise_left_shift", input, other, bools=False)
    return xp.bitwise_left_shift(input, other)


bitwise_left_shift.cases(
    case(integers(3, 4), integers(4, low=0, high=5)), case(integers(3), 2), oracle="numpy.left_shift"
)


@op(standard="bitwise_right_shift", category="arith", inplace=True, broadcasts=True)
def bitwise_right_shift(xp: Any, input: Array, other: Array) -> Array:
    """Integers divided by a power of two, rounded down: bits moved to the right.

    Parameters
    ----------
    input, other : Tensor or int
        Integers, broadcast against one another.

    Returns
    -------
    Tensor

    Raises
    ------
    NotImplementedError
        If an operand is not of integers.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bitwise_right_shift(ag.tensor([6]), 1)
    tensor([3])
    """
    _check_bits(xp, "bitwise_right_shift", input, other, bools=False)
    return xp.bitwise_right_shift(input, other)


bitwise_right_shift.cases(
    case(integers(3, 4), integers(4, low=0, high=5)), case(integers(3), 2), oracle="numpy.right_shift"
)


@op(standard="bitwise_invert", inplace=True)
def bitwise_not(xp: Any, input: Array) -> Array:
    """All bits of each integer turned over; logical not of bools.

    Parameters
    ----------
    input : Tensor
        Integers or bools.

    Returns
    -------
    Tensor

    Raises
    ------
    NotImplementedError
        If `input` is not of integers or bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bitwise_not(ag.tensor([0, 5]))
    tensor([-1, -6])
    """
    _check_bits(xp, "bitwise_not", input)
    return xp.bitwise_invert(input)


bitwise_not.cases(case(integers(3, 4)), case(bools(3)), oracle="numpy.invert")
