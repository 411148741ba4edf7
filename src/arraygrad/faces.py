"""Faces: public modules whose functions are made from the op records at first use.

A record lists the faces that its name appears in; a module that is a face delegates its ``__getattr__`` and ``__dir__``
here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from arraygrad.dispatch import caller
from arraygrad.op import OPS, Op
from arraygrad.tensor import Tensor

__all__ = ["function_of", "names_of"]


@cache
def names_of(face: str) -> dict[str, tuple[Op, bool]]:
    """The names in a face, aliases and in-place forms included: the op of each, and whether it is the in-place form."""
    names: dict[str, tuple[Op, bool]] = {}
    for op in OPS.values():
        for name in op.names_in(face):
            names[name] = (op, False)
            if op.inplace:
                names[name + "_"] = (op, True)
    return names


def function_of(face: str, name: str) -> Callable[..., Any]:
    """The function of a name in a face.

    Raises
    ------
    AttributeError
        If there is none.
    """
    found = names_of(face).get(name)
    if found is None:
        raise AttributeError(f"module 'arraygrad{'' if face == 'torch' else '.' + face}' has no attribute {name!r}")
    op, inplace = found
    if inplace:
        return getattr(Tensor, name)  # type: ignore[no-any-return]
    return _with_inplace(op) if op.inplace and face == "nn.functional" else caller(op.name)


def _with_inplace(op: Op) -> Callable[..., Any]:
    """The function with PyTorch's last argument, `inplace`, which writes the result into the operand."""
    plain, positional = caller(op.name), op.positional

    @wraps(plain)
    def function(*args: Any, inplace: bool = False, **kwargs: Any) -> Any:
        if len(args) > positional:
            *args, inplace = args  # type: ignore[assignment]
        if inplace:
            return getattr(Tensor, op.name + "_")(*args, **kwargs)
        return plain(*args, **kwargs)

    function.__module__ = "arraygrad.nn.functional"
    return function
