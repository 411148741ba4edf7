"""The standard's constants."""

from __future__ import annotations

from math import e, inf, nan, pi

__all__ = ["e", "inf", "nan", "newaxis", "pi"]

#: Stands for a new axis in an index.
newaxis = None
