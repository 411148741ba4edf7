"""NNPACK, which is not used."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

from arraygrad.backends.switches import Switches, setting

__all__ = ["flags", "is_available", "set_flags"]

enabled = False


def is_available() -> bool:
    """Whether there is NNPACK: False."""
    return False


def set_flags(_enabled: bool) -> tuple[bool]:
    """Set the switch; its value before."""
    global enabled
    before, enabled = enabled, _enabled
    return (before,)


def flags(enabled: bool = False) -> AbstractContextManager[None]:
    """Context in which the switch has another value."""
    return setting(sys.modules[__name__], {"enabled": enabled})


sys.modules[__name__].__class__ = Switches
