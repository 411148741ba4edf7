"""Random bits on JAX: the generic Philox, compiled."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from arraygrad import philox

__all__ = ["random_bits"]

_compiled = jax.jit(partial(philox.random_bits, jnp, loop=jax.lax.fori_loop), static_argnames=("n", "width"))


def random_bits(key: tuple[Any, Any], counter: Any, n: int, *, width: int = 64) -> jax.Array:
    """`n` 64-bit words of the stream `key` after the first `counter` blocks; key and counter may be traced arrays."""
    low, high = (np.uint64(word) if isinstance(word, int) else word for word in key)
    if isinstance(counter, int):
        if counter + n >= 2**64:  # the compiled form counts in one word
            return philox.random_bits(jnp, (low, high), counter, n, width=width)
        counter = np.uint64(counter)
    # Rounded up to a power of two: one compilation serves many sizes.
    size = max(64, 1 << (n - 1).bit_length()) if n else 0
    bits = _compiled((low, high), counter, n=size, width=width)
    return bits[: n * (64 // width)]
