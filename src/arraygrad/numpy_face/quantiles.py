"""NumPy's medians, quantiles and percentiles, on tensors."""

from __future__ import annotations

import math
from typing import Any

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import along_last, floating, operands
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor


@implements("median")
def median(a: Any, axis: Any = None, overwrite_input: bool = False, keepdims: Any = False) -> Any:
    (a,) = operands(a)
    return along_last(floating(a), axis, keepdims, _middle)


def _middle(x: Tensor) -> Any:
    n = x.shape[-1]
    values = ag.sort(x, -1).values
    middle = (values[..., (n - 1) // 2] + values[..., n // 2]) / 2
    return ag.where(ag.isnan(values[..., -1]), math.nan, middle)  # NaN is sorted last


@implements("nanmedian")
def nanmedian(a: Any, axis: Any = None, overwrite_input: bool = False, keepdims: Any = False) -> Any:
    return _quantile(ag.nanquantile, a, 0.5, axis, "linear", keepdims)


def _quantile(function: Any, a: Any, q: Any, axis: Any, method: str, keepdims: Any) -> Any:
    methods = ("linear", "lower", "higher", "midpoint", "nearest")
    if method not in methods:
        raise TypeError(f"np.quantile with method={method!r} is not supported on tensors; the methods are {methods}")
    x = floating(operands(a)[0])
    rank = ag.as_tensor(q, dtype=x.dtype, device=x.device).detach()

    def last(y: Tensor) -> Any:
        values = function(y, rank.reshape(-1), -1, interpolation=method)
        return values.reshape(*rank.shape, *values.shape[1:])

    return along_last(x, axis, keepdims, last, lead=rank.ndim)


@implements("quantile")
def quantile(
    a: Any, q: Any, axis: Any = None, overwrite_input: bool = False, method: str = "linear", keepdims: Any = False
) -> Any:
    return _quantile(ag.quantile, a, q, axis, method, keepdims)


@implements("nanquantile")
def nanquantile(
    a: Any, q: Any, axis: Any = None, overwrite_input: bool = False, method: str = "linear", keepdims: Any = False
) -> Any:
    return _quantile(ag.nanquantile, a, q, axis, method, keepdims)


def _hundredth(a: Any, q: Any) -> Any:
    x = floating(operands(a)[0])
    return ag.as_tensor(q, dtype=ag.float64 if x.dtype is ag.float64 else x.dtype, device=x.device) / 100


@implements("percentile")
def percentile(
    a: Any, q: Any, axis: Any = None, overwrite_input: bool = False, method: str = "linear", keepdims: Any = False
) -> Any:
    return _quantile(ag.quantile, a, _hundredth(a, q), axis, method, keepdims)


@implements("nanpercentile")
def nanpercentile(
    a: Any, q: Any, axis: Any = None, overwrite_input: bool = False, method: str = "linear", keepdims: Any = False
) -> Any:
    return _quantile(ag.nanquantile, a, _hundredth(a, q), axis, method, keepdims)
