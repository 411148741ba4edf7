"""The CuPy backend of arraygrad: devices ``"cuda"``, ``"cuda:0"``, ``"cuda:1"``, ..."""

from __future__ import annotations

from arraygrad_cupy.backend import CupyBackend

__all__ = ["CupyBackend", "backend"]

#: What the entry point ``cuda`` of the group ``arraygrad.backends`` names.
backend = CupyBackend()
