"""Arithmetic of three tensors."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj


@op(category="arith", inplace=True, broadcasts=True)
def addcmul(xp: Any, input: Array, tensor1: Array, tensor2: Array, *, value: float = 1) -> Array:
    """``input + value * tensor1 * tensor2``.

    Parameters
    ----------
    input, tensor1, tensor2 : Tensor
        Broadcast against one another.
    value : number

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.addcmul(ag.tensor([1.0]), ag.tensor([2.0]), ag.tensor([3.0]), value=0.5)
    tensor([4.])
    """
    # Unnamed intermediate results are memory that a library can use again.
    return input + tensor1 * tensor2 if value == 1 else input + tensor1 * tensor2 * value


addcmul.rule(
    input=lambda xp, g: g,
    tensor1=lambda xp, g, tensor2, value: g * conj(xp, tensor2 * value),
    tensor2=lambda xp, g, tensor1, value: g * conj(xp, tensor1 * value),
)
addcmul.cases(
    case(real(3, 4), real(3, 4), real(3, 4), value=0.5),
    case(real(3, 4), real(4), real(3, 1)),
    case(real(4), real(3, 1), real()),
    case(real(0, 3), real(3), real(3)),
    oracle=lambda input, tensor1, tensor2, value=1: input + value * tensor1 * tensor2,
)


@op(category="float", inplace=True, broadcasts=True)
def addcdiv(xp: Any, input: Array, tensor1: Array, tensor2: Array, *, value: float = 1) -> Array:
    """``input + value * tensor1 / tensor2``.

    Parameters
    ----------
    input, tensor1, tensor2 : Tensor
        Broadcast against one another.
    value : number

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.addcdiv(ag.tensor([1.0]), ag.tensor([2.0]), ag.tensor([4.0]), value=0.5)
    tensor([1.2500])
    """
    return input + tensor1 / tensor2 if value == 1 else input + tensor1 / tensor2 * value


addcdiv.rule(
    input=lambda xp, g: g,
    tensor1=lambda xp, g, tensor2, value: g * conj(xp, value / tensor2),
    tensor2=lambda xp, g, tensor1, tensor2, value: g * conj(xp, tensor1 / (tensor2 * tensor2) * -value),
)
addcdiv.cases(
    case(real(3, 4), real(3, 4), real(3, 4, low=0.5), value=0.5),
    case(real(3, 4), real(4), real(3, 1, low=0.5)),
    case(real(4), real(3, 1), real(low=0.5)),
    case(real(0, 3), real(3), real(3, low=0.5)),
    oracle=lambda input, tensor1, tensor2, value=1: input + value * tensor1 / tensor2,
)


@op(category="arith", inplace=True, broadcasts=True)
def lerp(xp: Any, input: Array, end: Array, weight: Array) -> Array:
    """Linear interpolation: ``input`` at weight 0, ``end`` at weight 1.

    Parameters
    ----------
    input, end : Tensor
    weight : Tensor or number
        Broadcast against one another.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.lerp(ag.tensor([0.0, 10.0]), ag.tensor([4.0, 20.0]), 0.25)
    tensor([ 1.0000, 12.5000])
    """
    step = end - input
    # From whichever end is nearer, so that both ends are met exactly.
    if isinstance(weight, (int, float, complex)):
        return input + step * weight if abs(weight) < 0.5 else end - step * (1 - weight)
    return xp.where(xp.abs(weight) < 0.5, input + step * weight, end - step * (1 - weight))


lerp.rule(
    input=lambda xp, g, weight: g * (1 - conj(xp, weight)),
    end=lambda xp, g, weight: g * conj(xp, weight),
    weight=lambda xp, g, input, end: g * conj(xp, end - input),
)
lerp.cases(
    case(real(3, 4), real(3, 4), 0.25),
    case(real(3, 4), real(4), 0.75),
    case(real(3, 4), real(4), real(3, 1)),
    case(real(), real(), real()),
    case(real(0, 3), real(3), 0.25),
    oracle=lambda input, end, weight: input + weight * (end - input),
)
