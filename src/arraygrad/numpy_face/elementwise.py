"""NumPy's functions from elements to elements, and along one axis: differences, interpolation, convolution."""

from __future__ import annotations

import math
from typing import Any

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import axes_of, dtype_of, floating, host, operands, refusal
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor

implements("fix")(lambda x: ag.trunc(x))
implements("i0")(lambda x: ag.i0(floating(x)))
implements("imag")(lambda val: ag.imag(val) if val.dtype.is_complex else ag.zeros_like(val))
implements("real")(lambda val: ag.real(val))
implements("iscomplexobj")(lambda x: operands(x)[0].dtype.is_complex)
implements("isrealobj")(lambda x: not operands(x)[0].dtype.is_complex)
implements("isreal")(lambda x: ag.isreal(x))
implements("iscomplex")(lambda x: ag.logical_not(ag.isreal(x)))
implements("isneginf")(lambda x: ag.isneginf(x))
implements("isposinf")(lambda x: ag.isposinf(x))
implements("sinc")(lambda x: ag.sinc(floating(x)))
implements("array_equiv")(lambda a1, a2: bool((operands(a1, a2)[0] == operands(a1, a2)[1]).all()))


@implements("angle")
def angle(z: Any, deg: bool = False) -> Any:
    result = ag.angle(z)
    return ag.rad2deg(result) if deg else result


@implements("around", "round")
def round_(a: Any, decimals: int = 0) -> Any:
    return ag.round(a, decimals=decimals) if decimals else ag.round(a)


@implements("clip")
def clip(a: Any, a_min: Any = None, a_max: Any = None, *, min: Any = None, max: Any = None, dtype: Any = None) -> Any:
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    (a,) = operands(a)
    result = a.clone() if low is None and high is None else ag.clamp(a, low, high)
    return result if dtype is None else result.to(dtype_of(dtype))


@implements("nan_to_num")
def nan_to_num(x: Any, copy: bool = True, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    if not copy:
        raise refusal("nan_to_num", "copy")
    return ag.nan_to_num(x, host(nan), host(posinf), host(neginf))


@implements("isclose")
def isclose(a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Any:
    a, b = operands(a, b)
    return ag.isclose(a, b, rtol=float(rtol), atol=float(atol), equal_nan=equal_nan)


@implements("allclose")
def allclose(a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    return bool(isclose(a, b, rtol, atol, equal_nan).all())


@implements("array_equal")
def array_equal(a1: Any, a2: Any, equal_nan: bool = False) -> bool:
    a1, a2 = operands(a1, a2)
    if a1.shape != a2.shape:
        return False
    same = a1 == a2
    if equal_nan and a1.dtype.is_differentiable:
        same = same | (ag.isnan(a1) & ag.isnan(a2))
    return bool(same.all())


# -- along an axis -------------------------------------------------------------------------------------------------


@implements("diff")
def diff(a: Any, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None) -> Any:
    ends = [None if x is None else _edge(x, a, axis) for x in (prepend, append)]
    given = operands(*(x for x in (ends[0], a, ends[1]) if x is not None))
    return ag.diff(ag.cat(given, axis) if len(given) > 1 else given[0], n, axis)


def _edge(x: Any, a: Tensor, axis: int) -> Any:
    x = operands(x, a)[0]
    if x.ndim:
        return x
    sizes = list(a.shape)
    sizes[axis] = 1
    return x.broadcast_to(sizes)


@implements("ediff1d")
def ediff1d(ary: Any, to_end: Any = None, to_begin: Any = None) -> Any:
    x = operands(ary)[0].reshape(-1)
    parts = [to_begin, ag.diff(x), to_end]
    return ag.cat([p.reshape(-1) for p in operands(*(p for p in parts if p is not None))])


@implements("trapezoid")
def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    (y,) = operands(y)
    size = y.shape[axis]
    pairs = y.narrow(axis, 1, size - 1) + y.narrow(axis, 0, size - 1)
    if x is None:
        width = dx
    else:
        x = operands(x, y)[0]
        width = ag.diff(x, dim=0 if x.ndim == 1 else axis)
        if x.ndim == 1:
            width = width.reshape([-1 if i == axes_of(axis, y.ndim)[0] else 1 for i in range(y.ndim)])
    return (pairs * width / 2.0).sum(axis)


@implements("gradient")
def gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    f = floating(operands(f)[0])
    axes = axes_of(axis, f.ndim)
    spacings = varargs * len(axes) if len(varargs) == 1 else varargs or (1.0,) * len(axes)
    if len(spacings) != len(axes):
        raise TypeError("np.gradient: there have to be as many spacings as axes")
    results = [_slope(f.movedim(i, 0), h, edge_order).movedim(0, i) for i, h in zip(axes, spacings, strict=True)]
    return results[0] if len(results) == 1 else tuple(results)


def _slope(f: Tensor, spacing: Any, edge_order: int) -> Any:
    """Differences along the first dimension, of the second order inside."""
    n = f.shape[0]
    if n < edge_order + 1:
        raise ValueError(f"np.gradient: at least {edge_order + 1} elements are needed along an axis, got {n}")
    h = operands(spacing, f)[0] if not isinstance(spacing, (int, float)) else ag.full_like(f.reshape(-1)[:1], spacing)
    h = ag.diff(h) if h.numel() > 1 else h.reshape(1).broadcast_to((n - 1,))
    h = h.reshape(-1, *(1,) * (f.ndim - 1))
    steps = ag.diff(f, dim=0) / h
    before, after = h[:-1], h[1:]
    inside = (after * steps[:-1] + before * steps[1:]) / (before + after)
    if edge_order == 1:
        first, last = steps[:1], steps[-1:]
    else:
        first = steps[:1] + (steps[:1] - steps[1:2]) * h[:1] / (h[:1] + h[1:2])
        last = steps[-1:] + (steps[-1:] - steps[-2:-1]) * h[-1:] / (h[-1:] + h[-2:-1])
    return ag.cat([first, inside, last], 0)


@implements("unwrap")
def unwrap(p: Any, discont: Any = None, axis: int = -1, *, period: float = 2 * math.pi) -> Any:
    p = floating(operands(p)[0])
    step = ag.diff(p, dim=axis)
    half = period / 2
    wrapped = ag.remainder(step + half, period) - half
    wrapped = ag.where((wrapped == -half) & (step > 0), half, wrapped)
    limit = half if discont is None else max(discont, half)
    correction = ag.where(abs(step) < limit, 0.0, wrapped - step)
    start = ag.zeros_like(p.narrow(axis, 0, 1))
    return p + ag.cat([start, ag.cumsum(correction, axis)], axis)


@implements("interp")
def interp(x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None) -> Any:
    x, xp, fp = (floating(v) for v in operands(x, xp, fp))
    if period is not None:
        x, xp = x % period, xp % period
        order = ag.argsort(xp.detach())
        xp, fp = xp[order], fp[order]
        xp = ag.cat([xp[-1:] - period, xp, xp[:1] + period])
        fp = ag.cat([fp[-1:], fp, fp[:1]])
    place = ag.clamp(ag.searchsorted(xp.detach(), x.detach(), side="right") - 1, 0, max(xp.shape[0] - 2, 0))
    following = ag.clamp(place + 1, 0, xp.shape[0] - 1)
    width = xp[following] - xp[place]
    slope = (fp[following] - fp[place]) / ag.where(width == 0, 1.0, width)
    result = fp[place] + slope * (x - xp[place])
    result = ag.where(x < xp[0], fp[0] if left is None else left, result)
    return ag.where(x > xp[-1], fp[-1] if right is None else right, result)


# -- convolution ---------------------------------------------------------------------------------------------------


def _full(a: Tensor, v: Tensor) -> Any:
    """All products of places, summed along the antidiagonals."""
    n, m = a.shape[0], v.shape[0]
    if not n or not m:
        raise ValueError("np.convolve: the arguments cannot be empty")
    # Row i is a shifted by i: the rows of a table of width n + m, read with the width n + m - 1.
    table = ag.cat([a * v.unsqueeze(1), ag.zeros_like(v).unsqueeze(1).broadcast_to((m, m))], 1)
    return table.reshape(-1)[: m * (n + m - 1)].reshape(m, n + m - 1).sum(0, dtype=a.dtype)


def _part(full: Tensor, n: int, m: int, mode: str, reverse: bool) -> Any:
    long, short = max(n, m), min(n, m)
    if mode == "full":
        return full
    if mode == "same":
        start, length = (short - 1) // 2, long
    elif mode == "valid":
        start, length = short - 1, long - short + 1
    else:
        raise ValueError(f"mode must be 'full', 'same' or 'valid', got {mode!r}")
    return full.narrow(0, full.shape[0] - start - length if reverse else start, length)


@implements("convolve")
def convolve(a: Any, v: Any, mode: str = "full") -> Any:
    a, v = operands(a, v)
    return _part(_full(a, v), a.shape[0], v.shape[0], mode, False)


@implements("correlate")
def correlate(a: Any, v: Any, mode: str = "valid") -> Any:
    a, v = operands(a, v)
    n, m = a.shape[0], v.shape[0]
    return _part(_full(a, ag.conj(ag.flip(v, (0,)))), n, m, mode, n < m)


# -- grids ---------------------------------------------------------------------------------------------------------


@implements("linspace")
def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
    *,
    device: Any = None,
) -> Any:
    start, stop = (floating(x) for x in operands(start, stop))
    start, stop = ag.broadcast_tensors(start, stop)
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts else start * math.nan
    places = ag.arange(num, dtype=start.dtype, device=start.device).reshape(num, *(1,) * start.ndim)
    result = start + places * step if parts else start + places
    if endpoint and num > 1:
        result = ag.cat([result[:-1], stop.unsqueeze(0)], 0)
    result = result.movedim(0, axis)
    result = result if dtype is None else result.to(dtype_of(dtype))
    return (result, step) if retstep else result


@implements("logspace")
def logspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, base: Any = 10.0, dtype: Any = None, axis: int = 0
) -> Any:
    result = base ** linspace(start, stop, num, endpoint, axis=axis)
    return result if dtype is None else result.to(dtype_of(dtype))


@implements("geomspace")
def geomspace(start: Any, stop: Any, num: int = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0) -> Any:
    start, stop = (floating(x) for x in operands(start, stop))
    exponents = linspace(ag.zeros_like(start), ag.log(stop / start), num, endpoint, axis=axis)
    result = (start.unsqueeze(axis) if start.ndim else start) * ag.exp(exponents)
    return result if dtype is None else result.to(dtype_of(dtype))


@implements("meshgrid")
def meshgrid(*xi: Any, copy: bool = True, sparse: bool = False, indexing: str = "xy") -> Any:
    vectors = [operands(x)[0].reshape(-1) for x in xi]
    places = list(range(len(vectors)))
    if indexing == "xy" and len(places) > 1:
        places[:2] = [1, 0]
    grids = [x.reshape([-1 if i == p else 1 for i in range(len(places))]) for x, p in zip(vectors, places, strict=True)]
    return tuple(grids) if sparse else tuple(x.clone() if copy else x for x in ag.broadcast_tensors(*grids))
