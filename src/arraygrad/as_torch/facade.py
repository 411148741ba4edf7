"""Modules under PyTorch's names that pass everything on to arraygrad's."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from arraygrad.as_torch.paths import ours

__all__ = ["Facade", "facade", "lacks"]

#: What the import system sets on a module that it makes: about the facade, not about the module behind it.
_OWN = frozenset(("__loader__", "__name__", "__package__", "__path__", "__spec__"))


def lacks(name: str) -> str:
    """The one message about what is missing."""
    return f"arraygrad has no {name!r}: docs/pytorch-programs.md says what is not there, and what to do about it"


def _is_ours(value: Any) -> bool:
    """Whether a value is a module of arraygrad's."""
    return isinstance(value, ModuleType) and value.__name__.partition(".")[0] == "arraygrad"


class Facade(ModuleType):
    """A module of PyTorch's name over one of arraygrad's: what is read, set or deleted here is the other's.

    Only the names of the modules differ, and with them what an error can say.
    """

    def __init__(self, name: str, real: ModuleType) -> None:
        super().__init__(name, real.__doc__)
        self.__dict__.update(_arraygrad=real, __path__=[])
        if name == "torch":
            from arraygrad.as_torch.version import __version__

            self.__dict__["__version__"] = __version__

    def __getattr__(self, name: str) -> Any:
        real, fullname = self.__dict__["_arraygrad"], f"{self.__dict__['__name__']}.{name}"
        missing = object()
        value = missing if name in _OWN else getattr(real, name, missing)
        if name not in _OWN and (value is missing or _is_ours(value)):
            value = facade(fullname) or value
        if value is missing and name == "__all__":
            return [public for public in dir(real) if not public.startswith("_")]
        if value is missing:
            raise AttributeError(lacks(fullname), name=name, obj=self)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN or name in self.__dict__ or isinstance(value, Facade):
            super().__setattr__(name, value)
        else:
            setattr(self.__dict__["_arraygrad"], name, value)

    def __delattr__(self, name: str) -> None:
        if name in self.__dict__:
            super().__delattr__(name)
        else:
            delattr(self.__dict__["_arraygrad"], name)

    def __dir__(self) -> list[str]:
        return dir(self.__dict__["_arraygrad"])

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}: {self.__dict__['_arraygrad'].__name__}>"


#: All facades by their names, there for good once made: what a program keeps of them stays what it was.
_facades: dict[str, Facade] = {}


def facade(name: str) -> Facade | None:
    """The module of PyTorch's name; None if arraygrad has none."""
    made = _facades.get(name)
    if made is None:
        real = ours(name)
        made = None if real is None else _facades.setdefault(name, Facade(name, real))
    return made
