"""Triangular systems and elimination, by the libraries below JAX."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jax.lax import linalg

__all__ = ["KERNELS"]


@partial(jax.jit, static_argnames=("upper", "left", "unit"))
def _solve(A: jax.Array, B: jax.Array, upper: bool, left: bool, unit: bool) -> jax.Array:
    batch = jnp.broadcast_shapes(A.shape[:-2], B.shape[:-2])
    A, B = (jnp.broadcast_to(x, (*batch, *x.shape[-2:])) for x in (A, B))
    return linalg.triangular_solve(A, B, left_side=left, lower=not upper, unit_diagonal=unit)


def solve_triangular(
    input: jax.Array, B: jax.Array, *, upper: bool, left: bool = True, unitriangular: bool = False
) -> Any:
    """See the op."""
    if input.ndim < 2 or B.ndim < 2 or not input.size or not B.size or input.shape[-1] != B.shape[-2 if left else -1]:
        return NotImplemented  # the generic body raises, or has nothing to do
    return _solve(input, B, upper, left, unitriangular)


@partial(jax.jit)
def _lu(input: jax.Array) -> tuple[jax.Array, jax.Array]:
    both, pivots, _ = linalg.lu(input)
    return both, pivots + 1


def lu_compact(input: jax.Array, pivot: bool = True) -> Any:
    """See the op."""
    return _lu(input) if pivot and input.size else NotImplemented


@partial(jax.jit, static_argnames=("size",))
def _rows(pivots: jax.Array, size: int) -> jax.Array:
    return linalg.lu_pivots_to_permutation(pivots - 1, size).astype(jnp.int64)


def pivots_to_rows(pivots: jax.Array, size: int) -> Any:
    """See the op."""
    return _rows(pivots.astype(jnp.int32), size) if pivots.size else NotImplemented


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "lu_compact": lu_compact,
    "pivots_to_rows": pivots_to_rows,
    "solve_triangular": solve_triangular,
}
