"""How NumPy's arguments become arraygrad's: operands, axes, dtypes, and the tensor that ``out=`` names."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from arraygrad import dtypes
from arraygrad import functions as ag
from arraygrad.inplace import assign
from arraygrad.ops._common import normalize_dims
from arraygrad.tensor import Tensor

__all__ = [
    "along_last",
    "axes_of",
    "check_out",
    "dtype_of",
    "flat_or",
    "floating",
    "host",
    "operands",
    "refusal",
    "tensors",
    "write",
]


def refusal(what: str, *arguments: str) -> TypeError:
    """The error for what has no counterpart."""
    options = f" with {', '.join(f'{a}=' for a in arguments)}" if arguments else ""
    return TypeError(
        f"np.{what}{options} is not supported on tensors; use arraygrad's function, or tensor.detach().numpy() for "
        "NumPy's"
    )


def tensors(value: Any) -> Any:
    """NumPy arrays as tensors on the default device, also inside lists; everything else as it is."""
    if isinstance(value, np.ndarray):
        return ag.as_tensor(value)
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(map(tensors, value))
    return value


def _find(values: Sequence[Any]) -> Tensor | None:
    for value in values:
        found = value if isinstance(value, Tensor) else _find(value) if isinstance(value, (list, tuple)) else None
        if found is not None:
            return found
    return None


def operands(*values: Any) -> list[Any]:
    """Tensors of one dtype from tensors, lists and numbers; those that are no tensors go to the tensors' device."""
    like = _find(values)
    device = None if like is None else like.device
    made = [_operand(v, device) for v in values]
    if len(made) > 1:
        pairs = zip(values, made, strict=True)
        dtype = ag.result_type(*[t if t.ndim or isinstance(v, Tensor) else v for v, t in pairs])
        made = [t.to(dtype) for t in made]
    return made


def _operand(value: Any, device: Any) -> Tensor:
    if isinstance(value, Tensor):
        return value
    if isinstance(value, (list, tuple)) and _find(value) is not None:
        return ag.stack(operands(*value))
    return ag.tensor(value, device=device)


def host(value: Any) -> Any:
    """Numbers that say where, as NumPy and Python know them: they have no derivative."""
    if isinstance(value, Tensor):
        return value.detach().numpy(force=True)
    return type(value)(map(host, value)) if type(value) in (list, tuple) else value


def dtype_of(dtype: Any) -> Any:
    """The data type that NumPy's `dtype` means: ``float`` is float64."""
    if dtype is None or isinstance(dtype, dtypes.DType):
        return dtype
    name = np.dtype(dtype).name
    if name not in dtypes.DTYPES:
        raise TypeError(f"tensors have no data type {name}; they have {', '.join(dtypes.DTYPES)}")
    return dtypes.DTYPES[name]


def floating(x: Tensor) -> Tensor:
    """Integers as the default floating type."""
    return x if x.dtype.is_differentiable else x.to(ag.get_default_dtype())


def axes_of(axis: Any, ndim: int) -> tuple[int, ...]:
    """Axes counted from the front; all of them for None."""
    return normalize_dims(axis if axis is None or isinstance(axis, (tuple, list)) else int(axis), ndim)


def flat_or(x: Tensor, axis: int | None) -> tuple[Tensor, int]:
    """NumPy's ``axis=None``: the elements in a row, along axis 0."""
    return (x.reshape(-1), 0) if axis is None else (x, axis)


def along_last(x: Tensor, axis: Any, keepdims: bool, function: Callable[[Tensor], Tensor], lead: int = 0) -> Tensor:
    """Reduce any axes by a function that reduces the last one; it may put `lead` dimensions in front."""
    axes = axes_of(axis, x.ndim)
    kept = [i for i in range(x.ndim) if i not in axes]
    moved = x.permute(*kept, *axes).reshape(*[x.shape[i] for i in kept], math.prod(x.shape[i] for i in axes))
    result = function(moved)
    if keepdims:
        sizes = [1 if i in axes else n for i, n in enumerate(x.shape)]
        return result.reshape(*result.shape[:lead], *sizes)
    return result


def check_out(out: Any, what: str) -> None:
    """Refuse an ``out=`` that is no tensor: the result would leave the graph.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(out, Tensor):
        raise TypeError(
            f"np.{what} is not supported on tensors with {type(out).__name__} as out=: the result would leave the "
            "graph. Write into a tensor, or use tensor.detach().numpy()"
        )


def write(out: Tensor, result: Tensor, what: str) -> Tensor:
    """Write a result into the tensor that ``out=`` named, recorded like any write.

    Raises
    ------
    TypeError
        If the tensor is of a type that does not hold the result.
    """
    if not ag.can_cast(result.dtype, out.dtype):
        raise TypeError(f"np.{what}: the result of type {result.dtype!r} cannot be cast to that of out=, {out.dtype!r}")
    return assign(out, result, what)
