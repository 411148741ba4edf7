"""Tools around training: data loading, logging, and computing again what memory is too small for."""

from __future__ import annotations

from typing import Any

_SUBMODULES = frozenset(("checkpoint", "data", "tensorboard"))


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        from importlib import import_module

        return import_module(f"arraygrad.utils.{name}")
    raise AttributeError(f"module 'arraygrad.utils' has no attribute {name!r}")
