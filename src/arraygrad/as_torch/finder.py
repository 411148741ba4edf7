"""What the import system asks for modules named ``torch`` and below."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from arraygrad.as_torch.facade import Facade, lacks
from arraygrad.as_torch.paths import ours

__all__ = ["Finder"]


class Finder(MetaPathFinder, Loader):
    """Finds ``torch.x.y`` in arraygrad, and loads it as a facade over our module."""

    def answers(self, fullname: str) -> bool:
        """Whether a module's name is PyTorch's."""
        return fullname == "torch" or fullname.startswith("torch.")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of PyTorch's comes from; None for all others.

        Raises
        ------
        ModuleNotFoundError
            If arraygrad has no such module. This ends the search: a part of PyTorch's own must not slip in.
        """
        if not self.answers(fullname):
            return None
        real = self._module(fullname)
        if real is None:
            # Without the name, so that `from torch import x` passes it on and does not put a message of its own.
            raise ModuleNotFoundError(lacks(fullname))
        return ModuleSpec(fullname, self, origin=getattr(real, "__file__", None), loader_state=real, is_package=True)

    def _module(self, fullname: str) -> ModuleType | None:
        name = ours(fullname)
        try:
            return import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not (name == error.name or name.startswith(error.name + ".")):
                raise  # one of our modules lacks something itself
            return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The facade of a module that was found."""
        return Facade(spec.name, spec.loader_state)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do: what a facade has is made when it is asked for."""

    def get_code(self, fullname: str) -> Any:
        """No code of its own, so ``python -m torch`` ends in one line."""
        return None
