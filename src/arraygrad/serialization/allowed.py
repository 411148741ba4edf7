"""Which classes and functions a file may name, besides those that are always understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

__all__ = ["add_safe_globals", "clear_safe_globals", "find_allowed", "get_safe_globals", "name_of", "safe_globals"]

#: A class or function, or one with the name under which files refer to it.
Global: TypeAlias = "Any | tuple[Any, str]"

_PYTORCH_LAYERS = "torch.nn.modules."

#: What was allowed, by full name, in the process.
_allowed: dict[str, Global] = {}


def _named(entry: Global) -> tuple[str, Any]:
    if not isinstance(entry, tuple):
        if not hasattr(entry, "__qualname__"):
            raise TypeError(f"expected a class or a function, or a tuple of one and its name, but got {entry!r}")
        return f"{entry.__module__}.{entry.__qualname__}", entry
    if len(entry) != 2:
        raise ValueError(
            f"Expected tuple of length 2 (global, str of callable full path), but got tuple of length: {len(entry)}"
        )
    value, name = entry
    if not isinstance(name, str):
        raise TypeError(f"Expected second item in tuple to be str of callable full path, but got: {type(name)}")
    return name, value


def add_safe_globals(safe_globals: Iterable[Global]) -> None:
    """Allow files to name these classes and functions, from now on and in all threads.

    An object of an allowed class is rebuilt without calling anything of the class: it is made empty, and its attributes
    are set. A function is never called; it can only be an attribute's value. A layer of `arraygrad.nn` also stands for
    PyTorch's layer of that name.

    Parameters
    ----------
    safe_globals : list
        Classes and functions; a tuple of one and a string gives the full name under which files refer to it.

    Raises
    ------
    TypeError, ValueError
        If an entry is neither; nothing is then allowed.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import serialization
    >>> serialization.add_safe_globals([ag.nn.Linear])
    >>> serialization.get_safe_globals()
    [<class 'arraygrad.nn.linear.Linear'>]
    >>> serialization.clear_safe_globals()
    """
    _allowed.update({_named(entry)[0]: entry for entry in list(safe_globals)})


def get_safe_globals() -> list[Global]:
    """What was allowed with `add_safe_globals` and `safe_globals`, as it was given."""
    return list(_allowed.values())


def clear_safe_globals() -> None:
    """Allow nothing but what is always understood."""
    _allowed.clear()


@contextmanager
def safe_globals(safe_globals: Iterable[Global]) -> Iterator[None]:
    """Allow classes and functions as `add_safe_globals` does, for a ``with`` block.

    Examples
    --------
    >>> import io
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> file = io.BytesIO()
    >>> with ag.serialization.safe_globals([nn.Sequential, nn.ReLU]):
    ...     ag.save(nn.Sequential(nn.ReLU()), file)
    ...     ag.load(io.BytesIO(file.getvalue()))
    Sequential(
      (0): ReLU()
    )
    """
    before = dict(_allowed)
    add_safe_globals(safe_globals)
    try:
        yield
    finally:
        _allowed.clear()
        _allowed.update(before)


def find_allowed(name: str) -> Any:
    """The class or function that a file may refer to under a name, or None."""
    if name in _allowed:
        return _named(_allowed[name])[1]
    if name.startswith(_PYTORCH_LAYERS):
        import arraygrad.nn as nn

        layer = getattr(nn, name.rpartition(".")[2], None)
        if layer is not None and any(_named(entry)[1] is layer for entry in _allowed.values()):
            return layer
    return None


def name_of(value: object) -> str | None:
    """The name under which a file may refer to a class or function, or None if it was not allowed."""
    for name, entry in _allowed.items():
        if _named(entry)[1] is value:
            return name
    return None
