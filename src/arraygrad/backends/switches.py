"""A module whose names can be set, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

__all__ = ["Switches", "setting"]


class Switches(ModuleType):
    """The class of modules that hold switches."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.__dict__:
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        super().__setattr__(name, value)


@contextmanager
def setting(switches: Any, values: dict[str, Any]) -> Iterator[None]:
    """Context in which switches have other values; None leaves one as it is."""
    before = {name: getattr(switches, name) for name in values}
    try:
        for name, value in values.items():
            if value is not None:
                setattr(switches, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(switches, name, value)
