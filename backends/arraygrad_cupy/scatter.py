"""Adding at indices that may repeat, for every data type."""

from __future__ import annotations

from typing import Any

import cupy
import cupyx

__all__ = ["add_at"]

#: Types that the device adds atomically.
_ATOMIC = frozenset("iILQefdFD")


def add_at(array: Any, key: Any, value: Any) -> Any:
    """``array[key] += value`` in place, with repeated indices adding up."""
    kind = array.dtype.char
    if kind in _ATOMIC:
        cupyx.scatter_add(array, key, value)
    elif kind in "lq":
        # Two's complement: adding is the same for signed and unsigned words.
        words = cupy.asarray(value).astype(array.dtype).view(cupy.uint64)
        cupyx.scatter_add(array.view(cupy.uint64), key, words)
    else:
        wide = array.astype(cupy.int32)
        cupyx.scatter_add(wide, key, value)
        array[...] = wide.astype(array.dtype)
    return array
