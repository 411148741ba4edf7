"""Systems of linear equations with a triangular matrix."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._matrices import adjoint, check_system, with_batch


def _substitute(xp: Any, A: Any, B: Any, upper: bool, unit: bool) -> Any:
    """The X of ``A @ X = B``, by halves: one half of the rows is solved, its part of the others is taken away."""
    n = A.shape[-1]
    if n < 2:
        return B if unit or not n else B / A
    low, high = slice(0, n // 2), slice(n // 2, n)
    first, last = (high, low) if upper else (low, high)
    x = _substitute(xp, A[..., first, first], B[..., first, :], upper, unit)
    rest = B[..., last, :] - xp.matmul(A[..., last, first], x)
    y = _substitute(xp, A[..., last, last], rest, upper, unit)
    return xp.concat([y, x] if upper else [x, y], axis=-2)


@op(faces=("linalg",), broadcasts=True)
def solve_triangular(
    xp: Any, input: Array, B: Array, *, upper: bool, left: bool = True, unitriangular: bool = False
) -> Array:
    """The X of ``input @ X = B`` for triangular matrices.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n). What lies on the other side of the diagonal is not looked at.
    B : Tensor
        Shape (..., n, k), or (..., k, n) if not `left`.
    upper : bool
        Whether the matrices are upper triangular, or lower.
    left : bool
        Whether the matrix stands on the left; else it is ``X @ input = B`` that is solved.
    unitriangular : bool
        Take the diagonal for ones, whatever it holds.

    Returns
    -------
    Tensor
        The shape of `B`, broadcast to the batch of `input`. Singular matrices give infinities or NaN.

    Raises
    ------
    RuntimeError
        If the matrices are not square or the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> A = ag.tensor([[2.0, 0.0], [1.0, 4.0]])
    >>> ag.linalg.solve_triangular(A, ag.tensor([[2.0], [9.0]]), upper=False)
    tensor([[1.],
            [2.]])
    """
    check_system(xp, input, B, left, "linalg.solve_triangular")
    input, B = with_batch(xp, input, B)
    if left:
        return _substitute(xp, input, B, upper, unitriangular)
    x = _substitute(xp, xp.matrix_transpose(input), xp.matrix_transpose(B), not upper, unitriangular)
    return xp.matrix_transpose(x)


def _solve_triangular_b(xp: Any, g: Any, input: Any, upper: bool, left: bool, unitriangular: bool) -> Any:
    return xp.solve_triangular(adjoint(xp, input), g, upper=not upper, left=left, unitriangular=unitriangular)


def _solve_triangular_input(xp: Any, g: Any, input: Any, out: Any, upper: bool, left: bool, unitriangular: bool) -> Any:
    b = _solve_triangular_b(xp, g, input, upper, left, unitriangular)
    full = xp.matmul(b, adjoint(xp, out)) if left else xp.matmul(adjoint(xp, out), b)
    return -(xp.triu(full, k=int(unitriangular)) if upper else xp.tril(full, k=-int(unitriangular)))


solve_triangular.node_name = "LinalgSolveTriangularBackward0"
solve_triangular.rule(input=_solve_triangular_input, B=_solve_triangular_b)
_DIAGONAL_FIRST = real(3, 3, low=0.5, high=2.0)
solve_triangular.cases(
    case(_DIAGONAL_FIRST, real(3, 2), upper=True),
    case(real(2, 3, 3, low=0.5, high=2.0), real(2, 3), upper=False, left=False),
    case(complexes(3, 3), complexes(2, 3, 1), upper=False, unitriangular=True),
    case(real(0, 2, 2), real(0, 2, 1), upper=True),
)


@op(composite=True, outputs=("solution", "cloned_coefficient"))
def triangular_solve(
    xp: Any, input: Array, A: Array, upper: bool = True, transpose: bool = False, unitriangular: bool = False
) -> tuple[Array, Array]:
    """The X of ``A @ X = input`` for triangular matrices: an older form of `linalg.solve_triangular`.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, k): the right-hand sides.
    A : Tensor
        Shape (..., n, n).
    upper : bool
        Whether `A` is upper triangular, or lower.
    transpose : bool
        Solve with the transpose of `A`.
    unitriangular : bool
        Take the diagonal for ones, whatever it holds.

    Returns
    -------
    solution, cloned_coefficient : Tensor
        A named tuple: X, and a copy of `A`.

    Raises
    ------
    RuntimeError
        If the matrices are not square or the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.triangular_solve(ag.tensor([[2.0], [4.0]]), ag.tensor([[1.0, 0.0], [0.0, 2.0]])).solution
    tensor([[2.],
            [2.]])
    """
    matrix = xp.matrix_transpose(A) if transpose else A
    x = xp.solve_triangular(matrix, input, upper=upper is not transpose, unitriangular=unitriangular)
    return x, xp.clone(with_batch(xp, A, input)[0])


triangular_solve.cases(case(real(3, 2), _DIAGONAL_FIRST, True, True))
