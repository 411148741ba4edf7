"""Factors of positive definite matrices: A = L L^H."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, definite, real
from arraygrad.op import Array, op
from arraygrad.ops._matrices import adjoint, attempt, check_square, finite, raise_failure, real_part

_NOT_DEFINITE = (
    "The factorization could not be completed because the input is not positive-definite (the leading minor of order "
    "{} is not positive-definite)."
)


def _column_by_column(xp: Any, A: Any) -> tuple[Any, Any]:
    """The factor, and the order of the first leading minor that is not positive (0 if there is none)."""
    n = A.shape[-1]
    place, info = xp.arange(n), xp.zeros(A.shape[:-2], dtype=xp.int32)
    factor = xp.zeros_like(A)
    for j in range(n):
        rest = A[..., :, j] - xp.matmul(factor, adjoint(xp, factor[..., j : j + 1, :]))[..., 0]
        pivot = real_part(xp, rest[..., j : j + 1])
        good = pivot > 0
        info = xp.where(
            xp.logical_and(info == 0, xp.logical_not(good[..., 0])), xp.asarray(j + 1, dtype=xp.int32), info
        )
        column = xp.where(xp.logical_and(place >= j, good), rest / xp.sqrt(xp.where(good, pivot, 1)), 0)
        factor = xp.where(place == j, xp.expand_dims(column, axis=-1), factor)
    return factor, info


@op(faces=("linalg",), outputs=("L", "info"), differentiable=(True, False))
def cholesky_ex(xp: Any, input: Array, *, upper: bool = False, check_errors: bool = False) -> tuple[Array, Array]:
    """Triangular factors of Hermitian positive definite matrices, with what went wrong as a number.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex. Only one triangle is looked at.
    upper : bool
        Whether the factor is the upper one, and the upper triangle is looked at.
    check_errors : bool
        Raise if a matrix is not positive definite.

    Returns
    -------
    L, info : Tensor
        A named tuple: the factors, and for each matrix 0, or the order of the first leading minor that is not positive
        definite. (While a program is compiled it is that of the whole matrix, and the factor is NaN.)

    Raises
    ------
    LinAlgError
        If a matrix is not positive definite and `check_errors` is set.
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.cholesky_ex(ag.tensor([[4.0, 0.0], [0.0, -1.0]])).info
    tensor(2, dtype=arraygrad.int32)
    """
    check_square(xp, input, "linalg.cholesky")
    A = adjoint(xp, input) if upper else input
    n = A.shape[-1]
    factor = attempt(xp.linalg.cholesky, A)
    if not finite(xp, factor):
        factor, info = _column_by_column(xp, A)
    elif xp.concrete(factor) or not n:
        info = xp.zeros(A.shape[:-2], dtype=xp.int32)
    else:
        failed = xp.any(xp.isnan(xp.diagonal(factor, 0, -2, -1)), axis=-1)
        info = xp.astype(failed, xp.int32) * n
    if check_errors:
        raise_failure(xp, info, "linalg.cholesky_ex", _NOT_DEFINITE)
    return adjoint(xp, factor) if upper else factor, info


def _cholesky_rule(xp: Any, g: Any, L: Any, upper: bool) -> Any:
    # I. Murray, Differentiation of the Cholesky decomposition, 2016.
    if upper:
        L, g = adjoint(xp, L), adjoint(xp, g)
    low = xp.tril(xp.matmul(adjoint(xp, L), g))
    middle = 0.5 * (low + adjoint(xp, xp.tril(low, k=-1)))
    middle = xp.solve_triangular(adjoint(xp, L), middle, upper=True)
    return xp.solve_triangular(L, middle, upper=False, left=False)


cholesky_ex.node_name = "LinalgCholeskyExBackward0"
cholesky_ex.rule(input=_cholesky_rule)
cholesky_ex.cases(case(definite(3, 3)), case(definite(2, 2, 2, kind="complex"), upper=True), case(real(0, 2, 2)))


@op(composite=True, faces=("linalg",))
def linalg_cholesky(xp: Any, input: Array, *, upper: bool = False) -> Array:
    """Triangular factors of Hermitian positive definite matrices: ``A = L @ L^H``.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex. Only one triangle is looked at.
    upper : bool
        Whether the factor is the upper one, ``A = U^H @ U``, and the upper triangle is looked at.

    Returns
    -------
    Tensor

    Raises
    ------
    LinAlgError
        If a matrix is not positive definite.
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.cholesky(ag.tensor([[4.0, 2.0], [2.0, 2.0]]))
    tensor([[2., 0.],
            [1., 1.]])
    """
    return _factor(xp, input, upper, "linalg.cholesky")


def _factor(xp: Any, A: Any, upper: bool, name: str) -> Any:
    factor, info = xp.cholesky_ex(A, upper=upper)
    raise_failure(xp, info, name, _NOT_DEFINITE)
    return factor


linalg_cholesky.cases(case(definite(2, 3, 3)))


@op(composite=True)
def cholesky(xp: Any, input: Array, upper: bool = False) -> Array:
    """Triangular factors of Hermitian positive definite matrices: another name of `linalg.cholesky`.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex. Only one triangle is looked at.
    upper : bool
        Whether the factor is the upper one.

    Returns
    -------
    Tensor

    Raises
    ------
    LinAlgError
        If a matrix is not positive definite.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cholesky(ag.tensor([[4.0]]))
    tensor([[2.]])
    """
    return _factor(xp, input, upper, "cholesky")


cholesky.cases(case(definite(2, 2), True))


@op(composite=True)
def cholesky_solve(xp: Any, input: Array, input2: Array, upper: bool = False) -> Array:
    """The X of ``A @ X = input``, from the Cholesky factor of A.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, k).
    input2 : Tensor
        Shape (..., n, n): the factor.
    upper : bool
        Whether it is the upper one.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cholesky_solve(ag.tensor([[8.0]]), ag.tensor([[2.0]]))
    tensor([[2.]])
    """
    first, last = (adjoint(xp, input2), input2) if upper else (input2, adjoint(xp, input2))
    x = xp.solve_triangular(first, input, upper=False)
    return xp.solve_triangular(last, x, upper=True)


cholesky_solve.cases(case(real(3, 2), real(3, 3, low=0.5)), case(real(2, 2, 1), real(2, 2, low=0.5), True))


@op(composite=True)
def cholesky_inverse(xp: Any, input: Array, upper: bool = False) -> Array:
    """Inverses of matrices, from their Cholesky factors.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n): the factors.
    upper : bool
        Whether they are the upper ones.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cholesky_inverse(ag.tensor([[2.0]]))
    tensor([[0.2500]])
    """
    check_square(xp, input, "cholesky_inverse")
    return xp.cholesky_solve(xp.eye(input.shape[-1], dtype=input.dtype, device=input.device), input, upper)


cholesky_inverse.cases(case(real(3, 3, low=0.5)), case(real(2, 2, 2, low=0.5), True))
