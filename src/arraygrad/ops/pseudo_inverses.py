"""Ranks, pseudoinverses and least squares."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, definite, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import is_floating
from arraygrad.ops._matrices import adjoint, check_matrices, check_square, real_part


def _bound(xp: Any, sizes: Any, shape: Any, atol: Any, rtol: Any) -> Any:
    """Below which a singular value counts as zero, for each matrix."""
    largest = xp.max(sizes, axis=-1, keepdims=True)
    if rtol is None:
        given = atol is not None and (not isinstance(atol, (int, float)) or atol > 0)
        rtol = 0.0 if given else xp.finfo(sizes.dtype).eps * max(shape[-2:])
    rtol = rtol if isinstance(rtol, (int, float)) else xp.expand_dims(xp.astype(rtol, sizes.dtype), axis=-1)
    bound = rtol * largest
    if atol is None:
        return bound
    if isinstance(atol, (int, float)):
        return xp.where(bound > atol, bound, atol)
    atol = xp.expand_dims(xp.astype(atol, sizes.dtype), axis=-1)
    return xp.maximum(bound, atol)


def _sizes(xp: Any, A: Any, hermitian: bool) -> Any:
    """Singular values, from eigenvalues if the matrices are Hermitian."""
    return xp.abs(xp.eigvalsh(A)) if hermitian else xp.svdvals(A)


@op(composite=True, faces=("linalg",))
def matrix_rank(
    xp: Any,
    input: Array,
    tol: IndexArray | None = None,
    hermitian: bool = False,
    *,
    atol: IndexArray | None = None,
    rtol: IndexArray | None = None,
) -> Array:
    """The number of singular values that are not zero.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), floating point or complex.
    tol : float or Tensor, optional
        An older name of `atol`, with which `rtol` is 0.
    hermitian : bool
        Whether the matrices are Hermitian: eigenvalues are computed then.
    atol, rtol : float or Tensor, optional
        What counts as zero: up to `atol`, and up to `rtol` times the largest singular value. Without both, `rtol` is
        max(m, n) times the type's precision.

    Returns
    -------
    Tensor
        int64, shape (...).

    Raises
    ------
    RuntimeError
        If `input` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.matrix_rank(ag.ones(3, 2))
    tensor(1)
    """
    if input.ndim < 2:
        raise RuntimeError(
            f"torch.linalg.matrix_rank: The input tensor input must have at least 2 dimensions, got {input.ndim}."
        )
    if 0 in input.shape[-2:]:
        return xp.zeros(tuple(input.shape[:-2]), dtype=xp.int64, device=input.device)
    sizes = _sizes(xp, input.detach(), hermitian)
    bound = _bound(
        xp, sizes, input.shape, tol if atol is None else atol, 0.0 if tol is not None and rtol is None else rtol
    )
    return xp.sum(xp.astype(sizes > bound, xp.int64), axis=-1)


matrix_rank.cases(case(real(3, 2)), case(definite(2, 2, 2), hermitian=True, atol=0.1, rtol=0.1))


@op(faces=("linalg",))
def pinv(
    xp: Any,
    input: Array,
    rcond: IndexArray | None = None,
    hermitian: bool = False,
    *,
    atol: IndexArray | None = None,
    rtol: IndexArray | None = None,
) -> Array:
    """Pseudoinverses of E. H. Moore and R. Penrose.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), floating point or complex.
    rcond : float or Tensor, optional
        An older name of `rtol`.
    hermitian : bool
        Whether the matrices are Hermitian: eigenvalues are computed then, and only the lower triangle is looked at.
    atol, rtol : float or Tensor, optional
        Singular values that count as zero: up to `atol`, and up to `rtol` times the largest. Without both, `rtol` is
        max(m, n) times the type's precision.

    Returns
    -------
    Tensor
        Shape (..., n, m). The derivative is that of matrices of the same rank.

    Raises
    ------
    LinAlgError
        If the algorithm does not converge.
    RuntimeError
        If `input` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.pinv(ag.tensor([[2.0], [0.0]]))
    tensor([[0.5000, 0.0000]])
    """
    if input.ndim < 2 or not is_floating(xp, input):
        raise RuntimeError(
            f"linalg.pinv({input.dtype}{{{list(input.shape)}}}): expected a tensor with 2 or more dimensions of float, "
            "double, cfloat or cdouble types"
        )
    m, n = input.shape[-2:]
    if not m or not n:
        return xp.zeros((*input.shape[:-2], n, m), dtype=input.dtype)
    if hermitian:
        check_square(xp, input, "linalg.pinv")
        values, v = xp.eigh(input)
        uh = adjoint(xp, v)
        sizes = xp.abs(values)
    else:
        u, values, vh = xp.linalg_svd(input, False)
        sizes, v, uh = values, adjoint(xp, vh), adjoint(xp, u)
    kept = sizes > _bound(xp, sizes, input.shape, atol, rcond if rtol is None else rtol)
    inverses = xp.where(kept, 1 / xp.where(kept, values, 1), 0)
    return xp.matmul(v * xp.astype(xp.expand_dims(inverses, axis=-2), v.dtype), uh)


def _pinv_rule(xp: Any, g: Any, input: Any, out: Any) -> Any:
    # G. H. Golub, V. Pereyra, The differentiation of pseudo-inverses and nonlinear least squares problems, 1973.
    p, gh = out, adjoint(xp, g)
    ph = adjoint(xp, p)
    first = xp.matmul(ph, xp.matmul(g, ph))
    rows = xp.matmul(gh, xp.matmul(p, ph))
    columns = xp.matmul(xp.matmul(ph, p), gh)
    rows = rows - xp.matmul(input, xp.matmul(p, rows))
    columns = columns - xp.matmul(columns, xp.matmul(p, input))
    return rows + columns - first


pinv.node_name = "LinalgPinvBackward0"
pinv.rule(input=_pinv_rule)
pinv.cases(
    case(real(3, 2, distinct=True)),
    case(complexes(2, 2, 3)),
    case(definite(2, 2), hermitian=True, atol=0.0, rtol=0.01),
    case(real(0, 2, 3)),
)


@op(composite=True)
def pinverse(xp: Any, input: Array, rcond: float = 1e-15) -> Array:
    """Pseudoinverses: an older form of `linalg.pinv`.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), floating point or complex.
    rcond : float
        Singular values up to this times the largest count as zero.

    Returns
    -------
    Tensor
        Shape (..., n, m).

    Raises
    ------
    RuntimeError
        If `input` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.pinverse(ag.tensor([[2.0], [0.0]]))
    tensor([[0.5000, 0.0000]])
    """
    return xp.pinv(input, rcond)


pinverse.cases(case(real(3, 2, distinct=True)))


_DRIVERS = ("gels", "gelsy", "gelsd", "gelss")


@op(composite=True, faces=("linalg",), outputs=("solution", "residuals", "rank", "singular_values"))
def lstsq(
    xp: Any, input: Array, b: Array, rcond: float | None = None, *, driver: str | None = None
) -> tuple[Array, Array, Array, Array]:
    """The X for which the columns of ``input @ X - b`` are shortest, and of those the shortest.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), floating point or complex.
    b : Tensor
        Shape (..., m, k). Vectors, if its shape is that of `input` without the last dimension.
    rcond : float, optional
        Singular values up to this times the largest count as zero; max(m, n) times the type's precision if not given.
    driver : {"gelsy", "gelsd", "gelss", "gels"}, optional
        Says which of the results are there; all of them use one method. "gels" takes `input` to have full rank.

    Returns
    -------
    solution, residuals, rank, singular_values : Tensor
        A named tuple. Residuals are the squared lengths, if m > n and all ranks are n; empty if not, and for "gelsy".
        The rank is empty for "gels", the singular values for all but "gelsd" and "gelss".

    Raises
    ------
    RuntimeError
        If the shapes do not fit or `driver` is another word.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.lstsq(ag.tensor([[1.0], [1.0]]), ag.tensor([[1.0], [3.0]])).solution.round(decimals=4)
    tensor([[2.]])
    """
    check_matrices(xp, input, "torch.linalg.lstsq")
    driver = driver or "gelsy"
    if driver not in _DRIVERS:
        raise RuntimeError(
            f"torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, gelsd, gelss), got {driver}"
        )
    vectors = b.ndim == input.ndim - 1 and b.shape == input.shape[:-1]
    right = xp.expand_dims(b, axis=-1) if vectors else b
    m, n = input.shape[-2:]
    if right.ndim < 2 or right.shape[-2] != m:
        raise RuntimeError(
            f"torch.linalg.lstsq: input.size(-2) should match other.size({-1 if vectors else -2}), got shapes "
            f"{list(input.shape)} and {list(b.shape)}"
        )
    bound = 0.0 if driver == "gels" else rcond
    solution = xp.matmul(xp.pinv(input, rtol=bound), right)
    sizes = xp.svdvals(input.detach())
    rank = xp.matrix_rank(input, rtol=bound)
    real_empty = sizes[..., :0] if input.ndim == 2 else xp.zeros(0, dtype=sizes.dtype, device=input.device)
    residuals = real_empty
    if m > n and driver != "gelsy" and (driver == "gels" or not xp.concrete(rank) or bool(xp.all(rank == n))):
        rest = xp.matmul(input, solution) - right
        residuals = xp.sum(real_part(xp, rest * xp.conj(rest)), axis=-2)
    return (
        xp.squeeze(solution, axis=-1) if vectors else solution,
        residuals,
        xp.zeros(0, dtype=xp.int64, device=input.device) if driver == "gels" else rank,
        sizes if driver in ("gelsd", "gelss") else real_empty,
    )


lstsq.cases(
    case(real(4, 2, distinct=True), real(4, 2), driver="gels"),
    case(real(2, 2, 3, distinct=True), real(2, 2)),
    case(complexes(3, 2), complexes(3, 1)),
)
