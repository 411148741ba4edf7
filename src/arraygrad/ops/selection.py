"""Elements chosen by a mask."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import bools, case, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import converted, kind_of


@op(standard="where", category="arith", broadcasts=True, faces=("torch",))
def where(xp: Any, condition: IndexArray, input: Array, other: Array) -> Array:
    """Elements of `input` where a condition holds, else of `other`.

    Parameters
    ----------
    condition : Tensor
        Of bools.
    input, other : Tensor or number
        Broadcast against one another and against `condition`.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `condition` is not of bools.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.where(ag.tensor([True, False]), ag.tensor([1.0, 2.0]), 0)
    tensor([1., 0.])
    """
    if kind_of(xp, condition.dtype) != "bool":
        raise RuntimeError(
            f"where expected condition to be a boolean tensor, but got a tensor with dtype {condition.dtype}"
        )
    return xp.where(condition, input, other)


where.rule(
    input=lambda xp, g, condition: xp.where(condition, g, 0), other=lambda xp, g, condition: xp.where(condition, 0, g)
)
where.cases(
    case(bools(3, 4), real(3, 4), real(3, 4)),
    case(bools(3, 1), real(4), real(2, 1, 1)),
    case(bools(3, 4), real(3, 4), 0.5),
    case(bools(3, 4), 0.5, real()),
    case(bools(), real(), real()),
    case(bools(0, 3), real(3), real(0, 3)),
    oracle="numpy.where",
)


@op(category="arith", broadcasts=True, faces=())
def filled(xp: Any, input: Array, mask: IndexArray, value: Array) -> Array:
    """A number where a mask holds, else the elements as they are."""
    return xp.where(mask, value, input)


filled.rule(
    input=lambda xp, g, mask: xp.where(mask, 0, g),
    value=lambda xp, g, mask: xp.where(mask, g, 0),
)
filled.cases(case(real(3, 4), bools(4), -1.0), case(real(3, 4), bools(3, 1), real()))


@op(composite=True, inplace=True)
def masked_fill(xp: Any, input: Array, mask: IndexArray, value: Array) -> Array:
    """One value where a mask holds, else the elements as they are.

    Parameters
    ----------
    input : Tensor
    mask : Tensor
        Of bools, broadcast against `input`.
    value : number or Tensor
        A tensor has no dimensions.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `mask` is not of bools or `value` has dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked_fill(ag.tensor([1.0, 2.0]), ag.tensor([True, False]), -1)
    tensor([-1.,  2.])
    """
    if mask.dtype.name != "bool":
        raise RuntimeError(f"masked_fill only supports boolean masks, but got mask with dtype {mask.dtype}")
    if getattr(value, "ndim", 0):
        raise RuntimeError(
            f"masked_fill only supports a 0-dimensional value tensor, but got tensor with {value.ndim} dimension(s)."
        )
    return xp.filled(input, mask, converted(value, input.dtype))


masked_fill.cases(
    case(real(3, 4), bools(3, 4), 0.5),
    case(real(3, 4), bools(4), -1.0),
    case(real(3, 4), bools(3, 1), real()),
    case(real(), bools(), 0.5),
    case(real(0, 3), bools(3), 0.5),
    oracle=lambda input, mask, value: input * ~mask + mask * value,
)
