# Made by tools/generate_stubs.py from the op records: do not edit.

from builtins import bool as _bool
from builtins import complex as _complex
from builtins import float as _float
from builtins import int as _int
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from arraygrad.dtypes import DType
from arraygrad.tensor import Tensor

__all__ = [
    "matmul",
    "qr",
    "solve",
    "vecdot",
    "vector_norm",
]

_Number: TypeAlias = _int | _float | _complex

class _QR(NamedTuple):
    Q: Tensor
    R: Tensor

def matmul(input: Tensor | _Number, other: Tensor | _Number) -> Tensor:
    """Product of matrices."""

def qr(A: Tensor | _Number, mode: str = "reduced") -> _QR:
    """Factors of a matrix: ``A = Q @ R`` with orthonormal columns of Q and upper triangular R."""

def solve(A: Tensor | _Number, B: Tensor | _Number) -> Tensor:
    """The X of ``A @ X = B`` for square matrices A."""

def vecdot(x: Tensor | _Number, y: Tensor | _Number, *, dim: _int = -1, axis: _int = ...) -> Tensor:
    """Dot products of the vectors along a dimension, the first conjugated; other dimensions broadcast."""

def vector_norm(
    x: Tensor | _Number,
    ord: _float = 2,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
) -> Tensor:
    """Norm of vectors: the `ord`-th root of the sum of `ord`-th powers of absolute values."""
