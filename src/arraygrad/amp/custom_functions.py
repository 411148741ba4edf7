"""Decorators that tell a user's `Function` which precision to run in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from arraygrad.amp.mode import autocast
from arraygrad.amp.settings import get_autocast_dtype, is_autocast_enabled, known
from arraygrad.dtypes import DType, float64
from arraygrad.tensor import Tensor

__all__ = ["custom_bwd", "custom_fwd"]


def _cast(value: Any, device_type: str, dtype: DType) -> Any:
    """Floating point tensors of a type of device, also in containers, in another dtype; float64 stays."""
    if isinstance(value, Tensor):
        eligible = value.is_floating_point() and value.device.type == device_type and value.dtype is not float64
        return value.to(dtype) if eligible else value
    if isinstance(value, dict):
        return {_cast(k, device_type, dtype): _cast(v, device_type, dtype) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_cast(v, device_type, dtype) for v in value)
    return value


def custom_fwd(
    fwd: Callable[..., Any] | None = None, *, device_type: str, cast_inputs: DType | None = None
) -> Callable[..., Any]:
    """Decorator for the ``forward`` of a `Function`, to be used with `custom_bwd`.

    Parameters
    ----------
    device_type : str
        As for `autocast`.
    cast_inputs : dtype, optional
        Inside an autocasting part of a program, bring floating point tensors to this dtype and run without casts; else
        the precision is that of the surroundings.

    Examples
    --------
    >>> import arraygrad as ag
    >>> class Square(ag.autograd.Function):
    ...     @staticmethod
    ...     @ag.amp.custom_fwd(device_type="cpu", cast_inputs=ag.float32)
    ...     def forward(ctx, x):
    ...         return x * x
    >>> with ag.autocast("cpu", ag.float16):
    ...     Square.apply(ag.ones(1, dtype=ag.float16)).dtype
    arraygrad.float32
    """
    if fwd is None:
        return functools.partial(custom_fwd, device_type=device_type, cast_inputs=cast_inputs)
    kind = known(device_type)

    @functools.wraps(fwd)
    def forward(*args: Any, **kwargs: Any) -> Any:
        ctx = args[0]
        ctx._dtype = get_autocast_dtype(kind)
        ctx._fwd_used_autocast = is_autocast_enabled(kind) and cast_inputs is None
        if cast_inputs is None or not is_autocast_enabled(kind):
            return fwd(*args, **kwargs)
        with autocast(kind, enabled=False):
            return fwd(*_cast(args, kind, cast_inputs), **_cast(kwargs, kind, cast_inputs))

    return forward


def custom_bwd(bwd: Callable[..., Any] | None = None, *, device_type: str) -> Callable[..., Any]:
    """Decorator for the ``backward`` of a `Function` whose forward has `custom_fwd`: it runs in the same precision."""
    if bwd is None:
        return functools.partial(custom_bwd, device_type=device_type)
    kind = known(device_type)

    @functools.wraps(bwd)
    def backward(*args: Any, **kwargs: Any) -> Any:
        with autocast(kind, dtype=args[0]._dtype, enabled=args[0]._fwd_used_autocast):
            return bwd(*args, **kwargs)

    return backward
