"""Complex numbers and pairs of real ones in the same memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["KERNELS"]

Array = np.ndarray[Any, np.dtype[Any]]


def join(real: Array, imag: Array) -> Any:
    """Kernel of the op `complex`: the parts are written, so that infinite ones stay what they are."""
    if real.dtype.kind != "f" or imag.dtype.kind != "f":
        return NotImplemented
    out = np.empty(np.broadcast_shapes(real.shape, imag.shape), np.result_type(real.dtype, np.complex64))
    out.real, out.imag = real, imag
    return out


def as_real(input: Array) -> Array:
    """Kernel of the op `view_as_real`."""
    return input[..., None].view(np.real(input).dtype)


def as_complex(input: Array) -> Any:
    """Kernel of the op `view_as_complex`, for pairs that lie side by side."""
    if input.strides[-1] != input.itemsize:
        return NotImplemented
    return input.view(np.result_type(input.dtype, np.complex64))[..., 0]


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {"complex": join, "view_as_complex": as_complex, "view_as_real": as_real}
