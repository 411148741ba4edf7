"""Fast bodies of ops on NumPy arrays.

A module of this package holds the kernels of one family of ops and is entered in `KERNELS` under the ops' names.
A kernel takes the raw operands and parameters of its op, and may return ``NotImplemented``: the generic body then runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad_numpy.kernels import (
    complex_numbers,
    convolution,
    elementwise,
    integers,
    linear_algebra,
    masks,
    normalization,
    pooling,
    selection,
    softmax,
    strided,
)

__all__ = ["KERNELS"]

#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    **complex_numbers.KERNELS,
    **convolution.KERNELS,
    **elementwise.KERNELS,
    **integers.KERNELS,
    **linear_algebra.KERNELS,
    **masks.KERNELS,
    **normalization.KERNELS,
    **pooling.KERNELS,
    **selection.KERNELS,
    **softmax.KERNELS,
    **strided.KERNELS,
}
