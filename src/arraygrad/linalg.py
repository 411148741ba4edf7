"""Linear algebra, under the names of PyTorch's ``torch.linalg``."""

from __future__ import annotations

from typing import Any

from arraygrad.faces import function_of, names_of
from arraygrad.ops._matrices import LinAlgError

__all__ = ["LinAlgError"]


def __getattr__(name: str) -> Any:
    function = globals()[name] = function_of("linalg", name)
    return function


def __dir__() -> list[str]:
    return sorted({*__all__, *names_of("linalg")})
