"""Indexing with tensors of integers: reading, writing, adding.

Boolean masks have become integers by the time they get here (`arraygrad.indexing`). `dims` says which dimension each
index tensor goes with; the indexed dimensions' place in the result follows NumPy's rule for advanced indices.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_index

Dims = tuple[int, ...]


def index_key(xp: Any, shape: tuple[int, ...], indices: Sequence[Any], dims: Dims) -> tuple[Any, ...]:
    """A key for the backend's `read`, `write` and `add_at`."""
    key: list[Any] = [slice(None)] * (max(dims) + 1)
    for dim, index in zip(dims, indices, strict=True):
        key[dim] = check_index(xp, index, shape[dim], dim)
    return tuple(key)


@op(faces=())
def index(xp: Any, input: Array, indices: Sequence[IndexArray], dims: Dims) -> Array:
    """The elements at integer indices."""
    return xp.read(input, index_key(xp, input.shape, indices, dims))


@op(faces=())
def index_spread(xp: Any, input: Array, shape: tuple[int, ...], indices: Sequence[IndexArray], dims: Dims) -> Array:
    """Zeros of `shape` with `input` added at integer indices."""
    return xp.add_at(xp.zeros(shape, dtype=input.dtype), index_key(xp, shape, indices, dims), input)


@op(faces=(), broadcasts=True)
def index_put(
    xp: Any, input: Array, values: Array, indices: Sequence[IndexArray], dims: Dims, accumulate: bool = False
) -> Array:
    """A copy of `input` with values written (or added) at integer indices."""
    key = index_key(xp, input.shape, indices, dims)
    return (xp.add_at if accumulate else xp.write)(xp.copy(input), key, values)


index.rule(input=lambda xp, g, indices, dims, input_shape: xp.index_spread(g, input_shape, indices, dims))
index_spread.rule(input=lambda xp, g, indices, dims: xp.index(g, indices, dims))
index_put.rule(
    input=lambda xp, g, indices, dims, accumulate: (
        g if accumulate else xp.index_put(g, xp.zeros((), dtype=g.dtype), indices, dims)
    ),
    values=lambda xp, g, indices, dims: xp.index(g, indices, dims),
)

_ROWS, _COLUMNS = integers(5, low=0, high=3), integers(2, 3, low=-4, high=4)

index.cases(
    case(real(3, 4), [_ROWS], (0,)),
    case(real(3, 4), [_COLUMNS], (1,)),
    case(real(3, 4), [integers(2, 1, low=0, high=3), integers(3, low=0, high=4)], (0, 1)),
    case(real(3, 2, 4), [integers(5, low=0, high=3), integers(5, low=0, high=4)], (0, 2)),
    case(real(3, 4), [integers(low=0, high=3)], (0,)),
    case(real(3, 4), [integers(0)], (0,)),
    case(real(0, 4), [integers(2, low=0, high=4)], (1,)),
)
index_spread.cases(
    case(real(5, 4), (3, 4), [_ROWS], (0,)),
    case(real(3, 2, 3), (3, 4), [_COLUMNS], (1,)),
    case(real(0, 4), (3, 4), [integers(0)], (0,)),
)
index_put.cases(
    case(real(3, 4), real(1, 4), [integers(1, low=0, high=3)], (0,)),
    case(real(3, 4), real(), [integers(1, low=0, high=3), integers(1, low=0, high=4)], (0, 1)),
    case(real(3, 4), real(5, 4), [_ROWS], (0,), True),
    case(real(3, 4), real(4), [_ROWS], (0,), True),
    case(real(3, 4), real(0, 4), [integers(0)], (0,), True),
)
