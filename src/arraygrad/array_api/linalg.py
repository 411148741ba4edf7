"""The standard's extension for linear algebra."""

from __future__ import annotations

from typing import Any, NamedTuple

from arraygrad import views
from arraygrad.array_api._operands import alike, array, operand, reduced
from arraygrad.array_api.linear_algebra import matmul, matrix_transpose, tensordot, vecdot
from arraygrad.array_api.manipulation import broadcast_arrays
from arraygrad.array_api.statistical import sum
from arraygrad.dispatch import call
from arraygrad.dtypes import DType
from arraygrad.faces import function_of
from arraygrad.tensor import Tensor

__all__ = [
    "cholesky", "cross", "det", "diagonal", "eig", "eigh", "eigvals", "eigvalsh", "inv", "matmul", "matrix_norm",
    "matrix_power", "matrix_rank", "matrix_transpose", "outer", "pinv", "qr", "slogdet", "solve", "svd", "svdvals",
    "tensordot", "trace", "vecdot", "vector_norm",
]  # fmt: skip


class EigResult(NamedTuple):
    """Eigenvalues, and eigenvectors as columns."""

    eigenvalues: Tensor
    eigenvectors: Tensor


class EighResult(NamedTuple):
    """Eigenvalues in ascending order, and eigenvectors as columns."""

    eigenvalues: Tensor
    eigenvectors: Tensor


class QRResult(NamedTuple):
    """Orthonormal columns and an upper triangle."""

    Q: Tensor
    R: Tensor


class SlogdetResult(NamedTuple):
    """Sign of a determinant and logarithm of its absolute value."""

    sign: Tensor
    logabsdet: Tensor


class SVDResult(NamedTuple):
    """Left singular vectors as columns, singular values, right singular vectors as rows."""

    U: Tensor
    S: Tensor
    Vh: Tensor


def _linalg(name: str, *args: Any, **kwargs: Any) -> Any:
    """What ``arraygrad.linalg`` has under a name."""
    return function_of("linalg", name)(*args, **kwargs)


def cholesky(x: Any, /, *, upper: bool = False) -> Tensor:
    """The triangular factor of positive definite matrices."""
    return _linalg("cholesky", array(x), upper=upper)  # type: ignore[no-any-return]


def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Tensor:
    """Cross products of vectors with three elements along an axis.

    Raises
    ------
    ValueError
        If the vectors have another number of elements.
    """
    a, b = alike(x1, x2)
    if not a.shape[axis] == b.shape[axis] == 3:
        raise ValueError(f"vectors must have 3 elements along axis {axis}, got {a.shape[axis]} and {b.shape[axis]}")
    return call("cross", *broadcast_arrays(a, b), axis)  # type: ignore[no-any-return]


def det(x: Any, /) -> Tensor:
    """Determinants."""
    return _linalg("det", array(x))  # type: ignore[no-any-return]


def diagonal(x: Any, /, *, offset: int = 0) -> Tensor:
    """The diagonal of matrices, or the one `offset` places to the right."""
    return call("diagonal", array(x), offset, -2, -1)  # type: ignore[no-any-return]


def eig(x: Any, /) -> EigResult:
    """Eigenvalues and eigenvectors of square matrices, complex."""
    return EigResult(*_linalg("eig", array(x)))


def eigh(x: Any, /) -> EighResult:
    """Eigenvalues and eigenvectors of symmetric or Hermitian matrices."""
    return EighResult(*_linalg("eigh", array(x)))


def eigvals(x: Any, /) -> Tensor:
    """Eigenvalues of square matrices, complex."""
    return _linalg("eigvals", array(x))  # type: ignore[no-any-return]


def eigvalsh(x: Any, /) -> Tensor:
    """Eigenvalues of symmetric or Hermitian matrices."""
    return _linalg("eigvalsh", array(x))  # type: ignore[no-any-return]


def inv(x: Any, /) -> Tensor:
    """Inverse matrices."""
    return _linalg("inv", array(x))  # type: ignore[no-any-return]


def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: int | float | str | None = "fro") -> Tensor:
    """Norms of matrices."""
    return _linalg("matrix_norm", array(x), "fro" if ord is None else ord, keepdim=keepdims)  # type: ignore[no-any-return]


def matrix_power(x: Any, n: int, /) -> Tensor:
    """Powers of square matrices."""
    return _linalg("matrix_power", array(x), n)  # type: ignore[no-any-return]


def matrix_rank(x: Any, /, *, rtol: Any = None) -> Tensor:
    """How many singular values exceed the largest one times `rtol`."""
    return _linalg("matrix_rank", array(x), rtol=operand(rtol))  # type: ignore[no-any-return]


def outer(x1: Any, x2: Any, /) -> Tensor:
    """Products of all pairs of elements of two vectors."""
    return call("outer", *alike(x1, x2))  # type: ignore[no-any-return]


def pinv(x: Any, /, *, rtol: Any = None) -> Tensor:
    """Pseudo-inverses; singular values up to the largest one times `rtol` count as zero."""
    return _linalg("pinv", array(x), rtol=operand(rtol))  # type: ignore[no-any-return]


def qr(x: Any, /, *, mode: str = "reduced") -> QRResult:
    """Factors of matrices: orthonormal columns and an upper triangle."""
    return QRResult(*_linalg("qr", array(x), mode))


def slogdet(x: Any, /) -> SlogdetResult:
    """Sign and logarithm of the absolute value of determinants."""
    return SlogdetResult(*_linalg("slogdet", array(x)))


def solve(x1: Any, x2: Any, /) -> Tensor:
    """The x of ``x1 @ x = x2``; `x2` is a vector only if it has one dimension."""
    a, b = alike(x1, x2)
    if b.ndim == 1:
        return views.squeeze(_linalg("solve", a, views.unsqueeze(b, -1)), -1)
    return _linalg("solve", a, b)  # type: ignore[no-any-return]


def svd(x: Any, /, *, full_matrices: bool = True) -> SVDResult:
    """Singular values and vectors."""
    return SVDResult(*_linalg("svd", array(x), full_matrices))


def svdvals(x: Any, /) -> Tensor:
    """Singular values."""
    return _linalg("svdvals", array(x))  # type: ignore[no-any-return]


def trace(x: Any, /, *, offset: int = 0, dtype: DType | None = None) -> Tensor:
    """Sums over the diagonals of matrices."""
    return sum(diagonal(x, offset=offset), axis=-1, dtype=dtype)


def vector_norm(
    x: Any, /, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False, ord: int | float = 2
) -> Tensor:
    """Norms of vectors along axes, by default of all elements."""
    x, axis, keepdims = reduced(array(x), axis, keepdims)
    return _linalg("vector_norm", x, ord, axis, keepdims)  # type: ignore[no-any-return]
