"""Systems of linear equations and factorisations."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import Case, case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj


def _adjoint(xp: Any, x: Any) -> Any:
    return xp.matrix_transpose(conj(xp, x))


@op(faces=("linalg",))
def solve(xp: Any, A: Array, B: Array) -> Array:
    """The X of ``A @ X = B`` for square matrices A.

    Parameters
    ----------
    A : Tensor
        Shape (n, n).
    B : Tensor
        Shape (n, k) or (n,).

    Returns
    -------
    Tensor
        The shape of `B`.

    Raises
    ------
    RuntimeError
        If `A` is not square, or singular.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.solve(ag.tensor([[2.0, 0.0], [0.0, 4.0]]), ag.tensor([2.0, 2.0]))
    tensor([1.0000, 0.5000])
    """
    if A.ndim != 2 or A.shape[0] != A.shape[1] or B.ndim not in (1, 2) or B.shape[0] != A.shape[0]:
        raise RuntimeError(
            f"linalg.solve: A must be a square matrix (n, n) and B (n,) or (n, k), got {list(A.shape)} and "
            f"{list(B.shape)}"
        )
    try:
        return xp.linalg.solve(A, B)
    except Exception as error:  # each library has a class of its own for a singular matrix
        raise RuntimeError(f"linalg.solve: {error}") from None


def _solve_a(xp: Any, g: Any, A: Any, out: Any) -> Any:
    b = xp.solve(_adjoint(xp, A), g)
    if b.ndim == 1:
        return -xp.matmul(b[:, None], conj(xp, out)[None, :])
    return -xp.matmul(b, _adjoint(xp, out))


solve.rule(A=_solve_a, B=lambda xp, g, A: xp.solve(_adjoint(xp, A), g))
_MATRIX = real(3, 3, distinct=True)
solve.cases(Case((_MATRIX, real(3, 2))), Case((_MATRIX, real(3))), oracle="numpy.linalg.solve")


@op(faces=("linalg",), outputs=("Q", "R"), differentiable=(True, True))
def qr(xp: Any, A: Array, mode: str = "reduced") -> tuple[Array, Array]:
    """Factors of a matrix: ``A = Q @ R`` with orthonormal columns of Q and upper triangular R.

    Parameters
    ----------
    A : Tensor
        Shape (m, n); differentiable for m >= n.
    mode : {"reduced", "complete"}

    Returns
    -------
    Q, R : Tensor
        A named tuple.

    Examples
    --------
    >>> import arraygrad as ag
    >>> Q, R = ag.linalg.qr(ag.tensor([[3.0, 1.0], [4.0, 2.0]]))
    >>> (Q @ R).round(decimals=4)
    tensor([[3., 1.],
            [4., 2.]])
    """
    if A.ndim != 2:
        raise RuntimeError(f"linalg.qr: A must be a matrix, got {A.ndim} dimensions")
    q, r = xp.linalg.qr(A, mode=mode)
    return q, r


def _qr_rule(xp: Any, g: Any, Q: Any, R: Any, mode: str) -> Any:
    if R.shape[0] != R.shape[1] or mode != "reduced":
        raise RuntimeError("linalg.qr: the derivative needs mode='reduced' and at least as many rows as columns")
    gq, gr = g
    m = 0.0
    if gr is not None:
        m = xp.matmul(R, _adjoint(xp, gr))
    if gq is not None:
        m = m - xp.matmul(_adjoint(xp, gq), Q)
    symmetric = xp.tril(m) + _adjoint(xp, xp.tril(m, k=-1))
    total = xp.matmul(Q, symmetric)
    if gq is not None:
        total = total + gq
    return _adjoint(xp, xp.solve(R, _adjoint(xp, total)))


qr.rule(A=_qr_rule)
qr.cases(case(real(4, 3, distinct=True)), case(real(3, 3, distinct=True)))
