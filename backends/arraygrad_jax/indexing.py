"""Reading and writing parts of JAX arrays, as compiled programs.

What stays the same from call to call (which entries are slices, their bounds) is fixed in the program; index arrays and
positions are its inputs, so that a loop over positions compiles once. An index out of range cannot be noticed inside a
compiled program: reading one gives NaN (or the smallest integer), writing one changes nothing.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

__all__ = ["add_at", "read", "write"]

#: Marks the place of a dynamic entry in a key's layout.
_DYNAMIC = "dynamic"

Layout = tuple[Any, ...]


def _split(key: Any) -> tuple[Layout, list[Any]]:
    """A key as a hashable layout and the list of its dynamic entries."""
    layout: list[Any] = []
    dynamic: list[Any] = []
    for entry in key if isinstance(key, tuple) else (key,):
        if isinstance(entry, slice):
            layout.append((entry.start, entry.stop, entry.step))
        elif entry is None or entry is Ellipsis:
            layout.append(entry)
        else:
            layout.append(_DYNAMIC)
            dynamic.append(entry)
    return tuple(layout), dynamic


def _join(layout: Layout, dynamic: list[Any]) -> tuple[Any, ...]:
    entries = iter(dynamic)
    return tuple(
        next(entries) if entry == _DYNAMIC else slice(*entry) if isinstance(entry, tuple) else entry for entry in layout
    )


def _window(shape: tuple[int, ...], key: Any) -> tuple[list[int], tuple[int, ...], tuple[int, ...]] | None:
    """Starts, sizes and shape of the part that positions, unit-step slices and None name; None for any other key."""
    entries = list(key) if isinstance(key, tuple) else [key]
    named = sum(entry is not None and entry is not Ellipsis for entry in entries)
    starts, sizes, part = [0] * len(shape), list(shape), []
    dim = 0
    for entry in entries:
        if entry is None:
            part.append(1)
        elif entry is Ellipsis:
            skipped = len(shape) - named
            part += shape[dim : dim + skipped]
            dim += skipped
        elif isinstance(entry, slice):
            start, stop, step = entry.indices(shape[dim])
            if step != 1:
                return None
            starts[dim], sizes[dim] = start, max(stop - start, 0)
            part.append(sizes[dim])
            dim += 1
        elif isinstance(entry, int) and not isinstance(entry, bool):
            starts[dim], sizes[dim] = entry + shape[dim] if entry < 0 else entry, 1
            dim += 1
        else:
            return None
    return starts, tuple(sizes), (*part, *shape[dim:])


def _like(array: jax.Array, value: Any) -> jax.Array:
    return jnp.asarray(value).astype(array.dtype)


@partial(jax.jit, static_argnames=("layout",))
def _read(array: jax.Array, layout: Layout, dynamic: list[Any]) -> jax.Array:
    return array.at[_join(layout, dynamic)].get(mode="fill")


@partial(jax.jit, static_argnames=("sizes", "part"))
def _read_window(array: jax.Array, starts: list[Any], sizes: tuple[int, ...], part: tuple[int, ...]) -> jax.Array:
    return jax.lax.dynamic_slice(array, starts, sizes).reshape(part)


@partial(jax.jit, static_argnames=("layout",))
def _write(array: jax.Array, layout: Layout, dynamic: list[Any], value: Any) -> jax.Array:
    return array.at[_join(layout, dynamic)].set(_like(array, value))


@partial(jax.jit, static_argnames=("sizes", "part"))
def _write_window(
    array: jax.Array, starts: list[Any], sizes: tuple[int, ...], part: tuple[int, ...], value: Any
) -> jax.Array:
    value = jnp.broadcast_to(_like(array, value), part).reshape(sizes)
    return jax.lax.dynamic_update_slice(array, value, starts)


@partial(jax.jit, static_argnames=("layout",))
def _add_at(array: jax.Array, layout: Layout, dynamic: list[Any], value: Any) -> jax.Array:
    return array.at[_join(layout, dynamic)].add(_like(array, value))


def _has_mask(dynamic: list[Any]) -> bool:
    return any(getattr(entry, "dtype", None) == jnp.bool_ or isinstance(entry, bool) for entry in dynamic)


def read(array: jax.Array, key: Any) -> jax.Array:
    """``array[key]``."""
    window = _window(array.shape, key)
    if window is not None:
        return _read_window(array, *window)
    layout, dynamic = _split(key)
    return array[key] if _has_mask(dynamic) else _read(array, layout, dynamic)


def write(array: jax.Array, key: Any, value: Any) -> jax.Array:
    """`array` with ``array[key]`` replaced by `value`."""
    window = _window(array.shape, key)
    if window is not None:
        return _write_window(array, *window, value)
    layout, dynamic = _split(key)
    if _has_mask(dynamic):
        return array.at[key].set(_like(array, value))
    return _write(array, layout, dynamic, value)


def add_at(array: jax.Array, key: Any, value: Any) -> jax.Array:
    """`array` with `value` added at `key`; repeated indices add up."""
    layout, dynamic = _split(key)
    if _has_mask(dynamic):
        return array.at[key].add(_like(array, value))
    return _add_at(array, layout, dynamic, value)
