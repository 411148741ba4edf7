"""Convolution on NumPy arrays: patches laid out for one matrix product, in the order that copies the longest runs of memory.

With few channels, patches keep the order (channel, kernel, place), whose runs are rows of the image, and there is one product
per sample. Otherwise the input is turned to channels-last first: runs are then as long as channels times a row of the
kernel, and one product serves the whole batch.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

__all__ = ["convolution", "convolution_input_grad", "convolution_weight_grad"]

Ints = tuple[int, ...]
Array = np.ndarray[Any, np.dtype[Any]]


def _flat(x: Array) -> Array:
    """One spatial dimension as two."""
    return x[:, :, None] if x.ndim == 3 else x


def _two(values: Ints, filler: int) -> Ints:
    return (filler, *values) if len(values) == 1 else tuple(values)


def _rows_are_longer(width: int, channels: int, kernel_width: int) -> bool:
    return width > channels * kernel_width


def _padded(x: Array, padding: Ints, *, last: bool) -> Array:
    """The input with zeros around it; with channels as the last dimension if asked for."""
    n, c, h, w = x.shape
    p, q = padding
    if last:
        x = x.transpose(0, 2, 3, 1)
        if not (p or q):
            return np.ascontiguousarray(x)
        out = np.zeros((n, h + 2 * p, w + 2 * q, c), x.dtype)
        out[:, p : p + h, q : q + w] = x
        return out
    if not (p or q):
        return x
    out = np.zeros((n, c, h + 2 * p, w + 2 * q), x.dtype)
    out[:, :, p : p + h, q : q + w] = x
    return out


def _patches(x: Array, kernel: Ints, out: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    """Rows for (sample, place), columns for (kernel, channel)."""
    x = _padded(x, padding, last=True)
    n, _, _, c = x.shape
    (h, w), (kh, kw), s = out, kernel, x.strides
    strides = (s[0], s[1] * stride[0], s[2] * stride[1], s[1] * dilation[0], s[2] * dilation[1], s[3])
    view = as_strided(x, (n, h, w, kh, kw, c), strides, writeable=False)
    return view.reshape(n * h * w, kh * kw * c)


def _patches_first(x: Array, kernel: Ints, out: Ints, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    """For each sample rows for (channel, kernel), columns for places."""
    x = _padded(x, padding, last=False)
    n, c, _, _ = x.shape
    (h, w), (kh, kw), s = out, kernel, x.strides
    strides = (s[0], s[1], s[2] * dilation[0], s[3] * dilation[1], s[2] * stride[0], s[3] * stride[1])
    view = as_strided(x, (n, c, kh, kw, h, w), strides, writeable=False)
    return view.reshape(n, c * kh * kw, h * w)


def _channels_last(g: Array) -> Array:
    """Rows for (sample, place), columns for channels."""
    return g.transpose(0, 2, 3, 1).reshape(-1, g.shape[1])


def _convolution(x: Array, weight: Array, stride: Ints, padding: Ints, dilation: Ints) -> Array:
    n, c = x.shape[:2]
    o, _, kh, kw = weight.shape
    h = (x.shape[2] + 2 * padding[0] - dilation[0] * (kh - 1) - 1) // stride[0] + 1
    w = (x.shape[3] + 2 * padding[1] - dilation[1] * (kw - 1) - 1) // stride[1] + 1
    if _rows_are_longer(w, c, kw):
        columns = _patches_first(x, (kh, kw), (h, w), stride, padding, dilation)
        return np.matmul(weight.reshape(o, -1), columns).reshape(n, o, h, w)
    rows = _patches(x, (kh, kw), (h, w), stride, padding, dilation)
    result = rows @ weight.transpose(2, 3, 1, 0).reshape(-1, o)
    return np.ascontiguousarray(result.reshape(n, h, w, o).transpose(0, 3, 1, 2))


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
    size = input_shape[2] + 2 * padding[0], input_shape[3] + 2 * padding[1]
    inside = slice(padding[0], padding[0] + input_shape[2]), slice(padding[1], padding[1] + input_shape[3])
    first = _rows_are_longer(w, c, kw)
    if not first and stride == (1, 1) and all(p <= r <= 2 * p for r, p in zip(reach, padding, strict=True)):
        turned = weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
        return _convolution(g, turned, stride, (reach[0] - padding[0], reach[1] - padding[1]), dilation)
    places = [
        (
            slice(i * dilation[0], i * dilation[0] + (h - 1) * stride[0] + 1, stride[0]),
            slice(j * dilation[1], j * dilation[1] + (w - 1) * stride[1] + 1, stride[1]),
        )
        for i, j in product(range(kh), range(kw))
    ]
    if first:
        columns = np.matmul(weight.reshape(o, -1).T, g.reshape(n, o, h * w)).reshape(n, c, kh * kw, h, w)
        total = np.zeros((n, c, *size), g.dtype)
        for k, place in enumerate(places):
            total[(slice(None), slice(None), *place)] += columns[:, :, k]
        return np.ascontiguousarray(total[(slice(None), slice(None), *inside)])
    rows = _channels_last(g)
    parts = np.ascontiguousarray(weight.transpose(2, 3, 0, 1)).reshape(kh * kw, o, c)
    total = np.zeros((n, *size, c), g.dtype)
    for part, place in zip(parts, places, strict=True):
        total[(slice(None), *place)] += (rows @ part).reshape(n, h, w, c)
    return np.ascontiguousarray(total[(slice(None), *inside)].transpose(0, 3, 1, 2))


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
    if _rows_are_longer(w, c, kernel[1]):
        columns = _patches_first(x, kernel, (h, w), stride, padding, dilation)
        products = np.matmul(g.reshape(n, o, h * w), columns.transpose(0, 2, 1))
        return products.sum(axis=0).reshape(o, c, *kernel)
    rows = _patches(x, kernel, (h, w), stride, padding, dilation)
    products = _channels_last(g).T @ rows
    return np.ascontiguousarray(products.reshape(o, *kernel, c).transpose(0, 3, 1, 2))


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
