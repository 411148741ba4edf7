"""Factors of matrices into orthonormal columns and a triangle, and the reflections that make them."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._common import conj, is_floating
from arraygrad.ops._matrices import adjoint, check_matrices, diagonal_matrix, real_part


@op(faces=("linalg",), outputs=("Q", "R"))
def linalg_qr(xp: Any, A: Array, mode: str = "reduced") -> tuple[Array, Array]:
    """Factors of matrices: ``A = Q @ R`` with orthonormal columns of Q and upper triangular R.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex.
    mode : {"reduced", "complete", "r"}
        With k = min(m, n), Q has shape (..., m, k) or (..., m, m), or is empty and not computed.

    Returns
    -------
    Q, R : Tensor
        A named tuple. Differentiable if the first min(m, n) columns of `A` are linearly independent, except for
        mode "r", and for "complete" if there are more rows than columns.

    Raises
    ------
    RuntimeError
        If `A` is no matrix or `mode` is another word; in the backward pass, if there is no derivative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> Q, R = ag.linalg.qr(ag.tensor([[3.0, 1.0], [4.0, 2.0]]))
    >>> (Q @ R).round(decimals=4)
    tensor([[3., 1.],
            [4., 2.]])
    """
    check_matrices(xp, A, "linalg.qr")
    if mode not in ("reduced", "complete", "r"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default), 'r', or 'complete'"
        )
    q, r = xp.linalg.qr(A, mode="reduced" if mode == "r" else mode)
    return xp.zeros((0,), dtype=A.dtype) if mode == "r" else q, r


def _hermitian(xp: Any, m: Any) -> Any:
    """The Hermitian matrix with the upper triangle of `m`, and of its diagonal the real part."""
    strict = xp.triu(m, k=1)
    diagonal = real_part(xp, xp.diagonal(m, 0, -2, -1))
    return strict + adjoint(xp, strict) + diagonal_matrix(xp, xp.astype(diagonal, m.dtype))


def _qr_rule(xp: Any, g: Any, Q: Any, R: Any, mode: str) -> Any:
    # M. Seeger et al., Auto-differentiating linear algebra, 2017.
    if mode == "r":
        raise RuntimeError(
            "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, "
            "mode='reduced') if you are going to differentiate through linalg.qr."
        )
    m, n = R.shape[-2:]
    if m > n:
        raise RuntimeError(
            "The QR decomposition is not differentiable when mode='complete' and nrows > ncols: use mode='reduced'"
        )
    grad_q, grad_r = g
    beside = None
    if n > m:  # A = Q @ [R1 R2], where R2 follows from Q and A
        if grad_r is not None:
            beside = xp.matmul(Q, grad_r[..., m:])
            part = xp.matmul(Q, xp.matmul(R[..., m:], adjoint(xp, grad_r[..., m:])))
            grad_q, grad_r = part if grad_q is None else grad_q + part, grad_r[..., :m]
        R = R[..., :m]
    middle = 0.0
    if grad_r is not None:
        middle = xp.matmul(grad_r, adjoint(xp, R))
    if grad_q is not None:
        middle = middle - xp.matmul(adjoint(xp, Q), grad_q)
    total = xp.matmul(Q, _hermitian(xp, middle))
    if grad_q is not None:
        total = total + grad_q
    total = xp.solve_triangular(adjoint(xp, R), total, upper=False, left=False)
    if n > m:
        total = xp.concat(
            [total, xp.zeros((*total.shape[:-1], n - m), dtype=total.dtype) if beside is None else beside], axis=-1
        )
    return total


linalg_qr.node_name = "LinalgQrBackward0"
linalg_qr.rule(A=_qr_rule)
linalg_qr.cases(
    case(real(4, 3, distinct=True)),
    case(real(2, 2, 3, distinct=True), "complete"),
    case(complexes(3, 2)),
    case(real(0, 2, 2)),
)


@op(composite=True, outputs=("Q", "R"))
def qr(xp: Any, input: Array, some: bool = True) -> tuple[Array, Array]:
    """Factors of matrices: an older form of `linalg.qr`.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n).
    some : bool
        Whether Q is reduced to min(m, n) columns.

    Returns
    -------
    Q, R : Tensor
        A named tuple.

    Raises
    ------
    RuntimeError
        If `input` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.qr(ag.ones(3, 2)).R.shape
    arraygrad.Size([2, 2])
    """
    return xp.linalg_qr(input, "reduced" if some else "complete")  # type: ignore[no-any-return]


qr.cases(case(real(3, 2, distinct=True)))


def _reflect(xp: Any, x: Any, j: int) -> tuple[Any, Any]:
    """The matrices with column j reflected onto its diagonal element, the reflection's vector in its place; and its
    factor."""
    place = xp.arange(x.shape[-2], device=x.device)
    columns = xp.arange(x.shape[-1], device=x.device)
    alpha, below = x[..., j : j + 1, j], xp.where(place > j, x[..., :, j], 0)
    first = real_part(xp, alpha)
    square = xp.sum(real_part(xp, below * conj(xp, below)), axis=-1, keepdims=True)
    still = xp.logical_and(square == 0, alpha == first)
    square = xp.where(still, 1, square + real_part(xp, alpha * conj(xp, alpha)))
    beta = xp.where(first > 0, -1, 1) * xp.sqrt(square)
    tau = xp.where(still, 0, (beta - alpha) / beta)
    vector = xp.where(place == j, 1, below / xp.where(still, 1, alpha - beta))
    vector = xp.expand_dims(vector, axis=-1)
    moved = x - xp.expand_dims(conj(xp, tau), axis=-1) * xp.matmul(vector, xp.matmul(adjoint(xp, vector), x))
    kept = xp.where(xp.expand_dims(place > j, axis=-1), vector, moved)
    return xp.where(columns == j, kept, xp.where(columns > j, moved, x)), tau


@op(composite=True, outputs=("a", "tau"))
def geqrf(xp: Any, input: Array) -> tuple[Array, Array]:
    """The reflections whose product is Q, and R, as `linalg.householder_product` and `ormqr` take them.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), floating point or complex.

    Returns
    -------
    a, tau : Tensor
        A named tuple: R on and above the diagonal, and below it the vectors of the reflections, which begin with a 1
        that is not stored; and the reflections' factors.

    Raises
    ------
    RuntimeError
        If `input` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> a, tau = ag.geqrf(ag.tensor([[3.0], [4.0]]))
    >>> a, tau
    (tensor([[-5.0000],
            [ 0.5000]]), tensor([1.6000]))
    """
    if input.ndim < 2:
        raise RuntimeError("torch.geqrf: input must have at least 2 dimensions.")
    if not is_floating(xp, input):
        raise NotImplementedError(f'"geqrf" not implemented for {input.dtype}: convert it with .to(dtype)')
    x, factors = xp.clone(input), []
    for j in range(min(input.shape[-2:])):
        x, tau = _reflect(xp, x, j)
        factors.append(tau)
    if not factors:
        return x, xp.zeros((*input.shape[:-2], 0), dtype=input.dtype, device=input.device)
    return x, xp.concat(factors, axis=-1)


geqrf.cases(
    case(real(3, 2)),
    case(complexes(2, 2, 3)),
)


def _compact(xp: Any, input: Any, tau: Any) -> tuple[Any, Any]:
    """V and S such that the product of the reflections is ``1 - V @ inv(S) @ diag(tau) @ V^H``.

    C. Puglisi, Modification of the Householder method based on the compact WY representation, 1992.
    """
    k = tau.shape[-1]
    eye = xp.eye(input.shape[-2], k, dtype=input.dtype, device=input.device)
    v = xp.tril(input[..., :k], -1) + eye
    middle = xp.expand_dims(tau, axis=-1) * xp.triu(xp.matmul(adjoint(xp, v), v), 1)
    return v, middle + eye[:k, :]


def _check_reflections(xp: Any, input: Any, tau: Any, name: str) -> None:
    check_matrices(xp, input, name)
    if input.shape[-2] < input.shape[-1]:
        raise RuntimeError(f"{name}: input.shape[-2] must be greater than or equal to input.shape[-1]")
    if input.shape[-1] < tau.shape[-1]:
        raise RuntimeError(f"{name}: input.shape[-1] must be greater than or equal to tau.shape[-1]")


@op(composite=True, faces=("linalg",))
def householder_product(xp: Any, input: Array, tau: Array) -> Array:
    """The first columns of products of reflections ``1 - tau_i * v_i @ v_i^H``.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), m >= n: below the diagonal the vectors, each beginning with a 1 that is not stored.
    tau : Tensor
        Shape (..., k), k <= n: the factors.

    Returns
    -------
    Tensor
        Shape (..., m, n).

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.householder_product(*ag.geqrf(ag.tensor([[3.0], [4.0]])))
    tensor([[-0.6000],
            [-0.8000]])
    """
    _check_reflections(xp, input, tau, "torch.linalg.householder_product")
    m, n = input.shape[-2:]
    v, s = _compact(xp, input, tau)
    right = xp.expand_dims(tau, axis=-1) * adjoint(xp, v[..., :n, :])
    eye = xp.eye(m, n, dtype=input.dtype, device=input.device)
    return eye - xp.matmul(v, xp.solve_triangular(s, right, upper=True, unitriangular=True))


householder_product.cases(case(real(3, 2), real(2)), case(complexes(2, 3, 3), complexes(2, 2)))


@op(composite=True)
def orgqr(xp: Any, input: Array, input2: Array) -> Array:
    """The first columns of products of reflections: another name of `linalg.householder_product`.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), m >= n: below the diagonal the vectors.
    input2 : Tensor
        Shape (..., k), k <= n: the factors.

    Returns
    -------
    Tensor
        Shape (..., m, n).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.orgqr(ag.tensor([[-5.0], [0.5]]), ag.tensor([1.6]))
    tensor([[-0.6000],
            [-0.8000]])
    """
    return xp.householder_product(input, input2)


orgqr.cases(case(real(3, 2), real(2)))


@op(composite=True)
def ormqr(xp: Any, input: Array, input2: Array, input3: Array, left: bool = True, transpose: bool = False) -> Array:
    """Matrices multiplied by a product of reflections ``1 - tau_i * v_i @ v_i^H``, without making that product.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, k): below the diagonal the vectors, each beginning with a 1 that is not stored.
    input2 : Tensor
        Shape (..., k): the factors.
    input3 : Tensor
        The matrices to multiply.
    left : bool
        Whether the product of reflections stands on the left, or on the right.
    transpose : bool
        Multiply by its conjugate transpose.

    Returns
    -------
    Tensor
        The shape of `input3`.

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> a, tau = ag.geqrf(ag.tensor([[3.0], [4.0]]))
    >>> ag.ormqr(a, tau, ag.tensor([[3.0], [4.0]]), transpose=True).round(decimals=4)
    tensor([[-5.],
            [ 0.]])
    """
    check_matrices(xp, input, "torch.ormqr")
    if input3.shape[-2 if left else -1] != input.shape[-2]:
        raise RuntimeError(
            f"torch.ormqr: other.shape[{-2 if left else -1}] must be equal to input.shape[-2], got shapes "
            f"{list(input3.shape)} and {list(input.shape)}"
        )
    v, s = _compact(xp, input, input2)
    tau = xp.expand_dims(input2, axis=-1)
    if not left:  # C Q = (Q^H C^H)^H
        transpose = not transpose
        input3 = adjoint(xp, input3)
    part = xp.matmul(adjoint(xp, v), input3)
    if transpose:
        part = conj(xp, tau) * xp.solve_triangular(adjoint(xp, s), part, upper=False, unitriangular=True)
    else:
        part = xp.solve_triangular(s, tau * part, upper=True, unitriangular=True)
    result = input3 - xp.matmul(v, part)
    return result if left else adjoint(xp, result)


ormqr.cases(
    case(real(3, 2), real(2), real(3, 2), transpose=True), case(complexes(2, 2), complexes(2), complexes(1, 2), False)
)
