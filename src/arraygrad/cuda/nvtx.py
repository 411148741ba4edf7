"""PyTorch's names for marks in NVIDIA's profilers. They count their nesting and mark nothing: no profiler listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

__all__ = ["mark", "range", "range_end", "range_pop", "range_push", "range_start"]

_depth: ContextVar[int] = ContextVar("arraygrad_nvtx_depth", default=0)


def range_push(msg: str) -> int:
    """Begin a range; its depth, counted from 0."""
    depth = _depth.get()
    _depth.set(depth + 1)
    return depth


def range_pop() -> int:
    """End the innermost range; its depth."""
    depth = _depth.get() - 1
    _depth.set(max(depth, 0))
    return depth


def range_start(msg: str) -> int:
    """Begin a range that need not be nested; a handle for `range_end`."""
    return 0


def range_end(range_id: int) -> None:
    """End a range that `range_start` began."""


def mark(msg: str) -> None:
    """Mark a moment."""


@contextmanager
def range(msg: str, *args: Any, **kwargs: Any) -> Iterator[None]:
    """Context, and decorator, of a range; `args` and `kwargs` are filled into the message."""
    range_push(msg.format(*args, **kwargs))
    try:
        yield
    finally:
        range_pop()
