"""Factors of symmetric and Hermitian matrices that need not be definite: L D L^H, with blocks of one or two in D."""

from __future__ import annotations

from math import sqrt
from typing import Any

from arraygrad.cases import case, complexes, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import conj, kind_of
from arraygrad.ops._matrices import check_square, check_system, raise_failure, real_part, with_batch
from arraygrad.ops.lu import take_rows

#: How much smaller than the largest element of its column a pivot may be.
_ALPHA = (1 + sqrt(17)) / 8


def _size(xp: Any, x: Any) -> Any:
    """What LAPACK takes for the size of a number in the choice of a pivot."""
    x = x.detach()
    if kind_of(xp, x.dtype) != "complex floating":
        return xp.abs(x)
    return xp.abs(xp.real(x)) + xp.abs(xp.imag(x))


def _exchange(xp: Any, place: Any, i: Any, j: Any) -> Any:
    """The order in which i and j have changed places."""
    return xp.where(place == i, j, xp.where(place == j, i, place))


def _outer(xp: Any, column: Any, row: Any) -> Any:
    return xp.expand_dims(column, axis=-1) * xp.expand_dims(row, axis=-2)


def _choose(xp: Any, s: Any, k: int, place: Any) -> tuple[Any, Any, Any]:
    """Where the pivot of step k is, whether it is a block of two, and whether there is none.

    J. R. Bunch, L. Kaufman, Some stable methods for calculating inertia and solving symmetric linear systems, 1977.
    """
    here = _size(xp, s[..., k : k + 1, k])
    column = xp.where(place > k, _size(xp, s[..., :, k]), 0)
    largest, other = xp.amax(column, -1, True), xp.argmax(column, -1, True)
    row = _size(xp, take_rows(xp, s, other)[..., 0, :])
    beside = xp.amax(xp.where(xp.logical_and(place >= k, place != other), row, 0), -1, True)
    keep = xp.logical_or(here >= _ALPHA * largest, here * beside >= _ALPHA * largest * largest)
    two = xp.logical_not(xp.logical_or(keep, xp.gather(row, -1, other) >= _ALPHA * beside))
    return xp.where(keep, k, other), two, xp.logical_and(here == 0, largest == 0)


def _steps(xp: Any, s: Any) -> tuple[Any, Any, Any]:
    """Both factors in one matrix, the pivots, and the number of the first that is zero (0 if there is none)."""
    n = s.shape[-1]
    place = xp.arange(n, device=s.device)
    none = xp.zeros((*s.shape[:-2], 1), dtype=xp.int64, device=s.device)
    info, pivot, done, pending = none, none, none != 0, s[..., :, 0]
    columns, pivots = [], []
    for k in range(n):
        p, two, zero = _choose(xp, s, k, place)
        p, two = xp.where(done, k, p), xp.logical_and(two, xp.logical_not(done))
        zero = xp.logical_and(zero, xp.logical_not(done))
        info = xp.where(xp.logical_and(info == 0, zero), k + 1, info)
        order = _exchange(xp, place, xp.where(two, k + 1, k), p)
        order = xp.broadcast_to(order, tuple(s.shape[:-1]))
        s = xp.matrix_transpose(take_rows(xp, xp.matrix_transpose(take_rows(xp, s, order)), order))
        a = s[..., k : k + 1, k]
        l1 = xp.where(place > k, s[..., :, k] / xp.where(a == 0, 1, a), 0)
        column, following, rest = xp.where(place == k, a, l1), pending, s - _outer(xp, l1, s[..., k, :])
        if k + 1 < n:
            b, c, d = s[..., k : k + 1, k + 1], s[..., k + 1 : k + 2, k], s[..., k + 1 : k + 2, k + 1]
            x, y = s[..., :, k], s[..., :, k + 1]
            determinant = xp.where(two, a * d - b * c, 1)
            l1 = xp.where(place > k + 1, (x * d - y * c) / determinant, 0)
            l2 = xp.where(place > k + 1, (y * a - x * b) / determinant, 0)
            column = xp.where(two, xp.where(place == k, a, xp.where(place == k + 1, c, l1)), column)
            following = xp.where(place == k + 1, d, l2)
            both = s - _outer(xp, l1, s[..., k, :]) - _outer(xp, l2, s[..., k + 1, :])
            rest = xp.where(xp.expand_dims(two, axis=-1), both, rest)
        columns.append(xp.where(done, pending, column))
        pivot = xp.where(done, pivot, xp.where(two, -(p + 1), p + 1))
        pivots.append(pivot)
        s = xp.where(xp.expand_dims(done, axis=-1), s, rest)
        done, pending = two, following
    return xp.stack(columns, axis=-1), xp.concat(pivots, axis=-1), info[..., 0]


@op(composite=True, faces=("linalg",), outputs=("LD", "pivots", "info"))
def ldl_factor_ex(
    xp: Any, input: Array, *, hermitian: bool = False, check_errors: bool = False
) -> tuple[Array, Array, Array]:
    """Compact factors of symmetric or Hermitian matrices, with what went wrong as a number.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex. Only the lower triangle is looked at.
    hermitian : bool
        Whether complex matrices are Hermitian, or symmetric.
    check_errors : bool
        Raise if a pivot is zero.

    Returns
    -------
    LD, pivots, info : Tensor
        A named tuple: D and, below it, L; for each column the row, counted from one, with which its own was exchanged,
        twice and negative for a block of two, whose second row was; and for each matrix 0, or the number of the first
        pivot that is zero.

    Raises
    ------
    LinAlgError
        If a pivot is zero and `check_errors` is set.
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.ldl_factor_ex(ag.tensor([[0.0, 1.0], [1.0, 0.0]])).pivots
    tensor([-2, -2], dtype=arraygrad.int32)
    """
    check_square(xp, input, "torch.linalg.ldl_factor_ex")
    if 0 in input.shape:
        kind = {"dtype": xp.int32, "device": input.device}
        return xp.clone(input), xp.zeros(tuple(input.shape[:-1]), **kind), xp.zeros(tuple(input.shape[:-2]), **kind)
    low = xp.matrix_transpose(xp.tril(input, -1))
    middle = xp.tril(input)
    if hermitian:
        low = conj(xp, low)
        middle = xp.tril(input, -1) + xp.diag_embed(
            xp.astype(real_part(xp, xp.diagonal(input, 0, -2, -1)), input.dtype)
        )
    factors, pivots, info = _steps(xp, middle + low)
    info = xp.astype(info, xp.int32)
    if check_errors:
        raise_failure(xp, info, "torch.linalg.ldl_factor_ex", _ZERO)
    return factors, xp.astype(pivots, xp.int32), info


_ZERO = "D[{0},{0}] is zero and using it on ldl_solve would result in a division by zero."
ldl_factor_ex.cases(case(real(3, 3, distinct=True)), case(complexes(2, 2), hermitian=True))


@op(composite=True, faces=("linalg",), outputs=("LD", "pivots"))
def ldl_factor(xp: Any, input: Array, *, hermitian: bool = False) -> tuple[Array, Array]:
    """Compact factors of symmetric or Hermitian matrices, as `linalg.ldl_solve` takes them.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, n), floating point or complex. Only the lower triangle is looked at.
    hermitian : bool
        Whether complex matrices are Hermitian, or symmetric.

    Returns
    -------
    LD, pivots : Tensor
        A named tuple, as of `linalg.ldl_factor_ex`.

    Raises
    ------
    LinAlgError
        If a pivot is zero.
    RuntimeError
        If `input` is not square.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.ldl_factor(ag.tensor([[2.0, 0.0], [4.0, 9.0]])).LD
    tensor([[9.0000, 0.0000],
            [0.4444, 0.2222]])
    """
    factors, pivots, info = xp.ldl_factor_ex(input, hermitian=hermitian)
    raise_failure(xp, info, "torch.linalg.ldl_factor", _ZERO)
    return factors, pivots


ldl_factor.cases(case(real(1, 1, 1, low=0.5)))


@op(composite=True, faces=("linalg",))
def ldl_solve(xp: Any, LD: Array, pivots: IndexArray, B: Array, *, hermitian: bool = False) -> Array:
    """The X of ``A @ X = B``, from the factors of a symmetric or Hermitian A.

    Parameters
    ----------
    LD, pivots : Tensor
        From `linalg.ldl_factor`.
    B : Tensor
        Shape (..., n, k).
    hermitian : bool
        Whether A is Hermitian, or symmetric.

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
    >>> LD, pivots = ag.linalg.ldl_factor(ag.tensor([[0.0, 1.0], [1.0, 0.0]]))
    >>> ag.linalg.ldl_solve(LD, pivots, ag.tensor([[2.0], [3.0]]))
    tensor([[3.],
            [2.]])
    """
    check_system(xp, LD, B, True, "torch.linalg.ldl_solve")
    LD, B = with_batch(xp, LD, B)
    n = LD.shape[-1]
    place = xp.arange(n, device=LD.device)
    rows = xp.broadcast_to(place, tuple(LD.shape[:-1]))
    pivots = xp.astype(xp.broadcast_to(pivots, tuple(LD.shape[:-1])), xp.int64)
    low, first, starts = xp.tril(LD, -1), pivots[..., :1] < 0, []
    for k in range(n):
        # The exchanges of later steps are brought into the columns of earlier ones: A[rows, rows] = L D L^H.
        pivot = pivots[..., k : k + 1]
        first = pivot < 0 if not k else xp.logical_and(pivot < 0, xp.logical_not(first))
        starts.append(first)
        second = xp.logical_and(pivot < 0, xp.logical_not(first))
        order = _exchange(xp, place, xp.where(first, k + 1, k), xp.where(second, k, xp.abs(pivot) - 1))
        order = xp.broadcast_to(order, tuple(rows.shape))
        rows = xp.gather(rows, -1, order)
        low = xp.where(place < k, take_rows(xp, low, order), low)
    if not starts:
        return xp.clone(B)
    column, row = place, xp.expand_dims(place, axis=-1)
    blocks = xp.logical_and(row == column + 1, xp.expand_dims(xp.concat(starts, axis=-1), axis=-2))
    under = xp.where(blocks, low, 0)
    beside = xp.matrix_transpose(conj(xp, under) if hermitian else under)
    middle = xp.diag_embed(xp.diagonal(LD, 0, -2, -1)) + under + beside
    low = low - under
    x = xp.solve_triangular(low, take_rows(xp, B, rows), upper=False, unitriangular=True)
    x = xp.solve_matrices(middle, x)
    high = xp.matrix_transpose(conj(xp, low) if hermitian else low)
    x = xp.solve_triangular(high, x, upper=True, unitriangular=True)
    return take_rows(xp, x, xp.argsort(rows, dim=-1))


ldl_solve.cases(case(real(2, 2, distinct=True), integers(2, low=2, high=3), real(2, 2, 1)))
