"""Views by strides, and of bits: how NumPy's arrays share memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.lib.stride_tricks import as_strided as strided

__all__ = ["KERNELS"]


def as_strided(input: Any, size: tuple[int, ...], stride: tuple[int, ...], offset: int) -> Any:
    """Kernel of the op `as_strided`."""
    if not input.flags.c_contiguous:
        return NotImplemented
    return strided(input.reshape(-1)[offset:], size, [s * input.itemsize for s in stride])


def unfold(input: Any, dim: int, size: int, step: int) -> Any:
    """Kernel of the op `unfold`."""
    shape, strides = list(input.shape), list(input.strides)
    shape[dim], strides[dim] = (shape[dim] - size) // step + 1, strides[dim] * step
    return strided(input, [*shape, size], [*strides, input.strides[dim]])


def view_bits(input: Any, dtype: Any, source: Any, parts: float) -> Any:
    """Kernel of the op `view_bits`."""
    return input.view(dtype)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {"as_strided": as_strided, "unfold": unfold, "view_bits": view_bits}
