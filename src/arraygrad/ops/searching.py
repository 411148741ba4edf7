"""Counting and finding places in sorted sequences."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, integers
from arraygrad.op import Array, IndexArray, op


@op(composite=True, compiles=False)
def bincount(xp: Any, input: IndexArray, weights: Any = None, minlength: int = 0) -> Array:
    """How often each integer occurs, or the sum of its weights.

    Parameters
    ----------
    input : Tensor
        One-dimensional, of integers that are not negative.
    weights : Tensor, optional
        One for each element.
    minlength : int
        Least size of the result.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the arguments are not as said.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bincount(ag.tensor([0, 2, 2]))
    tensor([1, 0, 2])
    """
    if minlength < 0:
        raise RuntimeError(f"minlength should be >= 0, got {minlength}")
    if input.ndim != 1 or not xp.isdtype(input.dtype, "integral") or (input.shape[0] and int(xp.min(input)) < 0):
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    if weights is not None and tuple(weights.shape) != tuple(input.shape):
        raise RuntimeError("weights should be 1-d and have the same length as input")
    size = max(minlength, int(xp.max(input)) + 1 if input.shape[0] else 0)
    values = xp.ones_like(xp.astype(input, xp.int64)) if weights is None else weights.detach()
    if weights is not None and values.dtype != xp.float32:
        values = xp.astype(values, xp.float64)
    return xp.index_select_adjoint(values, input, dim=0, size=size)


bincount.cases(case(integers(6, low=0, high=4)), case(integers(6, low=0, high=4), minlength=7), case(integers(0)))


@op(faces=())
def searchsorted_rows(xp: Any, sorted_sequence: IndexArray, input: IndexArray, *, side: str = "left") -> Array:
    """For each value its place in the sorted row that stands at the same leading position."""
    if sorted_sequence.ndim == 1:
        flat = xp.reshape(input, (prod(input.shape),))
        return xp.astype(xp.reshape(xp.searchsorted(sorted_sequence, flat, side=side), tuple(input.shape)), xp.int64)
    rows, values = xp.expand_dims(sorted_sequence, axis=-2), xp.expand_dims(input, axis=-1)
    before = rows < values if side == "left" else rows <= values
    return xp.sum(xp.astype(before, xp.int64), axis=-1)


@op(composite=True, faces=("torch",))
def searchsorted(
    xp: Any,
    sorted_sequence: Any,
    input: Any,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Any = None,
) -> Array:
    """Where values have to be inserted into a sorted sequence to keep it sorted.

    Parameters
    ----------
    sorted_sequence : Tensor
        Sorted along the last dimension; one-dimensional, or with the leading dimensions of `input`.
    input : Tensor or number
    out_int32 : bool
        Give int32 instead of int64.
    right, side : bool, str
        ``right=True`` or ``side="right"`` inserts behind equal values, else in front of them.
    sorter : Tensor, optional
        Indices that sort the sequence.

    Returns
    -------
    Tensor
        With the shape of `input`.

    Raises
    ------
    RuntimeError
        If the shapes do not fit or `side` and `right` contradict.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.searchsorted(ag.tensor([1, 3, 5]), ag.tensor([3, 6]))
    tensor([1, 3])
    """
    if side not in (None, "left", "right"):
        raise RuntimeError(f"searchsorted(): side can only be 'left' or 'right' but got {side}")
    if side == "left" and right:
        raise RuntimeError(
            "searchsorted(): side and right can't be set to opposites, got side of left while right was True"
        )
    if not hasattr(input, "shape"):
        input = xp.full((), input, dtype=sorted_sequence.dtype, device=sorted_sequence.device)
    if sorted_sequence.ndim != 1 and tuple(sorted_sequence.shape[:-1]) != tuple(input.shape[:-1]):
        raise RuntimeError(
            "searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor "
            f"and input value tensor must match, but we got boundaries tensor {list(sorted_sequence.shape)} and input "
            f"value tensor {list(input.shape)}"
        )
    if sorter is not None:
        sorted_sequence = xp.gather(sorted_sequence, -1, sorter)
    if sorted_sequence.dtype != input.dtype:
        common = xp.result_type(sorted_sequence.dtype, input.dtype)
        sorted_sequence, input = xp.astype(sorted_sequence, common), xp.astype(input, common)
    place = xp.searchsorted_rows(sorted_sequence, input, side="right" if right or side == "right" else "left")
    return xp.astype(place, xp.int32) if out_int32 else place


@op(composite=True, faces=("torch",))
def bucketize(xp: Any, input: Any, boundaries: Any, *, out_int32: bool = False, right: bool = False) -> Array:
    """The bucket of each value between sorted boundaries.

    Parameters
    ----------
    input : Tensor or number
    boundaries : Tensor
        One-dimensional and sorted.
    out_int32 : bool
        Give int32 instead of int64.
    right : bool
        A value equal to a boundary belongs to the bucket above it.

    Returns
    -------
    Tensor
        With the shape of `input`.

    Raises
    ------
    RuntimeError
        If the boundaries are not one-dimensional.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.bucketize(ag.tensor([3, 6, 9]), ag.tensor([1, 3, 5, 7, 9]))
    tensor([1, 3, 4])
    """
    if boundaries.ndim != 1:
        raise RuntimeError(f"boundaries tensor must be 1 dimension, but got dim({boundaries.ndim})")
    # Called through the rows so that the standard's function of the same name is not meant.
    if not hasattr(input, "shape"):
        input = xp.full((), input, dtype=boundaries.dtype, device=boundaries.device)
    if boundaries.dtype != input.dtype:
        common = xp.result_type(boundaries.dtype, input.dtype)
        boundaries, input = xp.astype(boundaries, common), xp.astype(input, common)
    place = xp.searchsorted_rows(boundaries, input, side="right" if right else "left")
    return xp.astype(place, xp.int32) if out_int32 else place


_SORTED = integers(1, low=0, high=1)
searchsorted_rows.cases(case(_SORTED, integers(2, 3)), case(integers(2, 1), integers(2, 3), side="right"))
searchsorted.cases(case(_SORTED, integers(2, 3)), case(integers(2, 1), integers(2, 3), right=True))
bucketize.cases(case(integers(2, 3), _SORTED), case(integers(3), _SORTED, right=True))
