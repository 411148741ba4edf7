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


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {f.__name__: f for f in (kthvalue, median_along)}
