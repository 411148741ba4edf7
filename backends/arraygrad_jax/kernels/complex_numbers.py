"""Complex numbers from their parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

__all__ = ["KERNELS"]


def _join(real: jax.Array, imag: jax.Array) -> jax.Array:
    """Kernel of the op `complex`: infinite parts stay what they are."""
    return jax.lax.complex(*jnp.broadcast_arrays(real, imag))


join = jax.jit(_join)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {"complex": join}
