"""Functions of neural networks: they have no parameters, what they need is passed to them.

Functions are made from the op records at first use.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from arraygrad.dispatch import caller
from arraygrad.op import OPS
from arraygrad.tensor import Tensor

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


def _with_inplace(name: str) -> Callable[..., Any]:
    """The function with PyTorch's last argument, `inplace`, which writes the result into the operand."""
    plain, positional = caller(name), OPS[name].positional

    @wraps(plain)
    def function(*args: Any, inplace: bool = False, **kwargs: Any) -> Any:
        if len(args) > positional:
            *args, inplace = args  # type: ignore[assignment]
        if inplace:
            return getattr(Tensor, name + "_")(*args, **kwargs)
        return plain(*args, **kwargs)

    return function


def __getattr__(name: str) -> Any:
    known = _names().get(name)
    if known is None:
        raise AttributeError(f"module 'arraygrad.nn.functional' has no attribute {name!r}")
    if known != name and name.endswith("_"):
        function = getattr(Tensor, name)
    else:
        function = _with_inplace(known) if OPS[known].inplace else caller(known)
    globals()[name] = function
    return function


def __dir__() -> list[str]:
    return sorted(_names())
