"""Systems of linear equations, and inverses."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim
from arraygrad.ops._matrices import (
    LinAlgError,
    adjoint,
    attempt,
    check_square,
    check_system,
    finite,
    raise_failure,
    zero_pivots,
)


def _check_singular(xp: Any, A: Any, result: Any, name: str, message: str) -> Any:
    """A library's result for square matrices, or PyTorch's error if one of them is singular."""
    if not finite(xp, result):
        raise_failure(xp, zero_pivots(xp, xp.lu_compact(A)[0]), name, message)
        if result is None:  # the library's elimination met a zero where ours did not, by rounding
            raise LinAlgError(f"{name}: {message.format(A.shape[-1])}")
    return result


@op(faces=(), broadcasts=True)
def solve_matrices(xp: Any, A: Array, B: Array) -> Array:
    """The X of ``A @ X = B``, all of them matrices."""
    message = "The solver failed because the input matrix is singular."
    return _check_singular(xp, A, attempt(xp.linalg.solve, A, B), "torch.linalg.solve", message)


def _solve_a(xp: Any, g: Any, A: Any, out: Any) -> Any:
    return -xp.matmul(xp.solve_matrices(adjoint(xp, A), g), adjoint(xp, out))


_MATRIX = real(3, 3, distinct=True)
solve_matrices.node_name = "LinalgSolveExBackward0"
solve_matrices.rule(A=_solve_a, B=lambda xp, g, A: xp.solve_matrices(adjoint(xp, A), g))
solve_matrices.cases(case(_MATRIX, real(3, 2)), case(complexes(2, 2), complexes(2, 2, 1)), oracle="numpy.linalg.solve")


@op(composite=True, faces=("linalg",))
def solve(xp: Any, A: Array, B: Array, *, left: bool = True) -> Array:
    """The X of ``A @ X = B`` for square matrices A.

    Parameters
    ----------
    A : Tensor
        Shape (..., n, n), floating point or complex.
    B : Tensor
        Shape (..., n, k), or (..., k, n) if not `left`. Vectors, if its shape is (n,) or that of `A` without the last
        dimension.
    left : bool
        Whether the matrix stands on the left; else it is ``X @ A = B`` that is solved.

    Returns
    -------
    Tensor
        The shape of `B`, broadcast to the batch of `A`.

    Raises
    ------
    LinAlgError
        If a matrix is singular.
    RuntimeError
        If `A` is not square or the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.solve(ag.tensor([[2.0, 0.0], [0.0, 4.0]]), ag.tensor([2.0, 2.0]))
    tensor([1.0000, 0.5000])
    """
    check_square(xp, A, "linalg.solve")
    if B.ndim == 1 or (B.ndim == A.ndim - 1 and B.shape == A.shape[:-1]):
        if not left:
            raise RuntimeError(
                "linalg.solve: Vector broadcasting of the left hand side is not supported for left=False. In this case "
                "linalg.solve is equivalent to B / A.squeeze(-1)"
            )
        B = xp.expand_dims(B, axis=-1)
        check_system(xp, A, B, True, "linalg.solve")
        return xp.squeeze(xp.solve_matrices(A, B), axis=-1)
    check_system(xp, A, B, left, "linalg.solve")
    if left:
        return xp.solve_matrices(A, B)
    return xp.matrix_transpose(xp.solve_matrices(xp.matrix_transpose(A), xp.matrix_transpose(B)))


solve.cases(
    case(_MATRIX, real(3)),
    case(real(2, 3, 3, distinct=True), real(2, 3)),
    case(_MATRIX, real(1, 3), left=False),
    case(real(0, 2, 2), real(0, 2, 1)),
)


@op(composite=True, faces=("linalg",), outputs=("result", "info"))
def solve_ex(xp: Any, A: Array, B: Array, *, left: bool = True, check_errors: bool = False) -> tuple[Array, Array]:
    """The X of ``A @ X = B`` for square matrices A, with what went wrong as a number.

    Parameters
    ----------
    A : Tensor
        Shape (..., n, n), floating point or complex.
    B : Tensor
        As for `linalg.solve`.
    left : bool
        Whether the matrix stands on the left; else it is ``X @ A = B`` that is solved.
    check_errors : bool
        Raise if a matrix is singular.

    Returns
    -------
    result, info : Tensor
        A named tuple: X, and for each matrix 0, or the number of the first pivot that is zero; there X is not finite.

    Raises
    ------
    LinAlgError
        If a matrix is singular and `check_errors` is set.
    RuntimeError
        If `A` is not square or the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.solve_ex(ag.zeros(2, 2), ag.ones(2)).info
    tensor(1, dtype=arraygrad.int32)
    """
    check_square(xp, A, "linalg.solve")
    vectors = B.ndim == 1 or (B.ndim == A.ndim - 1 and B.shape == A.shape[:-1])
    LU, pivots, info = xp.lu_factor_ex(A)
    if check_errors:
        raise_failure(xp, info, "torch.linalg.solve_ex", "The solver failed because the input matrix is singular.")
    x = xp.linalg_lu_solve(LU, pivots, xp.expand_dims(B, axis=-1) if vectors else B, left=left)
    return xp.squeeze(x, axis=-1) if vectors else x, info


solve_ex.cases(case(_MATRIX, real(3)), case(real(2, 3, 3, distinct=True), real(3, 3), left=False))


_NO_INVERSE = (
    "The diagonal element {} is zero, the inversion could not be completed because the input matrix is singular."
)


@op(faces=("linalg",))
def inv(xp: Any, A: Array) -> Array:
    """Inverses of matrices.

    Parameters
    ----------
    A : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    Tensor

    Raises
    ------
    LinAlgError
        If a matrix is singular.
    RuntimeError
        If `A` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.inv(ag.tensor([[2.0, 0.0], [0.0, 4.0]]))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.2500]])
    """
    check_square(xp, A, "linalg.inv")
    return _check_singular(xp, A, attempt(xp.linalg.inv, A), "linalg.inv", _NO_INVERSE)


inv.node_name = "LinalgInvExBackward0"
inv.rule(A=lambda xp, g, out: -xp.matmul(adjoint(xp, out), xp.matmul(g, adjoint(xp, out))))
inv.cases(case(_MATRIX), case(complexes(2, 2, 2)), case(real(0, 2, 2)), oracle="numpy.linalg.inv")


@op(composite=True)
def inverse(xp: Any, input: Array) -> Array:
    """Inverses of matrices: another name of `linalg.inv`.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex.

    Returns
    -------
    Tensor

    Raises
    ------
    LinAlgError
        If a matrix is singular.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.inverse(ag.tensor([[4.0]]))
    tensor([[0.2500]])
    """
    return xp.inv(input)


inverse.cases(case(_MATRIX))


@op(composite=True, faces=("linalg",), outputs=("inverse", "info"))
def inv_ex(xp: Any, A: Array, *, check_errors: bool = False) -> tuple[Array, Array]:
    """Inverses of matrices, with what went wrong as a number.

    Parameters
    ----------
    A : Tensor
        Shape (..., n, n), floating point or complex.
    check_errors : bool
        Raise if a matrix is singular.

    Returns
    -------
    inverse, info : Tensor
        A named tuple: the inverses, and for each matrix 0, or the number of the first pivot that is zero; there the
        inverse is not finite.

    Raises
    ------
    LinAlgError
        If a matrix is singular and `check_errors` is set.
    RuntimeError
        If `A` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.inv_ex(ag.zeros(2, 2)).info
    tensor(1, dtype=arraygrad.int32)
    """
    check_square(xp, A, "linalg.inv")
    LU, pivots, info = xp.lu_factor_ex(A)
    if check_errors:
        raise_failure(xp, info, "linalg.inv_ex", _NO_INVERSE)
    identity = xp.eye(A.shape[-1], dtype=A.dtype, device=A.device)
    return xp.linalg_lu_solve(LU, pivots, identity), info


inv_ex.cases(case(_MATRIX))


@op(composite=True, faces=("linalg",))
def tensorinv(xp: Any, input: Array, ind: int = 2) -> Array:
    """The inverse of the linear map that `tensordot` with `input` is.

    Parameters
    ----------
    input : Tensor
        The first `ind` sizes have the same product as the others.
    ind : int
        How many dimensions belong to the map's result.

    Returns
    -------
    Tensor
        With the last dimensions of `input` first.

    Raises
    ------
    LinAlgError
        If there is none.
    RuntimeError
        If the products differ, or `ind` is not positive.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.tensorinv(ag.eye(4).reshape(4, 2, 2), ind=1).shape
    arraygrad.Size([2, 2, 4])
    """
    if ind <= 0:
        raise RuntimeError(f"Expected a strictly positive integer for 'ind', but got {ind}")
    front, back = tuple(input.shape[:ind]), tuple(input.shape[ind:])
    if prod(front) != prod(back):
        raise RuntimeError(
            f"Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got "
            f"{prod(back)} != {prod(front)}"
        )
    inverse = xp.inv(xp.reshape(input, (prod(front), prod(back))))
    return xp.reshape(inverse, (*back, *front))


tensorinv.cases(case(real(2, 2, 4, distinct=True)), case(real(4, 2, 2, distinct=True), ind=1))


@op(composite=True, faces=("linalg",))
def tensorsolve(xp: Any, input: Array, other: Array, dims: tuple[int, ...] | None = None) -> Array:
    """The X of ``tensordot(input, X, X.ndim) = other``.

    Parameters
    ----------
    input : Tensor
        The first sizes are those of `other`, and have the same product as the others.
    other : Tensor
    dims : tuple of int, optional
        Dimensions of `input` that are moved to the end first.

    Returns
    -------
    Tensor

    Raises
    ------
    LinAlgError
        If there is none.
    RuntimeError
        If the products differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.tensorsolve(ag.eye(4).reshape(2, 2, 4), ag.ones(2, 2))
    tensor([1., 1., 1., 1.])
    """
    if dims is not None:
        moved = [normalize_dim(d, input.ndim) for d in dims]
        input = xp.permute_dims(input, (*(d for d in range(input.ndim) if d not in moved), *moved))
    shape = tuple(input.shape[other.ndim :])
    if prod(shape) != prod(other.shape):
        raise RuntimeError(
            "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), "
            f"but got {prod(shape)} != {prod(other.shape)}"
        )
    matrix = xp.reshape(input, (prod(other.shape), prod(shape)))
    return xp.reshape(xp.solve(matrix, xp.reshape(other, (-1,))), shape)


tensorsolve.cases(case(real(2, 2, 4, distinct=True), real(2, 2)), case(real(4, 2, 2, distinct=True), real(2, 2), (0,)))
