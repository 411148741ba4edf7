"""NumPy's functions that write into an array, on tensors: writes are recorded like any other."""

from __future__ import annotations

from typing import Any

import numpy as np

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import operands, refusal, tensors
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor

#: Functions that write into their first argument, which has to be a tensor.
WRITERS = frozenset(("copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"))


def _target(a: Any, name: str) -> Any:
    if not isinstance(a, Tensor):
        raise refusal(f"{name} into {type(a).__name__}")
    return a


def _cycled(values: Any, n: int, like: Tensor) -> Any:
    """`n` values; those given, over and over."""
    flat = operands(tensors(values), like)[0].reshape(-1).to(like.dtype)
    return ag.tile(flat, (-(-n // flat.numel()),))[:n]


@implements("copyto")
def copyto(dst: Any, src: Any, casting: str = "same_kind", where: Any = True) -> None:
    target = _target(dst, "copyto")
    value = tensors(src)
    value = value if isinstance(value, Tensor) else ag.tensor(value, device=target.device)
    if not ag.can_cast(value.dtype, target.dtype) and casting != "unsafe":
        raise TypeError(f"np.copyto: cannot cast {value.dtype!r} to {target.dtype!r} according to the rule {casting!r}")
    target.copy_(value if where is True else ag.where(operands(tensors(where), 0)[0] != 0, value, target))


@implements("putmask")
def putmask(a: Any, mask: Any, values: Any) -> None:
    target = _target(a, "putmask")
    replacement = _cycled(values, target.numel(), target).reshape(target.shape)
    target.copy_(ag.where(operands(tensors(mask))[0] != 0, replacement, target))


def _put(target: Tensor, places: Tensor, values: Any) -> None:
    flat = target.reshape(-1)
    target.copy_(flat.index_put((places,), _cycled(values, places.shape[0], target)).reshape(target.shape))


@implements("place")
def place(arr: Any, mask: Any, vals: Any) -> None:
    target = _target(arr, "place")
    _put(target, ag.nonzero(operands(tensors(mask))[0].reshape(-1)).reshape(-1), vals)


@implements("put")
def put(a: Any, ind: Any, v: Any, mode: str = "raise") -> None:
    target = _target(a, "put")
    places, n = ag.as_tensor(ind, device=target.device).reshape(-1), target.numel()
    _put(target, places % n if mode == "wrap" else ag.clamp(places, 0, n - 1) if mode == "clip" else places, v)


@implements("put_along_axis")
def put_along_axis(arr: Any, indices: Any, values: Any, axis: Any) -> None:
    target = _target(arr, "put_along_axis")
    x, dim = (target.reshape(-1), 0) if axis is None else (target, axis)
    index = ag.as_tensor(indices, device=x.device)
    sizes = [n if i == dim % x.ndim else m for i, (n, m) in enumerate(zip(index.shape, x.shape, strict=True))]
    value = operands(tensors(values), x)[0].to(x.dtype).broadcast_to(sizes)
    target.copy_(ag.scatter(x, dim, index.broadcast_to(sizes), value).reshape(target.shape))


@implements("fill_diagonal")
def fill_diagonal(a: Any, val: Any, wrap: bool = False) -> None:
    target = _target(a, "fill_diagonal")
    if wrap:
        raise refusal("fill_diagonal", "wrap")
    n = min(target.shape)
    if target.ndim > 2 and len(set(target.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    step = sum(int(np.prod(target.shape[i + 1 :])) for i in range(target.ndim))
    _put(target, ag.arange(n, device=target.device) * step, val)
