"""The namespace of tensors that composites and recorded rules are written against.

It answers to the standard's names and to the names of all ops, like the raw namespace of a device, but works on
tensors.
"""

from __future__ import annotations

import math
from typing import Any

from arraygrad import creation, dtypes, views
from arraygrad.backend import Device
from arraygrad.dispatch import call, caller, cast
from arraygrad.namespace import CREATION
from arraygrad.op import OPS
from arraygrad.tensor import Tensor

__all__ = ["NAMESPACE", "TensorNamespace", "namespace_on"]


def _astype(x: Tensor, dtype: Any, /, *, copy: bool = True) -> Tensor:
    return cast(x, dtype if isinstance(dtype, dtypes.DType) else x.device.dtype(dtype))


def _isdtype(dtype: Any, kind: Any) -> bool:
    if not isinstance(dtype, dtypes.DType):
        dtype = dtypes.DTYPES[str(dtype).rpartition(".")[2]]  # a backend's own type, kept by a rule
    if isinstance(kind, tuple):
        return any(_isdtype(dtype, k) for k in kind)
    if isinstance(kind, dtypes.DType):
        return dtype is kind
    kinds: dict[str, bool] = {
        "bool": dtype.category == 0,
        "signed integer": dtype.category == 1 and dtype.is_signed,
        "unsigned integer": dtype.category == 1 and not dtype.is_signed,
        "integral": dtype.category == 1,
        "real floating": dtype.category == 2,
        "complex floating": dtype.category == 3,
        "numeric": dtype.category >= 1,
    }
    return kinds[kind]


def _moveaxis(x: Tensor, source: Any, destination: Any, /) -> Tensor:
    return views.movedim(x, source, destination)


def _read(x: Tensor, key: tuple[Any, ...]) -> Tensor:
    return call("index", x, *_split(key))  # type: ignore[no-any-return]


def _write(x: Tensor, key: tuple[Any, ...], value: Any) -> Tensor:
    return call("index_put", x, value, *_split(key))  # type: ignore[no-any-return]


def _add_at(x: Tensor, key: tuple[Any, ...], value: Any) -> Tensor:
    return call("index_put", x, value, *_split(key), True)  # type: ignore[no-any-return]


def _split(key: tuple[Any, ...]) -> tuple[list[Tensor], tuple[int, ...]]:
    pairs = [(k, i) for i, k in enumerate(key) if isinstance(k, Tensor)]
    return [k for k, _ in pairs], tuple(i for _, i in pairs)


def _rand_like(x: Tensor, **options: Any) -> Tensor:
    from arraygrad.sampled import rand_like  # its methods write in place, which is built on this namespace

    return rand_like(x, **options)


def _randn_like(x: Tensor, **options: Any) -> Tensor:
    from arraygrad.sampled import randn_like

    return randn_like(x, **options)


def _concrete(x: Tensor) -> bool:
    return x._storage.device.backend.concrete(x._array)


_FIXED: dict[str, Any] = {
    "add_at": _add_at,
    "astype": _astype,
    "broadcast_to": views.broadcast_to,
    "concrete": _concrete,
    "copy": lambda x: call("clone", x),
    "e": math.e,
    "expand_dims": lambda x, /, *, axis=0: views.unsqueeze(x, axis),
    "finfo": lambda of: dtypes.finfo(of.dtype if isinstance(of, Tensor) else of),
    "iinfo": lambda of: dtypes.iinfo(of.dtype if isinstance(of, Tensor) else of),
    "inf": math.inf,
    "isdtype": _isdtype,
    "matrix_transpose": views.matrix_transpose,
    "moveaxis": _moveaxis,
    "nan": math.nan,
    "newaxis": None,
    "permute_dims": lambda x, /, axes: views.permute(x, axes),
    "pi": math.pi,
    "read": _read,
    "reshape": lambda x, /, shape, *, copy=None: views.reshape(x, shape),
    "result_type": lambda *of: creation.result_type(*of),
    "squeeze": lambda x, /, axis: views.squeeze(x, axis),
    "unstack": lambda x, /, *, axis=0: views.unbind(x, axis),
    "rand_like": _rand_like,
    "randn_like": _randn_like,
    "write": _write,
    **{f"{name}_like": getattr(creation, f"{name}_like") for name in ("empty", "full", "ones", "zeros")},
    **{d.name: d for d in dtypes.DTYPES.values()},
}


class TensorNamespace:
    """The namespace; its constructors make tensors on one device, or on the default device."""

    def __init__(self, device: Device | None = None) -> None:
        self._device = device

    def __getattr__(self, name: str) -> Any:
        if name in _FIXED:
            value = _FIXED[name]
        elif name in CREATION:
            function, device = getattr(creation, name), self._device
            value = function if device is None else lambda *a, **k: function(*a, device=device, **k)
        else:
            found = _standard().get(name) or (name if name in OPS else None)
            value = caller(found) if found is not None else getattr(views, name, None)
            if value is None:
                raise AttributeError(f"no op or standard function is called {name!r}")
        self.__dict__[name] = value
        return value


_names: dict[str, str] = {}


def _standard() -> dict[str, str]:
    """Ops by the standard's name."""
    if not _names:
        _names.update({op.standard: op.name for op in OPS.values() if op.standard})
    return _names


NAMESPACE = TensorNamespace()
_on: dict[Device, TensorNamespace] = {}


def namespace_on(device: Device) -> TensorNamespace:
    """The namespace whose constructors make tensors on `device`."""
    namespace = _on.get(device)
    if namespace is None:
        namespace = _on[device] = TensorNamespace(device)
    return namespace
