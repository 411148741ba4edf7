"""Complex numbers from their parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

__all__ = ["KERNELS"]


_joined = jax.jit(lambda real, imag: jax.lax.complex(*jnp.broadcast_arrays(real, imag)))


def join(real: jax.Array, imag: jax.Array) -> Any:
    """Kernel of the op `complex`: infinite parts stay what they are."""
    if real.dtype.kind != "f" or imag.dtype.kind != "f":
        return NotImplemented
    return _joined(real, imag)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {"complex": join}
