"""Convolution on NumPy arrays: patches laid out for a matrix product, in the order that copies the longest runs of
memory.

With few channels, patches keep the order (channel, kernel, place), whose runs are rows of the image, and there is one
product per sample. Otherwise the input is turned to channels-last first: runs are then as long as channels times a row
of the kernel, and one product serves many samples. Either way a block of samples is taken at a time whose patches fit
the cache, in memory that stays with the thread: pages that are new each time would cost more than the arithmetic.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

__all__ = ["KERNELS"]

Ints = tuple[int, ...]
Array = np.ndarray[Any, np.dtype[Any]]

#: Elements of the patches of one block, unless a single sample has more.
BLOCK = 1 << 20

_memory = threading.local()


def _scratch(slot: str, shape: Ints, dtype: np.dtype[Any]) -> Array:
    """Uninitialised memory of this thread; it is used again by the next call for the same slot."""
    size = prod(shape) * dtype.itemsize
    buffer: Array | None = getattr(_memory, slot, None)
    if buffer is None or buffer.nbytes < size:
        buffer = np.empty(size, np.uint8)
        setattr(_memory, slot, buffer)
    return np.ndarray(shape, dtype, buffer)


def _blocks(samples: int, each: int) -> Iterator[slice]:
    """Slices of samples that have `each` elements of patches."""
    step = max(1, BLOCK // max(each, 1))
    for start in range(0, samples, step):
        yield slice(start, min(start + step, samples))


def _flat(x: Array) -> Array:
    """One spatial dimension as two."""
    return x[:, :, None] if x.ndim == 3 else x


def _two(values: Ints, filler: int) -> Ints:
    return (filler, *values) if len(values) == 1 else tuple(values)


def _rows_are_longer(width: int, channels: int, kernel_width: int) -> bool:
    return width > channels * kernel_width


def _padded(x: Array, padding: Ints) -> Array:
    """The input with zeros around it."""
    n, c, h, w = x.shape
    p, q = padding
    if not (p or q):
        return x
    out = _scratch("padded", (n, c, h + 2 * p, w + 2 * q), x.dtype)
    out[...] = 0
    out[:, :, p : p + h, q : q + w] = x
    return out


def _padded_last(x: Array, padding: Ints) -> Array:
    """The input with zeros around it and channels as the last dimension."""
    n, c, h, w = x.shape
    p, q = padding
    out = _scratch("padded", (n, h + 2 * p, w + 2 * q, c), x.dtype)
    if p or q:
        out[...] = 0
    out[:, p : p + h, q : q + w] = x.transpose(0, 2, 3, 1)
    return out


def _patches(x: Array, kernel: Ints, out: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    """Rows for (sample, place), columns for (kernel, channel)."""
    x = _padded_last(x, padding)
    n, _, _, c = x.shape
    (h, w), (kh, kw), s = out, kernel, x.strides
    strides = (s[0], s[1] * stride[0], s[2] * stride[1], s[1] * dilation[0], s[2] * dilation[1], s[3])
    patches = _scratch("patches", (n, h, w, kh, kw, c), x.dtype)
    patches[...] = as_strided(x, patches.shape, strides)
    return patches.reshape(n * h * w, kh * kw * c)


def _patches_first(x: Array, kernel: Ints, out: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    """For each sample rows for (channel, kernel), columns for places."""
    x = _padded(x, padding)
    n, c, _, _ = x.shape
    (h, w), (kh, kw), s = out, kernel, x.strides
    strides = (s[0], s[1], s[2] * dilation[0], s[3] * dilation[1], s[2] * stride[0], s[3] * stride[1])
    patches = _scratch("patches", (n, c, kh, kw, h, w), x.dtype)
    patches[...] = as_strided(x, patches.shape, strides)
    return patches.reshape(n, c * kh * kw, h * w)


def _channels_last(g: Array) -> Array:
    """Rows for (sample, place), columns for channels."""
    n, c, h, w = g.shape
    out = _scratch("channels_last", (n, h, w, c), g.dtype)
    out[...] = g.transpose(0, 2, 3, 1)
    return out.reshape(n * h * w, c)


def _convolution(x: Array, weight: Array, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    n, c = x.shape[:2]
    o, _, kh, kw = weight.shape
    h = (x.shape[2] + 2 * padding[0] - dilation[0] * (kh - 1) - 1) // stride[0] + 1
    w = (x.shape[3] + 2 * padding[1] - dilation[1] * (kw - 1) - 1) // stride[1] + 1
    result = np.empty((n, o, h, w), x.dtype)
    first = _rows_are_longer(w, c, kw)
    matrix = np.ascontiguousarray(weight).reshape(o, -1) if first else weight.transpose(2, 3, 1, 0).reshape(-1, o)
    for block in _blocks(n, c * kh * kw * h * w):
        if first:
            columns = _patches_first(x[block], (kh, kw), (h, w), stride, padding, dilation)
            np.matmul(matrix, columns, out=result[block].reshape(-1, o, h * w))
        else:
            rows = _patches(x[block], (kh, kw), (h, w), stride, padding, dilation)
            products = np.matmul(rows, matrix, out=_scratch("products", (len(rows), o), x.dtype))
            result[block] = products.reshape(-1, h, w, o).transpose(0, 3, 1, 2)
    return result


def convolution(input: Array, weight: Array, *, stride: Ints, padding: Ints, dilation: Ints, groups: int) -> Any:
    """Kernel of the op `convolution`, for one group and at most two spatial dimensions."""
    if groups != 1 or input.ndim > 4 or not input.size:
        return NotImplemented
    out = _convolution(_flat(input), _flat(weight), _two(stride, 1), _two(padding, 0), _two(dilation, 1))
    return out[:, :, 0] if input.ndim == 3 else out


def _input_grad(g: Array, weight: Array, input_shape: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    o, c, kh, kw = weight.shape
    n, _, h, w = g.shape
    reach = dilation[0] * (kh - 1), dilation[1] * (kw - 1)
    first = _rows_are_longer(w, c, kw)
    if not first and stride == (1, 1) and all(p <= r <= 2 * p for r, p in zip(reach, padding, strict=True)):
        turned = weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
        return _convolution(g, turned, stride, (reach[0] - padding[0], reach[1] - padding[1]), dilation)
    size = input_shape[2] + 2 * padding[0], input_shape[3] + 2 * padding[1]
    inside = slice(padding[0], padding[0] + input_shape[2]), slice(padding[1], padding[1] + input_shape[3])
    places = [
        (
            slice(i * dilation[0], i * dilation[0] + (h - 1) * stride[0] + 1, stride[0]),
            slice(j * dilation[1], j * dilation[1] + (w - 1) * stride[1] + 1, stride[1]),
        )
        for i, j in product(range(kh), range(kw))
    ]
    result = np.empty(input_shape, g.dtype)
    parts = np.ascontiguousarray(weight.transpose(2, 3, 0, 1)).reshape(kh * kw, o, c)
    matrix = np.ascontiguousarray(weight).reshape(o, -1).T
    for block in _blocks(n, c * kh * kw * h * w):
        some = g[block]
        if first:
            columns = _scratch("patches", (len(some), c, kh * kw, h, w), g.dtype)
            np.matmul(matrix, some.reshape(-1, o, h * w), out=columns.reshape(len(some), -1, h * w))
            total = _scratch("padded", (len(some), c, *size), g.dtype)
            total[...] = 0
            for k, place in enumerate(places):
                total[(slice(None), slice(None), *place)] += columns[:, :, k]
            result[block] = total[(slice(None), slice(None), *inside)]
        else:
            rows = _channels_last(some)
            products = _scratch("products", (len(rows), c), g.dtype)
            total = _scratch("padded", (len(some), *size, c), g.dtype)
            total[...] = 0
            for part, place in zip(parts, places, strict=True):
                total[(slice(None), *place)] += np.matmul(rows, part, out=products).reshape(-1, h, w, c)
            result[block] = total[(slice(None), *inside)].transpose(0, 3, 1, 2)
    return result


def convolution_input_grad(
    grad: Array,
    weight: Array,
    *,
    input_shape: Ints,
    stride: Ints,
    padding: Ints,
    dilation: Ints,
    groups: int,
) -> Any:
    """Kernel of the op `convolution_input_grad`, for one group and at most two spatial dimensions."""
    if groups != 1 or grad.ndim > 4 or not grad.size:
        return NotImplemented
    shape = (*input_shape[:2], 1, *input_shape[2:]) if grad.ndim == 3 else input_shape
    out = _input_grad(_flat(grad), _flat(weight), shape, _two(stride, 1), _two(padding, 0), _two(dilation, 1))
    return out[:, :, 0] if grad.ndim == 3 else out


def _weight_grad(g: Array, x: Array, kernel: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    n, o, h, w = g.shape
    c = x.shape[1]
    first = _rows_are_longer(w, c, kernel[1])
    total = np.zeros((o, c * prod(kernel)), g.dtype)
    for block in _blocks(n, total.shape[1] * h * w):
        if first:
            columns = _patches_first(x[block], kernel, (h, w), stride, padding, dilation)
            total += np.matmul(g[block].reshape(-1, o, h * w), columns.transpose(0, 2, 1)).sum(axis=0)
        else:
            rows = _patches(x[block], kernel, (h, w), stride, padding, dilation)
            total += np.matmul(_channels_last(g[block]).T, rows, out=_scratch("products", total.shape, g.dtype))
    if first:
        return total.reshape(o, c, *kernel)
    return np.ascontiguousarray(total.reshape(o, *kernel, c).transpose(0, 3, 1, 2))


def convolution_weight_grad(
    grad: Array,
    input: Array,
    *,
    weight_shape: Ints,
    stride: Ints,
    padding: Ints,
    dilation: Ints,
    groups: int,
) -> Any:
    """Kernel of the op `convolution_weight_grad`, for one group and at most two spatial dimensions."""
    if groups != 1 or grad.ndim > 4 or not grad.size:
        return NotImplemented
    kernel = _two(weight_shape[2:], 1)
    out = _weight_grad(_flat(grad), _flat(input), kernel, _two(stride, 1), _two(padding, 0), _two(dilation, 1))
    return out[:, :, 0] if grad.ndim == 3 else out


def channel_sums(input: Array) -> Any:
    """Kernel of the op `channel_sums`: sums over places by a product with ones."""
    n, c = input.shape[:2]
    places = prod(input.shape[2:])
    if input.dtype.kind != "f" or not input.flags.c_contiguous or places > 1 << 14:
        return NotImplemented
    sums = input.reshape(n * c, places) @ np.ones(places, input.dtype)
    return np.add.reduce(sums.reshape(n, c), axis=0)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "channel_sums": channel_sums,
    "convolution": convolution,
    "convolution_input_grad": convolution_input_grad,
    "convolution_weight_grad": convolution_weight_grad,
}
