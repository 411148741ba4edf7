"""NumPy's sums, means, extremes, quantiles and running sums, on tensors."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import along_last, axes_of, dtype_of, flat_or, floating, operands
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor


def _dims(a: Tensor, axis: Any) -> tuple[Tensor, Any]:
    """The tensor and what to reduce; no axes at all means each element for itself."""
    if axis is None:
        return a, None
    axes = axes_of(axis, a.ndim)
    return (a, axes) if axes else (a.unsqueeze(-1), -1)


def _reduced(function: Callable[..., Tensor], a: Tensor, axis: Any, keepdims: Any, **options: Any) -> Any:
    x, dims = _dims(a, axis)
    result = function(x, dims, keepdim=bool(keepdims), **options)
    return result if x is a or not keepdims else result.squeeze(-1)


def _number(value: Any, like: Tensor) -> Tensor:
    return ag.tensor(value, dtype=like.dtype, device=like.device)


def _masked(a: Tensor, where: Any, value: Any) -> Any:
    return a if where is True else ag.where(where, a, _number(value, a))


def _started(result: Tensor, initial: Any, function: Callable[..., Tensor]) -> Any:
    return result if initial is None else function(result, _number(initial, result))


def _numbers(a: Tensor) -> Any:
    """Where there is a number."""
    return ag.logical_not(ag.isnan(a))


@implements("sum")
def sum_(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: Any = False, initial: Any = None, where: Any = True
) -> Any:
    (a,) = operands(a)
    total = _reduced(ag.sum, _masked(a, where, 0), axis, keepdims, dtype=dtype_of(dtype))
    return _started(total, initial, ag.add)


@implements("prod")
def prod(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: Any = False, initial: Any = None, where: Any = True
) -> Any:
    (a,) = operands(a)
    result = along_last(_masked(a, where, 1), axis, keepdims, lambda x: ag.prod(x, -1, dtype=dtype_of(dtype)))
    return _started(result, initial, ag.mul)


@implements("mean")
def mean(a: Any, axis: Any = None, dtype: Any = None, keepdims: Any = False, where: Any = True) -> Any:
    (a,) = operands(a)
    x = floating(a) if dtype is None else a.to(dtype_of(dtype))
    if where is True:
        return _reduced(ag.mean, x, axis, keepdims)
    return sum_(x, axis, keepdims=keepdims, where=where) / _count(x, axis, keepdims, where)


def _count(a: Tensor, axis: Any, keepdims: Any, where: Any) -> Any:
    return _reduced(ag.sum, ag.as_tensor(where, device=a.device).broadcast_to(a.shape), axis, keepdims)


@implements("var")
def var(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    ddof: Any = 0,
    keepdims: Any = False,
    where: Any = True,
    correction: Any = None,
) -> Any:
    (a,) = operands(a)
    x = floating(a) if dtype is None else a.to(dtype_of(dtype))
    less = ddof if correction is None else correction
    if where is True:
        return _reduced(ag.var, x, axis, keepdims, correction=less)
    distance = abs(x - mean(x, axis, keepdims=True, where=where))
    return sum_(distance * distance, axis, keepdims=keepdims, where=where) / (_count(x, axis, keepdims, where) - less)


@implements("std")
def std(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    ddof: Any = 0,
    keepdims: Any = False,
    where: Any = True,
    correction: Any = None,
) -> Any:
    return ag.sqrt(var(a, axis, dtype, ddof, keepdims, where, correction))


@implements("amax", "max")
def amax(a: Any, axis: Any = None, keepdims: Any = False, initial: Any = None, where: Any = True) -> Any:
    if where is not True and initial is None:
        raise ValueError("np.max: with where= there has to be an initial=, which stands where nothing is left")
    result = _reduced(ag.amax, _masked(operands(a)[0], where, initial), axis, keepdims)
    return _started(result, initial, ag.maximum)


@implements("amin", "min")
def amin(a: Any, axis: Any = None, keepdims: Any = False, initial: Any = None, where: Any = True) -> Any:
    if where is not True and initial is None:
        raise ValueError("np.min: with where= there has to be an initial=, which stands where nothing is left")
    result = _reduced(ag.amin, _masked(operands(a)[0], where, initial), axis, keepdims)
    return _started(result, initial, ag.minimum)


@implements("ptp")
def ptp(a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    return amax(a, axis, keepdims) - amin(a, axis, keepdims)


def _truth(a: Any) -> Any:
    (a,) = operands(a)
    return a if a.dtype is ag.bool else a != 0


@implements("all")
def all_(a: Any, axis: Any = None, keepdims: Any = False, where: Any = True) -> Any:
    return _reduced(ag.all, _masked(_truth(a), where, True), axis, keepdims)


@implements("any")
def any_(a: Any, axis: Any = None, keepdims: Any = False, where: Any = True) -> Any:
    return _reduced(ag.any, _masked(_truth(a), where, False), axis, keepdims)


@implements("count_nonzero")
def count_nonzero(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return _reduced(ag.sum, _truth(a), axis, keepdims)


def _position(function: Callable[..., Tensor], a: Tensor, axis: Any, keepdims: Any) -> Any:
    if a.dtype is ag.bool:
        a = a.to(ag.uint8)
    return along_last(a, axis, bool(keepdims), lambda x: function(x, -1))


@implements("argmax")
def argmax(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return _position(ag.argmax, operands(a)[0], axis, keepdims)


@implements("argmin")
def argmin(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return _position(ag.argmin, operands(a)[0], axis, keepdims)


@implements("average")
def average(a: Any, axis: Any = None, weights: Any = None, returned: bool = False, *, keepdims: Any = False) -> Any:
    (a,) = operands(a)
    if weights is None:
        result = mean(a, axis, keepdims=keepdims)
        total = ag.full_like(result, a.numel() / max(result.numel(), 1))
    else:
        a, w = operands(floating(a), weights)
        if w.shape != a.shape:
            axes = axes_of(axis, a.ndim)
            sizes = [1] * a.ndim
            for i, n in zip(axes, w.shape, strict=True):
                sizes[i] = n
            w = w.permute(*sorted(range(w.ndim), key=axes.__getitem__)).reshape(*sizes).broadcast_to(a.shape)
        total = sum_(w, axis, keepdims=keepdims)
        result = sum_(a * w, axis, keepdims=keepdims) / total
    return (result, total) if returned else result


# -- without NaN ---------------------------------------------------------------------------------------------------


def _but_nan(a: Any, value: float) -> Any:
    (a,) = operands(a)
    return ag.where(_numbers(a), a, value) if a.dtype.is_differentiable else a


@implements("nansum")
def nansum(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: Any = False, initial: Any = None, where: Any = True
) -> Any:
    return sum_(_but_nan(a, 0), axis, dtype, keepdims, initial, where)


@implements("nanprod")
def nanprod(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: Any = False, initial: Any = None, where: Any = True
) -> Any:
    return prod(_but_nan(a, 1), axis, dtype, keepdims, initial, where)


@implements("nanmean")
def nanmean(a: Any, axis: Any = None, dtype: Any = None, keepdims: Any = False) -> Any:
    (a,) = operands(a)
    return mean(a, axis, dtype, keepdims, _numbers(a))


@implements("nanvar")
def nanvar(
    a: Any, axis: Any = None, dtype: Any = None, ddof: Any = 0, keepdims: Any = False, correction: Any = None
) -> Any:
    (a,) = operands(a)
    return var(_but_nan(a, 0), axis, dtype, ddof, keepdims, _numbers(a), correction)


@implements("nanstd")
def nanstd(
    a: Any, axis: Any = None, dtype: Any = None, ddof: Any = 0, keepdims: Any = False, correction: Any = None
) -> Any:
    return ag.sqrt(nanvar(a, axis, dtype, ddof, keepdims, correction))


def _nan_extreme(function: Callable[..., Tensor], a: Any, axis: Any, keepdims: Any, far: float) -> Any:
    (a,) = operands(a)
    if not a.dtype.is_differentiable:
        return function(a, axis, keepdims)
    numbers = _numbers(a)
    result = function(ag.where(numbers, a, far), axis, keepdims)
    return ag.where(any_(numbers, axis, keepdims), result, math.nan)


@implements("nanmax")
def nanmax(a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    return _nan_extreme(amax, a, axis, keepdims, -math.inf)


@implements("nanmin")
def nanmin(a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    return _nan_extreme(amin, a, axis, keepdims, math.inf)


@implements("nanargmax")
def nanargmax(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return argmax(_but_nan(a, -math.inf), axis, keepdims=keepdims)


@implements("nanargmin")
def nanargmin(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
    return argmin(_but_nan(a, math.inf), axis, keepdims=keepdims)


# -- running sums and products -------------------------------------------------------------------------------------


def _running(function: Callable[..., Tensor], a: Any, axis: Any, dtype: Any) -> Any:
    x, dim = flat_or(operands(a)[0], axis)
    return function(x, dim, dtype=dtype_of(dtype))


@implements("cumsum")
def cumsum(a: Any, axis: Any = None, dtype: Any = None) -> Any:
    return _running(ag.cumsum, a, axis, dtype)


@implements("cumprod")
def cumprod(a: Any, axis: Any = None, dtype: Any = None) -> Any:
    return _running(ag.cumprod, a, axis, dtype)


@implements("nancumsum")
def nancumsum(a: Any, axis: Any = None, dtype: Any = None) -> Any:
    return cumsum(_but_nan(a, 0), axis, dtype)


@implements("nancumprod")
def nancumprod(a: Any, axis: Any = None, dtype: Any = None) -> Any:
    return cumprod(_but_nan(a, 1), axis, dtype)


def _cumulative(function: Callable[..., Tensor], x: Tensor, axis: Any, dtype: Any, initial: Any) -> Any:
    if axis is None and x.ndim != 1:
        raise ValueError("For arrays which have more than one dimension ``axis`` argument is required.")
    result = _running(function, x, axis or 0, dtype)
    if initial is None:
        return result
    first = ag.full_like(result.narrow(axis or 0, 0, 1), initial)
    return ag.cat([first, result], axis or 0)


@implements("cumulative_sum")
def cumulative_sum(x: Any, /, *, axis: Any = None, dtype: Any = None, include_initial: bool = False) -> Any:
    return _cumulative(ag.cumsum, x, axis, dtype, 0 if include_initial else None)


@implements("cumulative_prod")
def cumulative_prod(x: Any, /, *, axis: Any = None, dtype: Any = None, include_initial: bool = False) -> Any:
    return _cumulative(ag.cumprod, x, axis, dtype, 1 if include_initial else None)


# -- between variables ---------------------------------------------------------------------------------------------


def _variables(m: Any, y: Any, rowvar: bool, dtype: Any) -> Any:
    parts = [
        x.reshape(1, -1) if x.ndim < 2 else x if rowvar else x.mT for x in operands(*([m] if y is None else [m, y]))
    ]
    x = floating(ag.cat(parts, 0))
    return x if dtype is None else x.to(dtype_of(dtype))


@implements("cov")
def cov(
    m: Any,
    y: Any = None,
    rowvar: bool = True,
    bias: bool = False,
    ddof: Any = None,
    fweights: Any = None,
    aweights: Any = None,
    *,
    dtype: Any = None,
) -> Any:
    x = _variables(m, y, rowvar, dtype)
    correction = (0 if bias else 1) if ddof is None else ddof
    frequencies, weights = (None if w is None else ag.as_tensor(w, device=x.device) for w in (fweights, aweights))
    result = ag.cov(x, correction=correction, fweights=frequencies, aweights=weights)
    return result.reshape(()) if x.shape[0] == 1 else result


@implements("corrcoef")
def corrcoef(x: Any, y: Any = None, rowvar: bool = True, *, dtype: Any = None) -> Any:
    return ag.corrcoef(_variables(x, y, rowvar, dtype))
