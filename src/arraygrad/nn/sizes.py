"""Sizes given once for all dimensions, or one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["per_dim"]

_T = TypeVar("_T")


def per_dim(value: _T | Sequence[_T], count: int) -> tuple[_T, ...]:
    """The values as a tuple; a single one is repeated `count` times."""
    return tuple(value) if isinstance(value, tuple | list) else (value,) * count  # type: ignore[return-value]
