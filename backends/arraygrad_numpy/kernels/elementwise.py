"""Element-wise functions of several steps in fewer passes over memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["KERNELS"]

Array = np.ndarray[Any, np.dtype[Any]]

#: With fewer elements the calls count, not the passes.
LEAST = 2048


def _large(x: Any) -> bool:
    return isinstance(x, np.ndarray) and x.size >= LEAST and x.dtype.kind == "f"


def clamp(input: Array, min: Any = None, max: Any = None) -> Any:
    """Kernel of the op `clamp`."""
    return np.clip(input, min, max) if _large(input) and (min is not None or max is not None) else NotImplemented


def hardtanh(input: Array, min_val: float = -1.0, max_val: float = 1.0) -> Any:
    """Kernel of the op `hardtanh`."""
    return np.clip(input, min_val, max_val) if _large(input) and min_val <= max_val else NotImplemented


def _one_and_exp(x: Array) -> Array:
    """``1 + exp(-x)``: an infinity where the exponential is too large is what its users need."""
    result: Array = np.negative(x)
    with np.errstate(over="ignore"):
        np.exp(result, out=result)
    result += 1
    return result


def sigmoid(input: Array) -> Any:
    """Kernel of the op `sigmoid`."""
    if not _large(input):
        return NotImplemented
    result = _one_and_exp(input)
    return np.reciprocal(result, out=result)


def silu(input: Array) -> Any:
    """Kernel of the op `silu`."""
    if not _large(input) or not np.isfinite(input.min()):  # -inf / inf would be NaN
        return NotImplemented
    result = _one_and_exp(input)
    return np.divide(input, result, out=result)


def nan_to_num(input: Array, nan: float | None = None, posinf: float | None = None, neginf: float | None = None) -> Any:
    """Kernel of the op `nan_to_num`."""
    if not _large(input):
        return NotImplemented
    if np.isfinite(input).all():
        return input.copy()
    return np.nan_to_num(input, nan=0.0 if nan is None else nan, posinf=posinf, neginf=neginf)


def isclose(input: Array, other: Array, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Any:
    """Kernel of the op `isclose`."""
    if not (_large(input) and _large(other)) or not (np.isfinite(input).all() and np.isfinite(other).all()):
        return NotImplemented
    bound = np.abs(other)
    bound *= rtol
    bound += atol
    return np.abs(input - other) <= bound


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {f.__name__: f for f in (clamp, hardtanh, isclose, nan_to_num, sigmoid, silu)}
