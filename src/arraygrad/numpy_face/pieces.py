"""NumPy's functions that pick and choose, and those that apply a function to parts, on tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import axes_of, flat_or, operands
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor

implements("extract")(lambda condition, arr: arr.reshape(-1)[(operands(condition)[0] != 0).reshape(-1)])


@implements("where")
def where(condition: Any, x: Any = None, y: Any = None, /) -> Any:
    (condition,) = operands(condition)
    truth = condition if condition.dtype is ag.bool else condition != 0
    if (x is None) != (y is None):
        raise ValueError("either both or neither of x and y should be given")
    return tuple(ag.nonzero(truth, as_tuple=True)) if x is None else ag.where(truth, *operands(x, y))


@implements("take")
def take(a: Any, indices: Any, axis: Any = None, mode: str = "raise") -> Any:
    x, dim = flat_or(operands(a)[0], axis)
    (dim,) = axes_of(dim, x.ndim)
    index, n = operands(x, indices)[1].to(ag.int64) if isinstance(indices, float) else _index(indices, x), x.shape[dim]
    if mode == "wrap":
        index = index % n
    elif mode == "clip":
        index = ag.clamp(index, 0, n - 1)
    return x[(slice(None),) * dim + (index,)]


def _index(indices: Any, like: Tensor) -> Any:
    return indices if isinstance(indices, Tensor) else ag.tensor(indices, device=like.device)


@implements("take_along_axis")
def take_along_axis(arr: Any, indices: Any, axis: Any = -1) -> Any:
    x, dim = flat_or(operands(arr)[0], axis)
    return ag.take_along_dim(x, _index(indices, x), dim)


@implements("compress")
def compress(condition: Any, a: Any, axis: Any = None) -> Any:
    x, dim = flat_or(operands(a)[0], axis)
    return ag.index_select(x, dim, ag.nonzero(_index(condition, x) != 0).reshape(-1))


@implements("choose")
def choose(a: Any, choices: Any, mode: str = "raise") -> Any:
    choices = operands(*(choices.unbind() if isinstance(choices, Tensor) else choices))
    index, n = _index(a, choices[0]), len(choices)
    if mode == "wrap":
        index = index % n
    elif mode == "clip":
        index = ag.clamp(index, 0, n - 1)
    index, *parts = ag.broadcast_tensors(index, *choices)
    return ag.gather(ag.stack(parts), 0, index.unsqueeze(0)).squeeze(0)


@implements("select")
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    *choices, result = operands(*choicelist, default)
    for condition, choice in reversed(list(zip(condlist, choices, strict=True))):
        result = ag.where(
            operands(condition, choice)[0] if not isinstance(condition, Tensor) else condition, choice, result
        )
    return result


@implements("piecewise")
def piecewise(x: Any, condlist: Any, funclist: Any, *args: Any, **kw: Any) -> Any:
    (x,) = operands(x)
    if isinstance(condlist, Tensor):
        conditions = list(condlist.unbind()) if condlist.ndim > x.ndim else [condlist]
    else:
        conditions = operands(*condlist) if isinstance(condlist[0], (Tensor, list)) else operands(condlist)
    if len(funclist) == len(conditions) + 1:
        conditions.append(~ag.stack(conditions).any(0))
    result = ag.zeros_like(x)
    for condition, function in zip(conditions, funclist, strict=True):
        value = function(x[condition], *args, **kw) if callable(function) else function
        value = value if isinstance(value, Tensor) else ag.tensor(value, dtype=x.dtype, device=x.device)
        result = result.index_put((condition,), value.to(x.dtype))
    return result


# -- functions of parts --------------------------------------------------------------------------------------------


@implements("apply_along_axis")
def apply_along_axis(func1d: Callable[..., Any], axis: int, arr: Any, *args: Any, **kwargs: Any) -> Any:
    (axis,) = axes_of(axis, arr.ndim)
    moved = arr.movedim(axis, -1)
    lead = moved.shape[:-1]
    results = operands(*(func1d(row, *args, **kwargs) for row in moved.reshape(-1, arr.shape[axis]).unbind()))
    made = ag.stack(results).reshape(*lead, *results[0].shape)
    inner = results[0].ndim
    return made.movedim(tuple(range(len(lead), len(lead) + inner)), tuple(range(axis, axis + inner))) if inner else made


@implements("apply_over_axes")
def apply_over_axes(func: Callable[..., Any], a: Any, axes: Any) -> Any:
    (a,) = operands(a)
    for axis in axes_of(axes, a.ndim):
        result = func(a, axis)
        a = result if result.ndim == a.ndim else result.unsqueeze(axis)
    return a
