"""Objects of classes that were allowed: their attributes, and nothing that the class would do."""

from __future__ import annotations

from typing import Any

from arraygrad.nn import Module
from arraygrad.serialization.errors import UnreadableFileError

__all__ = ["add_attributes", "empty_instance", "set_state"]


def empty_instance(cls: type, name: str) -> Any:
    """An object of a class, made without calling anything of the class."""
    try:
        instance: Any = object.__new__(cls)
        attributes = vars(instance)
    except TypeError as error:
        raise UnreadableFileError(f"it has an object of {name}, which has more to it than attributes") from error
    if isinstance(instance, Module):
        # What every module has: one of PyTorch's, or of another version, comes without some of it.
        attributes.update(vars(Module()))
    return instance


def set_state(instance: Any, state: object) -> None:
    """Give an empty object its attributes."""
    vars(instance).update(_checked(instance, state))


def add_attributes(value: Any, state: object) -> None:
    """Give further attributes to a container or a tensor, none of them in the place of one that it has."""
    attributes = _checked(value, state)
    for name in attributes:
        if hasattr(value, name):
            raise UnreadableFileError(f"it has an object of {type(value).__qualname__} with an attribute {name!r}")
    vars(value).update(attributes)


def _checked(instance: Any, state: object) -> dict[str, Any]:
    if not isinstance(state, dict) or not all(isinstance(name, str) for name in state):
        raise UnreadableFileError(
            f"it has an object of {type(instance).__qualname__} whose state is not its attributes"
        )
    return state
