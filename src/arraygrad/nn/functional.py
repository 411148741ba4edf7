"""Functions of neural networks: they have no parameters, what they need is passed to them."""

from __future__ import annotations

from typing import Any

from arraygrad.faces import function_of, names_of


def __getattr__(name: str) -> Any:
    function = globals()[name] = function_of("nn.functional", name)
    return function


def __dir__() -> list[str]:
    return sorted(names_of("nn.functional"))
