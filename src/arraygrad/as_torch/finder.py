"""What the import system asks for modules named ``torch`` and below."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from arraygrad.as_torch.facade import facade, lacks
from arraygrad.as_torch.paths import is_torch

__all__ = ["Finder"]


class Finder(MetaPathFinder, Loader):
    """Finds ``torch.x.y`` in arraygrad, and loads it as a facade over our module."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of PyTorch's comes from; None for all others.

        Raises
        ------
        ModuleNotFoundError
            If arraygrad has no such module. This ends the search: a part of PyTorch's own must not slip in.
        """
        if not is_torch(fullname):
            return None
        found = facade(fullname)
        if found is None:
            # Without the name, so that `from torch import x` passes it on and does not put a message of its own.
            raise ModuleNotFoundError(lacks(fullname))
        return ModuleSpec(fullname, self, loader_state=found, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The facade that was found."""
        module: ModuleType = spec.loader_state
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do: what a facade has is made when it is asked for."""

    def get_code(self, fullname: str) -> Any:
        """No code of its own, so ``python -m torch`` ends in one line."""
        return None
