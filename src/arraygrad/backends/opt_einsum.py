"""The library opt_einsum, which is not used: products of several tensors go from left to right."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

from arraygrad.backends.switches import Switches, setting

__all__ = ["flags", "is_available"]

enabled = False
strategy: str | None = "auto"


def is_available() -> bool:
    """Whether opt_einsum is used: False."""
    return False


def flags(enabled: bool | None = None, strategy: str | None = None) -> AbstractContextManager[None]:
    """Context in which the switches have other values."""
    return setting(sys.modules[__name__], {"enabled": enabled, "strategy": strategy})


sys.modules[__name__].__class__ = Switches
