"""What rules are made of: operands with the batch in front, and the ways of calling an op that serve many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad import views
from arraygrad.batching import Batched, expanded
from arraygrad.creation import arange
from arraygrad.dispatch import call, caller
from arraygrad.dtypes import DType
from arraygrad.op import Op
from arraygrad.ops._common import normalize_dim
from arraygrad.tensor import Tensor

__all__ = [
    "Bound",
    "Rule",
    "aligned",
    "arrays_of",
    "below",
    "call_op",
    "looped",
    "moved",
    "numbers",
    "pointwise",
    "with_batch",
]

Bound = dict[str, Any]
Rule = Callable[[Op, Bound, int], Any]

#: Ops with parameters that are data types as the device has them.
TYPED = frozenset(("put_bits", "view_bits"))


def arrays_of(op: Op, bound: Bound) -> list[Batched]:
    """The operands that are arrays."""
    found = []
    for name in op.operands:
        value = bound[name]
        found += [v for v in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(v, Batched)]
    return found


def below(value: Any) -> Any:
    """An operand as it is below."""
    if isinstance(value, Batched):
        return value.tensor
    if isinstance(value, list):
        return [below(v) for v in value]
    return value


def call_op(op: Op, bound: Bound) -> Any:
    """Call an op on tensors, with its arguments by name."""
    if op.name in TYPED:
        device = bound[next(iter(op.operands))]._storage.device
        bound = {n: device.raw_dtype(v) if isinstance(v, DType) else v for n, v in bound.items()}
    positional = [bound[n] for n in op.names[: op.positional]]
    return caller(op.name)(*positional, **{n: bound[n] for n in op.names[op.positional :]})


def aligned(array: Any, ndim: int) -> Any:
    """An operand whose examples have `ndim` dimensions, so that it broadcasts with others of that many."""
    if not isinstance(array, Batched):
        return array
    tensor = array.tensor
    missing = ndim - (tensor.ndim - 1)
    if not array.batched or not missing:
        return tensor
    return views.reshape(tensor, (tensor.shape[0], *(1,) * missing, *tensor.shape[1:]))


def moved(dim: Any, ndim: int) -> Any:
    """Dimensions of an example as dimensions of the batch."""
    if isinstance(dim, (tuple, list)):
        return tuple(normalize_dim(d, ndim) + 1 for d in dim)
    return normalize_dim(dim, ndim) + 1


def looped(op: Op, bound: Bound, size: int) -> Any:
    """One example after the other."""
    if not op.compiles:
        raise RuntimeError(
            "vmap: It looks like you're attempting to use an operation with a dynamic shape: the shape of the result "
            f"of {op.name} depends on values, which differ from example to example. Use where() instead of a mask"
        )
    if not size:
        raise RuntimeError(f"vmap: {op.name} has no batching rule and cannot run on a batch of no examples")
    parts = [call_op(op, {n: example(v, i) if n in op.operands else v for n, v in bound.items()}) for i in range(size)]
    if isinstance(parts[0], tuple):
        return tuple(call("stack", list(column)) for column in zip(*parts, strict=True))
    return call("stack", parts)


def example(value: Any, i: int) -> Any:
    if isinstance(value, (list, tuple)):
        return [example(v, i) for v in value]
    if not isinstance(value, Batched):
        return value
    return views.select(value.tensor, 0, i) if value.batched else value.tensor


def pointwise(op: Op, bound: Bound, size: int) -> Any:
    """Operands are brought to the same number of dimensions; then the batch is one more to broadcast over."""
    ndim = max(a.ndim for a in arrays_of(op, bound))
    return call_op(op, {n: aligned(v, ndim) if n in op.operands else v for n, v in bound.items()})


def with_batch(op: Op, bound: Bound, size: int) -> Bound:
    return {n: expanded(v, size) if isinstance(v, Batched) else v for n, v in bound.items()}


def numbers(size: int, array: Batched, ndim: int) -> Tensor:
    """The number of each example, as an index beside others of `ndim` dimensions."""
    return views.reshape(arange(size, device=array.tensor.device), (size, *(1,) * ndim))
