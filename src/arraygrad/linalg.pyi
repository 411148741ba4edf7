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
    "LinAlgError",
    "cholesky",
    "cholesky_ex",
    "cond",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "householder_product",
    "inv",
    "inv_ex",
    "ldl_factor",
    "ldl_factor_ex",
    "ldl_solve",
    "lstsq",
    "lu",
    "lu_factor",
    "lu_factor_ex",
    "lu_solve",
    "matmul",
    "matrix_exp",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "multi_dot",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "solve_ex",
    "solve_triangular",
    "svd",
    "svdvals",
    "tensorinv",
    "tensorsolve",
    "vander",
    "vecdot",
    "vector_norm",
]

_Number: TypeAlias = _int | _float | _complex

class _EigenvaluesEigenvectors(NamedTuple):
    eigenvalues: Tensor
    eigenvectors: Tensor

class _InverseInfo(NamedTuple):
    inverse: Tensor
    info: Tensor

class _LInfo(NamedTuple):
    L: Tensor
    info: Tensor

class _LdPivots(NamedTuple):
    LD: Tensor
    pivots: Tensor

class _LdPivotsInfo(NamedTuple):
    LD: Tensor
    pivots: Tensor
    info: Tensor

class _LuPivots(NamedTuple):
    LU: Tensor
    pivots: Tensor

class _LuPivotsInfo(NamedTuple):
    LU: Tensor
    pivots: Tensor
    info: Tensor

class _PLU(NamedTuple):
    P: Tensor
    L: Tensor
    U: Tensor

class _QR(NamedTuple):
    Q: Tensor
    R: Tensor

class _ResultInfo(NamedTuple):
    result: Tensor
    info: Tensor

class _SignLogabsdet(NamedTuple):
    sign: Tensor
    logabsdet: Tensor

class _SolutionResidualsRankSingularValues(NamedTuple):
    solution: Tensor
    residuals: Tensor
    rank: Tensor
    singular_values: Tensor

class _USVh(NamedTuple):
    U: Tensor
    S: Tensor
    Vh: Tensor

class LinAlgError(RuntimeError):
    """A matrix is singular or not positive definite where it must not be, or an algorithm did not converge."""

def cholesky(input: Tensor | _Number, *, upper: _bool = False, out: Tensor | None = None) -> Tensor:
    """Triangular factors of Hermitian positive definite matrices: ``A = L @ L^H``."""

def cholesky_ex(
    input: Tensor | _Number,
    *,
    upper: _bool = False,
    check_errors: _bool = False,
    out: Sequence[Tensor] | None = None,
) -> _LInfo:
    """Triangular factors of Hermitian positive definite matrices, with what went wrong as a number."""

def cond(input: Tensor | _Number, p: _float | str | None = None, *, out: Tensor | None = None) -> Tensor:
    """Condition numbers: the norm of a matrix times that of its inverse."""

def cross(
    input: Tensor | _Number,
    other: Tensor | _Number,
    *,
    dim: _int = -1,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Cross product of the vectors along a dimension of size 3; other dimensions broadcast."""

def det(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Determinants of matrices."""

def diagonal(
    A: Tensor | _Number,
    *,
    offset: _int = 0,
    dim1: _int = -2,
    dim2: _int = -1,
    out: Tensor | None = None,
) -> Tensor:
    """The diagonals of matrices, along a new last dimension."""

def eig(input: Tensor | _Number, *, out: Sequence[Tensor] | None = None) -> _EigenvaluesEigenvectors:
    """Eigenvalues and eigenvectors of square matrices: ``A @ V = V @ diag(w)``."""

def eigh(input: Tensor | _Number, UPLO: str = "L", *, out: Sequence[Tensor] | None = None) -> _EigenvaluesEigenvectors:
    """Eigenvalues and eigenvectors of Hermitian matrices: ``A = V @ diag(w) @ V^H``."""

def eigvals(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Eigenvalues of square matrices."""

def eigvalsh(input: Tensor | _Number, UPLO: str = "L", *, out: Tensor | None = None) -> Tensor:
    """Eigenvalues of Hermitian matrices."""

def householder_product(input: Tensor | _Number, tau: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The first columns of products of reflections ``1 - tau_i * v_i @ v_i^H``."""

def inv(A: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverses of matrices."""

def inv_ex(A: Tensor | _Number, *, check_errors: _bool = False, out: Sequence[Tensor] | None = None) -> _InverseInfo:
    """Inverses of matrices, with what went wrong as a number."""

def ldl_factor(input: Tensor | _Number, *, hermitian: _bool = False, out: Sequence[Tensor] | None = None) -> _LdPivots:
    """Compact factors of symmetric or Hermitian matrices, as `linalg.ldl_solve` takes them."""

def ldl_factor_ex(
    input: Tensor | _Number,
    *,
    hermitian: _bool = False,
    check_errors: _bool = False,
    out: Sequence[Tensor] | None = None,
) -> _LdPivotsInfo:
    """Compact factors of symmetric or Hermitian matrices, with what went wrong as a number."""

def ldl_solve(
    LD: Tensor | _Number,
    pivots: Tensor,
    B: Tensor | _Number,
    *,
    hermitian: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """The X of ``A @ X = B``, from the factors of a symmetric or Hermitian A."""

def lstsq(
    input: Tensor | _Number,
    b: Tensor | _Number,
    rcond: _float | None = None,
    *,
    driver: str | None = None,
    out: Sequence[Tensor] | None = None,
) -> _SolutionResidualsRankSingularValues:
    """The X for which the columns of ``input @ X - b`` are shortest, and of those the shortest."""

def lu(A: Tensor | _Number, *, pivot: _bool = True, out: Sequence[Tensor] | None = None) -> _PLU:
    """Factors of matrices: ``A = P @ L @ U`` with a permutation P and triangular L and U."""

def lu_factor(A: Tensor | _Number, *, pivot: _bool = True, out: Sequence[Tensor] | None = None) -> _LuPivots:
    """Compact factors of matrices, ``A = P @ L @ U``, as `linalg.lu_solve` takes them."""

def lu_factor_ex(
    A: Tensor | _Number,
    *,
    pivot: _bool = True,
    check_errors: _bool = False,
    out: Sequence[Tensor] | None = None,
) -> _LuPivotsInfo:
    """Compact factors of matrices, ``A = P @ L @ U``, with what went wrong as a number."""

def lu_solve(
    LU: Tensor | _Number,
    pivots: Tensor,
    B: Tensor | _Number,
    *,
    left: _bool = True,
    adjoint: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """The X of ``A @ X = B``, from the factors of A."""

def matmul(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Product of matrices."""

def matrix_exp(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Exponentials of square matrices."""

def matrix_norm(
    input: Tensor | _Number,
    ord: _float | str = "fro",
    dim: tuple[_int, _int] = ...,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: tuple[_int, _int] = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Norms of matrices."""

def matrix_power(input: Tensor | _Number, n: _int, *, out: Tensor | None = None) -> Tensor:
    """Powers of square matrices."""

def matrix_rank(
    input: Tensor | _Number,
    tol: Tensor | None = None,
    hermitian: _bool = False,
    *,
    atol: Tensor | None = None,
    rtol: Tensor | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """The number of singular values that are not zero."""

def multi_dot(tensors: Tensor | Sequence[Tensor], *, out: Tensor | None = None) -> Tensor:
    """The product of several matrices, multiplied in the order that takes the fewest operations."""

def norm(
    input: Tensor | _Number,
    ord: _float | str | None = None,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Norms of vectors or of matrices."""

def pinv(
    input: Tensor | _Number,
    rcond: Tensor | None = None,
    hermitian: _bool = False,
    *,
    atol: Tensor | None = None,
    rtol: Tensor | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Pseudoinverses of E. H. Moore and R. Penrose."""

def qr(A: Tensor | _Number, mode: str = "reduced", *, out: Sequence[Tensor] | None = None) -> _QR:
    """Factors of matrices: ``A = Q @ R`` with orthonormal columns of Q and upper triangular R."""

def slogdet(input: Tensor | _Number, *, out: Sequence[Tensor] | None = None) -> _SignLogabsdet:
    """Determinants of matrices, as a sign and the logarithm of an absolute value."""

def solve(A: Tensor | _Number, B: Tensor | _Number, *, left: _bool = True, out: Tensor | None = None) -> Tensor:
    """The X of ``A @ X = B`` for square matrices A."""

def solve_ex(
    A: Tensor | _Number,
    B: Tensor | _Number,
    *,
    left: _bool = True,
    check_errors: _bool = False,
    out: Sequence[Tensor] | None = None,
) -> _ResultInfo:
    """The X of ``A @ X = B`` for square matrices A, with what went wrong as a number."""

def solve_triangular(
    input: Tensor | _Number,
    B: Tensor | _Number,
    *,
    upper: _bool,
    left: _bool = True,
    unitriangular: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """The X of ``input @ X = B`` for triangular matrices."""

def svd(
    A: Tensor | _Number,
    full_matrices: _bool = True,
    *,
    driver: str | None = None,
    out: Sequence[Tensor] | None = None,
) -> _USVh:
    """Singular values and vectors: ``A = U @ diag(S) @ Vh`` with orthonormal columns of U and rows of Vh."""

def svdvals(A: Tensor | _Number, *, driver: str | None = None, out: Tensor | None = None) -> Tensor:
    """Singular values."""

def tensorinv(input: Tensor | _Number, ind: _int = 2, *, out: Tensor | None = None) -> Tensor:
    """The inverse of the linear map that `tensordot` with `input` is."""

def tensorsolve(
    input: Tensor | _Number,
    other: Tensor | _Number,
    dims: Sequence[_int] | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """The X of ``tensordot(input, X, X.ndim) = other``."""

def vander(x: Tensor | _Number, *, N: _int | None = None, out: Tensor | None = None) -> Tensor:
    """Matrices of powers, after A.-T. Vandermonde: each row a number's powers from 0 to N - 1."""

def vecdot(
    x: Tensor | _Number,
    y: Tensor | _Number,
    *,
    dim: _int = -1,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
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
    out: Tensor | None = None,
) -> Tensor:
    """Norm of vectors: the `ord`-th root of the sum of `ord`-th powers of absolute values."""
