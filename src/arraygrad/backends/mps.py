"""Apple's GPUs, of which no backend knows."""

from __future__ import annotations

__all__ = ["is_available", "is_built"]


def is_available() -> bool:
    """Whether there is such a device: False."""
    return False


def is_built() -> bool:
    """Whether it could be used if there was one: False."""
    return False
