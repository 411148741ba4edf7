"""Systems of linear equations whose matrix has been factored into triangles."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import broadcast_shape
from arraygrad.ops._matrices import adjoint as conjugate_transpose
from arraygrad.ops._matrices import check_system
from arraygrad.ops.lu import take_rows


@op(composite=True, faces=("linalg",))
def linalg_lu_solve(
    xp: Any, LU: Array, pivots: IndexArray, B: Array, *, left: bool = True, adjoint: bool = False
) -> Array:
    """The X of ``A @ X = B``, from the factors of A.

    Parameters
    ----------
    LU, pivots : Tensor
        From `lu_factor`.
    B : Tensor
        Shape (..., n, k), or (..., k, n) if not `left`.
    left : bool
        Whether the matrix stands on the left; else it is ``X @ A = B`` that is solved.
    adjoint : bool
        Solve with the conjugate transpose of A.

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
    >>> LU, pivots = ag.linalg.lu_factor(ag.tensor([[0.0, 2.0], [4.0, 0.0]]))
    >>> ag.linalg.lu_solve(LU, pivots, ag.tensor([[2.0], [4.0]]))
    tensor([[1.],
            [1.]])
    """
    check_system(xp, LU, B, left, "linalg.lu_solve")
    if not left:  # the conjugate transposes of both sides
        return conjugate_transpose(xp, _lu_solve(xp, LU, pivots, conjugate_transpose(xp, B), not adjoint))
    return _lu_solve(xp, LU, pivots, B, adjoint)


def _lu_solve(xp: Any, LU: Any, pivots: Any, B: Any, adjoint: bool) -> Any:
    rows = xp.pivots_to_rows(pivots, LU.shape[-1])
    batch = broadcast_shape(tuple(LU.shape[:-2]), tuple(B.shape[:-2]))
    rows, B = xp.broadcast_to(rows, (*batch, rows.shape[-1])), xp.broadcast_to(B, (*batch, *B.shape[-2:]))
    if not adjoint:
        x = xp.solve_triangular(LU, take_rows(xp, B, rows), upper=False, unitriangular=True)
        return xp.solve_triangular(LU, x, upper=True)
    x = xp.solve_triangular(conjugate_transpose(xp, LU), B, upper=False)
    x = xp.solve_triangular(conjugate_transpose(xp, LU), x, upper=True, unitriangular=True)
    return take_rows(xp, x, xp.argsort(rows, dim=-1))


linalg_lu_solve.cases(
    case(real(3, 3, low=0.5), integers(3, low=3, high=4), real(2, 3, 1)),
    case(complexes(2, 2), integers(2, low=2, high=3), complexes(1, 2), left=False, adjoint=True),
)


@op(composite=True)
def lu_solve(xp: Any, input: Array, LU_data: Array, LU_pivots: IndexArray) -> Array:
    """The X of ``A @ X = input``, from the factors of A: an older form of `linalg.lu_solve`.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, k).
    LU_data, LU_pivots : Tensor
        From `lu_factor`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.lu_solve(ag.tensor([[2.0], [4.0]]), *ag.linalg.lu_factor(ag.tensor([[0.0, 2.0], [4.0, 0.0]])))
    tensor([[1.],
            [1.]])
    """
    return xp.linalg_lu_solve(LU_data, LU_pivots, input)


lu_solve.cases(case(real(3, 1), real(3, 3, low=0.5), integers(3, low=3, high=4)))
