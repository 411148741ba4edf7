"""Complex numbers and pairs of real ones in the same memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cupy

__all__ = ["KERNELS"]


def join(real: Any, imag: Any) -> Any:
    """Kernel of the op `complex`: the parts are written, so that infinite ones stay what they are."""
    if real.dtype.kind != "f" or imag.dtype.kind != "f":
        return NotImplemented
    real, imag = cupy.broadcast_arrays(real, imag)
    out = cupy.empty(real.shape, cupy.result_type(real.dtype, cupy.complex64))
    out.real, out.imag = real, imag
    return out


def as_real(input: Any) -> Any:
    """Kernel of the op `view_as_real`."""
    return input[..., None].view(input.real.dtype)


def as_complex(input: Any) -> Any:
    """Kernel of the op `view_as_complex`, for pairs that lie side by side."""
    if input.strides[-1] != input.itemsize:
        return NotImplemented
    return input.view(cupy.result_type(input.dtype, cupy.complex64))[..., 0]


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {"complex": join, "view_as_complex": as_complex, "view_as_real": as_real}
