"""JAX's array namespace, with the functions that eager code calls most compiled as a whole.

A function of ``jax.numpy`` called outside ``jax.jit`` runs a good deal of Python and often several device programs. Its
compiled form is one program that is found by a fast path, which makes small operations several times cheaper. Inside a
compiled program both forms are the same.
"""

from __future__ import annotations

import inspect
from typing import Any

import jax
import jax.numpy as jnp

#: Functions whose arguments are all arrays or numbers.
_ELEMENTWISE = """
    abs acos acosh add asin asinh atan atan2 atanh bitwise_and bitwise_invert bitwise_left_shift bitwise_or
    bitwise_right_shift bitwise_xor ceil clip conj copysign cos cosh divide equal exp expm1 floor floor_divide
    greater greater_equal hypot imag isfinite isinf isnan less less_equal log log10 log1p log2 logaddexp logical_and
    logical_not logical_or logical_xor matmul matrix_transpose maximum minimum multiply negative nextafter not_equal
    positive pow real reciprocal remainder round sign signbit sin sinh sqrt square subtract tan tanh trunc where
"""

#: Functions with arguments that a compiled form has to know beforehand.
_STATIC: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_ELEMENTWISE.split(), ()),
    **dict.fromkeys(("all", "any", "max", "min", "count_nonzero", "argmax", "argmin"), ("axis", "keepdims")),
    **dict.fromkeys(("sum", "prod", "mean"), ("axis", "dtype", "keepdims")),
    **dict.fromkeys(("std", "var"), ("axis", "correction", "keepdims")),
    **dict.fromkeys(("cumulative_sum", "cumulative_prod"), ("axis", "dtype", "include_initial")),
    **dict.fromkeys(
        ("concat", "stack", "unstack", "flip", "squeeze", "expand_dims", "take", "take_along_axis"), ("axis",)
    ),
    **dict.fromkeys(("sort", "argsort"), ("axis", "descending", "stable")),
    **dict.fromkeys(("reshape", "broadcast_to"), ("shape",)),
    **dict.fromkeys(("zeros_like", "ones_like", "full_like"), ("dtype",)),
    **dict.fromkeys(("tril", "triu"), ("k",)),
    "permute_dims": ("axes",),
    "moveaxis": ("source", "destination"),
    "roll": ("shift", "axis"),
    "tile": ("reps",),
    "astype": ("dtype",),
    "vecdot": ("axis",),
}


def __getattr__(name: str) -> Any:
    function = getattr(jnp, name)
    if name in _STATIC:
        function = _compiled(function, _STATIC[name])
    globals()[name] = function
    return function


def __dir__() -> list[str]:
    return dir(jnp)


def _compiled(function: Any, static: tuple[str, ...]) -> Any:
    """The function as one compiled program per value of its static arguments, given by position or by name."""
    if not static:
        return jax.jit(function)
    parameters = inspect.signature(function).parameters
    positions = [i for i, p in enumerate(parameters.values()) if p.name in static and p.kind is not p.KEYWORD_ONLY]
    names = [p.name for p in parameters.values() if p.name in static and p.kind is not p.POSITIONAL_ONLY]
    return jax.jit(function, static_argnums=positions, static_argnames=names)


#: A fresh array with the same values.
copy = jax.jit(jnp.copy)

_filled = jax.jit(jnp.full, static_argnames=("shape", "dtype"))


def full(shape: Any, fill_value: Any, *, dtype: Any = None, device: Any = None) -> jax.Array:
    """An array of one value."""
    if device is None:
        return _filled(shape, fill_value, dtype=dtype)
    with jax.default_device(device):
        return _filled(shape, fill_value, dtype=dtype)


def zeros(shape: Any, *, dtype: Any = None, device: Any = None) -> jax.Array:
    """An array of zeros."""
    return full(shape, 0, dtype=float if dtype is None else dtype, device=device)


def ones(shape: Any, *, dtype: Any = None, device: Any = None) -> jax.Array:
    """An array of ones."""
    return full(shape, 1, dtype=float if dtype is None else dtype, device=device)


empty = zeros
