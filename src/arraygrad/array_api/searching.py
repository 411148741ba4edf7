"""Where elements are."""

from __future__ import annotations

from typing import Any

from arraygrad.array_api._operands import array, operand, reduced, reduction
from arraygrad.dispatch import call
from arraygrad.dtypes import int64
from arraygrad.tensor import Tensor

__all__ = ["argmax", "argmin", "count_nonzero", "nonzero", "searchsorted", "where"]

argmax = reduction("argmax")
argmin = reduction("argmin")


def count_nonzero(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Number of elements other than zero over axes."""
    x = array(x)
    return call("sum", *reduced(x if not x.dtype.category else x != 0, axis, keepdims), dtype=int64)  # type: ignore[no-any-return]


def nonzero(x: Any, /) -> tuple[Tensor, ...]:
    """Indices of the elements other than zero, one array per dimension.

    Raises
    ------
    ValueError
        If there are no dimensions.
    """
    x = array(x)
    if not x.ndim:
        raise ValueError("nonzero() takes an array of at least one dimension; reshape it to (1,) first")
    return tuple(call("nonzero", x, as_tuple=True))


def searchsorted(x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Tensor:
    """Where values have to be inserted into a sorted sequence to keep it sorted."""
    return call("searchsorted", array(x1), operand(x2), side=side, sorter=operand(sorter))  # type: ignore[no-any-return]


def where(condition: Any, x1: Any, x2: Any, /) -> Tensor:
    """Elements of `x1` where a condition holds, of `x2` elsewhere."""
    return call("where", array(condition), operand(x1), operand(x2))  # type: ignore[no-any-return]
