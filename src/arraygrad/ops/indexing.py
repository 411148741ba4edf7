"""Indexing with tensors of integers: reading, writing, adding.

Boolean masks have become integers by the time they get here (`arraygrad.indexing`). `dims` says which dimension each index
tensor goes with; the indexed dimensions' place in the result follows NumPy's rule for advanced indices.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_index

Dims = tuple[int, ...]


def _key(xp: Any, shape: tuple[int, ...], indices: Sequence[Any], dims: Dims) -> tuple[Any, ...]:
    key: list[Any] = [slice(None)] * (max(dims) + 1)
    for dim, index in zip(dims, indices, strict=True):
        key[dim] = check_index(xp, index, shape[dim], dim)
    return tuple(key)


@op(faces=())
def index(xp: Any, input: Array, indices: Sequence[IndexArray], dims: Dims) -> Array:
    """The elements at integer indices."""
    return xp.read(input, _key(xp, input.shape, indices, dims))


@op(faces=())
def index_spread(xp: Any, input: Array, shape: tuple[int, ...], indices: Sequence[IndexArray], dims: Dims) -> Array:
    """Zeros of `shape` with `input` added at integer indices."""
    return xp.add_at(xp.zeros(shape, dtype=input.dtype), _key(xp, shape, indices, dims), input)


@op(faces=(), broadcasts=True)
def index_put(
    xp: Any, input: Array, values: Array, indices: Sequence[IndexArray], dims: Dims, accumulate: bool = False
) -> Array:
    """A copy of `input` with values written (or added) at integer indices."""
    key = _key(xp, input.shape, indices, dims)
    return (xp.add_at if accumulate else xp.write)(xp.copy(input), key, values)


index.rule(input=lambda xp, g, indices, dims, input_shape: xp.index_spread(g, input_shape, indices, dims))
index_spread.rule(input=lambda xp, g, indices, dims: xp.index(g, indices, dims))
index_put.rule(
    input=lambda xp, g, indices, dims, accumulate: (
        g if accumulate else xp.index_put(g, xp.zeros((), dtype=g.dtype), indices, dims)
    ),
    values=lambda xp, g, indices, dims: xp.index(g, indices, dims),
)
