"""Reading and writing with an index for each element.

Reading has an adjoint that adds up what goes to the same place; each is the other's derivative.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_index, check_integer, normalize_dim

Shape = Sequence[int]


def check_grid(xp: Any, shape: Shape, index: Any, dim: int, name: str) -> int:
    """Check an index with as many dimensions as the tensor it points into; the dimension, counted from the front."""
    check_integer(xp, index, name)
    dim = normalize_dim(dim, len(shape))
    if index.ndim != len(shape):
        raise RuntimeError(
            f"Index tensor must have the same number of dimensions as input tensor, got {index.ndim} and {len(shape)}"
        )
    for d, (m, n) in enumerate(zip(index.shape, shape, strict=True)):
        if d != dim and m > n:
            raise RuntimeError(
                f"Size does not match at dimension {d} expected index {list(index.shape)} to be no larger than self "
                f"{list(shape)} apart from dimension {dim}"
            )
    if shape:
        check_index(xp, index, shape[dim], dim, negative=False)
    else:
        check_index(xp, index, 1, 0, negative=False)
    return dim


def grid_key(xp: Any, index: Any, dim: int) -> tuple[Any, ...]:
    """A key that pairs `index` along `dim` with the own position along every other dimension."""
    ndim = index.ndim
    return tuple(
        index if d == dim else xp.reshape(xp.arange(n, dtype=index.dtype), (1,) * d + (n,) + (1,) * (ndim - d - 1))
        for d, n in enumerate(index.shape)
    )


@op
def gather(xp: Any, input: Array, dim: int, index: IndexArray, *, sparse_grad: bool = False) -> Array:
    """Values picked along a dimension, an index for each element of the result.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        Integers, with as many dimensions as `input` and not larger than it except along `dim`.
    sparse_grad : bool
        Accepted for compatibility: gradients are always dense.

    Returns
    -------
    Tensor
        With the shape of `index`.

    Raises
    ------
    IndexError
        If an index is out of range.
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.gather(ag.tensor([[1, 2], [3, 4]]), 1, ag.tensor([[0, 0], [1, 0]]))
    tensor([[1, 1],
            [4, 3]])
    """
    dim = check_grid(xp, input.shape, index, dim, "gather")
    if not input.ndim:
        return xp.copy(input)
    if any(d != dim and m != n for d, (m, n) in enumerate(zip(index.shape, input.shape, strict=True))):
        input = input[tuple(slice(None) if d == dim else slice(n) for d, n in enumerate(index.shape))]
    return xp.take_along_axis(input, index, axis=dim)


@op(faces=())
def gather_adjoint(
    xp: Any, input: Array, index: IndexArray, *, dim: int, shape: Shape, distinct: bool = False
) -> Array:
    """Zeros of `shape` to which `input` is added where `gather` would read; `distinct` says that no place is met
    twice.
    """
    dim = normalize_dim(dim, len(shape))
    if not shape:
        return xp.copy(input)
    write = xp.write if distinct else xp.add_at
    return write(xp.zeros(tuple(shape), dtype=input.dtype), grid_key(xp, index, dim), input)


gather.rule(input=lambda xp, g, index, dim, input_shape: xp.gather_adjoint(g, index, dim=dim, shape=input_shape))
gather_adjoint.rule(input=lambda xp, g, index, dim: xp.gather(g, dim, index))
gather.cases(
    case(real(3, 4), 0, integers(2, 4, low=0, high=3)),
    case(real(3, 4), 1, integers(3, 6, low=0, high=4)),
    case(real(3, 4), -1, integers(2, 3, low=0, high=4)),
    case(real(3), 0, integers(5, low=0, high=3)),
    case(real(3, 4), 0, integers(0, 4, low=0, high=3)),
)
gather_adjoint.cases(case(real(2, 4), integers(2, 4, low=0, high=3), dim=0, shape=(3, 4)))


@op(composite=True)
def take_along_dim(xp: Any, input: Array, indices: IndexArray, dim: int | None = None) -> Array:
    """Values picked along a dimension; the other dimensions broadcast.

    Parameters
    ----------
    input : Tensor
    indices : Tensor
        Integers.
    dim : int, optional
        The flattened tensor if not given.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the arguments differ in the number of dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.take_along_dim(ag.tensor([[3, 4]]), ag.tensor([[1]]), dim=1)
    tensor([[4]])
    """
    if dim is None:
        return xp.gather(xp.reshape(input, (-1,)), 0, xp.reshape(indices, (-1,)))
    if input.ndim != indices.ndim:
        raise RuntimeError(
            f"take_along_dim(): input and indices should have the same number of dimensions, but got {input.ndim} "
            f"dimensions for input, and {indices.ndim} dimensions for indices"
        )
    dim = normalize_dim(dim, input.ndim)
    indices = xp.where(indices < 0, indices + input.shape[dim], indices)
    rest = [m if n == 1 else n for m, n in zip(input.shape, indices.shape, strict=True)]
    input = xp.broadcast_to(input, (*rest[:dim], input.shape[dim], *rest[dim + 1 :]))
    indices = xp.broadcast_to(indices, (*rest[:dim], indices.shape[dim], *rest[dim + 1 :]))
    return xp.gather(input, dim, indices)


take_along_dim.cases(
    case(real(3, 4), integers(3, 2, low=0, high=4), 1),
    case(real(3, 4), integers(1, 4, low=0, high=3), 0),
    case(real(3, 4), integers(5, low=0, high=12)),
)


def used_source(index: Any, source: Any, name: str) -> Any:
    """The part of `source` that an index of the same number of dimensions uses."""
    if source.ndim != index.ndim:
        raise RuntimeError(
            f"Index tensor must have the same number of dimensions as src tensor, got {index.ndim} and {source.ndim}"
        )
    if any(m > n for m, n in zip(index.shape, source.shape, strict=True)):
        raise RuntimeError(
            f"{name}: Expected index {list(index.shape)} to be no larger size than src {list(source.shape)}"
        )
    return source if tuple(source.shape) == tuple(index.shape) else source[tuple(slice(n) for n in index.shape)]


def _source_gradient(xp: Any, g: Any, index: Any, dim: int, src_shape: Shape) -> Any:
    """The gradient of the part of a source that was used, with zeros for the rest."""
    g = xp.gather(g, dim, index)
    if tuple(src_shape) == tuple(index.shape):
        return g
    return xp.spread_item(g, tuple(src_shape), (*(slice(0, n, 1) for n in index.shape), ...))


def _scatter_with(xp: Any, input: Any, dim: int, index: Any, source: Any, reduce: str) -> Any:
    """Values added to, or multiplied with, what is there."""
    if reduce not in ("add", "multiply"):
        raise RuntimeError(f"reduce argument must be either add or multiply, got {reduce!r}.")
    if not hasattr(source, "shape"):
        source = xp.full(tuple(index.shape), source, dtype=input.dtype)
    if reduce == "add":
        return xp.scatter_add(input, dim, index, source)
    dim = check_grid(xp, input.shape, index, dim, "scatter")
    return xp.scatter_combine(input, dim, index, used_source(index, source, "scatter"), "prod")


@op(inplace=True)
def scatter(
    xp: Any,
    input: Array,
    dim: int,
    index: IndexArray,
    src: Array | None = None,
    *,
    value: Any = None,
    reduce: str | None = None,
) -> Array:
    """A copy with values written along a dimension, an index for each.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        Integers, with as many dimensions as `input`.
    src : Tensor or number
        The values, not smaller than `index`. Of several that go to one place, one is written.
    value : number
        The same for a number.
    reduce : {"add", "multiply"}, optional
        Combine the values with what is there instead; without a derivative. `scatter_reduce` has one.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If an index is out of range.
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.scatter(ag.zeros(3), 0, ag.tensor([2, 0]), ag.tensor([1.0, 2.0]))
    tensor([2., 0., 1.])
    """
    if (src is None) == (value is None):
        raise TypeError("scatter() takes either 'src' or 'value'")
    source = value if src is None else src
    if reduce is not None:
        return _scatter_with(xp, input, dim, index, source, reduce)
    dim = check_grid(xp, input.shape, index, dim, "scatter")
    if hasattr(source, "shape"):
        source = used_source(index, source, "scatter")
    if not input.ndim:
        return xp.zeros_like(input) + source
    return xp.write(xp.copy(input), grid_key(xp, index, dim), source)


def _not_reduced(reduce: str | None) -> None:
    if reduce is not None:
        raise RuntimeError("derivative for aten::scatter is not implemented with reduce=; use scatter_reduce")


def _scatter_input(xp: Any, g: Any, dim: int, index: Any, reduce: str | None) -> Any:
    _not_reduced(reduce)
    return xp.scatter(g, dim, index, value=0)


def _scatter_src(xp: Any, g: Any, index: Any, dim: int, src_shape: Shape, reduce: str | None) -> Any:
    _not_reduced(reduce)
    return _source_gradient(xp, g, index, dim, src_shape)


scatter.rule(input=_scatter_input, src=_scatter_src)
scatter.cases(
    case(real(3, 4), 0, integers(1, 4, low=0, high=3), real(1, 4)),
    case(real(3, 4), 1, integers(3, 1, low=0, high=4), real(3, 2)),
    case(real(3, 4), 0, integers(1, 2, low=0, high=3), value=2.0),
)


@op(inplace=True)
def scatter_add(xp: Any, input: Array, dim: int, index: IndexArray, src: Array) -> Array:
    """A copy with values added along a dimension, an index for each.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        Integers, with as many dimensions as `input`.
    src : Tensor
        The values, not smaller than `index`.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If an index is out of range.
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.scatter_add(ag.zeros(3), 0, ag.tensor([2, 2]), ag.tensor([1.0, 2.0]))
    tensor([0., 0., 3.])
    """
    dim = check_grid(xp, input.shape, index, dim, "scatter_add")
    src = used_source(index, src, "scatter_add")
    if not input.ndim:
        return input + src
    return xp.add_at(xp.copy(input), grid_key(xp, index, dim), src)


scatter_add.rule(input=lambda xp, g: g, src=_source_gradient)
scatter_add.cases(
    case(real(3, 4), 0, integers(5, 4, low=0, high=3), real(5, 4)),
    case(real(3, 4), 1, integers(2, 3, low=0, high=4), real(3, 4)),
)
