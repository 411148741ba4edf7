"""Triangles and diagonals of matrices."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim


def _check_matrices(name: str, ndim: int) -> None:
    if ndim < 2:
        raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions, got {ndim}")


@op(inplace=True)
def tril(xp: Any, input: Array, diagonal: int = 0) -> Array:
    """The lower triangle of each matrix, zero elsewhere.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, m).
    diagonal : int
        The last diagonal kept: 0 is the main one, positive ones lie above it.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` has fewer than two dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tril(ag.ones(2, 2))
    tensor([[1., 0.],
            [1., 1.]])
    """
    _check_matrices("tril", input.ndim)
    return xp.tril(input, k=diagonal)


tril.rule(input=lambda xp, g, diagonal: xp.tril(g, k=diagonal))
tril.cases(case(real(3, 4)), case(real(2, 3, 3), 1), case(real(4, 3), -1), oracle="numpy.tril")


@op(inplace=True)
def triu(xp: Any, input: Array, diagonal: int = 0) -> Array:
    """The upper triangle of each matrix, zero elsewhere.

    Parameters
    ----------
    input : Tensor
        Shape (..., n, m).
    diagonal : int
        The first diagonal kept: 0 is the main one, positive ones lie above it.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` has fewer than two dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.triu(ag.ones(2, 2))
    tensor([[1., 1.],
            [0., 1.]])
    """
    _check_matrices("triu", input.ndim)
    return xp.triu(input, k=diagonal)


triu.rule(input=lambda xp, g, diagonal: xp.triu(g, k=diagonal))
triu.cases(case(real(3, 4)), case(real(2, 3, 3), 1), case(real(4, 3), -1), oracle="numpy.triu")


@op(composite=True)
def diagonal(xp: Any, input: Array, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Array:
    """The diagonals of the matrices that two dimensions hold, along a new last dimension.

    Parameters
    ----------
    input : Tensor
    offset : int
        Which diagonal: 0 is the main one, positive ones lie above it.
    dim1, dim2 : int
        Dimensions of the matrices' rows and columns.

    Returns
    -------
    Tensor
        A view, if the matrices lie in memory one after the other.

    Raises
    ------
    RuntimeError
        If the dimensions are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.diagonal(ag.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor([1., 4.])
    """
    first, second = normalize_dim(dim1, input.ndim), normalize_dim(dim2, input.ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    rest = [d for d in range(input.ndim) if d not in (first, second)]
    n, m = input.shape[first], input.shape[second]
    length = max(0, min(n, m - offset) if offset >= 0 else min(n + offset, m))
    flat = xp.reshape(xp.permute_dims(input, (*rest, first, second)), (*(input.shape[d] for d in rest), n * m))
    start = offset if offset >= 0 else -offset * m
    return flat[..., start : start + (length - 1) * (m + 1) + 1 : m + 1] if length else flat[..., :0]


diagonal.cases(
    case(real(3, 4)), case(real(4, 3), 1), case(real(2, 3, 3), -1, 1, 2), case(real(3, 3), 5), oracle="numpy.diagonal"
)


@op(composite=True, faces=("linalg",))
def linalg_diagonal(xp: Any, A: Array, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Array:
    """The diagonals of matrices, along a new last dimension.

    Parameters
    ----------
    A : Tensor
    offset : int
        Which diagonal: 0 is the main one, positive ones lie above it.
    dim1, dim2 : int
        Dimensions of the matrices' rows and columns.

    Returns
    -------
    Tensor
        A view, if the matrices lie in memory one after the other.

    Raises
    ------
    RuntimeError
        If the dimensions are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.diagonal(ag.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor([1., 4.])
    """
    return xp.diagonal(A, offset, dim1, dim2)


linalg_diagonal.cases(case(real(2, 3, 4)), case(real(3, 3), offset=1))


@op(composite=True)
def trace(xp: Any, input: Array) -> Array:
    """Sum of the main diagonal of a matrix.

    Parameters
    ----------
    input : Tensor
        Shape (n, m).

    Returns
    -------
    Tensor
        Zero-dimensional.

    Raises
    ------
    RuntimeError
        If `input` is not a matrix.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.trace(ag.eye(3))
    tensor(3.)
    """
    if input.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.ndim}")
    return xp.sum(xp.diagonal(input))


trace.cases(case(real(3, 3)), case(real(3, 4)), oracle="numpy.trace")


@op
def diag_embed(xp: Any, input: Array, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Array:
    """Matrices with the vectors along the last dimension as a diagonal, zero elsewhere.

    Parameters
    ----------
    input : Tensor
        Shape (..., n).
    offset : int
        Which diagonal: 0 is the main one, positive ones lie above it.
    dim1, dim2 : int
        Dimensions of the result that hold the matrices.

    Returns
    -------
    Tensor
        With one dimension more than `input`.

    Raises
    ------
    RuntimeError
        If the dimensions are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.diag_embed(ag.tensor([1.0, 2.0]))
    tensor([[1., 0.],
            [0., 2.]])
    """
    ndim = input.ndim + 1
    first, second = normalize_dim(dim1, ndim), normalize_dim(dim2, ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    size = input.shape[-1] + abs(offset)
    places = xp.arange(input.shape[-1])
    rows, columns = places + max(-offset, 0), places + max(offset, 0)
    key = (*(slice(None),) * (input.ndim - 1), rows, columns)
    matrices = xp.write(xp.zeros((*input.shape[:-1], size, size), dtype=input.dtype), key, input)
    return xp.moveaxis(matrices, (-2, -1), (first, second))


diag_embed.rule(input=lambda xp, g, offset, dim1, dim2: xp.diagonal(g, offset, dim1, dim2))
diag_embed.cases(case(real(3)), case(real(2, 3), 1), case(real(2, 3), -2), case(real(2, 3), 0, 0, 2))


@op(composite=True)
def diag(xp: Any, input: Array, diagonal: int = 0) -> Array:
    """The diagonal of a matrix, or the matrix with a vector as its diagonal.

    Parameters
    ----------
    input : Tensor
        A matrix or a vector.
    diagonal : int
        Which diagonal: 0 is the main one, positive ones lie above it.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` is neither.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.diag(ag.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor([1., 4.])
    """
    if input.ndim == 1:
        return xp.diag_embed(input, diagonal)
    if input.ndim != 2:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {input.ndim}D")
    return xp.clone(xp.diagonal(input, diagonal))


diag.cases(case(real(3)), case(real(3, 4)), case(real(3), 1), case(real(4, 3), -1), oracle="numpy.diag")


@op(composite=True)
def diagflat(xp: Any, input: Array, offset: int = 0) -> Array:
    """A matrix with all elements of `input` as a diagonal, zero elsewhere.

    Parameters
    ----------
    input : Tensor
    offset : int
        Which diagonal: 0 is the main one, positive ones lie above it.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.diagflat(ag.tensor([[1.0, 2.0]]))
    tensor([[1., 0.],
            [0., 2.]])
    """
    return xp.diag_embed(xp.reshape(input, (-1,)), offset)


diagflat.cases(case(real(3)), case(real(2, 2), 1), oracle="numpy.diagflat")
