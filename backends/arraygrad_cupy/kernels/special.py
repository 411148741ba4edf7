"""Special functions, from CuPyX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cupyx.scipy.special

__all__ = ["KERNELS"]


def _elementwise(function: Any) -> Callable[..., Any]:
    """A kernel that keeps the data type, where CuPyX computes half precision in double."""

    def kernel(input: Any) -> Any:
        return function(input).astype(input.dtype, copy=False)

    return kernel


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "digamma": _elementwise(cupyx.scipy.special.digamma),
    "erf": _elementwise(cupyx.scipy.special.erf),
    "erfc": _elementwise(cupyx.scipy.special.erfc),
    "erfinv": _elementwise(cupyx.scipy.special.erfinv),
    "lgamma": _elementwise(cupyx.scipy.special.gammaln),
}
