"""Sizes given once for all dimensions, or one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

__all__ = ["per_dim"]

_T = TypeVar("_T")


def per_dim(value: _T | Sequence[_T], count: int) -> tuple[_T, ...]:
    """The values as a tuple; a single one is repeated `count` times."""
    return tuple(value) if isinstance(value, tuple | list) else (value,) * count  # type: ignore[return-value]


def _ntuple(n: int, name: str = "parse") -> Callable[[Any], tuple[Any, ...]]:
    """A function that makes tuples: of what can be gone through as it is, of anything else `n` times."""

    def parse(x: Any) -> tuple[Any, ...]:
        return tuple(x) if isinstance(x, Iterable) else (x,) * n

    parse.__name__ = name
    return parse


_single = _ntuple(1, "_single")
_pair = _ntuple(2, "_pair")
_triple = _ntuple(3, "_triple")
_quadruple = _ntuple(4, "_quadruple")


def _reverse_repeat_tuple(t: Sequence[_T], n: int) -> tuple[_T, ...]:
    """The values from the last to the first, each `n` times."""
    return tuple(value for value in reversed(t) for _ in range(n))
