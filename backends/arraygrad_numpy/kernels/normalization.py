"""Standardizing on NumPy arrays: sums by products with vectors of ones, everything else in place.

The array is brought to the shape (outer, kept, inner), with the dimensions that are summed over at both ends.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

__all__ = ["KERNELS"]

Ints = tuple[int, ...]
Array = np.ndarray[Any, np.dtype[Any]]

#: A plain product with ones would lose digits over more elements than this.
LONGEST = 1 << 14


def _split(x: Array, dims: Ints) -> Array | None:
    """A view of shape (outer, kept, inner), or None if there is none."""
    ndim = x.ndim
    kept = [d for d in range(ndim) if d not in dims]
    if not kept or not dims or kept != list(range(kept[0], kept[-1] + 1)):
        return None
    outer, inner = prod(x.shape[: kept[0]]), prod(x.shape[kept[-1] + 1 :])
    if not x.flags.c_contiguous or not x.size or outer > LONGEST or inner > LONGEST:
        return None
    return x.reshape(outer, -1, inner)


def _total(x: Array) -> Any:
    """Sums over outer and inner."""
    outer, kept, inner = x.shape
    if inner == 1:
        return np.ones(outer, x.dtype) @ x.reshape(outer, kept)
    sums = (x.reshape(-1, inner) @ np.ones(inner, x.dtype)).reshape(outer, kept)
    return sums[0] if outer == 1 else np.add.reduce(sums, axis=0)


def _product(x: Array, y: Array) -> Any:
    """Sums of products over outer and inner."""
    outer, kept, inner = x.shape
    if inner == 1:
        return np.einsum("ij,ij->j", x.reshape(outer, kept), y.reshape(outer, kept))
    sums = np.vecdot(x, y)
    return sums[0] if outer == 1 else np.add.reduce(sums, axis=0)


def standardize(input: Array, *, dims: Ints, eps: float) -> Any:
    """Kernel of the op `standardize`."""
    x = _split(input, dims)
    if x is None or input.dtype.kind != "f":
        return NotImplemented
    count = x.shape[0] * x.shape[2]
    mean = _total(x)
    mean /= count
    normalized = x - mean[:, None]
    variance = _product(normalized, normalized)
    variance /= count
    normalized *= (1 / np.sqrt(variance + eps))[:, None]
    shape = tuple(1 if d in dims else n for d, n in enumerate(input.shape))
    return normalized.reshape(input.shape), mean.reshape(shape), variance.reshape(shape)


def standardize_input_grad(grad: Array, normalized: Array, variance: Array, *, dims: Ints, eps: float) -> Any:
    """Kernel of the op `standardize_input_grad`."""
    g, x = _split(grad, dims), _split(normalized, dims)
    if g is None or x is None or grad.dtype.kind != "f":
        return NotImplemented
    scale = 1 / np.sqrt(variance.reshape(-1) + eps)
    factor = scale / (x.shape[0] * x.shape[2])
    along, mean = _product(g, x), _total(g)
    along *= factor
    mean *= factor
    total = g * scale[:, None]
    total -= mean[:, None]
    total -= x * along[:, None]
    return total.reshape(grad.shape)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "standardize": standardize,
    "standardize_input_grad": standardize_input_grad,
}
