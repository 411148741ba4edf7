"""``x[key]`` and ``x[key] = value``.

A key is taken apart into a basic part (integers, slices, None, Ellipsis), which is a view, and an advanced part
(integer and boolean tensors), which is an op.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from arraygrad.autograd.modes import grad_enabled
from arraygrad.creation import run
from arraygrad.dispatch import call, coerce
from arraygrad.dtypes import bool_
from arraygrad.inplace import assign, check_writable, finish, is_overwritten
from arraygrad.ops.indexing import index_key
from arraygrad.storage import LOCK
from arraygrad.tensor import Tensor

__all__ = ["getitem", "put_at", "setitem", "split_key"]

_FULL = slice(None)


def _entry(k: Any) -> Any:
    """One entry of a key as int, slice, None, Ellipsis, bool or tensor."""
    if k is None or k is Ellipsis or isinstance(k, (bool, slice)):
        return k
    if isinstance(k, Tensor):
        if k.ndim == 0 and k.dtype.category <= 1 and not k._storage.device.level:
            return k.item()
        if k.dtype.category > 1:
            raise IndexError(f"tensors used as indices must be long, int, byte or bool tensors, got {k.dtype!r}")
        return k
    if isinstance(k, (list, tuple, range, np.ndarray)):
        from arraygrad.creation import as_tensor, tensor
        from arraygrad.dtypes import int64

        made = (
            as_tensor(k, device="cpu")
            if isinstance(k, np.ndarray)
            else tensor(list(k), device="cpu")
            if len(k)
            else None
        )
        return tensor([], dtype=int64, device="cpu") if made is None else _entry(made)
    try:
        return operator.index(k)
    except TypeError:
        coerced = coerce(k, None, "index") if hasattr(k, "dtype") else None
        if isinstance(coerced, Tensor):
            return _entry(coerced)
    raise TypeError(
        "only integers, slices (`:`), ellipsis (`...`), None and long or bool tensors are valid indices, got "
        f"{type(k).__name__}"
    )


def _bounded(k: slice, size: int, *, backwards: bool) -> slice:
    """A slice counted from the front and within bounds: not every library takes slices past the end.

    Raises
    ------
    ValueError
        If the step is zero, or negative and this is not allowed.
    """
    if k.step is not None and operator.index(k.step) <= 0 and not (backwards and k.step):
        raise ValueError("step must be greater than zero; use flip() to reverse a dimension")
    start, stop, step = k.indices(size)
    if step > 0:
        return slice(start, stop, step)
    return slice(start, stop if stop >= 0 else None, step) if start > stop else slice(0, 0, 1)


def split_key(x: Tensor, key: Any) -> tuple[tuple[Any, ...] | None, tuple[Tensor, ...], tuple[int, ...]]:
    """The basic part of a key, the index tensors of its advanced part, and the dimensions (of the view) they index.

    Raises
    ------
    IndexError
        If an index is out of range or there are too many.
    """
    entries = [_entry(k) for k in (key if isinstance(key, tuple) else (key,))]
    shape = tuple(x.shape)
    consumed = 0
    for k in entries:
        if isinstance(k, Tensor):
            consumed += k.ndim if k.dtype is bool_ else 1
        elif not (k is None or k is Ellipsis or isinstance(k, bool)):
            consumed += 1
    if consumed > len(shape):
        raise IndexError(f"too many indices for tensor of dimension {len(shape)}")
    if sum(k is Ellipsis for k in entries) > 1:
        raise IndexError("an index can only have a single ellipsis ('...')")
    at = next((i for i, k in enumerate(entries) if k is Ellipsis), len(entries))
    entries[at : at + 1] = [_FULL] * (len(shape) - consumed)
    basic: list[Any] = []
    tensors: list[Tensor] = []
    dims: list[int] = []
    dim = out = 0  # dimension of x, dimension of the view
    for k in entries:
        if k is None:
            basic.append(None)
            out += 1
        elif isinstance(k, bool):
            basic.append(None)
            tensors.append(x.new_tensor([0] if k else [], dtype="int64"))
            dims.append(out)
            out += 1
        elif isinstance(k, int):
            if not -shape[dim] <= k < shape[dim]:
                raise IndexError(f"index {k} is out of bounds for dimension {dim} with size {shape[dim]}")
            basic.append(k)
            dim += 1
        elif isinstance(k, slice):
            basic.append(k if k == _FULL else _bounded(k, shape[dim], backwards=x._storage.device.is_standard))
            dim += 1
            out += 1
        else:
            if k.device is not x.device:
                k = k.to(x.device)
            parts = [k]
            if k.dtype is bool_:
                # The standard takes a mask that is empty along a dimension, and so names no element.
                unnamed = 0 if x._storage.device.is_standard else None
                if any(m not in (n, unnamed) for m, n in zip(k.shape, shape[dim : dim + k.ndim], strict=True)):
                    raise IndexError(
                        f"The shape of the mask {list(k.shape)} at index 0 does not match the shape of the indexed "
                        f"tensor {list(shape)} at index {dim}"
                    )
                parts = list(call("nonzero", k, as_tuple=True))
            for part in parts:
                tensors.append(part)
                dims.append(out)
                basic.append(_FULL)
                dim += 1
                out += 1
    if all(isinstance(k, slice) and k == _FULL for k in basic):
        return None, tuple(tensors), tuple(dims)
    return (*basic, Ellipsis), tuple(tensors), tuple(dims)


def getitem(x: Tensor, key: Any) -> Tensor:
    """``x[key]``: a view for integers, slices, None and Ellipsis; a copy as soon as a tensor, list or array is in the
    key.

    Raises
    ------
    IndexError
        If an index is out of range (on every backend), there are too many, or a mask has the wrong shape.
    """
    if key.__class__ is int and x.ndim:
        n = x.shape[0]
        if not -n <= key < n:
            raise IndexError(f"index {key} is out of bounds for dimension 0 with size {n}")
        return call("getitem", x, (key, Ellipsis))  # type: ignore[no-any-return]
    if _masks(key, x):
        return call("masked_select", x, key)  # type: ignore[no-any-return]
    basic, tensors, dims = split_key(x, key)
    if basic is not None or not tensors:
        x = call("getitem", x, basic or (Ellipsis,))
    return call("index", x, list(tensors), dims) if tensors else x


def _masks(key: Any, x: Tensor) -> bool:
    """Whether a key is a mask of the tensor's own shape: then there is no need for an index along each dimension."""
    return (
        isinstance(key, Tensor)
        and key.dtype is bool_
        and key.ndim > 0
        and key.shape == x.shape
        and (key.device is x.device)
    )


def setitem(x: Tensor, key: Any, value: Any) -> None:
    """``x[key] = value``: the value is broadcast, and converted to the tensor's dtype and device.

    Raises
    ------
    IndexError
        As in reading.
    RuntimeError
        If the value's shape does not fit, or x is a leaf that requires gradients.
    """
    if _masks(key, x) and not (isinstance(value, Tensor) and value.ndim) and not hasattr(value, "__len__"):
        check_writable(x)
        single = _value_for(x, value)
        with LOCK:
            finish(x, call("where", key, single, x), "setitem")
        return
    basic, tensors, dims = split_key(x, key)
    if not tensors and type(value) in (float, int) and _set_straight(x, basic, value):
        return
    if not tensors:
        assign(call("getitem", x, basic or (Ellipsis,)), value, "setitem")
        return
    check_writable(x)
    target = x if basic is None else call("getitem", x, basic)
    put_at(target, tensors, dims, value, accumulate=False)


def _set_straight(x: Tensor, key: tuple[Any, ...] | None, value: Any) -> bool:
    """Write a number into the array itself, if nothing has to be recorded or converted and the array may change."""
    storage = x._storage
    device = storage.device
    raw = x._array
    if raw.dtype not in device.floating or not is_overwritten(storage) or (grad_enabled() and x.requires_grad):
        return False
    check_writable(x)
    with LOCK:
        run(device, device.backend.write, x._array, key or (Ellipsis,), value)
        storage.version += 1
    return True


def _value_for(x: Tensor, value: Any) -> Tensor:
    """A value as a tensor of x's dtype on x's device."""
    if isinstance(value, Tensor):
        return value.to(x.device).to(x.dtype)
    from arraygrad.creation import tensor

    return tensor(value, dtype=x.dtype, device=x.device)


def put_at(x: Tensor, tensors: tuple[Tensor, ...], dims: tuple[int, ...], value: Any, *, accumulate: bool) -> Tensor:
    """Write (or add) values at index tensors, in place."""
    check_writable(x)
    value = _value_for(x, value)
    with LOCK:
        if _put_straight(x, tensors, dims, value, accumulate):
            return x
        result = call("index_put", x, value, list(tensors), dims, accumulate)
        return finish(x, result, "index_put_")


def _put_straight(
    x: Tensor, tensors: tuple[Tensor, ...], dims: tuple[int, ...], value: Tensor, accumulate: bool
) -> bool:
    """Write into the array itself, if nothing has to be recorded and the array may change."""
    storage = x._storage
    if not is_overwritten(storage) or (grad_enabled() and (x.requires_grad or value.requires_grad)):
        return False
    device = storage.device
    backend = device.backend

    def put() -> None:
        key = index_key(device.ns, tuple(x.shape), [t._array for t in tensors], dims)
        (backend.add_at if accumulate else backend.write)(x._array, key, value._array)

    try:
        run(device, put)
    except (ValueError, TypeError):
        return False  # the op says what does not fit
    storage.version += 1
    return True
