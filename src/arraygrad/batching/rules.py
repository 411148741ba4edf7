"""How ops are computed for a whole batch: from what their records say, or by a rule of their own.

A rule gets the op, its arguments by name (operands as `Batched`, numbers or None) and the size of the batch, and gives
the result as a tensor (or a tuple of tensors) with the batch in front. Without a rule the op runs for one example after
the other.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from arraygrad import views
from arraygrad.batching import Batched, Level, numeric, structure
from arraygrad.batching.operands import Bound, Rule, arrays_of, below, call_op, looped, moved, pointwise
from arraygrad.op import Op

__all__ = ["batched_function", "is_looped"]

#: Parameters that do not speak of dimensions or shapes: an op of one array with no others works element by element.
NUMBERS = frozenset(
    "alpha approximate atol beta decimals eps equal_nan max_val min_val nan neginf negative_slope posinf rtol "
    "threshold value".split()
)
#: Others that broadcast, or work on the last dimensions and take those in front for a batch.
BATCHES = frozenset(
    (
        "cholesky_ex",
        "frexp",
        "isclose",
        "lu_compact",
        "pivots_to_rows",
        "polygamma",
        "slogdet",
        "solve_triangular",
        "tril",
        "triu",
    )
)
#: Ops that look like element-wise ones and are not.
WHOLE = frozenset(("dot", "index_put", "isin", "linear", "matmul", "overwrite"))


def batched_function(op: Op, level: Level) -> Callable[..., Any]:
    """The function of batched arrays that computes an op on a level."""
    rule = rule_of(op)

    def function(*args: Any, **kwargs: Any) -> Any:
        bound = {**op.defaults, **dict(zip(op.names, args, strict=False)), **kwargs}
        arrays = [a for a in arrays_of(op, bound) if a.batched]
        with level.below():
            if not arrays and op.name != "astype":
                return _wrapped(call_op(op, {n: below(v) for n, v in bound.items()}), False)
            return _wrapped(rule(op, bound, level.size), bool(arrays))

    return function


def rule_of(op: Op) -> Rule:
    """The rule of an op."""
    if op.name in _RULES:
        return _RULES[op.name]
    arrays = [n for n, kind in op.operands.items() if kind == "array"]
    plain = NUMBERS.issuperset(op.params)
    if op.name in BATCHES or (
        plain
        and op.name not in WHOLE
        and not op.variadic
        and not op.outputs
        and (op.broadcasts or (len(arrays) == 1 and len(op.operands) == 1))
    ):
        return pointwise
    if len(op.operands) == 1 and arrays and ("dim" in op.params or "dims" in op.params) and "shape" not in op.params:
        return along
    return looped


def is_looped(op: Op) -> bool:
    """Whether an op runs for one example after the other."""
    return rule_of(op) is looped


def _wrapped(out: Any, batched: bool) -> Any:
    if isinstance(out, tuple):
        return tuple(Batched(o, batched) for o in out)
    return Batched(out, batched)


#: Ops for which no dimension means one over all elements in order, not all dimensions.
FLATTENED = frozenset(("argmax", "argmin", "cumprod", "cumsum", "median_along", "prod", "reverse"))


def along(op: Op, bound: Bound, size: int) -> Any:
    """A dimension of one array moves on by one."""
    (operand,) = op.operands
    array = bound[operand]
    name = "dim" if "dim" in op.params else "dims"
    dim = bound[name]
    if not array.ndim or isinstance(dim, bool) or (isinstance(dim, (tuple, list)) and not dim):
        return looped(op, bound, size)
    tensor = array.tensor
    if dim is not None:
        return call_op(op, {**bound, operand: tensor, name: moved(dim, array.ndim)})
    if op.name not in FLATTENED:
        return call_op(op, {**bound, operand: tensor, name: tuple(range(1, tensor.ndim))})
    flat = call_op(op, {**bound, operand: views.reshape(tensor, (size, prod(array.shape))), name: 1})
    return views.reshape(flat, (size, *(1,) * array.ndim)) if bound.get("keepdim") else flat


_RULES: dict[str, Rule] = {**structure.RULES, **numeric.RULES}
