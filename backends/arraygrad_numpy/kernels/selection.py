"""Elements at a place in the order, found by partitioning instead of sorting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["KERNELS"]

Array = np.ndarray[Any, np.dtype[Any]]

#: With fewer elements along the dimension sorting is as quick.
LEAST = 64


def _pick(input: Array, place: int, dim: int, keepdim: bool) -> Any:
    """The element at a place of the order, and the index that a stable sort would give."""
    values = np.partition(input, place, axis=dim).take([place], axis=dim)
    equal = input == values
    rank = place - np.count_nonzero(input < values, axis=dim, keepdims=True)
    if not rank.any():
        indices = np.argmax(equal, axis=dim, keepdims=True)
    else:  # of equal elements the one with as many before it
        indices = np.argmax(np.cumsum(equal, axis=dim) > rank, axis=dim, keepdims=True)
    return (values, indices) if keepdim else (np.squeeze(values, dim), np.squeeze(indices, dim))


def _served(input: Array, dim: int) -> bool:
    """Whether there are enough elements to pay, all of them in order with one another."""
    return (
        input.ndim > 0
        and -input.ndim <= dim < input.ndim
        and input.shape[dim] >= LEAST
        and (input.dtype.kind in "iu" or (input.dtype.kind == "f" and not np.isnan(np.sum(input))))
    )


def kthvalue(input: Array, k: int, dim: int = -1, keepdim: bool = False) -> Any:
    """Kernel of the op `kthvalue`."""
    if not _served(input, dim) or not 1 <= k <= input.shape[dim]:
        return NotImplemented
    return _pick(input, k - 1, dim, keepdim)


def median_along(input: Array, dim: int, keepdim: bool = False, ignore_nan: bool = False) -> Any:
    """Kernel of the op `median_along`."""
    return _pick(input, (input.shape[dim] - 1) // 2, dim, keepdim) if _served(input, dim) else NotImplemented


def median_of_all(input: Array, ignore_nan: bool) -> Any:
    """Kernel of the op `median_of_all`."""
    flat = input.reshape(-1)
    place = (flat.size - 1) // 2
    return np.partition(flat, place)[place] if _served(flat, 0) else NotImplemented


def topk(input: Array, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
    """Kernel of the op `topk`: in the order, and among equal elements the choice, that a stable sort gives."""
    if not _served(input, dim) or not 0 < k <= input.shape[dim] // 4:
        return NotImplemented
    rows = np.moveaxis(input, dim, -1)
    n, place = rows.shape[-1], rows.shape[-1] - k if largest else k - 1
    limit = np.partition(rows, place, axis=-1)[..., place, None]
    taken = rows > limit if largest else rows < limit
    equal = rows == limit
    equal &= np.cumsum(equal, axis=-1) <= k - np.count_nonzero(taken, axis=-1, keepdims=True)
    taken |= equal
    indices = (np.flatnonzero(taken) % n).reshape(*rows.shape[:-1], k)
    values = np.take_along_axis(rows, indices, axis=-1)
    if largest:
        order = k - 1 - np.flip(np.argsort(np.flip(values, -1), axis=-1, kind="stable"), -1)
    else:
        order = np.argsort(values, axis=-1, kind="stable")
    pair = (np.take_along_axis(values, order, axis=-1), np.take_along_axis(indices, order, axis=-1))
    return tuple(np.ascontiguousarray(np.moveaxis(x, -1, dim)) for x in pair)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {f.__name__: f for f in (kthvalue, median_along, median_of_all, topk)}
