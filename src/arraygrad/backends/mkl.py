"""Intel's MKL, which is not used."""

from __future__ import annotations

__all__ = ["is_available"]


def is_available() -> bool:
    """Whether products go through MKL: False, as far as is known here; NumPy brings its own library."""
    return False
