"""Fast bodies of ops on JAX arrays.

A module of this package holds the kernels of one family of ops. A kernel takes the raw operands and parameters of its
op, and may return ``NotImplemented``: the generic body then runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad_jax.kernels import complex_numbers, convolution, integers, linear_algebra, special, views

__all__ = ["KERNELS"]

#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    **complex_numbers.KERNELS,
    **convolution.KERNELS,
    **integers.KERNELS,
    **linear_algebra.KERNELS,
    **special.KERNELS,
    **views.KERNELS,
}
