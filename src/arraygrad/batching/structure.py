"""Rules of ops that move elements: views, joining, indexing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad import views
from arraygrad.batching import Batched, expanded
from arraygrad.batching.operands import (
    Bound,
    Rule,
    aligned,
    arrays_of,
    below,
    call_op,
    looped,
    moved,
    numbers,
    with_batch,
)
from arraygrad.dispatch import call
from arraygrad.op import Op
from arraygrad.ops._common import normalize_dim
from arraygrad.tensor import Tensor

__all__ = ["RULES"]

_FULL = slice(None)


def _gathering(op: Op, bound: Bound, size: int) -> Any:
    """Index and source of the same number of dimensions: all get the batch, the dimension moves on."""
    if any(not a.ndim for a in arrays_of(op, bound)):
        return looped(op, bound, size)
    full = {**with_batch(op, bound, size), "dim": moved(bound["dim"], arrays_of(op, bound)[0].ndim)}
    if "shape" in bound:
        full["shape"] = (size, *bound["shape"])
    return call_op(op, full)


def _rows(op: Op, bound: Bound, size: int) -> Any:
    """An index of one dimension that is the same for all examples."""
    index, (first, *_) = bound["index"], arrays_of(op, bound)
    if index.batched and op.name == "index_select_adjoint" and index.ndim and not bound["dim"]:
        shape = (size, bound["size"], *first.shape[1:])
        return call("index_spread", expanded(first, size), shape, [numbers(size, index, 1), index.tensor], (0, 1))
    if index.batched or not first.ndim:
        return looped(op, bound, size)
    full = {**with_batch(op, bound, size), "index": index.tensor, "dim": moved(bound["dim"], first.ndim)}
    if isinstance(bound.get("value"), Batched):
        full["value"] = bound["value"].tensor
        if bound["value"].batched:
            return looped(op, bound, size)
    return call_op(op, full)


def _joining(op: Op, bound: Bound, size: int) -> Any:
    arrays: Sequence[Any] = bound["tensors"]
    if op.name == "cat" and any(a.ndim > 1 for a in arrays):
        arrays = [a for a in arrays if a.shape != (0,)]
    ndim = max(a.ndim for a in arrays) + (op.name == "stack")
    dim = normalize_dim(bound["dim"], ndim) + 1
    return call_op(op, {**bound, "tensors": [expanded(a, size) for a in arrays], "dim": dim})


def _getitem(op: Op, bound: Bound, size: int) -> Any:
    return call("getitem", bound["input"].tensor, (_FULL, *bound["key"]))


def _put_item(op: Op, bound: Bound, size: int) -> Any:
    base, value = expanded(bound["input"], size), expanded(bound["value"], size)
    return call("put_item", base, value, (_FULL, *bound["key"]))


def _spread_item(op: Op, bound: Bound, size: int) -> Any:
    return call("spread_item", bound["input"].tensor, (size, *bound["shape"]), (_FULL, *bound["key"]))


def _permute(op: Op, bound: Bound, size: int) -> Any:
    return views.permute(bound["input"].tensor, (0, *moved(bound["dims"], bound["input"].ndim)))


def _put_permuted(op: Op, bound: Bound, size: int) -> Any:
    return call(
        "put_permuted",
        expanded(bound["input"], size),
        expanded(bound["value"], size),
        (0, *moved(bound["dims"], bound["input"].ndim)),
    )


def _view(op: Op, bound: Bound, size: int) -> Any:
    return views.reshape(bound["input"].tensor, (size, *bound["shape"]))


def _put_reshaped(op: Op, bound: Bound, size: int) -> Any:
    return views.reshape(expanded(bound["value"], size), (size, *bound["input"].shape))


def _squeezed(array: Batched, dims: Any) -> Tensor:
    return views.squeeze(array.tensor, moved(dims if isinstance(dims, tuple) else (dims,), array.ndim))


def _expand(op: Op, bound: Bound, size: int) -> Any:
    shape = tuple(bound["shape"])
    return views.expand(aligned(bound["input"], len(shape)), (size, *shape))


def _overwrite(op: Op, bound: Bound, size: int) -> Any:
    base, value = bound["input"], bound["value"]
    return call("overwrite", expanded(base, size), aligned(value, base.ndim))


def _pad(op: Op, bound: Bound, size: int) -> Any:
    return call("pad_constant", bound["input"].tensor, pairs=((0, 0), *bound["pairs"]), value=bound["value"])


def _embedding(op: Op, bound: Bound, size: int) -> Any:
    if bound["weight"].batched:
        return looped(op, bound, size)
    return call_op(op, {n: below(v) for n, v in bound.items()})


def _index(op: Op, bound: Bound, size: int) -> Any:
    """Index tensors that are the same for all examples; else the number of the example becomes an index too."""
    x, indices, dims = bound["input"], bound["indices"], tuple(bound["dims"])
    ndim = max(i.ndim for i in indices)
    adjacent = dims == tuple(range(dims[0], dims[0] + len(dims)))
    if not any(i.batched for i in indices):
        out = call("index", x.tensor, [i.tensor for i in indices], tuple(d + 1 for d in dims))
        return out if adjacent else views.movedim(out, ndim, 0)  # indexed dimensions apart come first
    whole = [numbers(size, x, ndim), *(aligned(i, ndim) for i in indices)]
    out = call("index", expanded(x, size), whole, (0, *(d + 1 for d in dims)))
    before = dims[0] if adjacent else 0
    return views.movedim(out, tuple(range(1, ndim + 1)), tuple(range(1 + before, 1 + before + ndim))) if before else out


def _at_indices(op: Op, bound: Bound, size: int) -> Any:
    """Writing at indices of the first dimensions: the number of the example becomes one more in front."""
    indices, dims = bound["indices"], tuple(bound["dims"])
    base = (len(bound["shape"]) if "shape" in bound else bound["input"].ndim) - len(dims)
    ndim = max(i.ndim for i in indices)
    if dims != tuple(range(len(dims))):
        return looped(op, bound, size)
    whole = [numbers(size, indices[0], ndim), *(aligned(i, ndim) for i in indices)]
    places = (0, *(d + 1 for d in dims))
    if op.name == "index_spread":
        return call("index_spread", expanded(bound["input"], size), (size, *bound["shape"]), whole, places)
    values = aligned(bound["values"], ndim + base)
    return call("index_put", expanded(bound["input"], size), values, whole, places, bound["accumulate"])


RULES: dict[str, Rule] = {
    "cat": _joining,
    "embedding_rows": _embedding,
    "expand": _expand,
    "gather": _gathering,
    "gather_adjoint": _gathering,
    "getitem": _getitem,
    "index": _index,
    "index_add": _rows,
    "index_copy": _rows,
    "index_fill": _rows,
    "index_put": _at_indices,
    "index_select": _rows,
    "index_select_adjoint": _rows,
    "index_spread": _at_indices,
    "overwrite": _overwrite,
    "pad_constant": _pad,
    "permute_dims": _permute,
    "put_item": _put_item,
    "put_permuted": _put_permuted,
    "put_reshaped": _put_reshaped,
    "scatter": _gathering,
    "scatter_add": _gathering,
    "spread_item": _spread_item,
    "squeeze": lambda op, bound, size: _squeezed(bound["input"], bound["dims"]),
    "stack": _joining,
    "unsqueeze": lambda op, bound, size: views.unsqueeze(
        bound["input"].tensor, moved(bound["dim"], bound["input"].ndim + 1)
    ),
    "view": _view,
}
