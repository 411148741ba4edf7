"""Generic bodies as one program each.

A body of several steps runs as several programs in eager code; compiled as a whole it is one. This serves bodies that
look at no values and whose parameters seldom change, for each new one is compiled anew.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import jax

__all__ = ["FUSED", "fuse"]

#: Ops whose generic bodies are compiled.
FUSED = frozenset(
    [
        "elu",
        "fft_c2c",
        "fft_c2r",
        "fft_r2c",
        "gelu",
        "hardtanh",
        "leaky_relu",
        "linear",
        "log_softmax",
        "logsumexp",
        "max_along",
        "max_pool",
        "max_pool_at",
        "max_pool_indices",
        "max_pool_input_grad",
        "mean",
        "min_along",
        "nan_to_num",
        "rsqrt",
        "sigmoid",
        "silu",
        "sinc",
        "softmax",
        "softplus",
        "std",
        "sum_pool",
        "sum_pool_input_grad",
        "var",
        "vector_norm",
    ]
)


def fuse(body: Callable[..., Any]) -> Callable[..., Any]:
    """`body` as one program for each choice of those parameters that are not arrays."""
    parameters = list(inspect.signature(body).parameters.values())
    fixed = [p.name for p in parameters if "Array" not in str(p.annotation)]
    positions = [i for i, p in enumerate(parameters) if p.name in fixed and p.kind is not p.KEYWORD_ONLY]
    compiled = jax.jit(body, static_argnums=positions, static_argnames=fixed)

    def call(*args: Any, **kwargs: Any) -> Any:
        return compiled(*map(_hashable, args), **{name: _hashable(value) for name, value in kwargs.items()})

    return call


def _hashable(value: Any) -> Any:
    return tuple(value) if value.__class__ is list else value
