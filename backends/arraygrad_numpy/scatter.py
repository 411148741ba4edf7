"""Adding at indices that may repeat.

``numpy.add.at`` is quick for one index array on one dimension and several times slower otherwise, so the general case
is brought to that form: positions in the flattened array.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

__all__ = ["add_at"]

#: Fewer elements than this are not worth the positions.
_SMALL = 2048


def add_at(array: np.ndarray, key: Any, value: Any) -> np.ndarray:
    """``array[key] += value`` in place, with repeated indices adding up.

    `key` has a full slice or an array of integers, counted from the front, for each leading dimension.
    """
    where = _positions(array, key) if array.ndim > 1 and array.flags.c_contiguous else None
    if where is None:
        np.add.at(array, key, value)
    else:
        values = np.broadcast_to(np.asarray(value, dtype=array.dtype), where[1])
        np.add.at(array.reshape(-1), where[0].reshape(-1), values.reshape(-1))
    return array


def _positions(array: np.ndarray, key: Any) -> tuple[np.ndarray, tuple[int, ...]] | None:
    """Positions of the elements of ``array[key]`` in the flattened array, and their shape; None for other keys."""
    if not isinstance(key, tuple):
        return None
    indexed = [i for i, entry in enumerate(key) if isinstance(entry, np.ndarray) and entry.dtype.kind in "iu"]
    if not indexed or any(entry != slice(None) for i, entry in enumerate(key) if i not in indexed):
        return None
    first, last = indexed[0], indexed[-1] + 1
    if last - first != len(indexed):  # NumPy then moves the indexed dimensions to the front
        return None
    shape = array.shape
    outer, inner = prod(shape[:first]), prod(shape[last:])
    block = np.zeros((), dtype=np.intp)
    for i in indexed:
        block = block * shape[i] + key[i]
    result = (*shape[:first], *block.shape, *shape[last:])
    if prod(result) < _SMALL:
        return None
    rows = np.arange(outer)[:, None] * prod(shape[first:last]) + block.reshape(-1)
    return rows[:, :, None] * inner + np.arange(inner), result
