"""Linear algebra, under PyTorch's ``torch.linalg`` names. Functions are made from the op records at first use."""

from __future__ import annotations

from typing import Any

from arraygrad.dispatch import caller
from arraygrad.op import OPS

_NAMES: dict[str, str] = {}


def _names() -> dict[str, str]:
    if not _NAMES:
        _NAMES.update({name: op.name for op in OPS.values() if "linalg" in op.faces for name in (op.name, *op.aliases)})
    return _NAMES


def __getattr__(name: str) -> Any:
    known = _names().get(name)
    if known is None:
        raise AttributeError(f"module 'arraygrad.linalg' has no attribute {name!r}")
    function = globals()[name] = caller(known)
    return function


def __dir__() -> list[str]:
    return sorted(_names())
