"""Special functions, from JAX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.special

__all__ = ["KERNELS"]


def digamma(input: Any) -> Any:
    """Kernel of the op `digamma`: at zero, which JAX gives no value, the sign of zero decides."""
    return jnp.where(input == 0, -jnp.copysign(jnp.inf, input), jax.scipy.special.digamma(input))


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "digamma": jax.jit(digamma),
    "erf": jax.jit(jax.scipy.special.erf),
    "erfc": jax.jit(jax.scipy.special.erfc),
    "erfinv": jax.jit(jax.scipy.special.erfinv),
    "lgamma": jax.jit(jax.scipy.special.gammaln),
}
