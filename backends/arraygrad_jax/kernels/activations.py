"""Activations that take several steps in their generic form, as one program each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

__all__ = ["KERNELS"]

_gelu = jax.jit(jax.nn.gelu, static_argnames=("approximate",))
_log_softmax = jax.jit(jax.nn.log_softmax, static_argnames=("axis",))
_sigmoid = jax.jit(jax.nn.sigmoid)
_silu = jax.jit(jax.nn.silu)
_softmax = jax.jit(jax.nn.softmax, static_argnames=("axis",))


def _is_real(input: Any) -> bool:
    return bool(jnp.issubdtype(input.dtype, jnp.floating))


def gelu(input: Any, *, approximate: str = "none") -> Any:
    """``gelu`` of floating point numbers."""
    if not _is_real(input) or approximate not in ("none", "tanh"):
        return NotImplemented
    return _gelu(input, approximate=approximate == "tanh")


def log_softmax(input: Any, dim: int | None = None, dtype: Any = None) -> Any:
    """``log_softmax`` along a dimension that is named."""
    if dim is None or dtype is not None or not -input.ndim <= dim < input.ndim or not _is_real(input):
        return NotImplemented
    return _log_softmax(input, axis=dim)


def sigmoid(input: Any) -> Any:
    """``sigmoid`` of real numbers."""
    return _sigmoid(input) if _is_real(input) else NotImplemented


def silu(input: Any) -> Any:
    """``silu`` of floating point numbers."""
    return _silu(input) if _is_real(input) else NotImplemented


def softmax(input: Any, dim: int | None = None, dtype: Any = None) -> Any:
    """``softmax`` along a dimension that is named."""
    if dim is None or dtype is not None or not -input.ndim <= dim < input.ndim or not _is_real(input):
        return NotImplemented
    return _softmax(input, axis=dim)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "gelu": gelu,
    "log_softmax": log_softmax,
    "sigmoid": sigmoid,
    "silu": silu,
    "softmax": softmax,
}
