"""How ops are computed for a whole batch: from what their records say, or by one of the few rules below.

A rule gets the op, its arguments by name (operands as `Batched`, numbers or None) and the size of the batch, and gives
the result as a tensor (or a tuple of tensors) with the batch in front. Without a rule the op runs for one example after
the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from arraygrad import views
from arraygrad.batching import Batched, Level, expanded
from arraygrad.creation import arange
from arraygrad.dispatch import call, caller, cast
from arraygrad.op import Op
from arraygrad.ops._common import normalize_dim
from arraygrad.tensor import Tensor

__all__ = ["batched_function", "is_looped"]

Bound = dict[str, Any]
Rule = Callable[[Op, Bound, int], Any]

_FULL = slice(None)

#: Parameters that do not speak of dimensions or shapes: an op of one array with no others works element by element.
NUMBERS = frozenset(
    "alpha approximate atol beta decimals eps equal_nan max_val min_val nan neginf negative_slope posinf rtol "
    "threshold value".split()
)
#: Others that broadcast, or work on the last dimensions and take those in front for a batch.
BATCHES = frozenset(
    (
        "cholesky_ex",
        "frexp",
        "isclose",
        "lu_compact",
        "pivots_to_rows",
        "polygamma",
        "slogdet",
        "solve_triangular",
        "tril",
        "triu",
    )
)
#: Ops that look like element-wise ones and are not.
WHOLE = frozenset(("dot", "index_put", "isin", "linear", "matmul", "overwrite"))


def batched_function(op: Op, level: Level) -> Callable[..., Any]:
    """The function of batched arrays that computes an op on a level."""
    rule = rule_of(op)

    def function(*args: Any, **kwargs: Any) -> Any:
        bound = {**op.defaults, **dict(zip(op.names, args, strict=False)), **kwargs}
        arrays = [a for a in _arrays(op, bound) if a.batched]
        with level.below():
            if not arrays and op.name != "astype":
                return _wrapped(_call(op, {n: _below(v) for n, v in bound.items()}), False)
            return _wrapped(rule(op, bound, level.size), bool(arrays))

    return function


def rule_of(op: Op) -> Rule:
    """The rule of an op."""
    if op.name in _RULES:
        return _RULES[op.name]
    arrays = [n for n, kind in op.operands.items() if kind == "array"]
    numeric = NUMBERS.issuperset(op.params)
    if op.name in BATCHES or (
        numeric
        and op.name not in WHOLE
        and not op.variadic
        and not op.outputs
        and (op.broadcasts or (len(arrays) == 1 and len(op.operands) == 1))
    ):
        return pointwise
    if len(op.operands) == 1 and arrays and ("dim" in op.params or "dims" in op.params) and "shape" not in op.params:
        return along
    return looped


def is_looped(op: Op) -> bool:
    """Whether an op runs for one example after the other."""
    return rule_of(op) is looped


# -- helpers -----------------------------------------------------------------------------------------------------


def _arrays(op: Op, bound: Bound) -> list[Batched]:
    found = []
    for name in op.operands:
        value = bound[name]
        found += [v for v in (value if isinstance(value, (list, tuple)) else [value]) if isinstance(v, Batched)]
    return found


def _below(value: Any) -> Any:
    if isinstance(value, Batched):
        return value.tensor
    if isinstance(value, list):
        return [_below(v) for v in value]
    return value


def _wrapped(out: Any, batched: bool) -> Any:
    if isinstance(out, tuple):
        return tuple(Batched(o, batched) for o in out)
    return Batched(out, batched)


def _call(op: Op, bound: Bound) -> Any:
    positional = [bound[n] for n in op.names[: op.positional]]
    return caller(op.name)(*positional, **{n: bound[n] for n in op.names[op.positional :]})


def _aligned(array: Any, ndim: int) -> Any:
    """An operand whose examples have `ndim` dimensions, so that it broadcasts with others of that many."""
    if not isinstance(array, Batched):
        return array
    tensor = array.tensor
    missing = ndim - (tensor.ndim - 1)
    if not array.batched or not missing:
        return tensor
    return views.reshape(tensor, (tensor.shape[0], *(1,) * missing, *tensor.shape[1:]))


def _dims(dim: Any, ndim: int) -> Any:
    """Dimensions of an example as dimensions of the batch."""
    if isinstance(dim, (tuple, list)):
        return tuple(normalize_dim(d, ndim) + 1 for d in dim)
    return normalize_dim(dim, ndim) + 1


# -- rules for many ----------------------------------------------------------------------------------------------


def looped(op: Op, bound: Bound, size: int) -> Any:
    """One example after the other."""
    if not op.compiles:
        raise RuntimeError(
            "vmap: It looks like you're attempting to use an operation with a dynamic shape: the shape of the result "
            f"of {op.name} depends on values, which differ from example to example. Use where() instead of a mask"
        )
    if not size:
        raise RuntimeError(f"vmap: {op.name} has no batching rule and cannot run on a batch of no examples")
    parts = [_call(op, {n: _example(v, i) if n in op.operands else v for n, v in bound.items()}) for i in range(size)]
    if isinstance(parts[0], tuple):
        return tuple(call("stack", list(column)) for column in zip(*parts, strict=True))
    return call("stack", parts)


def _example(value: Any, i: int) -> Any:
    if isinstance(value, (list, tuple)):
        return [_example(v, i) for v in value]
    if not isinstance(value, Batched):
        return value
    return views.select(value.tensor, 0, i) if value.batched else value.tensor


def pointwise(op: Op, bound: Bound, size: int) -> Any:
    """Operands are brought to the same number of dimensions; then the batch is one more to broadcast over."""
    ndim = max(a.ndim for a in _arrays(op, bound))
    return _call(op, {n: _aligned(v, ndim) if n in op.operands else v for n, v in bound.items()})


#: Ops for which no dimension means one over all elements in order, not all dimensions.
FLATTENED = frozenset(("argmax", "argmin", "cumprod", "cumsum", "median_along", "prod", "reverse"))


def along(op: Op, bound: Bound, size: int) -> Any:
    """A dimension of one array moves on by one."""
    (operand,) = op.operands
    array = bound[operand]
    name = "dim" if "dim" in op.params else "dims"
    dim = bound[name]
    if not array.ndim or isinstance(dim, bool) or (isinstance(dim, (tuple, list)) and not dim):
        return looped(op, bound, size)
    tensor = array.tensor
    if dim is not None:
        return _call(op, {**bound, operand: tensor, name: _dims(dim, array.ndim)})
    if op.name not in FLATTENED:
        return _call(op, {**bound, operand: tensor, name: tuple(range(1, tensor.ndim))})
    flat = _call(op, {**bound, operand: views.reshape(tensor, (size, prod(array.shape))), name: 1})
    return views.reshape(flat, (size, *(1,) * array.ndim)) if bound.get("keepdim") else flat


def _with_batch(op: Op, bound: Bound, size: int) -> Bound:
    return {n: expanded(v, size) if isinstance(v, Batched) else v for n, v in bound.items()}


def _gathering(op: Op, bound: Bound, size: int) -> Any:
    """Index and source of the same number of dimensions: all get the batch, the dimension moves on."""
    if any(not a.ndim for a in _arrays(op, bound)):
        return looped(op, bound, size)
    full = {**_with_batch(op, bound, size), "dim": _dims(bound["dim"], _arrays(op, bound)[0].ndim)}
    if "shape" in bound:
        full["shape"] = (size, *bound["shape"])
    return _call(op, full)


def _rows(op: Op, bound: Bound, size: int) -> Any:
    """An index of one dimension that is the same for all examples."""
    index, (first, *_) = bound["index"], _arrays(op, bound)
    if index.batched or not first.ndim:
        return looped(op, bound, size)
    full = {**_with_batch(op, bound, size), "index": index.tensor, "dim": _dims(bound["dim"], first.ndim)}
    if isinstance(bound.get("value"), Batched):
        full["value"] = bound["value"].tensor
        if bound["value"].batched:
            return looped(op, bound, size)
    return _call(op, full)


def _joining(op: Op, bound: Bound, size: int) -> Any:
    arrays: Sequence[Any] = bound["tensors"]
    if op.name == "cat" and any(a.ndim > 1 for a in arrays):
        arrays = [a for a in arrays if a.shape != (0,)]
    ndim = max(a.ndim for a in arrays) + (op.name == "stack")
    dim = normalize_dim(bound["dim"], ndim) + 1
    return _call(op, {**bound, "tensors": [expanded(a, size) for a in arrays], "dim": dim})


# -- products ----------------------------------------------------------------------------------------------------


def _matmul(x: Batched, y: Batched) -> Tensor:
    """Products of examples as PyTorch's matmul has them."""
    if not x.ndim or not y.ndim:
        raise RuntimeError("both arguments to matmul need to be at least 1D, but they are 0D in each example")
    left, right = x.tensor, y.tensor
    if x.ndim == 1:
        left = views.unsqueeze(left, -2)
    if y.ndim == 1:
        right = views.unsqueeze(right, -1)
    ndim = max(x.ndim, y.ndim, 2)
    product = call(
        "matmul",
        _aligned(Batched(left, x.batched), ndim),
        _aligned(Batched(right, y.batched), ndim),
    )
    if y.ndim == 1:
        product = views.squeeze(product, -1)
    if x.ndim == 1:
        product = views.squeeze(product, -1 if y.ndim == 1 else -2)
    return product  # type: ignore[no-any-return]


def _product(op: Op, bound: Bound, size: int) -> Any:
    x, y = (bound[n] for n in op.operands)
    return _matmul(x, y)


def _linear(op: Op, bound: Bound, size: int) -> Any:
    x, weight, bias = bound["input"], bound["weight"], bound["bias"]
    if not weight.batched and (bias is None or not bias.batched):
        return _call(op, {n: _below(v) for n, v in bound.items()})
    turned = views.matrix_transpose(weight.tensor) if weight.ndim == 2 else weight.tensor
    out = Batched(_matmul(x, Batched(turned, weight.batched)), True)
    return out.tensor if bias is None else call("add", out.tensor, _aligned(bias, out.ndim))


def _convolution(op: Op, bound: Bound, size: int) -> Any:
    """With the same weights for all, examples are just more images."""
    x = bound["input"]
    if any(bound[n].batched for n in op.operands if n != "input"):
        return looped(op, bound, size)
    joined = views.flatten(x.tensor, 0, 1)
    out = _call(op, {**{n: _below(v) for n, v in bound.items()}, "input": joined})
    return views.reshape(out, (size, x.shape[0], *out.shape[1:]))


# -- views -------------------------------------------------------------------------------------------------------


def _getitem(op: Op, bound: Bound, size: int) -> Any:
    return call("getitem", bound["input"].tensor, (_FULL, *bound["key"]))


def _put_item(op: Op, bound: Bound, size: int) -> Any:
    base, value = expanded(bound["input"], size), expanded(bound["value"], size)
    return call("put_item", base, value, (_FULL, *bound["key"]))


def _spread_item(op: Op, bound: Bound, size: int) -> Any:
    return call("spread_item", bound["input"].tensor, (size, *bound["shape"]), (_FULL, *bound["key"]))


def _permute(op: Op, bound: Bound, size: int) -> Any:
    return views.permute(bound["input"].tensor, (0, *_dims(bound["dims"], bound["input"].ndim)))


def _put_permuted(op: Op, bound: Bound, size: int) -> Any:
    return call(
        "put_permuted",
        expanded(bound["input"], size),
        expanded(bound["value"], size),
        (0, *_dims(bound["dims"], bound["input"].ndim)),
    )


def _view(op: Op, bound: Bound, size: int) -> Any:
    return views.reshape(bound["input"].tensor, (size, *bound["shape"]))


def _put_reshaped(op: Op, bound: Bound, size: int) -> Any:
    return views.reshape(expanded(bound["value"], size), (size, *bound["input"].shape))


def _squeezed(array: Batched, dims: Any) -> Tensor:
    return views.squeeze(array.tensor, _dims(dims if isinstance(dims, tuple) else (dims,), array.ndim))


def _expand(op: Op, bound: Bound, size: int) -> Any:
    shape = tuple(bound["shape"])
    return views.expand(_aligned(bound["input"], len(shape)), (size, *shape))


# -- others ------------------------------------------------------------------------------------------------------


def _overwrite(op: Op, bound: Bound, size: int) -> Any:
    base, value = bound["input"], bound["value"]
    return call("overwrite", expanded(base, size), _aligned(value, base.ndim))


def _astype(op: Op, bound: Bound, size: int) -> Any:
    return cast(bound["input"].tensor, bound["dtype"])


def _masked_fill(op: Op, bound: Bound, size: int) -> Any:
    x, mask, value = bound["input"], bound["mask"], bound["value"]
    if not isinstance(value, Batched) or not value.batched:
        return pointwise(op, {**bound, "value": _below(value)}, size)
    ndim = max(x.ndim, mask.ndim)
    return call("where", _aligned(mask, ndim), _aligned(value, ndim), _aligned(x, ndim))


def _squared_errors(op: Op, bound: Bound, size: int) -> Any:
    errors = pointwise(op, {**bound, "reduction": "none"}, size)
    if bound["reduction"] == "none":
        return errors
    flat = views.reshape(errors, (size, prod(errors.shape[1:])))
    return call("sum" if bound["reduction"] == "sum" else "mean", flat, 1)


def _images(op: Op, bound: Bound, size: int) -> Any:
    """Examples are more images: the batch and the first dimension become one."""
    full = _with_batch(op, bound, size)
    joined = {n: views.flatten(v, 0, 1) if isinstance(bound[n], Batched) else v for n, v in full.items()}
    if "input_shape" in joined:
        n, *rest = joined["input_shape"]
        joined["input_shape"] = (size * n, *rest)
    out = _call(op, joined)
    return views.reshape(out, (size, out.shape[0] // size, *out.shape[1:]))


def _input_grad(op: Op, bound: Bound, size: int) -> Any:
    if bound["weight"].batched:
        return looped(op, bound, size)
    n, *rest = bound["input_shape"]
    joined = views.flatten(expanded(bound["grad"], size), 0, 1)
    out = _call(op, {**bound, "grad": joined, "weight": bound["weight"].tensor, "input_shape": (size * n, *rest)})
    return views.reshape(out, (size, n, *rest))


def _at_indices(op: Op, bound: Bound, size: int) -> Any:
    """Writing at indices of the first dimensions: the number of the example becomes one more in front."""
    indices, dims = bound["indices"], tuple(bound["dims"])
    base = (len(bound["shape"]) if "shape" in bound else bound["input"].ndim) - len(dims)
    ndim = max(i.ndim for i in indices)
    if dims != tuple(range(len(dims))):
        return looped(op, bound, size)
    numbers = views.reshape(arange(size, device=indices[0].tensor.device), (size, *(1,) * ndim))
    whole = [numbers, *(_aligned(i, ndim) for i in indices)]
    places = (0, *(d + 1 for d in dims))
    if op.name == "index_spread":
        return call("index_spread", expanded(bound["input"], size), (size, *bound["shape"]), whole, places)
    values = _aligned(bound["values"], ndim + base)
    return call("index_put", expanded(bound["input"], size), values, whole, places, bound["accumulate"])


def _pad(op: Op, bound: Bound, size: int) -> Any:
    return call("pad_constant", bound["input"].tensor, pairs=((0, 0), *bound["pairs"]), value=bound["value"])


def _embedding(op: Op, bound: Bound, size: int) -> Any:
    if bound["weight"].batched:
        return looped(op, bound, size)
    return _call(op, {n: _below(v) for n, v in bound.items()})


def _index(op: Op, bound: Bound, size: int) -> Any:
    """Index tensors that are the same for all examples; else the number of the example becomes an index too."""
    x, indices, dims = bound["input"], bound["indices"], tuple(bound["dims"])
    ndim = max(i.ndim for i in indices)
    adjacent = dims == tuple(range(dims[0], dims[0] + len(dims)))
    if not any(i.batched for i in indices):
        out = call("index", x.tensor, [i.tensor for i in indices], tuple(d + 1 for d in dims))
        return out if adjacent else views.movedim(out, ndim, 0)  # indexed dimensions apart come first
    numbers = views.reshape(arange(size, device=x.tensor.device), (size, *(1,) * ndim))
    whole = [numbers, *(_aligned(i, ndim) for i in indices)]
    out = call("index", expanded(x, size), whole, (0, *(d + 1 for d in dims)))
    before = dims[0] if adjacent else 0
    return views.movedim(out, tuple(range(1, ndim + 1)), tuple(range(1 + before, 1 + before + ndim))) if before else out


_RULES: dict[str, Rule] = {
    "astype": _astype,
    "biased_convolution": _convolution,
    "bmm": _product,
    "cat": _joining,
    "convolution": _convolution,
    "convolution_input_grad": _input_grad,
    "dot": _product,
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
    "linear": _linear,
    "masked_fill": _masked_fill,
    "matmul": _product,
    "max_pool": _images,
    "max_pool_at": _images,
    "max_pool_indices": _images,
    "max_pool_input_grad": _images,
    "mm": _product,
    "mv": _product,
    "nonzero_table": looped,
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
    "squared_errors": _squared_errors,
    "stack": _joining,
    "sum_pool": _images,
    "sum_pool_input_grad": _images,
    "tile": looped,
    "unsqueeze": lambda op, bound, size: views.unsqueeze(
        bound["input"].tensor, _dims(bound["dim"], bound["input"].ndim + 1)
    ),
    "view": _view,
}
