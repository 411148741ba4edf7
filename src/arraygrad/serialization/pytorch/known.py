"""What a pickle can name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.serialization.errors import UnreadableFileError

__all__ = ["Known", "Opaque"]


class Known:
    """A function or class that pickles may call, and what is done in its place.

    Parameters
    ----------
    name : str
        Its full name.
    function : callable
        What is done; it may rely on the types of its arguments.
    types : types or tuples of types
        Of the arguments; None for any. An int is not a bool here.
    required : int, optional
        How many of the arguments must be there; all by default.
    """

    __slots__ = ("function", "name", "required", "types")

    def __init__(self, name: str, function: Callable[..., Any], *types: Any, required: int | None = None) -> None:
        self.name = name
        self.function = function
        self.types = types
        self.required = len(types) if required is None else required

    def __call__(self, arguments: object) -> Any:
        """What the call gives in the pickle's eyes."""
        if not isinstance(arguments, tuple) or not self.required <= len(arguments) <= len(self.types):
            raise UnreadableFileError(f"a pickle in it calls {self.name} with the wrong number of arguments")
        for value, expected in zip(arguments, self.types, strict=False):
            if expected is not None and (not isinstance(value, expected) or (expected is int and type(value) is bool)):
                raise UnreadableFileError(f"a pickle in it calls {self.name} with a {type(value).__name__}")
        return self.function(*arguments)


class Opaque:
    """Stands for whatever a pickle makes, while it is only looked through."""
