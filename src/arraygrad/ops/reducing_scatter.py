"""Writing with an index for each element where several values meet: their sum, product, mean or extreme stays."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_integer, kind_of, normalize_dim
from arraygrad.ops.gathering import check_grid, grid_key, used_source

_COMBINE = {"prod": "multiply", "amax": "maximum", "amin": "minimum"}


def _flat_places(xp: Any, shape: tuple[int, ...], key: tuple[Any, ...]) -> Any:
    """Positions in the flattened array that a key of index arrays, one per dimension, points at."""
    place, step = None, 1
    for n, index in zip(reversed(shape), reversed(key), strict=True):
        place = index * step if place is None else place + index * step
        step *= n
    return xp.reshape(place, (-1,))


@op(faces=())
def scatter_combine(
    xp: Any, input: Array, dim: int, index: IndexArray, src: Array, reduce: str, include_self: bool = True
) -> Array:
    """`input` with the product, maximum or minimum of all values that meet at a place; `index` has the shape of `src`.

    Values are sorted by place. Doubling steps then combine each with those before it at the same place (W. D. Hillis,
    G. L. Steele, Data parallel algorithms, 1986), so that the last one at a place has the result.
    """
    shape = tuple(input.shape) or (1,)
    if 0 in index.shape:
        return xp.copy(input)
    key = grid_key(xp, xp.reshape(index, tuple(index.shape) or (1,)), dim)
    place, values, base = _flat_places(xp, shape, key), xp.reshape(src, (-1,)), xp.reshape(input, (-1,))
    truths = kind_of(xp, input.dtype) == "bool"
    if truths:
        values, base = xp.astype(values, xp.uint8), xp.astype(base, xp.uint8)
    combine = getattr(xp, _COMBINE[reduce])
    order = xp.argsort(place, stable=True)
    place, values = xp.take(place, order, axis=0), xp.take(values, order, axis=0)
    step, n = 1, place.shape[0]
    while step < n:
        joined = combine(values[:-step], values[step:])
        values = xp.concat([values[:step], xp.where(place[step:] == place[:-step], joined, values[step:])])
        step *= 2
    if include_self:
        values = combine(xp.take(base, place, axis=0), values)
    # All but the last at a place go to one more place, which is dropped.
    size = base.shape[0]
    place = xp.concat([xp.where(place[:-1] == place[1:], size, place[:-1]), place[-1:]])
    out = xp.write(xp.concat([base, xp.zeros((1,), dtype=base.dtype)]), (place,), values)[:size]
    return xp.reshape(out != 0 if truths else out, tuple(input.shape))


def _others_gradient(xp: Any, g: Any, input: Any, dim: int, index: Any, src: Any, include_self: bool) -> Any:
    """Of a product, with respect to what was there: the product of what came."""
    if not include_self:
        return xp.scatter(g, dim, index, value=0)
    return g * xp.scatter_combine(xp.ones_like(input), dim, index, src, "prod")


def _factor_gradient(xp: Any, g: Any, input: Any, dim: int, index: Any, src: Any, include_self: bool, out: Any) -> Any:
    """Of a product, with respect to a factor: the product of the others, also beside zeros."""
    zero = src == 0
    zeros = xp.gather(xp.scatter_add(xp.zeros_like(input), dim, index, xp.astype(zero, src.dtype)), dim, index)
    lone = xp.logical_and(zero, zeros == 1)
    one = xp.ones_like(src)
    rest = xp.scatter_combine(input, dim, index, xp.where(lone, one, src), "prod", include_self)
    return xp.where(lone, xp.gather(g * rest, dim, index), xp.gather(g * out, dim, index) / xp.where(zero, one, src))


def _shares(xp: Any, input: Any, dim: int, index: Any, src: Any, include_self: bool, out: Any) -> tuple[Any, Any, Any]:
    """Of an extreme: where `input` and `src` have it, and how many share it at each place."""
    mine = xp.astype(input == out, out.dtype)
    theirs = xp.astype(src == xp.gather(out, dim, index), out.dtype)
    if not include_self:
        mine = xp.scatter(mine, dim, index, value=0)
    return mine, theirs, xp.scatter_add(mine, dim, index, theirs)


def _input_gradient(
    xp: Any, g: Any, input: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool, out: Any
) -> Any:
    if reduce == "prod":
        return _others_gradient(xp, g, input, dim, index, src, include_self)
    mine, _, count = _shares(xp, input, dim, index, src, include_self, out)
    return g * mine / xp.where(count == 0, xp.ones_like(count), count)


def _src_gradient(
    xp: Any, g: Any, input: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool, out: Any
) -> Any:
    if reduce == "prod":
        return _factor_gradient(xp, g, input, dim, index, src, include_self, out)
    _, theirs, count = _shares(xp, input, dim, index, src, include_self, out)
    return theirs * xp.gather(g / xp.where(count == 0, xp.ones_like(count), count), dim, index)


scatter_combine.rule(input=_input_gradient, src=_src_gradient)
scatter_combine.cases(
    case(real(3, 4, avoid=(0,)), 0, integers(4, 4, low=0, high=3), real(4, 4, avoid=(0,)), "prod"),
    case(real(3, 4, distinct=True), 1, integers(2, 3, low=0, high=4), real(2, 3, distinct=True), "amax", False),
    case(real(4, low=-3, distinct=True), 0, integers(6, low=0, high=3), real(6, low=-4, distinct=True), "amin"),
)


@op(composite=True, inplace=True)
def scatter_reduce(
    xp: Any, input: Array, dim: int, index: IndexArray, src: Array, reduce: str, *, include_self: bool = True
) -> Array:
    """A copy in which the values that meet at a place along a dimension are reduced to one.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        Integers, with as many dimensions as `input`.
    src : Tensor
        The values, not smaller than `index`.
    reduce : {"sum", "prod", "mean", "amax", "amin"}
    include_self : bool
        Whether the value of `input` at a place takes part.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If an index is out of range.
    RuntimeError
        If the shapes or dtypes do not fit or there is no such reduction.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.scatter_reduce(ag.ones(2), 0, ag.tensor([0, 0]), ag.tensor([2.0, 5.0]), "prod")
    tensor([10.,  1.])
    """
    if reduce not in ("sum", "mean", *_COMBINE):
        raise RuntimeError(f"reduce argument must be either sum, prod, mean, amax or amin, got {reduce}")
    dim = check_grid(xp, input.shape, index, dim, "scatter_reduce")
    src = used_source(index, src, "scatter_reduce")
    if reduce in _COMBINE:
        return xp.scatter_combine(input, dim, index, src, reduce, include_self)
    if xp.isdtype(input.dtype, "bool"):
        whole = xp.scatter_reduce(input.long(), dim, index, src.long(), reduce, include_self=include_self)
        return whole != 0
    total = xp.scatter_add(input if include_self else xp.scatter(input, dim, index, value=0), dim, index, src)
    if reduce == "sum":
        return total
    start = xp.ones_like(input) if include_self else xp.zeros_like(input)
    count = xp.clamp(xp.scatter_add(start, dim, index, xp.ones_like(src)), min=1)
    return xp.floor_divide(total, count) if xp.isdtype(total.dtype, "integral") else total / count


scatter_reduce.cases(
    case(real(3, 4), 0, integers(2, 3, low=0, high=3), real(2, 4), "sum", include_self=False),
    case(real(3, 4), 1, integers(3, 6, low=0, high=4), real(3, 6), "mean"),
    case(integers(4), 0, integers(6, low=0, high=4), integers(6), "amax"),
    case(real(low=1), 0, integers(low=0, high=1), real(low=1), "prod"),
)


@op(composite=True, inplace=True)
def index_reduce(
    xp: Any, input: Array, dim: int, index: IndexArray, source: Array, reduce: str, *, include_self: bool = True
) -> Array:
    """A copy in which the slices that meet at an index of a dimension are reduced to one.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        One-dimensional, of integers: where each slice of `source` goes.
    source : Tensor
    reduce : {"prod", "mean", "amax", "amin"}
    include_self : bool
        Whether the slice of `input` takes part.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If `index` is no vector or an index is out of range.
    RuntimeError
        If the shapes do not fit or there is no such reduction.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.index_reduce(ag.zeros(2), 0, ag.tensor([0, 0]), ag.tensor([2.0, 5.0]), "amax")
    tensor([5., 0.])
    """
    if reduce not in ("mean", *_COMBINE):
        raise RuntimeError(f"index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got {reduce}.")
    check_integer(xp, index, "index_reduce")
    if index.ndim > 1:
        raise IndexError(f"index_reduce_(): Index is supposed to be a vector, but got dim: {index.ndim}")
    dim = normalize_dim(dim, input.ndim)
    if not input.ndim:
        grid = xp.reshape(index, ())
    else:
        n, shape = index.numel(), tuple(source.shape)
        if len(shape) != input.ndim or shape[dim] != n:
            raise RuntimeError(
                f"index_reduce_(): Number of indices ({n}) should be equal to source.size(dim), for dim: {dim} and a "
                f"source of shape {list(shape)}"
            )
        grid = xp.broadcast_to(xp.reshape(index, (n, *(1,) * (len(shape) - dim - 1))), shape)
    return xp.scatter_reduce(input, dim, grid, source, reduce, include_self=include_self)


index_reduce.cases(
    case(real(3, 2, avoid=(0,)), 0, integers(4, low=0, high=3), real(4, 2, avoid=(0,)), "prod"),
    case(real(2, 3), 1, integers(2, low=0, high=3), real(2, 2), "mean", include_self=False),
)
