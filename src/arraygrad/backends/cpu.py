"""What the host's processor can do."""

from __future__ import annotations

import platform

__all__ = ["get_cpu_capability"]


def get_cpu_capability() -> str:
    """The kind of processor, such as ``"x86_64"``; which of its instructions are used, the array library decides."""
    return platform.machine()
