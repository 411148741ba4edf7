"""Elements at indices."""

from __future__ import annotations

from typing import Any

from arraygrad.array_api._operands import array
from arraygrad.dispatch import call
from arraygrad.ops._common import normalize_dim
from arraygrad.tensor import Tensor

__all__ = ["take", "take_along_axis"]


def take(x: Any, indices: Any, /, *, axis: int | None = None) -> Tensor:
    """The parts at indices of an axis, which can be left out for a vector."""
    x, indices = array(x), array(indices)
    if axis is None and x.ndim != 1:
        raise ValueError(f"axis must be given for an array of {x.ndim} dimensions")
    return call("index", x, [indices], (normalize_dim(axis or 0, x.ndim),))  # type: ignore[no-any-return]


def take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Tensor:
    """One element for each index along an axis; the other axes broadcast."""
    x, indices = array(x), array(indices)
    size = x.shape[normalize_dim(axis, x.ndim)]
    if indices.dtype.is_signed:
        indices = call("where", indices < 0, indices + size, indices)
    return call("take_along_dim", x, indices, axis)  # type: ignore[no-any-return]
