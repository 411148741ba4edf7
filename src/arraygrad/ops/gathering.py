"""Reading and writing at positions that an integer or boolean tensor names.

Every function that reads has an adjoint that adds up what goes to the same place; each is the other's derivative.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import bools, case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_index, kind_of, normalize_dim

Shape = Sequence[int]


# -- helpers -----------------------------------------------------------------------------------------------------


def _check_integer(xp: Any, index: Any, name: str) -> None:
    if kind_of(xp, index.dtype) != "integral":
        raise RuntimeError(f"{name}(): Expected an integer dtype for index, but got {index.dtype}")


def _check_grid(xp: Any, shape: Shape, index: Any, dim: int, name: str) -> int:
    """Check an index with as many dimensions as the tensor it points into; the dimension, counted from the front."""
    _check_integer(xp, index, name)
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


def _grid(xp: Any, index: Any, dim: int) -> tuple[Any, ...]:
    """A key that pairs `index` along `dim` with the own position along every other dimension."""
    ndim = index.ndim
    return tuple(
        index if d == dim else xp.reshape(xp.arange(n, dtype=index.dtype), (1,) * d + (n,) + (1,) * (ndim - d - 1))
        for d, n in enumerate(index.shape)
    )


def _along(index: Any, dim: int) -> tuple[Any, ...]:
    """A key that takes `index` along `dim` and everything along the dimensions before."""
    return (*(slice(None),) * dim, index)


def _check_vector(xp: Any, index: Any, shape: Shape, dim: int, name: str) -> tuple[Any, int]:
    """A one-dimensional index into a dimension, and that dimension counted from the front."""
    if index.ndim > 1:
        raise IndexError(f"{name}(): Index is supposed to be a vector, but got dim: {index.ndim}")
    _check_integer(xp, index, name)
    dim = normalize_dim(dim, len(shape))
    index = index if index.ndim else xp.reshape(index, (1,))
    return index, dim


# -- one index per element ---------------------------------------------------------------------------------------


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
    dim = _check_grid(xp, input.shape, index, dim, "gather")
    if not input.ndim:
        return xp.copy(input)
    if any(d != dim and m != n for d, (m, n) in enumerate(zip(index.shape, input.shape, strict=True))):
        input = input[tuple(slice(None) if d == dim else slice(n) for d, n in enumerate(index.shape))]
    return xp.take_along_axis(input, index, axis=dim)


@op(faces=())
def gather_adjoint(xp: Any, input: Array, index: IndexArray, *, dim: int, shape: Shape, distinct: bool = False) -> Array:
    """Zeros of `shape` to which `input` is added where `gather` would read; `distinct` says that no place is met twice."""
    dim = normalize_dim(dim, len(shape))
    if not shape:
        return xp.copy(input)
    write = xp.write if distinct else xp.add_at
    return write(xp.zeros(tuple(shape), dtype=input.dtype), _grid(xp, index, dim), input)


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
            f"take_along_dim(): input and indices should have the same number of dimensions, but got {input.ndim} dimensions "
            f"for input, and {indices.ndim} dimensions for indices"
        )
    dim = normalize_dim(dim, input.ndim)
    rest = [m if n == 1 else n for m, n in zip(input.shape, indices.shape, strict=True)]
    input = xp.broadcast_to(input, (*rest[:dim], input.shape[dim], *rest[dim + 1 :]))
    indices = xp.broadcast_to(indices, (*rest[:dim], indices.shape[dim], *rest[dim + 1 :]))
    return xp.gather(input, dim, indices)


take_along_dim.cases(
    case(real(3, 4), integers(3, 2, low=0, high=4), 1),
    case(real(3, 4), integers(1, 4, low=0, high=3), 0),
    case(real(3, 4), integers(5, low=0, high=12)),
)


def _check_source(index: Any, source: Any, name: str) -> Any:
    """The part of `source` that an index of the same number of dimensions uses."""
    if source.ndim != index.ndim:
        raise RuntimeError(f"Index tensor must have the same number of dimensions as src tensor, got {index.ndim} and {source.ndim}")
    if any(m > n for m, n in zip(index.shape, source.shape, strict=True)):
        raise RuntimeError(f"{name}: Expected index {list(index.shape)} to be no larger size than src {list(source.shape)}")
    return source if tuple(source.shape) == tuple(index.shape) else source[tuple(slice(n) for n in index.shape)]


def _source_gradient(xp: Any, g: Any, index: Any, dim: int, src_shape: Shape) -> Any:
    """The gradient of the part of a source that was used, with zeros for the rest."""
    g = xp.gather(g, dim, index)
    if tuple(src_shape) == tuple(index.shape):
        return g
    return xp.spread_item(g, tuple(src_shape), (*(slice(0, n, 1) for n in index.shape), ...))


@op(inplace=True)
def scatter(xp: Any, input: Array, dim: int, index: IndexArray, src: Array | None = None, *, value: Any = None) -> Array:
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
    dim = _check_grid(xp, input.shape, index, dim, "scatter")
    if hasattr(source, "shape"):
        source = _check_source(index, source, "scatter")
    if not input.ndim:
        return xp.zeros_like(input) + source
    return xp.write(xp.copy(input), _grid(xp, index, dim), source)


scatter.rule(input=lambda xp, g, dim, index: xp.scatter(g, dim, index, value=0), src=_source_gradient)
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
    dim = _check_grid(xp, input.shape, index, dim, "scatter_add")
    src = _check_source(index, src, "scatter_add")
    if not input.ndim:
        return input + src
    return xp.add_at(xp.copy(input), _grid(xp, index, dim), src)


scatter_add.rule(input=lambda xp, g: g, src=_source_gradient)
scatter_add.cases(
    case(real(3, 4), 0, integers(5, 4, low=0, high=3), real(5, 4)),
    case(real(3, 4), 1, integers(2, 3, low=0, high=4), real(3, 4)),
)


# -- one index per row -------------------------------------------------------------------------------------------


@op
def index_select(xp: Any, input: Array, dim: int, index: IndexArray) -> Array:
    """Slices along a dimension.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        One-dimensional, of integers.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If an index is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.index_select(ag.tensor([[1, 2], [3, 4]]), 1, ag.tensor([1]))
    tensor([[2],
            [4]])
    """
    index, dim = _check_vector(xp, index, input.shape, dim, "index_select")
    if not input.ndim:
        check_index(xp, index, 1, 0, negative=False)
        return xp.copy(input)
    check_index(xp, index, input.shape[dim], dim, negative=False)
    return xp.take(input, index, axis=dim)


@op(faces=())
def index_select_adjoint(xp: Any, input: Array, index: IndexArray, *, dim: int, size: int) -> Array:
    """Zeros with `size` slices along a dimension, to which the slices of `input` are added where `index` says."""
    if not input.ndim:
        return xp.copy(input)
    dim = normalize_dim(dim, input.ndim)
    index = index if index.ndim else xp.reshape(index, (1,))
    shape = (*input.shape[:dim], size, *input.shape[dim + 1 :])
    return xp.add_at(xp.zeros(shape, dtype=input.dtype), _along(index, dim), input)


index_select.rule(
    input=lambda xp, g, dim, index, input_shape: xp.index_select_adjoint(
        g, index, dim=dim, size=input_shape[dim] if input_shape else 1
    )
)
index_select_adjoint.rule(input=lambda xp, g, index, dim: xp.index_select(g, dim, index))
index_select.cases(
    case(real(3, 4), 0, integers(5, low=0, high=3)),
    case(real(3, 4), -1, integers(2, low=0, high=4)),
    case(real(3), 0, integers(low=0, high=3)),
    case(real(3, 4), 0, integers(0, low=0, high=3)),
)
index_select_adjoint.cases(case(real(5, 4), integers(5, low=0, high=3), dim=0, size=3))


@op(composite=True)
def take(xp: Any, input: Array, index: IndexArray) -> Array:
    """Values at positions in the flattened tensor.

    Parameters
    ----------
    input : Tensor
    index : Tensor
        Integers of any shape; negative ones count from the end.

    Returns
    -------
    Tensor
        With the shape of `index`.

    Raises
    ------
    IndexError
        If an index is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.take(ag.tensor([[1, 2], [3, 4]]), ag.tensor([0, -1]))
    tensor([1, 4])
    """
    if not xp.isdtype(index.dtype, "integral"):
        raise RuntimeError(f"take(): Expected a long tensor for index, but got {index.dtype}")
    flat = xp.reshape(index, (-1,))
    flat = xp.where(flat < 0, flat + prod(input.shape), flat)
    return xp.reshape(xp.index_select(xp.reshape(input, (-1,)), 0, flat), tuple(index.shape))


take.cases(case(real(3, 4), integers(2, 3, low=-12, high=12)), case(real(3), integers(low=0, high=3)))


def _check_slices(index: Any, source: Any, shape: Shape, dim: int, name: str) -> None:
    """Check that a source has a slice for each index and else the shape of what it goes to."""
    expected = (*shape[:dim], index.shape[0], *shape[dim + 1 :])
    if tuple(source.shape) != tuple(expected) and not (source.ndim == 0 and len(shape) <= 1 and index.shape[0] == 1):
        raise RuntimeError(
            f"{name}(): Number of indices ({index.shape[0]}) should be equal to source.size(dim) and the other sizes to those "
            f"of self, for dim: {dim}: expected {list(expected)}, got {list(source.shape)}"
        )


def _with_slices(xp: Any, input: Any, dim: int, index: Any, source: Any, name: str, write: Any) -> Any:
    """A copy of `input` with the slices of `source` written or added."""
    index, dim = _check_vector(xp, index, input.shape, dim, name)
    shape = tuple(input.shape) or (1,)
    if hasattr(source, "shape"):
        _check_slices(index, source, input.shape, dim, name)
        source = xp.reshape(source, (*shape[:dim], index.shape[0], *shape[dim + 1 :]))
    index = check_index(xp, index, shape[dim], dim, negative=name == "index_fill")
    out = write(xp.reshape(xp.copy(input), shape), _along(index, dim), source)
    return out if input.ndim else xp.reshape(out, ())


@op(inplace=True)
def index_add(xp: Any, input: Array, dim: int, index: IndexArray, source: Array, *, alpha: float = 1) -> Array:
    """A copy with slices added along a dimension.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        One-dimensional, of integers: where each slice of `source` goes.
    source : Tensor
    alpha : number
        A factor of `source`.

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
    >>> ag.index_add(ag.zeros(3), 0, ag.tensor([1, 1]), ag.tensor([1.0, 2.0]))
    tensor([0., 3., 0.])
    """
    return _with_slices(xp, input, dim, index, source if alpha == 1 else source * alpha, "index_add", xp.add_at)


index_add.rule(
    input=lambda xp, g: g,
    source=lambda xp, g, dim, index, source_shape, alpha: xp.reshape(xp.index_select(g, dim, index) * alpha, tuple(source_shape)),
)
index_add.cases(
    case(real(3, 4), 0, integers(5, low=0, high=3), real(5, 4)),
    case(real(3, 4), 1, integers(2, low=0, high=4), real(3, 2), alpha=2.0),
)


@op(inplace=True)
def index_copy(xp: Any, input: Array, dim: int, index: IndexArray, source: Array) -> Array:
    """A copy with slices written along a dimension.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        One-dimensional, of integers: where each slice of `source` goes.
    source : Tensor

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
    >>> ag.index_copy(ag.zeros(3), 0, ag.tensor([1]), ag.tensor([2.0]))
    tensor([0., 2., 0.])
    """
    return _with_slices(xp, input, dim, index, source, "index_copy", xp.write)


index_copy.rule(
    input=lambda xp, g, dim, index: xp.index_fill(g, dim, index, 0),
    source=lambda xp, g, dim, index, source_shape: xp.reshape(xp.index_select(g, dim, index), tuple(source_shape)),
)
index_copy.cases(case(real(3, 4), 0, integers(1, low=0, high=3), real(1, 4)), case(real(3, 4), 1, integers(1, low=0, high=4), real(3, 1)))


@op(inplace=True)
def index_fill(xp: Any, input: Array, dim: int, index: IndexArray, value: Array) -> Array:
    """A copy with one value in whole slices along a dimension.

    Parameters
    ----------
    input : Tensor
    dim : int
    index : Tensor
        One-dimensional, of integers; negative ones count from the end.
    value : number or Tensor
        A tensor has no dimensions.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If an index is out of range.
    RuntimeError
        If `value` has dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.index_fill(ag.zeros(3), 0, ag.tensor([1]), 2.0)
    tensor([0., 2., 0.])
    """
    if hasattr(value, "shape"):
        if value.shape:
            raise RuntimeError(f"index_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.ndim} dimension(s).")
        shape = list(input.shape) or [1]
        shape[normalize_dim(dim, input.ndim)] = prod(index.shape)
        value = xp.broadcast_to(value, tuple(shape))
    return _with_slices(xp, input, dim, index, value, "index_fill", xp.write)


index_fill.rule(
    input=lambda xp, g, dim, index: xp.index_fill(g, dim, index, 0),
    value=lambda xp, g, dim, index: xp.sum(g) - xp.sum(xp.index_fill(g, dim, index, 0)),
)
index_fill.cases(case(real(3, 4), 0, integers(2, low=0, high=3), 1.5), case(real(3, 4), 1, integers(2, low=-4, high=4), real()))


# -- masks -------------------------------------------------------------------------------------------------------


@op(faces=())
def nonzero_table(xp: Any, input: IndexArray) -> Array:
    """The index of each element that is not zero, a row for each."""
    if not input.ndim:
        return xp.zeros((int(xp.astype(input, xp.bool)), 0), dtype=xp.int64)
    return xp.astype(xp.stack(xp.nonzero(input), axis=1), xp.int64)


@op(composite=True)
def nonzero(xp: Any, input: IndexArray, *, as_tuple: bool = False) -> Any:
    """The indices of all elements that are not zero.

    Parameters
    ----------
    input : Tensor
    as_tuple : bool
        Give a vector for each dimension, fit for indexing, instead of a matrix with a row for each element.

    Returns
    -------
    Tensor or tuple of Tensor
        int64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nonzero(ag.tensor([0, 5, 6]))
    tensor([[1],
            [2]])
    """
    if not as_tuple:
        return xp.nonzero_table(input)
    table = xp.nonzero_table(input if input.ndim else xp.reshape(input, (1,)))
    return tuple(table[:, i] for i in range(table.shape[1]))


@op(composite=True)
def argwhere(xp: Any, input: IndexArray) -> Array:
    """The indices of all elements that are not zero, a row for each.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor
        int64.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.argwhere(ag.tensor([0, 5, 6]))
    tensor([[1],
            [2]])
    """
    return xp.nonzero_table(input)


def _flat_positions(xp: Any, mask: Any) -> Any:
    """Positions of the true elements in the flattened mask."""
    return xp.nonzero_table(xp.reshape(mask, (-1,)))[:, 0]


def _check_mask(xp: Any, mask: Any, name: str) -> None:
    if mask.dtype != xp.bool:
        raise RuntimeError(f"{name}: expected BoolTensor for mask, but got {mask.dtype}")


@op(composite=True)
def masked_select(xp: Any, input: Array, mask: IndexArray) -> Array:
    """The elements where a mask is true, as a vector.

    Parameters
    ----------
    input : Tensor
    mask : Tensor
        Boolean; the two broadcast.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `mask` is not boolean or the shapes do not broadcast.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked_select(ag.tensor([1, 2, 3]), ag.tensor([True, False, True]))
    tensor([1, 3])
    """
    _check_mask(xp, mask, "masked_select")
    input, mask = xp.broadcast_tensors(input, mask)
    return xp.index_select(xp.reshape(input, (-1,)), 0, _flat_positions(xp, mask))


masked_select.cases(case(real(3, 4), bools(3, 4)), case(real(3, 1), bools(4)))


@op(composite=True, inplace=True, faces=("torch", "Tensor"))
def masked_scatter(xp: Any, input: Array, mask: IndexArray, source: Array) -> Array:
    """A copy with elements of `source`, in order, where a mask is true.

    Parameters
    ----------
    input : Tensor
    mask : Tensor
        Boolean, broadcast to the shape of `input`.
    source : Tensor
        At least as many elements as the mask has true ones.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `mask` is not boolean or `source` has too few elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.masked_scatter(ag.zeros(3), ag.tensor([True, False, True]), ag.tensor([1.0, 2.0]))
    tensor([1., 0., 2.])
    """
    _check_mask(xp, mask, "masked_scatter")
    if input.dtype != source.dtype:
        raise RuntimeError(f"masked_scatter: expected self and source to have same dtypes but got {input.dtype} and {source.dtype}")
    input, mask = xp.broadcast_tensors(input, mask)
    where = _flat_positions(xp, mask)
    values = xp.reshape(source, (-1,))
    if where.shape[0] > values.shape[0]:
        raise RuntimeError(
            f"Number of elements of source < number of ones in mask: {values.shape[0]} < {where.shape[0]}"
        )
    return xp.reshape(xp.index_copy(xp.reshape(input, (-1,)), 0, where, values[: where.shape[0]]), tuple(input.shape))


masked_scatter.cases(case(real(3, 4), bools(3, 4), real(12)), case(real(3, 4), bools(4), real(3, 4)))
