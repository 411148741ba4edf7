"""Tensors inside tuples, lists and dictionaries, such as the arguments and results of modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from arraygrad.tensor import Tensor

__all__ = ["replaced", "tensors_in"]


def tensors_in(value: Any) -> Iterator[Tensor]:
    """The tensors in a value, from left to right."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from tensors_in(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from tensors_in(item)


def replaced(function: Callable[[Tensor], Any], value: Any) -> Any:
    """The same value with each tensor put through a function."""
    if isinstance(value, Tensor):
        return function(value)
    if type(value) is dict:
        return {key: replaced(function, item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        items = [replaced(function, item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return value
