"""Views and writing through them: one compiled program each, with the positions as its inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad_jax import namespace as xp
from arraygrad_jax.indexing import read, write

__all__ = ["KERNELS"]


def _put_item(input: Any, value: Any, key: tuple[Any, ...]) -> Any:
    return write(input, key, value)  # arrays cannot be written, so the base need not be copied before


def _spread_item(input: Any, shape: tuple[int, ...], key: tuple[Any, ...]) -> Any:
    return write(xp.full(shape, 0, dtype=input.dtype), key, input)


def _view_bits(input: Any, dtype: Any, source: Any, parts: float) -> Any:
    return input.view(dtype)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "getitem": read,
    "put_item": _put_item,
    "spread_item": _spread_item,
    "view_bits": _view_bits,
}
