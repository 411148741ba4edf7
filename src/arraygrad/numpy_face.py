"""What NumPy sees: ``ndarray op tensor`` and NumPy's element-wise functions on tensors give tensors and record
gradients.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from arraygrad.dispatch import caller
from arraygrad.op import OPS

__all__ = ["array_ufunc"]

_names: dict[str, str] = {}


def _op_of(ufunc: np.ufunc) -> str | None:
    """The op that means the same as a NumPy function."""
    if not _names:
        for op in OPS.values():
            for name in (op.name, op.standard, *op.aliases):
                if name:
                    _names.setdefault(name, op.name)
    return _names.get(ufunc.__name__)


def array_ufunc(self: Any, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
    """NumPy's protocol for element-wise functions.

    Raises
    ------
    TypeError
        For a function, method or argument that has no counterpart; it names the function. Nothing leaves the graph in
        silence: call ``.detach().numpy()`` to go on with NumPy.
    """
    name = _op_of(ufunc)
    if method != "__call__" or kwargs or name is None:
        what = ufunc.__name__ + ("" if method == "__call__" else f".{method}")
        options = f" with {', '.join(kwargs)}=" if kwargs else ""
        raise TypeError(
            f"np.{what}{options} is not supported on tensors; use arraygrad's function, or tensor.detach().numpy() for "
            "NumPy's"
        )
    return caller(name)(*inputs)
