"""Special functions, from JAX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.scipy.special

__all__ = ["KERNELS"]

#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "digamma": jax.jit(jax.scipy.special.digamma),
    "erf": jax.jit(jax.scipy.special.erf),
    "erfc": jax.jit(jax.scipy.special.erfc),
    "erfinv": jax.jit(jax.scipy.special.erfinv),
    "lgamma": jax.jit(jax.scipy.special.gammaln),
}
