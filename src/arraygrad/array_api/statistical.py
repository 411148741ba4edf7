"""Sums, means and other reductions, and running sums."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.array_api._operands import array, reduced, reduction
from arraygrad.array_api.creation import full
from arraygrad.dispatch import call, cast
from arraygrad.dtypes import DType, get_default_dtype, int64, uint64
from arraygrad.ops._common import normalize_dim, normalize_dims
from arraygrad.tensor import Tensor
from arraygrad.tensor_namespace import NAMESPACE

__all__ = ["cumulative_prod", "cumulative_sum", "max", "mean", "min", "prod", "std", "sum", "var"]

max = reduction("max")
min = reduction("min")


def _floating(x: Any) -> Tensor:
    """An array of floating point numbers: integers, which the standard leaves open, in the default type."""
    x = array(x)
    return x if x.dtype.is_differentiable else cast(x, get_default_dtype())


def _total_type(x: Tensor, dtype: DType | None) -> DType | None:
    """The type to convert to for a sum or product: integers of either kind become the widest of it."""
    if dtype is None and x.dtype.category < 2:
        return int64 if x.dtype.is_signed or not x.dtype.category else uint64
    return None if x.dtype.category > 1 and dtype is x.dtype else dtype


def sum(x: Any, /, *, axis: Any = None, dtype: DType | None = None, keepdims: bool = False) -> Tensor:
    """Sum over axes; integers add up to int64 or uint64."""
    x = array(x)
    return call("sum", *reduced(x, axis, keepdims), dtype=_total_type(x, dtype))  # type: ignore[no-any-return]


def prod(x: Any, /, *, axis: Any = None, dtype: DType | None = None, keepdims: bool = False) -> Tensor:
    """Product over axes; integers give int64 or uint64."""
    x = array(x)
    dtype = _total_type(x, dtype)
    x, axis, keepdims = reduced(x, axis, keepdims)
    if not isinstance(axis, tuple):
        return call("prod", x, axis, keepdims, dtype=dtype)  # type: ignore[no-any-return]
    axes = normalize_dims(axis, x.ndim)
    last = NAMESPACE.moveaxis(x, axes, tuple(range(-len(axes), 0)))
    kept = tuple(last.shape[: x.ndim - len(axes)])
    product = call("prod", NAMESPACE.reshape(last, (*kept, math.prod(last.shape[len(kept) :]))), -1, dtype=dtype)
    shape = tuple(1 if i in axes else n for i, n in enumerate(x.shape)) if keepdims else kept
    return NAMESPACE.reshape(product, shape)  # type: ignore[no-any-return]


def mean(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Mean over axes."""
    return call("mean", *reduced(_floating(x), axis, keepdims))  # type: ignore[no-any-return]


def std(x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Tensor:
    """Standard deviation; the sum of squares is divided by the number of elements less `correction`."""
    x, axis, keepdims = reduced(_floating(x), axis, keepdims)
    return call("std", x, axis, keepdim=keepdims, correction=correction)  # type: ignore[no-any-return]


def var(x: Any, /, *, axis: Any = None, correction: float = 0.0, keepdims: bool = False) -> Tensor:
    """Variance; the sum of squares is divided by the number of elements less `correction`."""
    x, axis, keepdims = reduced(_floating(x), axis, keepdims)
    return call("var", x, axis, keepdim=keepdims, correction=correction)  # type: ignore[no-any-return]


def cumulative_sum(
    x: Any, /, *, axis: int | None = None, dtype: DType | None = None, include_initial: bool = False
) -> Tensor:
    """Running sums along an axis, with a zero in front if `include_initial`."""
    return _running("cumsum", 0, x, axis, dtype, include_initial)


def cumulative_prod(
    x: Any, /, *, axis: int | None = None, dtype: DType | None = None, include_initial: bool = False
) -> Tensor:
    """Running products along an axis, with a one in front if `include_initial`."""
    return _running("cumprod", 1, x, axis, dtype, include_initial)


def _running(name: str, initial: int, x: Any, axis: int | None, dtype: DType | None, include_initial: bool) -> Tensor:
    x = array(x)
    if axis is None:
        if x.ndim > 1:
            raise ValueError(f"axis must be given for an array of {x.ndim} dimensions")
        axis = 0
    result: Tensor = call(name, x, axis, dtype=_total_type(x, dtype))
    if not include_initial:
        return result
    at = normalize_dim(axis, x.ndim)
    shape = tuple(1 if i == at else n for i, n in enumerate(x.shape))
    first = full(shape, initial, dtype=result.dtype, device=x.device)
    return call("cat", [first, result], axis)  # type: ignore[no-any-return]
