"""Products of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad import views
from arraygrad.array_api._operands import alike, array
from arraygrad.dispatch import call
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
    """Dot products of vectors along an axis, the first conjugated."""
    return call("vecdot", *alike(x1, x2), dim=axis)  # type: ignore[no-any-return]
