"""Where elements are not zero, and reading and writing there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import bools, case, integers, real
from arraygrad.op import Array, IndexArray, op

Shape = Sequence[int]


@op(faces=(), compiles=False)
def nonzero_table(xp: Any, input: IndexArray) -> Array:
    """The index of each element that is not zero, a row for each."""
    if not input.ndim:
        return xp.zeros((int(xp.astype(input, xp.bool)), 0), dtype=xp.int64)
    return xp.astype(xp.stack(xp.nonzero(input), axis=1), xp.int64)


@op(composite=True, compiles=False)
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


@op(composite=True, compiles=False)
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


nonzero_table.cases(case(bools(3, 4)), case(integers(4, low=0, high=2)))
nonzero.cases(case(bools(3, 4)), case(bools(3, 4), as_tuple=True), case(bools()))
argwhere.cases(case(bools(3, 4)))


def _flat_positions(xp: Any, mask: Any) -> Any:
    """Positions of the true elements in the flattened mask."""
    return xp.nonzero_table(xp.reshape(mask, (-1,)))[:, 0]


def _check_mask(xp: Any, mask: Any, name: str) -> None:
    if mask.dtype != xp.bool:
        raise RuntimeError(f"{name}: expected BoolTensor for mask, but got {mask.dtype}")


@op(composite=True, compiles=False)
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


@op(composite=True, inplace=True, faces=("torch", "Tensor"), compiles=False)
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
        raise RuntimeError(
            f"masked_scatter: expected self and source to have same dtypes but got {input.dtype} and {source.dtype}"
        )
    input, mask = xp.broadcast_tensors(input, mask)
    where = _flat_positions(xp, mask)
    values = xp.reshape(source, (-1,))
    if where.shape[0] > values.shape[0]:
        raise RuntimeError(
            f"Number of elements of source < number of ones in mask: {values.shape[0]} < {where.shape[0]}"
        )
    return xp.reshape(xp.index_copy(xp.reshape(input, (-1,)), 0, where, values[: where.shape[0]]), tuple(input.shape))


masked_scatter.cases(case(real(3, 4), bools(3, 4), real(12)), case(real(3, 4), bools(4), real(3, 4)))
