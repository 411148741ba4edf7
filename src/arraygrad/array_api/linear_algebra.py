"""Products of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad import views
from arraygrad.array_api._operands import alike, array
from arraygrad.dispatch import call, cast
from arraygrad.tensor import Tensor

__all__ = ["matmul", "matrix_transpose", "tensordot", "vecdot"]


def matmul(x1: Any, x2: Any, /) -> Tensor:
    """Product of matrices."""
    return call("matmul", *alike(x1, x2))  # type: ignore[no-any-return]


def matrix_transpose(x: Any, /) -> Tensor:
    """The last two axes exchanged."""
    return views.matrix_transpose(array(x))


def tensordot(x1: Any, x2: Any, /, *, axes: int | tuple[Sequence[int], Sequence[int]] = 2) -> Tensor:
    """Products summed over axes of both arrays."""
    return call("tensordot", *alike(x1, x2), axes)  # type: ignore[no-any-return]


def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> Tensor:
    """Dot products of vectors along an axis, the first conjugated.

    Raises
    ------
    ValueError
        If the vectors differ in length.
    """
    a, b = alike(x1, x2)
    if a.shape[axis] != b.shape[axis]:
        raise ValueError(f"vectors of {a.shape[axis]} and {b.shape[axis]} elements along axis {axis} have no product")
    return cast(call("vecdot", a, b, dim=axis), a.dtype)
