"""Copies and conversions of dtype."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real, unary
from arraygrad.op import Array, op


@op
def clone(xp: Any, input: Array, *, memory_format: Any = None) -> Array:
    """A copy with memory of its own; gradients flow through. `memory_format` is not looked at.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.ones(2).clone()
    tensor([1., 1.])
    """
    return xp.copy(input)


clone.rule(input=lambda xp, g: g)
clone.cases(unary(), oracle="numpy.copy")


@op(faces=())
def astype(xp: Any, input: Array, dtype: Any, source: Any) -> Array:
    """The values in another dtype; `source` is the dtype that they have."""
    return xp.astype(input, dtype)


def _back_to(xp: Any, g: Any, source: Any) -> Any:
    if xp.isdtype(g.dtype, "complex floating") and not xp.isdtype(source, "complex floating"):
        g = xp.real(g)
    return xp.astype(g, source)


astype.node_name = "ToCopyBackward0"
astype.rule(input=lambda xp, g, source: _back_to(xp, g, source))


@op(faces=(), broadcasts=True)
def overwrite(xp: Any, input: Array, value: Array) -> Array:
    """`value` broadcast to the shape of `input`, whose own values are lost."""
    return xp.broadcast_to(value, input.shape)


overwrite.rule(input=lambda xp, g: xp.zeros_like(g), value=lambda xp, g: g)
overwrite.cases(case(real(2, 3), real(3)))


@op(composite=True, faces=("torch",))
def fill(xp: Any, input: Array, value: Array) -> Array:
    """A tensor in the shape and dtype of another, with one value in every element.

    Parameters
    ----------
    input : Tensor
    value : number or Tensor
        A tensor has no dimensions; it has a gradient.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `value` has dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.fill(ag.zeros(2), 3.0)
    tensor([3., 3.])
    """
    if not hasattr(value, "shape"):
        value = xp.full((), value, dtype=input.dtype, device=input.device)
    if value.ndim:
        raise RuntimeError(f"fill only supports 0-dimension value tensor but got tensor with {value.ndim} dimensions.")
    return xp.clone(xp.overwrite(input, xp.astype(value, input.dtype)))


fill.cases(case(real(2, 3), real()), case(real(2, 3), 2.0))
