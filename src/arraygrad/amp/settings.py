"""What is set for autocasting, by device type: in the context, so that threads do not disturb each other.

PyTorch's functions for it at top level. `autocast` is the way to use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from arraygrad.amp.casts import Casts
from arraygrad.autocasting import set_autocasting
from arraygrad.backend import find
from arraygrad.dtypes import DType, bfloat16, float16

__all__ = [
    "clear_autocast_cache",
    "get_autocast_cpu_dtype",
    "get_autocast_dtype",
    "get_autocast_gpu_dtype",
    "is_autocast_cache_enabled",
    "is_autocast_cpu_enabled",
    "is_autocast_enabled",
    "set_autocast_cache_enabled",
    "set_autocast_cpu_dtype",
    "set_autocast_cpu_enabled",
    "set_autocast_dtype",
    "set_autocast_enabled",
    "set_autocast_gpu_dtype",
]

#: The lower precision of device types that do not have bfloat16, the default.
_DEFAULTS: Mapping[str, DType] = {"cuda": float16}


@dataclass(frozen=True)
class Settings:
    """Device types on which ops are cast, lower precisions that were chosen, and whether casts of weights are kept."""

    enabled: frozenset[str] = frozenset()
    dtypes: Mapping[str, DType] = field(default_factory=dict)
    keeps: bool = True
    #: The casts that were kept since the outermost ``with autocast(...)`` began; None outside.
    kept: dict[int, Any] | None = None

    def dtype(self, device_type: str) -> DType:
        """The lower precision of a device type."""
        return self.dtypes.get(device_type) or _DEFAULTS.get(device_type, bfloat16)


_settings: ContextVar[Settings | None] = ContextVar("arraygrad_autocast_settings", default=None)


def current() -> Settings:
    """The settings of this context."""
    return _settings.get() or Settings()


def put(settings: Settings) -> None:
    """Make settings those of this context."""
    _settings.set(settings)
    dtypes = {device_type: settings.dtype(device_type) for device_type in settings.enabled}
    set_autocasting(Casts(dtypes, settings.kept if settings.keeps else None) if dtypes else None)


def known(device_type: str) -> str:
    """The device type that a name stands for.

    Raises
    ------
    RuntimeError
        If no backend has the name.
    """
    return find(device_type).device_type


def is_autocast_enabled(device_type: str = "cuda") -> bool:
    """Whether ops on a type of device choose their precision in this context.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.is_autocast_enabled("cpu")
    False
    """
    return known(device_type) in current().enabled


def set_autocast_enabled(device_type: str, enabled: bool) -> None:
    """Say whether ops on a type of device choose their precision; `arraygrad.amp.autocast` puts it back at the end."""
    settings, device_type = current(), known(device_type)
    types = settings.enabled | {device_type} if enabled else settings.enabled - {device_type}
    put(replace(settings, enabled=types))


def get_autocast_dtype(device_type: str) -> DType:
    """The lower precision of a type of device: bfloat16, and float16 for ``"cuda"``, unless another was set.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.get_autocast_dtype("cpu")
    arraygrad.bfloat16
    """
    return current().dtype(known(device_type))


def set_autocast_dtype(device_type: str, dtype: DType) -> None:
    """Set the lower precision of a type of device."""
    settings = current()
    put(replace(settings, dtypes={**settings.dtypes, known(device_type): dtype}))


def is_autocast_cache_enabled() -> bool:
    """Whether the cast of a weight is kept until autocasting ends."""
    return current().keeps


def set_autocast_cache_enabled(enabled: bool) -> None:
    """Say whether the cast of a weight is kept until autocasting ends."""
    put(replace(current(), keeps=bool(enabled)))


def clear_autocast_cache() -> None:
    """Forget the casts of weights."""
    kept = current().kept
    if kept is not None:
        kept.clear()


def is_autocast_cpu_enabled() -> bool:
    """``is_autocast_enabled("cpu")``."""
    return is_autocast_enabled("cpu")


def set_autocast_cpu_enabled(enabled: bool) -> None:
    """``set_autocast_enabled("cpu", enabled)``."""
    set_autocast_enabled("cpu", enabled)


def get_autocast_cpu_dtype() -> DType:
    """``get_autocast_dtype("cpu")``."""
    return get_autocast_dtype("cpu")


def set_autocast_cpu_dtype(dtype: DType) -> None:
    """``set_autocast_dtype("cpu", dtype)``."""
    set_autocast_dtype("cpu", dtype)


def get_autocast_gpu_dtype() -> DType:
    """``get_autocast_dtype("cuda")``."""
    return get_autocast_dtype("cuda")


def set_autocast_gpu_dtype(dtype: DType) -> None:
    """``set_autocast_dtype("cuda", dtype)``."""
    set_autocast_dtype("cuda", dtype)
