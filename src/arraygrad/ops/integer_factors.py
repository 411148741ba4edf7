"""Common divisors and multiples of integers."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import Case, case, integers
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of


def _check_integers(xp: Any, input: Any, other: Any, name: str) -> None:
    for x in (input, other):
        if not hasattr(x, "dtype"):
            raise TypeError(f"{name}(): argument must be Tensor, not {type(x).__name__}")
        if kind_of(xp, x.dtype) != "integral":
            raise NotImplementedError(f'"{name}_cpu" not implemented for {x.dtype}: it takes integers only')


def _divisor(xp: Any, input: Any, other: Any) -> Any:
    """Euclid's algorithm, with the steps that the worst numbers, neighbours in Fibonacci's sequence, take."""
    a, b = xp.broadcast_arrays(xp.abs(input), xp.abs(other))
    zero, one = xp.zeros_like(a), xp.ones_like(a)
    for _ in range(int(xp.iinfo(a.dtype).bits * 1.4405) + 1):
        done = b == 0
        if xp.concrete(done) and bool(xp.all(done)):
            break
        a, b = xp.where(done, a, b), xp.where(done, zero, xp.remainder(a, xp.where(done, one, b)))
    return a


@op(category="arith", inplace=True, broadcasts=True)
def gcd(xp: Any, input: Array, other: Array) -> Array:
    """Greatest common divisor, element by element; never negative, and zero for two zeros.

    Parameters
    ----------
    input, other : Tensor
        Of integers; they broadcast against each other.

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
    >>> ag.gcd(ag.tensor([12, -18]), ag.tensor([8]))
    tensor([4, 2])
    """
    _check_integers(xp, input, other, "gcd")
    return _divisor(xp, input, other)


@op(category="arith", inplace=True, broadcasts=True)
def lcm(xp: Any, input: Array, other: Array) -> Array:
    """Least common multiple, element by element; never negative, and zero beside a zero.

    Parameters
    ----------
    input, other : Tensor
        Of integers; they broadcast against each other.

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
    >>> ag.lcm(ag.tensor([12, -18]), ag.tensor([8]))
    tensor([24, 72])
    """
    _check_integers(xp, input, other, "lcm")
    divisor = _divisor(xp, input, other)
    return xp.abs(xp.floor_divide(input, xp.where(divisor == 0, xp.ones_like(divisor), divisor)) * other)


def _pairs() -> list[Case]:
    return [case(integers(3, 4, low=-30, high=31), integers(4, low=-30, high=31)), case(integers(), integers())]


gcd.cases(_pairs(), oracle="numpy.gcd")
lcm.cases(_pairs(), oracle="numpy.lcm")
