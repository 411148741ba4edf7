"""Lenses: what it means to look at, and to write through, a view.

A view op is a pair of functions of raw arrays or of tensors: `get` takes the view out of a base, `put` gives the base
with the view replaced. Its derivative, its replay after a write and its write-through follow from the pair. Strides are
virtual: they are computed here, the same for every backend, so that what is a view does not depend on the backend.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.op import Op

__all__ = ["Step", "contiguous_strides", "overlaps", "reshaped_strides"]

Shape = tuple[int, ...]


def contiguous_strides(shape: Shape) -> Shape:
    """Strides in elements of a row-major layout."""
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))


def reshaped_strides(shape: Shape, strides: Shape, new_shape: Shape) -> Shape | None:
    """Strides that show the same memory in another shape, or None if there are none."""
    if prod(shape) == 0:
        return contiguous_strides(new_shape)
    # Runs of dimensions that lie in memory as one: each as (number of elements, innermost stride).
    runs: list[tuple[int, int]] = []
    for size, stride in zip(shape, strides, strict=True):
        if size == 1:
            continue
        if runs and runs[-1][1] == size * stride:
            runs[-1] = (runs[-1][0] * size, stride)
        else:
            runs.append((size, stride))
    result: list[int] = []
    left, stride = 1, 1
    for size in reversed(new_shape):
        if size != 1 and left == 1:
            left, stride = runs.pop()
        if size != 1 and left % size:
            return None
        result.append(stride)
        left //= size
        stride *= size
    return tuple(reversed(result))


def overlaps(shape: Shape, strides: Shape) -> bool:
    """Whether two elements lie at one place."""
    if 0 in shape:
        return False
    reach = 0  # of the dimensions with smaller strides
    dims = sorted((abs(s), n) for n, s in zip(shape, strides, strict=True) if n > 1)
    for stride, n in dims:
        if stride <= reach:
            break
        reach += stride * (n - 1)
    else:
        return False
    places = {0}
    for stride, n in dims:
        steps = range(0, stride * n, stride) if stride else (0, 0)
        count = len(places) * len(steps)
        places = {p + s for p in places for s in steps}
        if len(places) != count:
            return True
    return False


class Step:
    """One view op with its parameters: a link in the path from a storage to a tensor."""

    __slots__ = ("base_shape", "op", "params", "shape")

    def __init__(self, op: Op, params: tuple[Any, ...], base_shape: Shape, shape: Shape) -> None:
        self.op = op
        self.params = params
        self.base_shape = base_shape
        self.shape = shape

    def strides(self, strides: Shape, offset: int) -> tuple[Shape, int]:
        """Strides and offset of the view, from those of its base."""
        assert self.op.strides is not None
        strides, more = self.op.strides(self.base_shape, strides, *self.params)
        parts = self.op.parts(*self.params) if callable(self.op.parts) else self.op.parts
        return strides, int(offset * parts) + more


def sum_to(xp: Any, g: Any, shape: Sequence[int]) -> Any:
    """Sum a gradient over the dimensions along which its operand was broadcast."""
    extra = g.ndim - len(shape)
    axes = (*range(extra), *(i + extra for i, n in enumerate(shape) if n == 1 and g.shape[i + extra] != 1))
    if axes:
        g = xp.sum(g, axis=axes, keepdims=True)
    return xp.reshape(g, tuple(shape)) if extra else g
