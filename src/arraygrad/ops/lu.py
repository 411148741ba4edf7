"""Factors of matrices into triangles: P L U, by Gaussian elimination with exchanges of rows."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, complexes, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import is_floating, kind_of
from arraygrad.ops._matrices import adjoint, raise_failure, zero_pivots


def take_rows(xp: Any, x: Any, rows: Any) -> Any:
    """The rows of matrices in the order of `rows`."""
    index = xp.broadcast_to(xp.expand_dims(rows, axis=-1), (*rows.shape, x.shape[-1]))
    return xp.gather(x, -2, index)


def _pivot_column(xp: Any, x: Any, pivot: bool) -> tuple[Any, Any, Any]:
    """One column eliminated: its factors, the position of the pivot, and the order that brings it to the top."""
    batch, m = x.shape[:-2], x.shape[-2]
    place = xp.arange(m)
    if not pivot:
        p = xp.zeros((*batch, 1), dtype=place.dtype)
    elif kind_of(xp, x.dtype) == "complex floating":
        p = xp.argmax(xp.abs(xp.real(x[..., 0])) + xp.abs(xp.imag(x[..., 0])), axis=-1, keepdims=True)
    else:
        p = xp.argmax(xp.abs(x[..., 0]), axis=-1, keepdims=True)
    p = xp.astype(p, place.dtype)
    rows = xp.where(place == 0, p, xp.where(place == p, 0, place))
    x = take_rows(xp, x, rows)
    top, below = x[..., :1, :], x[..., 1:, :]
    return xp.concat([top, below / xp.where(top == 0, 1, top)], axis=-2), p, rows


def _eliminate(xp: Any, x: Any, pivot: bool) -> tuple[Any, Any, Any]:
    """Both factors in one matrix, the positions of the pivots, and the order of the rows.

    The left half of the columns is factored first, then what it leaves of the right half (S. Toledo, Locality of
    reference in LU decomposition with partial pivoting, 1997).
    """
    m, n = x.shape[-2:]
    if n < 2:
        return _pivot_column(xp, x, pivot)
    h = max(1, min(m, n) // 2)
    left, pivots, rows = _eliminate(xp, x[..., :h], pivot)
    right = take_rows(xp, x[..., h:], rows)
    top = xp.solve_triangular(left[..., :h, :], right[..., :h, :], upper=False, unitriangular=True)
    if m <= h:
        return xp.concat([left, top], axis=-1), pivots, rows
    rest = right[..., h:, :] - xp.matmul(left[..., h:, :], top)
    rest, pivots_below, order = _eliminate(xp, rest, pivot)
    left = xp.concat([left[..., :h, :], take_rows(xp, left[..., h:, :], order)], axis=-2)
    return (
        xp.concat([left, xp.concat([top, rest], axis=-2)], axis=-1),
        xp.concat([pivots, pivots_below + h], axis=-1),
        xp.concat([rows[..., :h], xp.gather(rows[..., h:], -1, order)], axis=-1),
    )


@op(faces=(), outputs=("LU", "pivots"), differentiable=(True, False))
def lu_compact(xp: Any, input: Array, pivot: bool = True) -> tuple[Array, Array]:
    """Both factors in one matrix, and the positions of the pivots counted from one, as LAPACK's getrf gives them."""
    m, n = input.shape[-2:]
    if not min(m, n):
        return xp.copy(input), xp.zeros((*input.shape[:-2], 0), dtype=xp.int32)
    both, pivots, _ = _eliminate(xp, input, pivot)
    return both, xp.astype(pivots + 1, xp.int32)


def _lu_rule(xp: Any, g: Any, LU: Any, pivots: Any) -> Any:
    # With the rows of A in order, A = [B1 B2] or [B1; B2]: what concerns B2 is turned into a part for B2 itself and
    # parts for the triangles of the square B1 = L1 U1.
    m, n = LU.shape[-2:]
    k = min(m, n)
    square = LU[..., :k, :k]
    grad_l, grad_u = xp.tril(g[..., :k, :k], k=-1), xp.triu(g[..., :k, :k])
    beside = None
    if m > k:
        beside = xp.solve_triangular(adjoint(xp, square), g[..., k:, :], upper=False, left=False)
        grad_u = grad_u - xp.triu(xp.matmul(adjoint(xp, LU[..., k:, :]), beside))
    elif n > k:
        beside = xp.solve_triangular(adjoint(xp, square), g[..., k:], upper=True, unitriangular=True)
        grad_l = grad_l - xp.tril(xp.matmul(beside, adjoint(xp, LU[..., k:])), k=-1)
    low = grad_l + xp.matmul(adjoint(xp, xp.tril(square, k=-1)), grad_l)
    middle = xp.tril(low, k=-1) + xp.triu(xp.matmul(grad_u, adjoint(xp, xp.triu(square))))
    middle = xp.solve_triangular(adjoint(xp, square), middle, upper=True, unitriangular=True)
    middle = xp.solve_triangular(adjoint(xp, square), middle, upper=False, left=False)
    if beside is not None:
        middle = xp.concat([middle, beside], axis=-2 if m > k else -1)
    return take_rows(xp, middle, xp.argsort(xp.pivots_to_rows(pivots, m), axis=-1))


lu_compact.node_name = "LinalgLuFactorExBackward0"
lu_compact.rule(input=_lu_rule)
lu_compact.cases(
    case(real(3, 3, distinct=True)), case(complexes(2, 4, 2)), case(real(2, 4, distinct=True)), case(real(0, 2, 2))
)


@op(faces=())
def pivots_to_rows(xp: Any, pivots: Array, size: int) -> Array:
    """The order of the rows after the exchanges that `pivots`, counted from one, stand for."""
    place = xp.arange(size)
    rows = xp.broadcast_to(place, (*pivots.shape[:-1], size))
    for i in range(pivots.shape[-1]):
        other = xp.astype(pivots[..., i : i + 1], place.dtype) - 1
        moved = xp.gather(rows, -1, other)
        rows = xp.where(place == i, moved, xp.where(place == other, rows[..., i : i + 1], rows))
    return rows


pivots_to_rows.cases(case(integers(2, 3, low=3, high=5), 4))


@op(composite=True, faces=("linalg",), outputs=("LU", "pivots", "info"))
def lu_factor_ex(xp: Any, A: Array, *, pivot: bool = True, check_errors: bool = False) -> tuple[Array, Array, Array]:
    """Compact factors of matrices, ``A = P @ L @ U``, with what went wrong as a number.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex.
    pivot : bool
        Whether rows are exchanged, so that each pivot is the largest number left in its column.
    check_errors : bool
        Raise if a pivot is zero.

    Returns
    -------
    LU, pivots, info : Tensor
        A named tuple: U on and above the diagonal and L below it, where L has ones on the diagonal; for each column
        the row, counted from one, with which its own was exchanged; and for each matrix 0, or the number of the first
        pivot that is zero.

    Raises
    ------
    RuntimeError
        If `A` is no matrix; if a pivot is zero and `check_errors` is set.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.lu_factor_ex(ag.tensor([[1.0, 2.0], [2.0, 4.0]])).info
    tensor(2, dtype=arraygrad.int32)
    """
    if A.ndim < 2:
        raise RuntimeError(
            f"torch.lu_factor: Expected tensor with 2 or more dimensions. Got size: {list(A.shape)} instead"
        )
    if not is_floating(xp, A):
        raise NotImplementedError(f'"lu_factor" not implemented for {A.dtype}: convert it with .to(dtype)')
    both, pivots = xp.lu_compact(A, pivot)
    info = zero_pivots(xp, both)
    if check_errors:
        raise_failure(xp, info, "torch.linalg.lu_factor_ex", _ZERO_PIVOT, RuntimeError)
    return both, pivots, info


_ZERO_PIVOT = (
    "U[{0},{0}] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the "
    "factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)"
)


lu_factor_ex.cases(case(real(3, 3, distinct=True)), case(real(3, 3, low=1.0), pivot=False))


@op(composite=True, faces=("linalg",), outputs=("LU", "pivots"))
def lu_factor(xp: Any, A: Array, *, pivot: bool = True) -> tuple[Array, Array]:
    """Compact factors of matrices, ``A = P @ L @ U``, as `linalg.lu_solve` takes them.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex.
    pivot : bool
        Whether rows are exchanged, so that each pivot is the largest number left in its column.

    Returns
    -------
    LU, pivots : Tensor
        A named tuple: U on and above the diagonal and L below it, where L has ones on the diagonal; and for each
        column the row, counted from one, with which its own was exchanged.

    Raises
    ------
    RuntimeError
        If `A` is no matrix, or a pivot is zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.lu_factor(ag.tensor([[1.0, 2.0], [2.0, 2.0]])).LU
    tensor([[2.0000, 2.0000],
            [0.5000, 1.0000]])
    """
    both, pivots, info = xp.lu_factor_ex(A, pivot=pivot)
    raise_failure(xp, info, "torch.linalg.lu_factor", _ZERO_PIVOT, RuntimeError)
    return both, pivots


lu_factor.cases(case(real(3, 3, distinct=True)))


@op(composite=True)
def lu(xp: Any, A: Array, pivot: bool = True, get_infos: bool = False) -> tuple[Array, ...]:
    """Compact factors of matrices: an older form of `linalg.lu_factor_ex`.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n).
    pivot : bool
        Whether rows are exchanged.
    get_infos : bool
        Whether there is a third result: for each matrix 0, or the number of the first pivot that is zero.

    Returns
    -------
    tuple of Tensor
        Factors and pivots, as `lu_unpack` takes them.

    Examples
    --------
    >>> import arraygrad as ag
    >>> LU, pivots = ag.lu(ag.tensor([[1.0, 2.0], [2.0, 2.0]]))
    >>> pivots
    tensor([2, 2], dtype=arraygrad.int32)
    """
    both, pivots, info = xp.lu_factor_ex(A, pivot=pivot)
    return (both, pivots, info) if get_infos else (both, pivots)


lu.cases(case(real(3, 2, distinct=True), get_infos=True))


@op(composite=True, faces=("torch",), outputs=("P", "L", "U"))
def lu_unpack(
    xp: Any, LU_data: Array, LU_pivots: IndexArray, unpack_data: bool = True, unpack_pivots: bool = True
) -> tuple[Array, Array, Array]:
    """The matrices P, L and U from compact factors.

    Parameters
    ----------
    LU_data, LU_pivots : Tensor
        From `lu_factor`.
    unpack_data, unpack_pivots : bool
        Whether L and U, and whether P are wanted; what is not is empty.

    Returns
    -------
    P, L, U : Tensor
        A named tuple.

    Examples
    --------
    >>> import arraygrad as ag
    >>> A = ag.tensor([[1.0, 2.0], [2.0, 2.0]])
    >>> P, L, U = ag.lu_unpack(*ag.linalg.lu_factor(A))
    >>> (P @ L @ U == A).all()
    tensor(True)
    """
    m, n = LU_data.shape[-2:]
    k = min(m, n)
    empty = xp.zeros(0, dtype=LU_data.dtype, device=LU_data.device)
    permutation = low = high = empty
    if unpack_data:
        ones = xp.eye(m, k, dtype=LU_data.dtype, device=LU_data.device)
        low, high = xp.tril(LU_data[..., :k], -1) + ones, xp.triu(LU_data[..., :k, :])
    if unpack_pivots:
        rows = xp.pivots_to_rows(LU_pivots, m)
        place = xp.expand_dims(xp.arange(m, device=LU_data.device), axis=-1)
        permutation = xp.astype(place == xp.expand_dims(rows, axis=-2), LU_data.dtype)
    return permutation, low, high


lu_unpack.cases(case(real(3, 2), integers(2, low=3, high=4)), case(complexes(2, 2, 3), integers(2, 2, low=2, high=3)))


@op(composite=True, faces=("linalg",), outputs=("P", "L", "U"))
def linalg_lu(xp: Any, A: Array, *, pivot: bool = True) -> tuple[Array, Array, Array]:
    """Factors of matrices: ``A = P @ L @ U`` with a permutation P and triangular L and U.

    Parameters
    ----------
    A : Tensor
        Shape (..., m, n), floating point or complex.
    pivot : bool
        Whether rows are exchanged; if not, P is empty.

    Returns
    -------
    P, L, U : Tensor
        A named tuple. L has ones on the diagonal.

    Raises
    ------
    RuntimeError
        If `A` is no matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.lu(ag.tensor([[1.0, 2.0], [2.0, 2.0]])).U
    tensor([[2., 2.],
            [0., 1.]])
    """
    if A.ndim < 2:
        raise RuntimeError(f"linalg.lu: Expected tensor with 2 or more dimensions. Got size: {list(A.shape)} instead")
    both, pivots, _ = xp.lu_factor_ex(A, pivot=pivot)
    return xp.lu_unpack(both, pivots, True, pivot)  # type: ignore[no-any-return]


linalg_lu.cases(case(complexes(2, 2, 3)))
