"""Rules of ops that compute: products, losses, images."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad import views
from arraygrad.batching import Batched, expanded
from arraygrad.batching.operands import Bound, Rule, aligned, below, call_op, looped, pointwise, with_batch
from arraygrad.dispatch import call, cast
from arraygrad.op import Op
from arraygrad.tensor import Tensor

__all__ = ["RULES"]


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
        aligned(Batched(left, x.batched), ndim),
        aligned(Batched(right, y.batched), ndim),
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
        return call_op(op, {n: below(v) for n, v in bound.items()})
    turned = views.matrix_transpose(weight.tensor) if weight.ndim == 2 else weight.tensor
    out = Batched(_matmul(x, Batched(turned, weight.batched)), True)
    return out.tensor if bias is None else call("add", out.tensor, aligned(bias, out.ndim))


def _convolution(op: Op, bound: Bound, size: int) -> Any:
    """With the same weights for all, examples are just more images."""
    x = bound["input"]
    if any(bound[n].batched for n in op.operands if n != "input"):
        return looped(op, bound, size)
    joined = views.flatten(x.tensor, 0, 1)
    out = call_op(op, {**{n: below(v) for n, v in bound.items()}, "input": joined})
    return views.reshape(out, (size, x.shape[0], *out.shape[1:]))


def _masked_fill(op: Op, bound: Bound, size: int) -> Any:
    x, mask, value = bound["input"], bound["mask"], bound["value"]
    if not isinstance(value, Batched) or not value.batched:
        return pointwise(op, {**bound, "value": below(value)}, size)
    ndim = max(x.ndim, mask.ndim)
    return call("where", aligned(mask, ndim), aligned(value, ndim), aligned(x, ndim))


def _squared_errors(op: Op, bound: Bound, size: int) -> Any:
    errors = pointwise(op, {**bound, "reduction": "none"}, size)
    if bound["reduction"] == "none":
        return errors
    flat = views.reshape(errors, (size, prod(errors.shape[1:])))
    return call("sum" if bound["reduction"] == "sum" else "mean", flat, 1)


def _picked(op: Op, bound: Bound, size: int) -> Any:
    """Examples are more rows; what is reduced over rows is reduced for each example."""
    x, target, weight = bound["input"], bound["target"], bound["weight"]
    if weight is not None and weight.batched:
        return looped(op, bound, size)
    rows, classes = expanded(x, size), expanded(target, size)
    if x.ndim > 1:
        rows, classes = views.flatten(rows, 0, 1), views.flatten(classes, 0, 1)
    else:
        classes = views.reshape(classes, (size,))
    weights = below(weight)
    each = call_op(op, {**bound, "input": rows, "target": classes, "weight": weights, "reduction": "none"})
    if bound["reduction"] == "none":
        return views.reshape(each, (size, *target.shape))
    total = call("sum", views.reshape(each, (size, -1)), 1)
    if bound["reduction"] == "sum":
        return total
    ignored = call("eq", classes, bound["ignore_index"])
    if weights is None:
        counted = cast(call("logical_not", ignored), each.dtype)
    else:
        known = call("masked_fill", classes, ignored, 0)
        counted = call("masked_fill", call("index", weights, [known], (0,)), ignored, 0)
    return call("true_divide", total, call("sum", views.reshape(counted, (size, -1)), 1))


def _images(op: Op, bound: Bound, size: int) -> Any:
    """Examples are more images: the batch and the first dimension become one."""
    full = with_batch(op, bound, size)
    joined = {n: views.flatten(v, 0, 1) if isinstance(bound[n], Batched) else v for n, v in full.items()}
    if "input_shape" in joined:
        n, *rest = joined["input_shape"]
        joined["input_shape"] = (size * n, *rest)
    out = call_op(op, joined)
    return views.reshape(out, (size, out.shape[0] // size, *out.shape[1:]))


def _input_grad(op: Op, bound: Bound, size: int) -> Any:
    if bound["weight"].batched:
        return looped(op, bound, size)
    n, *rest = bound["input_shape"]
    joined = views.flatten(expanded(bound["grad"], size), 0, 1)
    out = call_op(op, {**bound, "grad": joined, "weight": bound["weight"].tensor, "input_shape": (size * n, *rest)})
    return views.reshape(out, (size, n, *rest))


def _astype(op: Op, bound: Bound, size: int) -> Any:
    return cast(bound["input"].tensor, bound["dtype"])


RULES: dict[str, Rule] = {
    "astype": _astype,
    "biased_convolution": _convolution,
    "bmm": _product,
    "convolution": _convolution,
    "convolution_input_grad": _input_grad,
    "dot": _product,
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
    "picked_log_probability": _picked,
    "squared_errors": _squared_errors,
    "sum_pool": _images,
    "sum_pool_input_grad": _images,
    "tile": looped,
}
