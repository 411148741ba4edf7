"""Sums, means and extremes of the rows of learned matrices, looked up in bags."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops.embedding import limit_rows


def _bags(xp: Any, offsets: Any, n: int, include_last_offset: bool) -> Any:
    """Where the bags of a vector of length `n` start and stop."""
    if offsets.ndim != 1:
        raise ValueError("offsets has to be a 1D Tensor")
    if include_last_offset and not offsets.shape[0]:
        raise RuntimeError("include_last_offset: number of offset should be at least 1")
    if offsets.shape[0] and xp.concrete(offsets):
        first, last = int(offsets[0]), int(xp.max(offsets))
        if first != 0:
            raise RuntimeError(
                "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. "
                f"However, got {first}"
            )
        if last > n:
            raise RuntimeError(f"offsets[-1] can not be greater than input's length {n} but got offsets[-1] of {last}")
    offsets = xp.astype(offsets, xp.int64)
    if include_last_offset:
        return offsets[:-1], offsets[1:]
    return offsets, xp.concat([offsets[1:], xp.full((1,), n, dtype=xp.int64, device=offsets.device)], axis=0)


def _empty(xp: Any, rows: Any, bags: int) -> Any:
    """Zeros for bags without rows, which depend on the rows nevertheless."""
    return xp.zeros((bags, rows.shape[1]), dtype=rows.dtype, device=rows.device) + xp.sum(rows[:0], axis=0)


def _largest(xp: Any, rows: Any, used: Any, starts: Any, stops: Any) -> Any:
    """The largest elements of the rows of each bag; zeros for an empty one."""
    lengths = stops - starts
    longest = int(xp.max(lengths)) if xp.concrete(lengths) else rows.shape[0]
    if not longest:
        return _empty(xp, rows, starts.shape[0])
    place = xp.arange(longest, device=rows.device)
    index = xp.expand_dims(starts, axis=1) + place
    inside = index < xp.expand_dims(stops, axis=1)
    index = xp.where(inside, index, 0)
    inside = xp.logical_and(inside, xp.reshape(xp.index_select(used, 0, xp.reshape(index, (-1,))), tuple(index.shape)))
    # For each bag the rows in a dimension of their own, the rest of which can never be the largest.
    table = xp.reshape(xp.index_select(rows, 0, xp.reshape(index, (-1,))), (*index.shape, rows.shape[1]))
    seen = xp.where(xp.expand_dims(inside, axis=2), table, -xp.inf)
    best = xp.argmax(seen.detach(), 1, True)
    picked = xp.squeeze(xp.gather(table, 1, best), axis=1)
    return xp.where(xp.any(inside, axis=1, keepdims=True), picked, 0)


@op(composite=True, faces=("nn.functional",))
def embedding_bag(
    xp: Any,
    input: IndexArray,
    weight: Array,
    offsets: IndexArray | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Array | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Array:
    """Sums, means or largest elements of rows of a matrix, looked up by their numbers in bags.

    Parameters
    ----------
    input : Tensor
        Integers: shape (B, L) for B bags of L rows, or a vector with one bag after the other.
    weight : Tensor
        Shape (rows, features).
    offsets : Tensor, optional
        Where each bag starts in a vector.
    max_norm : float, optional
        Rows that are looked up and longer than this are first scaled down to it, in place.
    norm_type : float
        The p of the norm that `max_norm` limits.
    scale_grad_by_freq : bool
        Divide gradients by how often a row is looked up in this call.
    mode : str
        ``"sum"``, ``"mean"`` or ``"max"``.
    sparse : bool
        Must be false: there are no sparse gradients.
    per_sample_weights : Tensor, optional
        A factor for each row looked up, in the shape of `input`; for sums only.
    include_last_offset : bool
        Whether `offsets` has one more element, where the last bag stops.
    padding_idx : int, optional
        A row that does not count.

    Returns
    -------
    Tensor
        Shape (B, features). An empty bag gives zeros.

    Raises
    ------
    ValueError
        If the arguments do not fit one another, or `sparse` is asked for.
    RuntimeError
        If there is no such row, or the offsets do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> weight = ag.tensor([[1.0], [2.0], [3.0]])
    >>> ag.nn.functional.embedding_bag(ag.tensor([0, 1, 2]), weight, ag.tensor([0, 2]), mode="sum")
    tensor([[3.],
            [3.]])
    """
    _check_bags(xp, input, weight, offsets, mode, scale_grad_by_freq, sparse, per_sample_weights)
    flat, starts, stops = xp.astype(xp.reshape(input, (prod(input.shape),)), xp.int64), None, None
    n, size = flat.shape[0], weight.shape[0]
    if input.ndim == 1:
        starts, stops = _bags(xp, offsets, n, include_last_offset)
    else:
        length = input.shape[1]
        starts = xp.arange(input.shape[0], device=input.device) * length
        stops = starts + length
    if n and xp.concrete(flat) and (int(xp.min(flat)) < 0 or int(xp.max(flat)) >= size):
        raise RuntimeError(
            f"embedding_bag: Expected idx >= 0 && idx < num_embeddings but found idx from {int(xp.min(flat))} to "
            f"{int(xp.max(flat))} for {size} embeddings"
        )
    if padding_idx is not None:
        if not -size <= padding_idx < size:
            raise RuntimeError(f"padding_idx must be within the number of embeddings, -{size} through {size - 1}")
        padding_idx %= size
    if max_norm is not None:
        limit_rows(xp, flat, weight, max_norm, norm_type)
    rows = xp.embedding_rows(flat, weight, padding_idx=padding_idx, scale_grad_by_freq=scale_grad_by_freq)
    used = xp.ones_like(flat, dtype=xp.bool) if padding_idx is None else flat != padding_idx
    bags = starts.shape[0]
    if not n or not bags:
        return _empty(xp, rows, bags)
    if mode == "max":
        return _largest(xp, rows, used, starts, stops)
    if per_sample_weights is not None:
        rows = rows * xp.reshape(per_sample_weights, (n, 1))
    if padding_idx is not None:
        rows = xp.where(xp.expand_dims(used, axis=1), rows, 0)
    # Rows after the last bag belong to none.
    bag = xp.searchsorted(starts, xp.arange(n, device=input.device), right=True) - 1
    kept = xp.arange(n, device=input.device) < xp.index_select(stops, 0, bag)
    total = xp.index_select_adjoint(xp.where(xp.expand_dims(kept, axis=1), rows, 0), bag, dim=0, size=bags)
    if mode == "sum":
        return total
    counted = xp.astype(xp.logical_and(kept, used), rows.dtype)
    count = xp.index_select_adjoint(counted, bag, dim=0, size=bags)
    return total / xp.expand_dims(xp.where(count > 0, count, 1), axis=1)


def _check_bags(
    xp: Any,
    input: Any,
    weight: Any,
    offsets: Any,
    mode: str,
    scale_grad_by_freq: bool,
    sparse: bool,
    per_sample_weights: Any,
) -> None:
    if per_sample_weights is not None and tuple(input.shape) != tuple(per_sample_weights.shape):
        raise ValueError(
            f"embedding_bag: If per_sample_weights ({list(per_sample_weights.shape)}) is not None, then it must have "
            f"the same shape as the input ({list(input.shape)})"
        )
    if weight.ndim != 2:
        raise ValueError(f"weight has to be a 2D Tensor, but got Tensor of dimension {weight.ndim}")
    if input.ndim not in (1, 2):
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {input.ndim}")
    if input.ndim == 2 and offsets is not None:
        raise ValueError(
            "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length "
            f"sequences. However, found offsets of type {type(offsets)}"
        )
    if input.ndim == 1 and offsets is None:
        raise ValueError("offsets has to be a 1D Tensor but got None")
    if mode not in ("sum", "mean", "max"):
        raise ValueError(f"mode has to be one of sum, mean or max, got {mode!r}")
    if mode == "max" and scale_grad_by_freq:
        raise ValueError("max mode does not support scaling the gradient by the frequency")
    if sparse:
        raise ValueError("embedding_bag: sparse gradients are not supported, use sparse=False")
    if per_sample_weights is not None and mode != "sum":
        raise NotImplementedError(
            "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got "
            f"mode='{mode}')."
        )
    if not xp.isdtype(weight.dtype, "real floating"):
        raise RuntimeError(
            f"Expected tensor for argument #1 'weight' to have a floating point type, but got {weight.dtype} instead"
        )
    if not xp.isdtype(input.dtype, "integral"):
        raise RuntimeError(
            f"Expected tensor for argument #1 'indices' to have an integer type, but got {input.dtype} instead"
        )


embedding_bag.cases(
    case(integers(2, 3, low=0, high=4), real(4, 2)),
    case(integers(5, low=0, high=4), real(4, 2), integers(2, low=0, high=1), mode="sum", per_sample_weights=real(5)),
    case(integers(2, 3, low=0, high=4), real(4, 2, distinct=True), mode="max"),
)
