"""The backward pass of pooling on NumPy arrays: written into the gradient in place, one element of the window at a
time.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

__all__ = ["KERNELS"]

Ints = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]
Array = np.ndarray[Any, np.dtype[Any]]


def _seen(offset: Ints, stride: Ints, dilation: Ints, out: Ints) -> tuple[slice, ...]:
    """What one element of the window sees over all places."""
    return (
        slice(None),
        slice(None),
        *(slice(o * d, o * d + (n - 1) * s + 1, s) for o, d, n, s in zip(offset, dilation, out, stride, strict=True)),
    )


def _inside(shape: Ints, padding: Pairs) -> tuple[slice, ...]:
    return (slice(None), slice(None), *(slice(low, low + n) for n, (low, _) in zip(shape[2:], padding, strict=True)))


def _framed(shape: Ints, padding: Pairs) -> Ints:
    return (*shape[:2], *(n + low + high for n, (low, high) in zip(shape[2:], padding, strict=True)))


def max_pool_input_grad(
    grad: Array, input: Array, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints
) -> Any:
    """Kernel of the op `max_pool_input_grad`: the first element that is the largest of its window gets the gradient."""
    x, out = input, grad.shape[2:]
    if any(low or high for low, high in padding):
        x = np.full(_framed(input.shape, padding), -np.inf, input.dtype)
        x[_inside(input.shape, padding)] = input
    places = [_seen(offset, stride, dilation, out) for offset in product(*map(range, kernel_size))]
    best = x[places[0]]
    for place in places[1:]:
        best = np.maximum(best, x[place])
    if np.isneginf(best).any() or np.isnan(best).any():
        return NotImplemented
    total = np.zeros(x.shape, grad.dtype)
    apart = all(s >= d * (k - 1) + 1 for s, d, k in zip(stride, dilation, kernel_size, strict=True))
    left = np.ones(best.shape, np.bool_)
    for place in places:
        here = x[place] == best
        here &= left
        left ^= here
        if apart:
            np.multiply(grad, here, out=total[place])
        else:
            total[place] += grad * here
    return total if x is input else np.ascontiguousarray(total[_inside(input.shape, padding)])


def sum_pool_input_grad(grad: Array, *, input_shape: Ints, kernel_size: Ints, stride: Ints, padding: Pairs) -> Any:
    """Kernel of the op `sum_pool_input_grad`."""
    framed, ones = _framed(input_shape, padding), (1,) * len(kernel_size)
    total = np.zeros(framed, grad.dtype)
    for offset in product(*map(range, kernel_size)):
        total[_seen(offset, stride, ones, grad.shape[2:])] += grad
    return total if framed == tuple(input_shape) else np.ascontiguousarray(total[_inside(input_shape, padding)])


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "max_pool_input_grad": max_pool_input_grad,
    "sum_pool_input_grad": sum_pool_input_grad,
}
