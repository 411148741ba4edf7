"""Floating point numbers taken apart."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of


def _power_of_two(xp: Any, exponent: Any, dtype: Any) -> Any:
    """Two to the power of integers between -1023 and 1023, exactly: a factor for each bit."""
    size = xp.abs(exponent)
    one = xp.ones(exponent.shape, dtype=dtype)
    result = one
    for bit in range(10 if xp.finfo(dtype).bits == 64 else 7):
        chosen = xp.remainder(xp.floor_divide(size, 2**bit), 2) == 1
        factor = xp.where(exponent < 0, one * 0.5 ** (2**bit), one * 2.0 ** (2**bit))
        result = result * xp.where(chosen, factor, one)
    return result


@op(outputs=("mantissa", "exponent"), differentiable=(True, False))
def frexp(xp: Any, input: Array) -> tuple[Array, Array]:
    """Mantissa and exponent: ``input == mantissa * 2**exponent`` with ``0.5 <= |mantissa| < 1``, or zero.

    Parameters
    ----------
    input : Tensor
        Floating point. What is not finite is its own mantissa, with exponent zero.

    Returns
    -------
    mantissa : Tensor
    exponent : Tensor
        Of int32.

    Raises
    ------
    RuntimeError
        If the tensor is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> mantissa, exponent = ag.frexp(ag.tensor([3.0, -0.25]))
    >>> mantissa, exponent
    (tensor([ 0.7500, -0.5000]), tensor([ 2, -1], dtype=arraygrad.int32))
    """
    if kind_of(xp, input.dtype) != "real floating":
        raise RuntimeError("torch.frexp() only supports floating-point dtypes")
    info = xp.finfo(input.dtype)
    plain = xp.logical_and(xp.isfinite(input), input != 0)
    x = xp.where(plain, input, xp.ones_like(input))
    # Subnormal numbers are made normal first, so that their logarithm is good enough.
    tiny, lift = xp.abs(x) < info.smallest_normal, 64
    x = x * xp.where(tiny, 2.0**lift * xp.ones_like(x), xp.ones_like(x))
    exponent = xp.astype(xp.floor(xp.log2(xp.abs(x))), xp.int32) + 1
    half = xp.floor_divide(exponent, 2)  # the power itself can be out of range
    mantissa = x * _power_of_two(xp, -half, x.dtype) * _power_of_two(xp, half - exponent, x.dtype)
    # The logarithm may have been rounded to the next integer, or down from one.
    large, small = xp.abs(mantissa) >= 1, xp.abs(mantissa) < 0.5
    mantissa = xp.where(large, mantissa * 0.5, xp.where(small, mantissa * 2.0, mantissa))
    step = xp.astype(large, xp.int32) - xp.astype(small, xp.int32)
    exponent = exponent + step - xp.astype(tiny, xp.int32) * lift
    return xp.where(plain, mantissa, input), xp.where(plain, exponent, xp.zeros_like(exponent))


frexp.rule(input=lambda xp, g, exponent: g / xp.exp2(xp.astype(exponent, g.dtype)))
frexp.cases(case(real(3, 4, avoid=(0, 0.5, 1, -0.5, -1))), case(real(low=30, high=31)), oracle="numpy.frexp")
