"""What NumPy sees: its functions on tensors, and ``ndarray op tensor``, give tensors and record gradients.

The tables from NumPy's functions to arraygrad's are read at the first call. What they lack raises TypeError and names
the function: nothing leaves the graph in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from arraygrad.tensor import Tensor

__all__ = ["array_function", "array_ufunc"]


def array_ufunc(self: Any, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
    """NumPy's protocol for element-wise functions and their methods.

    Raises
    ------
    TypeError
        For a function, method or argument that has no counterpart; it names the function. Nothing leaves the graph in
        silence: call ``.detach().numpy()`` to go on with NumPy.
    """
    from arraygrad.numpy_face.ufuncs import run

    ours = (Tensor.__array_ufunc__, np.ndarray.__array_ufunc__, None)
    if any(getattr(type(x), "__array_ufunc__", None) not in ours for x in (*inputs, *options.get("out", ()))):
        return NotImplemented
    return run(ufunc, method, inputs, options)


def array_function(
    self: Any, function: Callable[..., Any], types: Sequence[type], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """NumPy's protocol for all other functions.

    Raises
    ------
    TypeError
        For a function or argument that has no counterpart; it names the function.
    """
    from arraygrad.numpy_face.functions import run

    if not all(issubclass(t, (Tensor, np.ndarray)) for t in types):
        return NotImplemented
    return run(function, args, kwargs)
