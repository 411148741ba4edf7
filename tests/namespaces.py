"""Array namespaces to run the same raw code on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMESPACES = ("numpy", "array_api_strict", "jax.numpy")


@contextmanager
def namespace(name: str) -> Iterator[Any]:
    """The namespace, with 64-bit types."""
    xp = pytest.importorskip(name)
    if name != "jax.numpy":
        yield xp
        return
    import jax

    with jax.enable_x64(True):
        yield xp
