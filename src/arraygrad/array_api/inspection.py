"""What ``__array_namespace_info__`` gives: defaults, data types and devices."""

from __future__ import annotations

from typing import Any

from arraygrad import backend
from arraygrad.array_api.dtypes import NAMES, isdtype
from arraygrad.backend import Device
from arraygrad.dtypes import DType, get_default_dtype, int64

__all__ = ["capabilities", "default_device", "default_dtypes", "devices", "dtypes"]


def capabilities() -> dict[str, Any]:
    """What arrays can do: be indexed by masks, and have shapes that depend on values."""
    return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": 64}


def default_device() -> Device:
    """The device of arrays for which none is asked for."""
    return backend.default_device()


def default_dtypes(*, device: Any = None) -> dict[str, DType]:
    """The data types of arrays for which none is asked for."""
    real = get_default_dtype()
    return {"real floating": real, "complex floating": real.to_complex(), "integral": int64, "indexing": int64}


def dtypes(*, device: Any = None, kind: str | tuple[str, ...] | None = None) -> dict[str, DType]:
    """The data types of a device by name, all or those of a kind."""
    home = default_device() if device is None else Device(device)
    return {n: d for n, d in NAMES.items() if _has(home, d) and (kind is None or isdtype(d, kind))}


def _has(device: Device, dtype: DType) -> bool:
    try:
        device.raw_dtype(dtype)
    except TypeError:
        return False
    return True


def devices() -> tuple[Device, ...]:
    """All devices that can be used."""
    usable = [backend.find(name) for name in backend.backend_names() if backend.available(name) is None]
    return tuple(dict.fromkeys(Device(f"{b.device_type}:{place}") for b in usable for place in b.places()))
