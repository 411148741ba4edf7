"""Elements in order."""

from __future__ import annotations

from typing import Any

from arraygrad.array_api._operands import array
from arraygrad.dispatch import call
from arraygrad.tensor import Tensor

__all__ = ["argsort", "sort"]


def argsort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Tensor:
    """Indices that put the elements in order along an axis."""
    return call("argsort", array(x), axis, descending, stable)  # type: ignore[no-any-return]


def sort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Tensor:
    """The elements in order along an axis; NaN counts as the largest."""
    return call("sort", array(x), axis, descending, stable).values  # type: ignore[no-any-return]
