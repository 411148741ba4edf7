"""Singular values and vectors of matrices."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of
from arraygrad.ops._matrices import (
    LinAlgError,
    adjoint,
    attempt,
    check_matrices,
    check_phases,
    diagonal_matrix,
    finite,
    on_diagonal,
)


@op(faces=("linalg",), outputs=("U", "S", "Vh"))
def linalg_svd(
    xp: Any, A: Array, full_matrices: bool = True, *, driver: str | None = None
) -> tuple[Array, Array, Array]:
    """Singular values and vectors: ``A = U @ diag(S) @ Vh`` with orthonormal columns of U and rows of Vh.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex.
    full_matrices : bool
        Whether U and Vh are square, or have min(m, n) columns and rows.
    driver : str, optional
        Accepted for compatibility: it chooses between methods of one library.

    Returns
    -------
    U, S, Vh : Tensor
        A named tuple; S is real, in falling order. The derivatives of U and Vh exist if the singular values are simple
        and, unless m = n, not zero; the columns and rows that only the square matrices have carry none.

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `A` is no matrix; in the backward pass, if the result depends on the phases of complex singular vectors,
        which are arbitrary.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.svd(ag.tensor([[0.0, 2.0], [1.0, 0.0]])).S
    tensor([2., 1.])
    """
    check_matrices(xp, A, "linalg.svd")
    found = attempt(xp.linalg.svd, A, full_matrices=full_matrices)
    if found is None or not finite(xp, found[1]):
        raise LinAlgError(
            "linalg.svd: The algorithm failed to converge because the input matrix is ill-conditioned, has too many "
            "repeated singular values, or has elements that are not finite."
        )
    u, s, vh = found
    return u, s, vh


def _skew(xp: Any, x: Any) -> Any:
    return x - adjoint(xp, x)


def _outside(xp: Any, basis: Any, x: Any) -> Any:
    """What of the columns of `x` is orthogonal to those of `basis`."""
    return x - xp.matmul(basis, xp.matmul(adjoint(xp, basis), x))


def _svd_rule(xp: Any, g: Any, A: Any, U: Any, S: Any, Vh: Any) -> Any:
    # Z.-Q. Wan, S.-X. Zhang, Automatic differentiation for complex valued SVD, 2019.
    m, n = A.shape[-2:]
    k = min(m, n)
    u, vh = U[..., :k], Vh[..., :k, :]
    grad_u, grad_s, grad_vh = g
    grad_u = None if grad_u is None else grad_u[..., :k]
    grad_vh = None if grad_vh is None else grad_vh[..., :k, :]
    middle = xp.zeros((*A.shape[:-2], k, k), dtype=A.dtype)
    if grad_s is not None:
        middle = middle + diagonal_matrix(xp, grad_s)
    left, right = xp.expand_dims(S, axis=-1), xp.expand_dims(S, axis=-2)
    diagonal = on_diagonal(xp, k)
    gaps = xp.where(diagonal, 0, 1 / xp.where(diagonal, 1, (right - left) * (right + left)))
    turn_u: Any = None if grad_u is None else _skew(xp, xp.matmul(adjoint(xp, u), grad_u))
    turn_v: Any = None if grad_vh is None else _skew(xp, xp.matmul(vh, adjoint(xp, grad_vh)))
    if turn_u is not None or turn_v is not None:
        both = turn_v if turn_u is None else turn_u if turn_v is None else turn_u + turn_v
        check_phases(xp, both * 0.5, "svd_backward", "singular vectors")
    if turn_u is not None:
        middle = middle + turn_u * gaps * right
        if kind_of(xp, A.dtype) == "complex floating":
            middle = middle + xp.where(diagonal, turn_u / (2 * left), 0)
    if turn_v is not None:
        middle = middle + left * gaps * turn_v
    result = xp.matmul(u, xp.matmul(middle, vh))
    if m > k and grad_u is not None:
        result = result + xp.matmul(_outside(xp, u, grad_u) / right, vh)
    if n > k and grad_vh is not None:
        result = result + xp.matmul(u / right, adjoint(xp, _outside(xp, adjoint(xp, vh), adjoint(xp, grad_vh))))
    return result


linalg_svd.node_name = "LinalgSvdBackward0"
linalg_svd.rule(A=_svd_rule)
linalg_svd.cases(
    case(real(3, 3, distinct=True)),
    case(real(2, 2, 3, distinct=True), False),
    case(real(3, 2, distinct=True), False),
    case(real(0, 2, 2)),
)


@op(composite=True, faces=("linalg",))
def svdvals(xp: Any, A: Array, *, driver: str | None = None) -> Array:
    """Singular values.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex.
    driver : str, optional
        Accepted for compatibility: it chooses between methods of one library.

    Returns
    -------
    Tensor
        Real, in falling order, shape (..., min(m, n)).

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `A` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.svdvals(ag.tensor([[0.0, 2.0], [1.0, 0.0]]))
    tensor([2., 1.])
    """
    return xp.linalg_svd(A, False, driver=driver)[1]


svdvals.cases(case(real(3, 2, distinct=True)), case(complexes(2, 2, 3)))


@op(composite=True, outputs=("U", "S", "V"))
def svd(xp: Any, input: Array, some: bool = True, compute_uv: bool = True) -> tuple[Array, Array, Array]:
    """Singular values and vectors: an older form of `linalg.svd`, ``input = U @ diag(S) @ V^H``.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), floating point or complex.
    some : bool
        Whether U and V have min(m, n) columns, or are square.
    compute_uv : bool
        If false, U and V are zero.

    Returns
    -------
    U, S, V : Tensor
        A named tuple.

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `input` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.svd(ag.tensor([[0.0, 2.0], [1.0, 0.0]])).S
    tensor([2., 1.])
    """
    u, s, vh = xp.linalg_svd(input, not some)
    if compute_uv:
        return u, s, adjoint(xp, vh)
    m, n = input.shape[-2:]
    kind = {"dtype": input.dtype, "device": input.device}
    return xp.zeros((*input.shape[:-2], m, m), **kind), s, xp.zeros((*input.shape[:-2], n, n), **kind)


svd.cases(case(real(3, 2, distinct=True)), case(real(2, 2, distinct=True), compute_uv=False))
