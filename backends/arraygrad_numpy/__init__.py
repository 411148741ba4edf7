"""The NumPy backend of arraygrad: device ``"cpu"``."""

from __future__ import annotations

from arraygrad_numpy.backend import NumpyBackend

__all__ = ["NumpyBackend", "backend"]

#: What the entry point ``cpu`` of the group ``arraygrad.backends`` names.
backend = NumpyBackend()
