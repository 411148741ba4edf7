"""oneDNN, which is not used."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

from arraygrad.backends.switches import Switches, setting

__all__ = ["flags", "is_available"]

enabled = True
deterministic = False
allow_tf32 = True
fp32_precision = "none"


def is_available() -> bool:
    """Whether there is oneDNN: False."""
    return False


def flags(
    enabled: bool = False,
    deterministic: bool = False,
    allow_tf32: bool = True,
    fp32_precision: str = "none",
) -> AbstractContextManager[None]:
    """Context in which the switches have other values."""
    given = {"enabled": enabled, "deterministic": deterministic, "allow_tf32": allow_tf32}
    return setting(sys.modules[__name__], {**given, "fp32_precision": fp32_precision})


sys.modules[__name__].__class__ = Switches
