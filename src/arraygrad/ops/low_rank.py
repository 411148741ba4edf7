"""Singular values and principal components of matrices that are close to matrices of low rank."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._matrices import adjoint, check_matrices


def _range(xp: Any, A: Any, q: int, niter: int) -> Any:
    """Orthonormal columns that span nearly what the matrices' largest singular vectors do: what the matrices make of
    random vectors, sharpened by `niter` rounds of subspace iteration."""
    start = xp.randn_like(xp.broadcast_to(A[..., :1, :], (*A.shape[:-2], q, A.shape[-1])))
    basis, _ = xp.linalg_qr(xp.matmul(A, xp.matrix_transpose(start)))
    for _ in range(niter):
        basis, _ = xp.linalg_qr(xp.matmul(adjoint(xp, A), basis))
        basis, _ = xp.linalg_qr(xp.matmul(A, basis))
    return basis


@op(composite=True, faces=("torch",))
def svd_lowrank(
    xp: Any, A: Array, q: int | None = 6, niter: int | None = 2, M: Array | None = None
) -> tuple[Array, Array, Array]:
    """The largest singular values and their vectors, ``A`` being close to ``U @ diag(S) @ V^H``.

    N. Halko, P.-G. Martinsson, J. A. Tropp, Finding structure with randomness, 2011. Random numbers are drawn.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex.
    q : int
        How many; a few more than are wanted.
    niter : int
        Rounds of subspace iteration.
    M : Tensor, optional
        Taken away from `A` first.

    Returns
    -------
    tuple of Tensor
        U, S and V, shapes (..., m, q), (..., q) and (..., n, q).

    Raises
    ------
    RuntimeError
        If `A` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> U, S, V = ag.svd_lowrank(ag.ones(4, 4), q=1)
    >>> S.round(decimals=3)
    tensor([4.])
    """
    check_matrices(xp, A, "svd_lowrank")
    if M is not None:
        A = A - xp.broadcast_to(M, tuple(A.shape))
    wide = A.shape[-2] < A.shape[-1]
    if wide:
        A = adjoint(xp, A)
    basis = _range(xp, A, 6 if q is None else q, 2 if niter is None else niter)
    u, s, vh = xp.linalg_svd(xp.matmul(adjoint(xp, basis), A), False)
    u, v = xp.matmul(basis, u), adjoint(xp, vh)
    return (v, s, u) if wide else (u, s, v)


svd_lowrank.cases(case(real(2, 2, distinct=True), 2, first=False, second=False))


@op(composite=True, faces=("torch",))
def pca_lowrank(
    xp: Any, A: Array, q: int | None = None, center: bool = True, niter: int = 2
) -> tuple[Array, Array, Array]:
    """The largest principal components of rows of data: singular values and vectors of the centred matrix.

    N. Halko, P.-G. Martinsson, J. A. Tropp, Finding structure with randomness, 2011. Random numbers are drawn.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex: m observations.
    q : int, optional
        How many; min(6, m, n) if not given.
    center : bool
        Whether the mean of the observations is taken away first.
    niter : int
        Rounds of subspace iteration.

    Returns
    -------
    tuple of Tensor
        U, S and V; the columns of V are the principal directions.

    Raises
    ------
    ValueError
        If `q` is not in the range from 0 to min(m, n), or `niter` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> U, S, V = ag.pca_lowrank(ag.tensor([[0.0, 1.0], [2.0, 1.0]]), q=1)
    >>> S.round(decimals=3)
    tensor([1.4140])
    """
    check_matrices(xp, A, "pca_lowrank")
    m, n = A.shape[-2:]
    if q is None:
        q = min(6, m, n)
    elif not 0 <= q <= min(m, n):
        raise ValueError(f"q(={q}) must be non-negative integer and not greater than min(m, n)={min(m, n)}")
    if niter < 0:
        raise ValueError(f"niter(={niter}) must be non-negative integer")
    if center:
        A = A - xp.mean(A, axis=-2, keepdims=True)
    return xp.svd_lowrank(A, q, niter)  # type: ignore[no-any-return]


pca_lowrank.cases(case(real(3, 2, distinct=True), 2, first=False, second=False))
