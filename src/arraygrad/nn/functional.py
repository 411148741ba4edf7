"""Functions of neural networks: they have no parameters, what they need is passed to them.

Functions are made from the op records at first use.
"""

from __future__ import annotations

from typing import Any

from arraygrad.dispatch import caller
from arraygrad.op import OPS

_NAMES: dict[str, str] = {}


def _names() -> dict[str, str]:
    if not _NAMES:
        for op in OPS.values():
            if "nn.functional" in op.faces:
                for name in (op.name, *op.aliases):
                    _NAMES[name] = op.name
                    if op.inplace:
                        _NAMES[name + "_"] = op.name
    return _NAMES


def __getattr__(name: str) -> Any:
    known = _names().get(name)
    if known is None:
        raise AttributeError(f"module 'arraygrad.nn.functional' has no attribute {name!r}")
    if known != name and name.endswith("_"):
        from arraygrad.tensor import Tensor

        function = getattr(Tensor, name)
    else:
        function = caller(known)
    globals()[name] = function
    return function


def __dir__() -> list[str]:
    return sorted(_names())
