"""Fast bodies of ops on CuPy arrays.

A module of this package holds the kernels of one family of ops. A kernel takes the raw operands and parameters of its
op, and may return ``NotImplemented``: the generic body then runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad_cupy.kernels import complex_numbers, integers, special, strided

__all__ = ["KERNELS"]

#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    **complex_numbers.KERNELS,
    **integers.KERNELS,
    **special.KERNELS,
    **strided.KERNELS,
}
