"""The array-api-strict backend of arraygrad: devices ``"strict"``, ``"strict:1"`` and ``"strict:2"``.

The library does what the array API standard says and refuses the rest. It shows that nothing else is relied upon, and
its pretended devices stand for hardware that is not there.
"""

from __future__ import annotations

from arraygrad_strict.backend import StrictBackend

__all__ = ["StrictBackend", "backend"]

#: What the entry point ``strict`` of the group ``arraygrad.backends`` names.
backend = StrictBackend()
