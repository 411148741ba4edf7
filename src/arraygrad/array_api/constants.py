"""The standard's constants and data types."""

from __future__ import annotations

from math import e, inf, nan, pi

from arraygrad.dtypes import bool_ as bool
from arraygrad.dtypes import (
    complex64,
    complex128,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)

__all__ = [
    "bool", "complex64", "complex128", "e", "float32", "float64", "inf", "int8", "int16", "int32", "int64", "nan",
    "newaxis", "pi", "uint8", "uint16", "uint32", "uint64",
]  # fmt: skip

#: Stands for a new axis in an index.
newaxis = None
