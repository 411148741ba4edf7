"""Memory formats: what PyTorch calls the order of dimensions in memory."""

from __future__ import annotations

__all__ = ["MemoryFormat", "channels_last", "channels_last_3d", "contiguous_format", "preserve_format"]


class MemoryFormat:
    """A wish for an order of dimensions in memory, which functions take and none follows.

    Every result lies in row-major order, on every backend: a format changes no value and no shape, in PyTorch neither.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"arraygrad.{self.name}"

    def __reduce__(self) -> str:
        return self.name


contiguous_format = MemoryFormat("contiguous_format")
preserve_format = MemoryFormat("preserve_format")
channels_last = MemoryFormat("channels_last")
channels_last_3d = MemoryFormat("channels_last_3d")
