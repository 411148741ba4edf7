"""The names that `arraygrad.amp` had in PyTorch when mixed precision on the host was a thing of its own."""

from __future__ import annotations

from warnings import warn

from arraygrad import amp
from arraygrad.dtypes import DType, bfloat16

__all__ = ["GradScaler", "autocast"]


def _deprecated(name: str) -> None:
    warn(
        f"`arraygrad.cpu.amp.{name}(args...)` is deprecated. Please use `arraygrad.amp.{name}('cpu', args...)` "
        "instead.",
        FutureWarning,
        stacklevel=3,
    )


class autocast(amp.autocast):
    """``arraygrad.amp.autocast("cpu", ...)``."""

    def __init__(self, enabled: bool = True, dtype: DType = bfloat16, cache_enabled: bool = True) -> None:
        _deprecated("autocast")
        super().__init__("cpu", enabled=enabled, dtype=dtype, cache_enabled=cache_enabled)


class GradScaler(amp.GradScaler):
    """``arraygrad.amp.GradScaler("cpu", ...)``."""

    def __init__(
        self,
        init_scale: float = 65536.0,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
        enabled: bool = True,
    ) -> None:
        _deprecated("GradScaler")
        super().__init__("cpu", init_scale, growth_factor, backoff_factor, growth_interval, enabled)
