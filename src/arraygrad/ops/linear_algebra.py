"""Functions put together from products of vectors and matrices."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.dtypes import promote_types
from arraygrad.op import Array, op
from arraygrad.ops._common import conj, normalize_dim


def _plus(input: Any, product: Any, beta: Any, alpha: Any) -> Any:
    """``beta * input + alpha * product``, where NaN in `input` does not count if `beta` is 0."""
    if alpha != 1:
        product = _scaled(product, alpha)
    if beta == 0:
        return product
    return product + (input if beta == 1 else _scaled(input, beta))


def _scaled(x: Any, factor: Any) -> Any:
    """A tensor times a number, in the tensor's dtype."""
    return x * (factor if x.dtype.category > 1 else int(factor))


@op(composite=True, inplace=True)
def addmm(xp: Any, input: Array, mat1: Array, mat2: Array, *, beta: float = 1, alpha: float = 1) -> Array:
    """``beta * input + alpha * (mat1 @ mat2)``.

    Parameters
    ----------
    input : Tensor
        Broadcast to the product's shape.
    mat1, mat2 : Tensor
        Matrices.
    beta, alpha : number
        Factors; with ``beta=0`` the values of `input` are not looked at.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.addmm(ag.ones(2), ag.eye(2), ag.eye(2), alpha=2)
    tensor([[3., 1.],
            [1., 3.]])
    """
    return _plus(input, xp.mm(mat1, mat2), beta, alpha)


addmm.cases(case(real(2), real(3, 4), real(4, 2)), case(real(3, 2), real(3, 4), real(4, 2), beta=0.5, alpha=2.0))


@op(composite=True, inplace=True)
def addmv(xp: Any, input: Array, mat: Array, vec: Array, *, beta: float = 1, alpha: float = 1) -> Array:
    """``beta * input + alpha * (mat @ vec)``.

    Parameters
    ----------
    input : Tensor
        Broadcast to the product's shape.
    mat, vec : Tensor
        A matrix and a vector.
    beta, alpha : number
        Factors; with ``beta=0`` the values of `input` are not looked at.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.addmv(ag.ones(2), ag.eye(2), ag.tensor([1.0, 2.0]))
    tensor([2., 3.])
    """
    return _plus(input, xp.mv(mat, vec), beta, alpha)


addmv.cases(case(real(3), real(3, 4), real(4), beta=0.5, alpha=2.0))


@op(composite=True, inplace=True)
def addr(xp: Any, input: Array, vec1: Array, vec2: Array, *, beta: float = 1, alpha: float = 1) -> Array:
    """``beta * input + alpha * outer(vec1, vec2)``.

    Parameters
    ----------
    input : Tensor
        Broadcast to the product's shape.
    vec1, vec2 : Tensor
        Vectors.
    beta, alpha : number
        Factors; with ``beta=0`` the values of `input` are not looked at.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.addr(ag.zeros(2, 2), ag.tensor([1.0, 2.0]), ag.tensor([1.0, 1.0]))
    tensor([[1., 1.],
            [2., 2.]])
    """
    product = xp.outer(vec1, vec2)
    dtype = promote_types(input.dtype, product.dtype)
    return _plus(input.to(dtype), product.to(dtype), beta, alpha)


addr.cases(case(real(3, 4), real(3), real(4), beta=0.5, alpha=2.0))


@op(composite=True, inplace=True)
def baddbmm(xp: Any, input: Array, batch1: Array, batch2: Array, *, beta: float = 1, alpha: float = 1) -> Array:
    """``beta * input + alpha * (batch1 @ batch2)`` for batches of matrices.

    Parameters
    ----------
    input : Tensor
        Broadcast to the product's shape.
    batch1, batch2 : Tensor
        Shapes (b, n, m) and (b, m, p).
    beta, alpha : number
        Factors; with ``beta=0`` the values of `input` are not looked at.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.baddbmm(ag.zeros(1), ag.ones(2, 3, 4), ag.ones(2, 4, 5)).shape
    arraygrad.Size([2, 3, 5])
    """
    return _plus(input, xp.bmm(batch1, batch2), beta, alpha)


baddbmm.cases(case(real(2, 3, 2), real(2, 3, 4), real(2, 4, 2), beta=0.5, alpha=2.0))


@op(composite=True, inplace=True)
def addbmm(xp: Any, input: Array, batch1: Array, batch2: Array, *, beta: float = 1, alpha: float = 1) -> Array:
    """``beta * input + alpha * (batch1 @ batch2).sum(0)`` for batches of matrices.

    Parameters
    ----------
    input : Tensor
        Broadcast to the shape of one product.
    batch1, batch2 : Tensor
        Shapes (b, n, m) and (b, m, p).
    beta, alpha : number
        Factors; with ``beta=0`` the values of `input` are not looked at.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.addbmm(ag.zeros(1), ag.ones(2, 1, 4), ag.ones(2, 4, 1))
    tensor([[8.]])
    """
    return _plus(input, xp.sum(xp.bmm(batch1, batch2), axis=0, dtype=batch1.dtype), beta, alpha)


addbmm.cases(case(real(3, 2), real(2, 3, 4), real(2, 4, 2), beta=0.5, alpha=2.0))


@op(standard="tensordot", composite=True, faces=("torch",))
def tensordot(xp: Any, a: Array, b: Array, dims: Any = 2) -> Array:
    """Products summed over chosen dimensions of both arguments.

    Parameters
    ----------
    a, b : Tensor
    dims : int or pair of sequences of int
        How many last dimensions of `a` are summed with the first of `b`, or which with which.

    Returns
    -------
    Tensor
        The remaining dimensions of `a`, then those of `b`.

    Raises
    ------
    RuntimeError
        If the sizes of the dimensions differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tensordot(ag.ones(2, 3, 4), ag.ones(3, 4, 5), dims=2).shape
    arraygrad.Size([2, 5])
    """
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
        if dims > min(a.ndim, b.ndim):
            raise RuntimeError(f"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}")
        dims_a, dims_b = list(range(a.ndim - dims, a.ndim)), list(range(dims))
    else:
        first, second = dims
        dims_a = [normalize_dim(d, a.ndim) for d in ((first,) if isinstance(first, int) else first)]
        dims_b = [normalize_dim(d, b.ndim) for d in ((second,) if isinstance(second, int) else second)]
        if len(dims_a) != len(dims_b):
            raise RuntimeError(f"both dimension lists should have same length, got {len(dims_a)} and {len(dims_b)}")
    for i, j in zip(dims_a, dims_b, strict=True):
        if a.shape[i] != b.shape[j] and 1 not in (a.shape[i], b.shape[j]):
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {a.shape[i]} in dim {i} and second has size "
                f"{b.shape[j]} in dim {j}"
            )
        if a.shape[i] != b.shape[j]:
            a = xp.sum(a, axis=i, keepdims=True) if b.shape[j] == 1 else a
            b = xp.sum(b, axis=j, keepdims=True) if a.shape[i] == 1 else b
    rest_a = [i for i in range(a.ndim) if i not in dims_a]
    rest_b = [j for j in range(b.ndim) if j not in dims_b]
    shape_a, shape_b = [a.shape[i] for i in rest_a], [b.shape[j] for j in rest_b]
    summed = prod(a.shape[i] for i in dims_a)
    left = xp.reshape(xp.permute_dims(a, (*rest_a, *dims_a)), (prod(shape_a), summed))
    right = xp.reshape(xp.permute_dims(b, (*dims_b, *rest_b)), (summed, prod(shape_b)))
    return xp.reshape(xp.matmul(left, right), (*shape_a, *shape_b))


tensordot.cases(
    case(real(2, 3, 4), real(3, 4, 5)),
    case(real(2, 3, 4), real(4, 5), 1),
    case(real(2, 3), real(4), 0),
    case(real(2, 3, 4), real(5, 4, 2), ([0, -1], [2, 1])),
)


@op(composite=True, faces=("linalg",))
def vecdot(xp: Any, x: Array, y: Array, *, dim: int = -1) -> Array:
    """Dot products of the vectors along a dimension, the first conjugated; other dimensions broadcast.

    Parameters
    ----------
    x, y : Tensor
    dim : int
        Dimension that is summed over.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not broadcast.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.linalg.vecdot(ag.ones(2, 3), ag.ones(3))
    tensor([3., 3.])
    """
    return xp.sum(conj(xp, x) * y, axis=dim)


vecdot.cases(case(real(2, 3), real(2, 3)), case(real(2, 3), real(3)), case(real(3, 2), real(3, 1), dim=0))


@op(composite=True)
def kron(xp: Any, input: Array, other: Array) -> Array:
    """Kronecker product.

    Parameters
    ----------
    input, other : Tensor
        The one with fewer dimensions gets leading dimensions of size 1.

    Returns
    -------
    Tensor
        Its sizes are the products of the arguments' sizes.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.kron(ag.tensor([1.0, 10.0]), ag.tensor([1.0, 2.0]))
    tensor([ 1.,  2., 10., 20.])
    """
    ndim = max(input.ndim, other.ndim)
    a = (1,) * (ndim - input.ndim) + tuple(input.shape)
    b = (1,) * (ndim - other.ndim) + tuple(other.shape)
    left = xp.reshape(input, tuple(n for size in a for n in (size, 1)))
    right = xp.reshape(other, tuple(n for size in b for n in (1, size)))
    return xp.reshape(left * right, tuple(m * n for m, n in zip(a, b, strict=True)))


kron.cases(case(real(2, 3), real(3, 2)), case(real(2), real(2, 3)), oracle="numpy.kron")
