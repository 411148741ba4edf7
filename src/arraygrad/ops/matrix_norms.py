"""Norms and condition numbers of matrices."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.op import Array, op
from arraygrad.ops._common import as_dtype, normalize_dim
from arraygrad.ops._matrices import check_matrices, check_square
from arraygrad.ops.reductions import Dims


@op(composite=True, faces=("linalg",))
def matrix_norm(
    xp: Any,
    input: Array,
    ord: float | str = "fro",
    dim: tuple[int, int] = (-2, -1),
    keepdim: bool = False,
    *,
    dtype: Any = None,
) -> Array:
    """Norms of matrices.

    Parameters
    ----------
    input : Tensor
        Floating point or complex.
    ord : {"fro", "nuc", inf, -inf, 1, -1, 2, -2}
        Root of the sum of squares; sum of the singular values; largest or smallest sum of absolute values of a row
        (``inf``) or column (1); largest or smallest singular value.
    dim : tuple of int
        The dimensions of rows and columns.
    keepdim : bool
        Whether they stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor
        Real.

    Raises
    ------
    IndexError
        If a dimension is out of range, or the smallest of no numbers is asked for.
    RuntimeError
        If `input` is no matrix, or `ord` is something else.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.matrix_norm(ag.tensor([[3.0, 0.0], [0.0, 4.0]]))
    tensor(5.)
    >>> ag.linalg.matrix_norm(ag.tensor([[3.0, -3.0], [0.0, 4.0]]), 1)
    tensor(7.)
    """
    check_matrices(xp, input, "linalg.matrix_norm")
    if isinstance(dim, int) or len(dim) != 2:
        raise RuntimeError(f"linalg.matrix_norm: dim must be a 2-tuple. Got {dim}")
    rows, columns = (normalize_dim(d, input.ndim) for d in dim)
    if rows == columns:
        raise RuntimeError(f"linalg.matrix_norm: dims must be different. Got ({rows}, {columns})")
    if isinstance(ord, str) and ord not in ("fro", "nuc"):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")
    if ord == "fro":
        return xp.vector_norm(input, 2, (rows, columns), keepdim, dtype=dtype)
    order: Any = ord
    if ord != "nuc" and abs(order) not in (1, 2, math.inf):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")
    A = xp.moveaxis(as_dtype(xp, input, dtype), (rows, columns), (-2, -1))
    if ord == "nuc":
        result = xp.sum(xp.svdvals(A), axis=-1)
    else:
        sizes = xp.svdvals(A) if abs(order) == 2 else xp.sum(xp.abs(A), axis=-2 if abs(order) == 1 else -1)
        if order > 0 and not sizes.shape[-1]:
            result = xp.sum(sizes, axis=-1)
        else:
            result = (xp.amax if order > 0 else xp.amin)(sizes, -1)
    if not keepdim:
        return result
    return xp.reshape(result, tuple(1 if d in (rows, columns) else n for d, n in enumerate(input.shape)))


matrix_norm.cases(
    case(real(2, 3)),
    case(real(2, 3, distinct=True), "nuc", (1, 0), True),
    case(complexes(2, 2, 3), math.inf),
    case(real(3, 2, 3, distinct=True), -1, (0, 2)),
    case(real(3, 2, distinct=True), 2),
)


@op(composite=True, faces=("linalg",))
def linalg_norm(
    xp: Any,
    input: Array,
    ord: float | str | None = None,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: Any = None,
) -> Array:
    """Norms of vectors or of matrices.

    Parameters
    ----------
    input : Tensor
        Floating point or complex.
    ord : number or {"fro", "nuc"}, optional
        Order of the norm, as for `linalg.vector_norm` and `linalg.matrix_norm`; 2, or "fro", if not given.
    dim : int or tuple of int, optional
        One dimension for norms of vectors, two for norms of matrices. If not given: all elements as one vector without
        `ord`, else the whole of `input`, which must have one or two dimensions.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor
        Real.

    Raises
    ------
    IndexError
        If a dimension is out of range.
    RuntimeError
        If `input` has too many dimensions, or `ord` is something else.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.norm(ag.tensor([[3.0, 0.0], [0.0, 4.0]]))
    tensor(5.)
    >>> ag.linalg.norm(ag.tensor([3.0, -4.0]), 1)
    tensor(7.)
    """
    if dim is not None and not isinstance(dim, int) and len(dim) > 2:
        raise RuntimeError(f"linalg.norm: If dim is specified, it must be of length 1 or 2. Got {list(dim)}")
    if ord is None:
        return xp.vector_norm(input, 2, dim, keepdim, dtype=dtype)
    if dim is None and input.ndim not in (1, 2):
        raise RuntimeError(
            f"linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got {input.ndim}D."
        )
    dims = tuple(range(input.ndim)) if dim is None else (dim,) if isinstance(dim, int) else tuple(dim)
    if len(dims) == 2 or isinstance(ord, str):
        return xp.matrix_norm(input, ord, dims, keepdim, dtype=dtype)
    return xp.vector_norm(input, ord, dims, keepdim, dtype=dtype)


linalg_norm.cases(case(real(2, 3, 2)), case(real(2, 3, distinct=True), 2), case(real(2, 3), 3, 1), case(real(3), 1))


@op(composite=True, faces=("linalg",))
def cond(xp: Any, input: Array, p: float | str | None = None) -> Array:
    """Condition numbers: the norm of a matrix times that of its inverse.

    Parameters
    ----------
    input : Tensor
        Shape (..., m, n), floating point or complex; square unless `p` is None, 2 or -2.
    p : {None, "fro", "nuc", inf, -inf, 1, -1, 2, -2}
        Order of the norm; 2 if not given.

    Returns
    -------
    Tensor
        Real, shape (...); ``inf`` for singular matrices.

    Raises
    ------
    RuntimeError
        If `input` is not such a matrix, or `p` is something else.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.cond(ag.tensor([[1.0, 0.0], [0.0, 4.0]]))
    tensor(4.)
    """
    if input.ndim < 2:
        raise RuntimeError(f"linalg.cond: The input tensor must have at least 2 dimensions, got {input.ndim}.")
    if p is None or (not isinstance(p, str) and abs(p) == 2):
        if 0 in input.shape[-2:]:
            return xp.zeros_like(xp.sum(xp.abs(input), axis=(-2, -1)))
        sizes = xp.svdvals(input)
        largest, smallest = sizes[..., 0], sizes[..., -1]
        return smallest / largest if p == -2 else largest / smallest
    if isinstance(p, str) and p not in ("fro", "nuc"):
        raise RuntimeError(f"linalg.cond got an invalid norm type: {p}")
    check_square(xp, input, f"linalg.cond(ord={p})")
    if not input.shape[-1]:
        return xp.zeros_like(xp.sum(xp.abs(input), axis=(-2, -1)))
    inverse, info = xp.inv_ex(input)
    product = xp.matrix_norm(input, p) * xp.matrix_norm(xp.where(_per_matrix(xp, info) == 0, inverse, 0), p)
    return xp.where(info == 0, product, xp.inf)


def _per_matrix(xp: Any, x: Any) -> Any:
    return xp.expand_dims(xp.expand_dims(x, axis=-1), axis=-1)


cond.cases(case(real(3, 2, distinct=True)), case(real(2, 2, distinct=True), 1))
