"""Softmax and the loss of classes on NumPy arrays: a block of rows at a time, in place, while it is in the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

__all__ = ["KERNELS"]

Array = np.ndarray[Any, np.dtype[Any]]

#: Elements of one block of rows.
BLOCK = 1 << 15


def _rows(x: Array, dim: int | None) -> Array | None:
    """A view with the dimension as the second of two, or None if it is not the last one."""
    if x.ndim < 2 or dim not in (-1, x.ndim - 1) or not x.size or x.dtype.kind != "f" or not x.flags.c_contiguous:
        return None
    return x.reshape(-1, x.shape[-1])


def _blocks(x: Array) -> Iterator[slice]:
    step = max(1, BLOCK // x.shape[1])
    for start in range(0, x.shape[0], step):
        yield slice(start, start + step)


def softmax(input: Array, dim: int | None = None, dtype: Any = None) -> Any:
    """Kernel of the op `softmax`, along the last dimension."""
    x = _rows(input, dim)
    if x is None or dtype is not None:
        return NotImplemented
    result = np.empty(x.shape, x.dtype)
    for block in _blocks(x):
        some = x[block]
        out = result[block]
        np.subtract(some, np.maximum.reduce(some, axis=1, keepdims=True), out=out)
        np.exp(out, out=out)
        out /= np.add.reduce(out, axis=1, keepdims=True)
    return result.reshape(input.shape)


def softmax_input_grad(grad: Array, result: Array, *, dim: int | None) -> Any:
    """Kernel of the op `softmax_input_grad`, along the last dimension."""
    g, x = _rows(grad, dim), _rows(result, dim)
    if g is None or x is None:
        return NotImplemented
    total = np.empty(x.shape, x.dtype)
    for block in _blocks(x):
        np.subtract(g[block], np.vecdot(g[block], x[block])[:, None], out=total[block])
        total[block] *= x[block]
    return total.reshape(grad.shape)


def log_softmax(input: Array, dim: int | None = None, dtype: Any = None) -> Any:
    """Kernel of the op `log_softmax`, along the last dimension."""
    x = _rows(input, dim)
    if x is None or dtype is not None:
        return NotImplemented
    result = np.empty(x.shape, x.dtype)
    for block in _blocks(x):
        some = x[block]
        out = result[block]
        np.subtract(some, np.maximum.reduce(some, axis=1, keepdims=True), out=out)
        out -= np.log(np.add.reduce(np.exp(out), axis=1, keepdims=True))
    return result.reshape(input.shape)


def log_softmax_input_grad(grad: Array, result: Array, *, dim: int | None) -> Any:
    """Kernel of the op `log_softmax_input_grad`, along the last dimension."""
    g, x = _rows(grad, dim), _rows(result, dim)
    if g is None or x is None:
        return NotImplemented
    total = np.empty(x.shape, x.dtype)
    for block in _blocks(x):
        out = total[block]
        np.exp(x[block], out=out)
        out *= np.add.reduce(g[block], axis=1, keepdims=True)
        np.subtract(g[block], out, out=out)
    return total.reshape(grad.shape)


def _plain(target: Array, weight: Array | None, ndim: int, ignore_index: int) -> bool:
    """Whether all targets may be taken for classes, but for ones that are too large."""
    return (
        weight is None
        and ignore_index < 0
        and ndim == 2
        and target.ndim == 1
        and target.size > 0
        and np.minimum.reduce(target) >= 0
    )


def picked_log_probability(
    input: Array, target: Array, weight: Array | None = None, *, ignore_index: int, reduction: str
) -> Any:
    """Kernel of the op `picked_log_probability`, for samples that all count alike."""
    if not _plain(target, weight, input.ndim, ignore_index):
        return NotImplemented
    try:
        picked = input[np.arange(len(target)), target]
    except IndexError:
        return NotImplemented
    if reduction == "none":
        return -picked
    total = -np.add.reduce(picked)
    return total / len(target) if reduction == "mean" else total


def picked_input_grad(
    grad: Array, target: Array, weight: Array | None = None, *, input_shape: Any, ignore_index: int, reduction: str
) -> Any:
    """Kernel of the op `picked_input_grad`, for samples that all count alike."""
    if not _plain(target, weight, len(input_shape), ignore_index):
        return NotImplemented
    result = np.zeros(input_shape, grad.dtype)
    result[np.arange(len(target)), target] = -grad / len(target) if reduction == "mean" else -grad
    return result


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "log_softmax": log_softmax,
    "log_softmax_input_grad": log_softmax_input_grad,
    "picked_input_grad": picked_input_grad,
    "picked_log_probability": picked_log_probability,
    "softmax": softmax,
    "softmax_input_grad": softmax_input_grad,
}
