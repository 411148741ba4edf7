"""Arithmetic on places: one number for the coordinates of an element, and sums over elements of one place."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import arraygrad.functions as ag
from arraygrad.tensor import Tensor

__all__ = ["coordinates", "number", "summed"]


def number(indices: Tensor, size: Sequence[int]) -> Tensor:
    """The number of each element in row-major order, from its coordinates, a column each."""
    if not len(size):
        return ag.zeros(indices.shape[1], dtype=ag.int64, device=indices.device)
    found = indices[0]
    for row, n in zip(indices[1:], size[1:], strict=True):
        found = found * n + row
    return found


def coordinates(numbers: Tensor, size: Sequence[int]) -> Tensor:
    """The coordinates of elements, a column each, from their numbers in row-major order."""
    rows = []
    for n in reversed(size):
        rows.append(numbers % max(n, 1))
        numbers = numbers // max(n, 1)
    if not rows:
        return ag.zeros(0, numbers.shape[0], dtype=ag.int64, device=numbers.device)
    return ag.stack(rows[::-1])


def summed(places: Tensor, values: Tensor, size: Sequence[int]) -> Tensor:
    """A dense tensor of the given size, to which the size of one value is added, with the sum of the values of each
    place; a place is the number of an element."""
    start = ag.zeros((prod(size), *values.shape[1:]), dtype=values.dtype, device=values.device)
    return start.index_add(0, places, values).reshape((*size, *values.shape[1:]))
