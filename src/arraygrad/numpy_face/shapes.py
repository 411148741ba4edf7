"""NumPy's functions that shape, join, split, move and repeat, on tensors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import axes_of, dtype_of, flat_or, host, operands, refusal
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor
from arraygrad.transfer import share_memory

implements("shape")(lambda a: tuple(operands(a)[0].shape))
implements("ndim")(lambda a: operands(a)[0].ndim)
implements("may_share_memory", "shares_memory")(lambda a, b, /, max_work=None: share_memory(*operands(a), *operands(b)))
implements("copy")(lambda a, order="K": a.clone())
implements("permute_dims", "transpose")(lambda a, axes=None: transpose(a, axes))
implements("matrix_transpose", "linalg.matrix_transpose")(lambda x, /: x.mT)
implements("swapaxes")(lambda a, axis1, axis2: a.transpose(axis1, axis2))
implements("moveaxis")(lambda a, source, destination: ag.movedim(a, _ints(source), _ints(destination)))
implements("broadcast_to")(lambda array, shape: ag.broadcast_to(operands(array)[0], _sizes(shape)))
implements("broadcast_arrays")(lambda *args: tuple(ag.broadcast_tensors(*(operands(x)[0] for x in args))))
implements("unstack")(lambda x, /, *, axis=0: x.unbind(axis))
implements("flip")(lambda m, axis=None: ag.flip(m, axes_of(axis, m.ndim)))
implements("fliplr")(lambda m: ag.flip(m, (1,)))
implements("flipud")(lambda m: ag.flip(m, (0,)))
implements("tile")(lambda A, reps: ag.tile(A, _sizes(reps)))
implements("ravel")(lambda a, order="C": reshape(a, -1, order))


def _ints(axes: Any) -> Any:
    return tuple(map(int, axes)) if isinstance(axes, (tuple, list)) else int(axes)


def _sizes(shape: Any) -> tuple[int, ...]:
    return tuple(map(int, host(shape))) if np.ndim(host(shape)) else (int(shape),)


@implements("size")
def size(a: Any, axis: Any = None) -> int:
    shape = operands(a)[0].shape
    return shape.numel() if axis is None else int(np.prod([shape[i] for i in axes_of(axis, len(shape))]))


@implements("reshape")
def reshape(a: Any, /, shape: Any = None, order: str = "C", *, copy: Any = None) -> Any:
    if order not in ("C", "K", "A"):
        raise refusal("reshape", "order")
    result = a.reshape(_sizes(shape))
    return result.clone() if copy else result


@implements("resize")
def resize(a: Any, new_shape: Any) -> Any:
    sizes, flat = _sizes(new_shape), a.reshape(-1)
    n = int(np.prod(sizes))
    if not flat.numel():
        return ag.zeros(sizes, dtype=a.dtype, device=a.device)
    return ag.tile(flat, (-(-n // flat.numel()),))[:n].reshape(sizes)


def transpose(a: Any, axes: Any = None) -> Any:
    return a.permute(tuple(reversed(range(a.ndim))) if axes is None else _ints(axes))


@implements("rollaxis")
def rollaxis(a: Any, axis: int, start: int = 0) -> Any:
    (axis,) = axes_of(axis, a.ndim)
    start = start + a.ndim if start < 0 else start
    return ag.movedim(a, axis, start - (axis < start))


@implements("expand_dims")
def expand_dims(a: Any, axis: Any) -> Any:
    count = len(axis) if isinstance(axis, (tuple, list)) else 1
    for i in sorted(axes_of(axis, a.ndim + count)):
        a = a.unsqueeze(i)
    return a


@implements("squeeze")
def squeeze(a: Any, axis: Any = None) -> Any:
    if axis is None:
        return a.squeeze()
    axes = axes_of(axis, a.ndim)
    if any(a.shape[i] != 1 for i in axes):
        raise ValueError(
            f"cannot select an axis to squeeze out which has size not equal to one: {tuple(a.shape)}, axis {axis}"
        )
    return a.squeeze(axes)


def _leading(x: Tensor, ndim: int) -> Any:
    return x.reshape(*(1,) * max(ndim - x.ndim, 0), *x.shape)


def _each(function: Callable[[Tensor], Tensor], arrays: Sequence[Any]) -> Any:
    results = tuple(function(operands(x)[0]) for x in arrays)
    return results[0] if len(results) == 1 else results


implements("atleast_1d")(lambda *arys: _each(lambda x: _leading(x, 1), arys))
implements("atleast_2d")(lambda *arys: _each(lambda x: _leading(x, 2), arys))
implements("atleast_3d")(lambda *arys: _each(_three, arys))


def _three(x: Tensor) -> Any:
    return x.unsqueeze(-1) if x.ndim == 2 else x.reshape(1, -1, 1) if x.ndim < 2 else x


# -- joining -------------------------------------------------------------------------------------------------------


@implements("concatenate", "concat")
def concatenate(arrays: Any, /, axis: Any = 0, *, dtype: Any = None) -> Any:
    parts = operands(*arrays)
    if axis is None:
        parts, axis = [x.reshape(-1) for x in parts], 0
    result = ag.cat(parts, axis)
    return result if dtype is None else result.to(dtype_of(dtype))


@implements("stack")
def stack(arrays: Any, axis: int = 0, *, dtype: Any = None) -> Any:
    result = ag.stack(operands(*arrays), axis)
    return result if dtype is None else result.to(dtype_of(dtype))


def _joined(tup: Any, prepare: Callable[[Tensor], Tensor], axis: int | None, dtype: Any) -> Any:
    parts = [prepare(x) for x in operands(*tup)]
    return concatenate(parts, (0 if parts[0].ndim == 1 else 1) if axis is None else axis, dtype=dtype)


def _column(x: Tensor) -> Any:
    return x.reshape(-1, 1) if x.ndim < 2 else x


implements("hstack")(lambda tup, *, dtype=None: _joined(tup, lambda x: _leading(x, 1), None, dtype))
implements("vstack")(lambda tup, *, dtype=None: _joined(tup, lambda x: _leading(x, 2), 0, dtype))
implements("dstack")(lambda tup: _joined(tup, _three, 2, None))
implements("column_stack")(lambda tup: _joined(tup, _column, 1, None))
implements("append")(lambda arr, values, axis=None: concatenate(operands(arr, values), axis))


@implements("block")
def block(arrays: Any) -> Any:
    def depth(x: Any) -> int:
        return 1 + max(map(depth, x)) if isinstance(x, list) else 0

    def leaves(x: Any) -> list[Any]:
        return [leaf for item in x for leaf in leaves(item)] if isinstance(x, list) else [x]

    def build(x: Any, level: int) -> Any:
        return ag.cat([build(item, level - 1) for item in x], -level) if isinstance(x, list) else next(parts)

    levels, flat = depth(arrays), operands(*leaves(arrays))
    ndim = max(levels, *(x.ndim for x in flat))
    parts = iter([_leading(x, ndim) for x in flat])
    return build(arrays, levels)


# -- splitting -----------------------------------------------------------------------------------------------------


@implements("array_split")
def array_split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    where = host(indices_or_sections)
    return list(ag.tensor_split(ary, [int(i) for i in where] if np.ndim(where) else int(where), axis))


@implements("split")
def split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    if not np.ndim(host(indices_or_sections)) and ary.shape[axis] % int(indices_or_sections):
        raise ValueError("array split does not result in an equal division")
    return array_split(ary, indices_or_sections, axis)


implements("hsplit")(lambda ary, indices_or_sections: split(ary, indices_or_sections, 1 if ary.ndim > 1 else 0))
implements("vsplit")(lambda ary, indices_or_sections: split(ary, indices_or_sections, 0))
implements("dsplit")(lambda ary, indices_or_sections: split(ary, indices_or_sections, 2))


# -- moving and repeating ------------------------------------------------------------------------------------------


@implements("roll")
def roll(a: Any, shift: Any, axis: Any = None) -> Any:
    shifts = _ints(host(shift))
    if axis is None:
        return ag.roll(a, int(np.sum(shifts)))
    axes = axes_of(axis, a.ndim)
    return ag.roll(a, shifts if isinstance(shifts, tuple) else (shifts,) * len(axes), axes)


@implements("rot90")
def rot90(m: Any, k: int = 1, axes: Any = (0, 1)) -> Any:
    first, second = (axes_of(i, m.ndim)[0] for i in axes)
    if k % 4 == 0:
        return m.clone()
    if k % 4 == 2:
        return ag.flip(m, (first, second))
    return ag.flip(m.transpose(first, second), (first if k % 4 == 1 else second,))


@implements("repeat")
def repeat(a: Any, repeats: Any, axis: Any = None) -> Any:
    x, dim = flat_or(operands(a)[0], axis)
    counts = np.broadcast_to(host(repeats), (x.shape[dim],))
    return taken(x, np.repeat(np.arange(x.shape[dim]), counts), dim)


def taken(x: Tensor, places: Any, axis: int) -> Any:
    """Slices along an axis, at places that are known on the host."""
    return ag.index_select(x, axis, ag.tensor(places, dtype=ag.int64, device=x.device))


def _padding_places(n: int, before: int, after: int, mode: str) -> Any:
    """Where the elements of a padded axis come from."""
    places = np.arange(-before, n + after)
    if mode == "edge":
        return np.clip(places, 0, n - 1)
    if mode == "wrap":
        return places % n
    period = max(2 * n - 2, 1) if mode == "reflect" else 2 * n
    places = places % period
    return np.where(places < n, places, (period if mode == "reflect" else period - 1) - places)


@implements("pad")
def pad(array: Any, pad_width: Any, mode: Any = "constant", **kwargs: Any) -> Any:
    (x,) = operands(array)
    if isinstance(pad_width, dict):
        pad_width = [pad_width.get(i, pad_width.get(i - x.ndim, 0)) for i in range(x.ndim)]
        pad_width = [w if np.ndim(w) else (w, w) for w in map(host, pad_width)]
    widths = np.broadcast_to(host(pad_width), (x.ndim, 2)).tolist()
    if mode == "constant":
        values = np.broadcast_to(host(kwargs.get("constant_values", 0)), (x.ndim, 2)).tolist()
        for axis, ((before, after), (low, high)) in enumerate(zip(widths, values, strict=True)):
            sizes = list(x.shape)
            edges = []
            for width, value in ((before, low), (after, high)):
                sizes[axis] = width
                edges.append(ag.full(sizes, value, dtype=x.dtype, device=x.device))
            x = ag.cat([edges[0], x, edges[1]], axis)
        return x
    if kwargs:
        raise refusal("pad", *kwargs)
    if mode not in ("edge", "reflect", "symmetric", "wrap"):
        raise refusal(f"pad with mode={mode!r}")
    for axis, (before, after) in enumerate(widths):
        x = taken(x, _padding_places(x.shape[axis], before, after, mode), axis)
    return x


@implements("delete")
def delete(arr: Any, obj: Any, axis: Any = None) -> Any:
    x, dim = flat_or(operands(arr)[0], axis)
    return taken(x, np.delete(np.arange(x.shape[dim]), host(obj)), dim)


@implements("insert")
def insert(arr: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    x, dim = flat_or(operands(arr)[0], axis)
    (dim,) = axes_of(dim, x.ndim)
    new, where = operands(values)[0].to(x.dtype), host(obj)
    new = _leading(new, x.ndim)
    single = not isinstance(where, slice) and not np.ndim(where)
    if single:
        new = new.movedim(0, dim)  # as NumPy: the first dimension of the values is the one along the axis
    n = x.shape[dim]
    count = np.arange(n + 1)[where].size if isinstance(where, slice) else np.size(where)
    count = count if isinstance(where, slice) or not (single or count == 1) else new.shape[dim]
    sizes = [count if i == dim else size for i, size in enumerate(x.shape)]
    joined = ag.cat([x, new.broadcast_to(sizes)], dim)
    return taken(joined, np.insert(np.arange(n), where, np.arange(n, n + count)), dim)


# -- like another --------------------------------------------------------------------------------------------------


def _like(make: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def function(
        a: Any, /, dtype: Any = None, order: str = "K", subok: bool = True, shape: Any = None, *, device: Any = None
    ) -> Any:
        return make(
            a.shape if shape is None else _sizes(shape), dtype=dtype_of(dtype) or a.dtype, device=device or a.device
        )

    return function


implements("empty_like")(_like(ag.empty))
implements("ones_like")(_like(ag.ones))
implements("zeros_like")(_like(ag.zeros))


@implements("full_like")
def full_like(
    a: Any,
    fill_value: Any,
    dtype: Any = None,
    order: str = "K",
    subok: bool = True,
    shape: Any = None,
    *,
    device: Any = None,
) -> Any:
    made = _like(ag.zeros)(operands(a)[0], dtype, shape=shape, device=device)
    return (made.to(ag.result_type(fill_value, made)) + fill_value).to(made.dtype)


@implements("astype")
def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Any:
    return x.to(device=device, dtype=dtype_of(dtype), copy=copy)
