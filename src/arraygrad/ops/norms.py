"""Norms of vectors."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import as_dtype, is_floating, kind_of, reduced_axes, unreduced
from arraygrad.ops.reductions import ANY_DIMS, Dims, count


@op(faces=("linalg",))
def vector_norm(
    xp: Any, x: Array, ord: float = 2, dim: Dims = None, keepdim: bool = False, *, dtype: Any = None
) -> Array:
    """Norm of vectors: the `ord`-th root of the sum of `ord`-th powers of absolute values.

    Parameters
    ----------
    x : Tensor
        Floating point or complex.
    ord : float
        ``inf`` and ``-inf`` give the largest and the smallest absolute value, 0 the number of elements other than zero.
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
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
        If the elements are not floating point or complex, or there are none and `ord` has no answer to that.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.vector_norm(ag.tensor([3.0, 4.0]))
    tensor(5.)
    >>> ag.linalg.vector_norm(ag.tensor([3.0, -4.0]), 1)
    tensor(7.)
    """
    x = as_dtype(xp, x, dtype)
    if not is_floating(xp, x):
        raise RuntimeError(f"linalg.vector_norm: Expected a floating point or complex tensor as input. Got {x.dtype}")
    axes = reduced_axes(dim, x.ndim)
    if (ord < 0 or ord == math.inf) and count(x.shape, dim) == 0:
        raise RuntimeError(
            f"linalg.vector_norm cannot compute the {ord} norm on an empty tensor because the operation does not have "
            "an identity"
        )
    if ord == 2 and kind_of(xp, x.dtype) == "real floating":
        return xp.sqrt(xp.sum(x * x, axis=axes, keepdims=keepdim))
    if ord == 0:
        return xp.sum(
            xp.astype(x != 0, xp.real(x).dtype if kind_of(xp, x.dtype) == "complex floating" else x.dtype),
            axis=axes,
            keepdims=keepdim,
        )
    size = xp.abs(x)
    if abs(ord) == math.inf:
        return (xp.max if ord > 0 else xp.min)(size, axis=axes, keepdims=keepdim)
    if ord == 1:
        return xp.sum(size, axis=axes, keepdims=keepdim)
    return xp.pow(xp.sum(xp.pow(size, ord), axis=axes, keepdims=keepdim), 1.0 / ord)


def _vector_norm_x(xp: Any, g: Any, x: Any, out: Any, ord: float, dim: Any, keepdim: bool) -> Any:
    shape = x.shape
    g, out = unreduced(xp, g, dim, keepdim, shape), unreduced(xp, out, dim, keepdim, shape)
    if ord == 0:
        return xp.zeros_like(x)
    if ord == 1:
        return g * xp.sgn(x)
    if ord == 2:
        zero = out == 0
        return x * xp.where(zero, 0, g / xp.where(zero, 1, out))
    size = xp.abs(x)
    if abs(ord) == math.inf:
        hit = size == out
        ties = xp.sum(xp.astype(hit, out.dtype), axis=reduced_axes(dim, x.ndim), keepdims=True)
        return xp.sgn(x) * xp.where(hit, g / xp.reshape(ties, out.shape if keepdim or dim is not None else ()), 0)
    zero = xp.logical_or(size == 0, out == 0)
    relative = xp.where(zero, 1, size) / xp.where(out == 0, 1, out)
    return xp.where(zero, 0, xp.sgn(x) * (g * xp.pow(relative, ord - 1)))


vector_norm.node_name = "LinalgVectorNormBackward0"
vector_norm.rule(x=_vector_norm_x)
vector_norm.cases(
    *ANY_DIMS[:2],
    case(real(2, 3, 4), 2, (0, -1), True),
    case(real(3, 4, avoid=(0.0,)), 1, 1),
    case(real(3, 4, avoid=(0.0,)), 3, 1),
    case(real(3, 4, avoid=(0.0,)), 1.5),
    case(real(3, 4, avoid=(0.0,)), 0.5, 0),
    case(real(3, 4, avoid=(0.0,)), 0, 0),
    case(real(3, 4, low=0.5, distinct=True), math.inf, 1),
    case(real(3, 4, low=0.5, distinct=True), -math.inf, 1, True),
)


@op(composite=True)
def norm(
    xp: Any, input: Array, p: float | str | None = "fro", dim: Dims = None, keepdim: bool = False, *, dtype: Any = None
) -> Array:
    """Norm of vectors.

    Parameters
    ----------
    input : Tensor
        Floating point or complex.
    p : float, "fro" or "nuc"
        Order of the norm; ``"fro"`` is 2, ``"nuc"`` the sum of the singular values of matrices.
    dim : int or tuple of int, optional
        Dimensions to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimensions stay, with size 1.
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `p` is another word, or the elements are not floating point or complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.norm(ag.tensor([3.0, 4.0]))
    tensor(5.)
    """
    if p == "nuc":
        return xp.matrix_norm(input, p, tuple(range(input.ndim)) if dim is None else dim, keepdim, dtype=dtype)
    if isinstance(p, str) and p != "fro":
        raise RuntimeError(f"norm(): p must be a number, 'fro' or 'nuc', got {p!r}")
    return xp.vector_norm(input, 2 if p is None or isinstance(p, str) else p, dim, keepdim, dtype=dtype)


norm.cases(case(real(3, 4)), case(real(3, 4), 1, 1), case(real(3, 4), "fro", (0, 1), True))


@op(composite=True)
def dist(xp: Any, input: Array, other: Array, p: float = 2) -> Array:
    """Norm of the difference of two tensors.

    Parameters
    ----------
    input, other : Tensor
        Broadcast against one another.
    p : float

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.dist(ag.tensor([1.0, 1.0]), ag.tensor([4.0, 5.0]))
    tensor(5.)
    """
    return xp.vector_norm(input - other, p)


dist.cases(case(real(3, 4), real(4)), case(real(3), real(3), 1))


@op(composite=True, inplace=True)
def renorm(xp: Any, input: Array, p: float, dim: int, maxnorm: float) -> Array:
    """Slices along a dimension, scaled down to a largest norm.

    Parameters
    ----------
    input : Tensor
    p : float
        Order of the norm.
    dim : int
        Dimension along which slices are taken.
    maxnorm : float

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.renorm(ag.tensor([[3.0, 4.0], [0.3, 0.4]]), 2, 0, 1.0)
    tensor([[0.6000, 0.8000],
            [0.3000, 0.4000]])
    """
    axis = dim % input.ndim
    length = xp.vector_norm(input, p, tuple(i for i in range(input.ndim) if i != axis), True)
    return input * xp.where(length > maxnorm, maxnorm / (length + 1e-7), 1.0)


renorm.cases(case(real(3, 4), 2, 0, 1.0), case(real(3, 4), 1, 1, 0.5))
