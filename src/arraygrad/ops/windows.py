"""Pooling: the largest element, or the sum, of what a window sees.

The operations work on (N, C, *S) in any number of spatial dimensions. `kernel_size`, `stride` and `dilation` are tuples
with an integer, `padding` with a pair of integers (low, high), for each spatial dimension.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import kind_of

Ints = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]


# -- windows -----------------------------------------------------------------------------------------------------


def _outputs(shape: Sequence[int], kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints) -> Ints:
    """How many places a window has along each spatial dimension."""
    return tuple(
        (n + low + high - d * (k - 1) - 1) // s + 1
        for n, k, s, (low, high), d in zip(shape, kernel_size, stride, padding, dilation, strict=True)
    )


def _padded(xp: Any, x: Any, padding: Pairs, filler: Any) -> Any:
    if not any(low or high for low, high in padding):
        return x
    inside = tuple(slice(low, low + n) for n, (low, _) in zip(x.shape[2:], padding, strict=True))
    sizes = tuple(n + low + high for n, (low, high) in zip(x.shape[2:], padding, strict=True))
    return xp.write(xp.full((*x.shape[:2], *sizes), filler, dtype=x.dtype), (slice(None), slice(None), *inside), x)


def _seen(x: Any, kernel_size: Ints, stride: Ints, dilation: Ints, out: Ints) -> list[Any]:
    """For each element of the window what it sees over all places."""

    def part(offset: Ints) -> Any:
        seen = (
            slice(o * d, o * d + (n - 1) * s + 1, s) for o, d, n, s in zip(offset, dilation, out, stride, strict=True)
        )
        return x[(slice(None), slice(None), *seen)]

    return [part(offset) for offset in product(*map(range, kernel_size))]


def _folded(function: Callable[..., Any], parts: Sequence[Any]) -> Any:
    total = parts[0]
    for part in parts[1:]:
        total = function(total, part)
    return total


# -- the largest element -----------------------------------------------------------------------------------------


def _lowest(xp: Any, dtype: Any) -> Any:
    return -xp.inf if kind_of(xp, dtype) == "real floating" else xp.iinfo(dtype).min


@op(faces=())
def max_pool(xp: Any, input: Array, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints) -> Array:
    """The largest element of each window."""
    out = _outputs(input.shape[2:], kernel_size, stride, padding, dilation)
    x = _padded(xp, input, padding, _lowest(xp, input.dtype))
    parts = _seen(x, kernel_size, stride, dilation, out)
    return xp.copy(parts[0]) if len(parts) == 1 else _folded(xp.maximum, parts)


def _places(
    xp: Any, offset: Ints, sizes: Sequence[int], out: Ints, stride: Ints, padding: Pairs, dilation: Ints
) -> Any:
    """Which element of the flattened input one element of the window meets at each place: -1 in the padding."""
    ndim = len(out)
    place, inside = xp.zeros((1,) * ndim, dtype=xp.int64), xp.ones((1,) * ndim, dtype=xp.bool)
    for axis, (o, size, n, s, (low, _), d) in enumerate(
        zip(offset, sizes, out, stride, padding, dilation, strict=True)
    ):
        along = xp.reshape(xp.arange(n, dtype=xp.int64) * s + (o * d - low), (n,) + (1,) * (ndim - axis - 1))
        place = place * size + along
        inside = xp.logical_and(inside, xp.logical_and(along >= 0, along < size))
    return xp.where(inside, place, -1)


@op(faces=())
def max_pool_indices(
    xp: Any, input: IndexArray, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints
) -> Array:
    """Where in the flattened spatial dimensions the largest element of each window is: the first one, or the last
    NaN.
    """
    out = _outputs(input.shape[2:], kernel_size, stride, padding, dilation)
    padded = any(low or high for low, high in padding)
    parts = _seen(_padded(xp, input, padding, _lowest(xp, input.dtype)), kernel_size, stride, dilation, out)
    best, place = parts[0], None
    for part, offset in zip(parts, product(*map(range, kernel_size)), strict=True):
        here = _places(xp, offset, input.shape[2:], out, stride, padding, dilation)
        if place is None:
            place = xp.copy(xp.broadcast_to(here, part.shape))
            continue
        better = xp.logical_or(part > best, part != part)
        if padded:
            better = xp.logical_and(xp.logical_or(better, place < 0), here >= 0)
        best, place = xp.where(better, part, best), xp.where(better, here, place)
    return place


@op(faces=())
def max_pool_input_grad(
    xp: Any, grad: Array, input: IndexArray, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints
) -> Array:
    """Adjoint of `max_pool`: each value goes to the place of the largest element of its window."""
    index = xp.max_pool_indices(input, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
    n, c, *seen = grad.shape
    places, total = prod(seen), prod(input.shape[2:])
    flat = xp.gather_adjoint(
        xp.reshape(grad, (n, c, places)),
        xp.reshape(index, (n, c, places)),
        dim=2,
        shape=(n, c, total),
        distinct=all(s >= d * (k - 1) + 1 for s, d, k in zip(stride, dilation, kernel_size, strict=True)),
    )
    return xp.reshape(flat, tuple(input.shape))


@op(faces=())
def max_pool_at(
    xp: Any, input: Array, where: IndexArray, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints
) -> Array:
    """The element of `input` at the place of the largest element of each window of `where`."""
    index = xp.max_pool_indices(where, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
    n, c = input.shape[:2]
    flat = xp.reshape(input, (n, c, prod(input.shape[2:])))
    return xp.reshape(xp.gather(flat, 2, xp.reshape(index, (n, c, prod(index.shape[2:])))), tuple(index.shape))


max_pool.rule(
    input=lambda xp, g, input, kernel_size, stride, padding, dilation: xp.max_pool_input_grad(
        g, input, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation
    )
)
max_pool_input_grad.rule(
    grad=lambda xp, g, input, kernel_size, stride, padding, dilation: xp.max_pool_at(
        g, input, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation
    )
)
max_pool_at.rule(
    input=lambda xp, g, where, kernel_size, stride, padding, dilation: xp.max_pool_input_grad(
        g, where, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation
    )
)


# -- sums --------------------------------------------------------------------------------------------------------


@op(faces=())
def sum_pool(xp: Any, input: Array, *, kernel_size: Ints, stride: Ints, padding: Pairs) -> Array:
    """The sum of each window."""
    ones = (1,) * len(kernel_size)
    out = _outputs(input.shape[2:], kernel_size, stride, padding, ones)
    parts = _seen(_padded(xp, input, padding, 0), kernel_size, stride, ones, out)
    if len(parts) == 1:
        return xp.copy(parts[0])
    total = parts[0] + parts[1]
    for part in parts[2:]:
        total += part
    return total


@op(faces=())
def sum_pool_input_grad(
    xp: Any, grad: Array, *, input_shape: Ints, kernel_size: Ints, stride: Ints, padding: Pairs
) -> Array:
    """Adjoint of `sum_pool`: each value is added to all elements of its window."""
    sizes = [n + low + high for n, (low, high) in zip(input_shape[2:], padding, strict=True)]
    wide = [n + k - 1 for n, k in zip(sizes, kernel_size, strict=True)]
    steps = tuple(
        slice(k - 1, k - 1 + (n - 1) * s + 1, s) for k, n, s in zip(kernel_size, grad.shape[2:], stride, strict=True)
    )
    spread = xp.write(xp.zeros((*grad.shape[:2], *wide), dtype=grad.dtype), (slice(None), slice(None), *steps), grad)
    total = _folded(lambda a, b: a + b, _seen(spread, kernel_size, (1,) * len(sizes), (1,) * len(sizes), tuple(sizes)))
    inside = tuple(slice(low, low + n) for n, (low, _) in zip(input_shape[2:], padding, strict=True))
    return xp.copy(total[(slice(None), slice(None), *inside)])


sum_pool.rule(
    input=lambda xp, g, input_shape, kernel_size, stride, padding: xp.sum_pool_input_grad(
        g, input_shape=tuple(input_shape), kernel_size=kernel_size, stride=stride, padding=padding
    )
)
sum_pool_input_grad.rule(
    grad=lambda xp, g, kernel_size, stride, padding: xp.sum_pool(
        g, kernel_size=kernel_size, stride=stride, padding=padding
    )
)
_hows: tuple[dict[str, Any], ...] = (
    {"kernel_size": (2, 2), "stride": (2, 2), "padding": ((0, 0), (0, 0))},
    {"kernel_size": (3, 2), "stride": (2, 1), "padding": ((1, 1), (0, 1))},
)
for _how in _hows:
    _out = (2, 3, *_outputs((5, 6), _how["kernel_size"], _how["stride"], _how["padding"], (1, 1)))
    max_pool.cases(case(real(2, 3, 5, 6, distinct=True), dilation=(1, 1), **_how))
    max_pool_input_grad.cases(case(real(*_out), real(2, 3, 5, 6, distinct=True), dilation=(1, 1), **_how))
    max_pool_indices.cases(case(real(2, 3, 5, 6, distinct=True), dilation=(1, 1), **_how))
    max_pool_at.cases(case(real(2, 3, 5, 6), real(2, 3, 5, 6, distinct=True), dilation=(1, 1), **_how))
    sum_pool.cases(case(real(2, 3, 5, 6), **_how))
    sum_pool_input_grad.cases(case(real(*_out), input_shape=(2, 3, 5, 6), **_how))
