"""Functions of the elements that a mask keeps, under the names of PyTorch's ``torch.masked``."""

from __future__ import annotations

from typing import Any

from arraygrad.faces import function_of, names_of


def __getattr__(name: str) -> Any:
    function = globals()[name] = function_of("masked", name)
    return function


def __dir__() -> list[str]:
    return sorted(names_of("masked"))
