"""Reading and writing whole slices along a dimension, with an index for each."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import check_index, check_integer, normalize_dim

Shape = Sequence[int]


def _along(index: Any, dim: int) -> tuple[Any, ...]:
    """A key that takes `index` along `dim` and everything along the dimensions before."""
    return (*(slice(None),) * dim, index)


def _check_vector(xp: Any, index: Any, shape: Shape, dim: int, name: str) -> tuple[Any, int]:
    """A one-dimensional index into a dimension, and that dimension counted from the front."""
    if index.ndim > 1:
        raise IndexError(f"{name}(): Index is supposed to be a vector, but got dim: {index.ndim}")
    check_integer(xp, index, name)
    dim = normalize_dim(dim, len(shape))
    index = index if index.ndim else xp.reshape(index, (1,))
    return index, dim


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
            f"{name}(): Number of indices ({index.shape[0]}) should be equal to source.size(dim) and the other sizes "
            f"to those of self, for dim: {dim}: expected {list(expected)}, got {list(source.shape)}"
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
    source=lambda xp, g, dim, index, source_shape, alpha: xp.reshape(
        xp.index_select(g, dim, index) * alpha, tuple(source_shape)
    ),
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
index_copy.cases(
    case(real(3, 4), 0, integers(1, low=0, high=3), real(1, 4)),
    case(real(3, 4), 1, integers(1, low=0, high=4), real(3, 1)),
)


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
            raise RuntimeError(
                f"index_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.ndim} "
                "dimension(s)."
            )
        shape = list(input.shape) or [1]
        shape[normalize_dim(dim, input.ndim)] = prod(index.shape)
        value = xp.broadcast_to(value, tuple(shape))
    return _with_slices(xp, input, dim, index, value, "index_fill", xp.write)


index_fill.rule(
    input=lambda xp, g, dim, index: xp.index_fill(g, dim, index, 0),
    value=lambda xp, g, dim, index: xp.sum(g) - xp.sum(xp.index_fill(g, dim, index, 0)),
)
index_fill.cases(
    case(real(3, 4), 0, integers(2, low=0, high=3), 1.5), case(real(3, 4), 1, integers(2, low=-4, high=4), real())
)
