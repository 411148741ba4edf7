"""Tensors turned, given dimensions, and arranged in blocks, pairs and combinations."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations as choose
from itertools import combinations_with_replacement
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim


@op(composite=True)
def rot90(xp: Any, input: Array, k: int = 1, dims: Sequence[int] = (0, 1)) -> Array:
    """Rotate by quarter turns in the plane of two dimensions.

    Parameters
    ----------
    input : Tensor
    k : int
        Number of quarter turns, from the first dimension towards the second.
    dims : two ints

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a dimension is out of range.
    RuntimeError
        If there are not two different dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.rot90(ag.tensor([[1, 2], [3, 4]]))
    tensor([[2, 4],
            [1, 3]])
    """
    if len(dims) != 2:
        raise RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if input.ndim < 2:
        raise RuntimeError(f"expected total dims >= 2, but got total dims = {input.ndim}")
    a, b = (normalize_dim(d, input.ndim) for d in dims)
    if a == b:
        raise RuntimeError(f"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}")
    k %= 4
    if k == 0:
        return xp.clone(input)
    if k == 2:
        return xp.flip(input, (a, b))
    return xp.flip(xp.transpose(input, a, b), (a if k == 1 else b,))


rot90.cases(case(real(2, 3)), case(real(2, 3, 2), 3, (2, 0)), case(real(2, 3), 2, [0, -1]))


def _each(xp: Any, tensors: tuple[Any, ...], one: Any) -> Any:
    """`one` of a tensor, or a tuple of it for several or for one sequence of tensors."""
    if len(tensors) == 1:
        if not isinstance(tensors[0], (tuple, list)):
            return one(tensors[0])
        tensors = tuple(tensors[0])
    return tuple(one(t) for t in tensors)


@op(composite=True, faces=("torch",))
def atleast_1d(xp: Any, *tensors: Any) -> Any:
    """Views with one dimension at least.

    Parameters
    ----------
    *tensors : Tensor
        Or one sequence of tensors.

    Returns
    -------
    Tensor or tuple of Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.atleast_1d(ag.tensor(1.0))
    tensor([1.])
    """
    return _each(xp, tensors, lambda t: t if t.ndim else xp.reshape(t, (1,)))


@op(composite=True, faces=("torch",))
def atleast_2d(xp: Any, *tensors: Any) -> Any:
    """Views with two dimensions at least; a vector becomes a row.

    Parameters
    ----------
    *tensors : Tensor
        Or one sequence of tensors.

    Returns
    -------
    Tensor or tuple of Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.atleast_2d(ag.tensor([1.0, 2.0]))
    tensor([[1., 2.]])
    """
    return _each(xp, tensors, lambda t: t if t.ndim > 1 else xp.reshape(t, (1, -1)))


@op(composite=True, faces=("torch",))
def atleast_3d(xp: Any, *tensors: Any) -> Any:
    """Views with three dimensions at least; a vector lies along the second, a matrix gets a third behind.

    Parameters
    ----------
    *tensors : Tensor
        Or one sequence of tensors.

    Returns
    -------
    Tensor or tuple of Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.atleast_3d(ag.ones(2, 2)).shape
    arraygrad.Size([2, 2, 1])
    """

    def one(t: Any) -> Any:
        if t.ndim < 2:
            return xp.reshape(t, (1, -1, 1))
        return t if t.ndim > 2 else t.unsqueeze(-1)

    return _each(xp, tensors, one)


atleast_1d.cases(case(real()))
atleast_2d.cases(case(real(3)))
atleast_3d.cases(case(real(2, 3)), case(real(3)))


@op(composite=True, faces=("torch",))
def block_diag(xp: Any, *tensors: Any) -> Array:
    """A matrix with the given ones along its diagonal and zeros elsewhere.

    Parameters
    ----------
    *tensors : Tensor
        With at most two dimensions: a vector is a row.

    Returns
    -------
    Tensor
        Of the dtype that all promote to.

    Raises
    ------
    RuntimeError
        If a tensor has more dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.block_diag(ag.tensor([[1, 2]]), ag.tensor([3]))
    tensor([[1, 2, 0],
            [0, 0, 3]])
    """
    for i, t in enumerate(tensors):
        if t.ndim > 2:
            raise RuntimeError(
                f"torch.block_diag: Input tensors must have 2 or fewer dimensions. Input {i} has {t.ndim} dimensions"
            )
    if not tensors:
        return xp.empty((1, 0))
    blocks = [xp.reshape(t, (1, -1)) if t.ndim < 2 else t for t in tensors]
    width, start, rows = sum(b.shape[1] for b in blocks), 0, []
    for b in blocks:
        rows.append(xp.pad(b, (start, width - start - b.shape[1])))
        start += b.shape[1]
    return xp.cat(rows, 0)


block_diag.cases(case(real(2, 2), real(3), real()))


@op(composite=True, faces=("torch",))
def cartesian_prod(xp: Any, *tensors: Any) -> Array:
    """All ways to take one element of each vector, in the order of nested loops.

    Parameters
    ----------
    *tensors : Tensor
        Vectors.

    Returns
    -------
    Tensor
        A row for each; of a single vector, itself.

    Raises
    ------
    RuntimeError
        If one is no vector.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cartesian_prod(ag.tensor([1, 2]), ag.tensor([3, 4]))
    tensor([[1, 3],
            [1, 4],
            [2, 3],
            [2, 4]])
    """
    for t in tensors:
        if t.ndim != 1:
            raise RuntimeError(f"Expect a 1D vector, but got shape {list(t.shape)}")
    if len(tensors) == 1:
        return tensors[0]
    return xp.stack([xp.reshape(g, (-1,)) for g in xp.meshgrid(*tensors, indexing="ij")], 1)


cartesian_prod.cases(case(real(2), real(3)))


@op(composite=True, faces=("torch",))
def combinations(xp: Any, input: Array, r: int = 2, with_replacement: bool = False) -> Array:
    """All combinations of `r` elements of a vector, in the order of the vector.

    Parameters
    ----------
    input : Tensor
        A vector.
    r : int
        Elements in a combination.
    with_replacement : bool
        Whether an element may be taken again.

    Returns
    -------
    Tensor
        A row for each combination.

    Raises
    ------
    RuntimeError
        If `input` is no vector or `r` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.combinations(ag.tensor([1, 2, 3]))
    tensor([[1, 2],
            [1, 3],
            [2, 3]])
    """
    if input.ndim != 1:
        raise RuntimeError(f"Expect a 1D vector, but got shape {list(input.shape)}")
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if r == 0:
        return input[:0]
    chosen = list((combinations_with_replacement if with_replacement else choose)(range(input.shape[0]), r))
    index = input.new_tensor([i for row in chosen for i in row], dtype="int64")
    return xp.reshape(xp.index_select(input, 0, index), (len(chosen), r))


combinations.cases(case(real(4), 3), case(real(3), 2, True))


@op(composite=True, faces=("torch",))
def vander(xp: Any, x: Array, N: int | None = None, increasing: bool = False) -> Array:
    """Powers of the elements of a vector, a row for each: a Vandermonde matrix.

    Parameters
    ----------
    x : Tensor
        A vector.
    N : int, optional
        Number of powers; the number of elements if not given.
    increasing : bool
        Whether powers rise from left to right.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `x` is no vector or `N` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.vander(ag.tensor([1, 2, 3]), 2)
    tensor([[1, 1],
            [2, 1],
            [3, 1]])
    """
    if x.ndim != 1:
        raise RuntimeError(f"x must be a one-dimensional tensor, got shape {list(x.shape)}")
    n = x.shape[0] if N is None else N
    if n < 0:
        raise RuntimeError(f"N must be non-negative, got {n}")
    powers = xp.stack([xp.pow(x, i) for i in (range(n) if increasing else reversed(range(n)))], 1) if n else None
    return x.new_empty((x.shape[0], 0)) if powers is None else powers


vander.cases(case(real(3), 3), case(real(3), increasing=True))
