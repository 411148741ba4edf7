"""NumPy as an array API namespace.

NumPy 2 follows the standard but for the argument ``descending`` of the sorting functions, so this module is NumPy with
those two functions replaced. A full compatibility layer would cost more to import than NumPy itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["argsort", "sort"]


def __getattr__(name: str) -> Any:
    return getattr(np, name)


def __dir__() -> list[str]:
    return dir(np)


def sort(x: np.ndarray, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> np.ndarray:
    """The values in order along an axis; NaN counts as the largest."""
    result = np.sort(x, axis=axis, kind="stable" if stable else None)
    return np.flip(result, axis=axis) if descending else result


def argsort(x: np.ndarray, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> np.ndarray:
    """The indices that sort along an axis; equal values keep their order if `stable`."""
    kind: Any = "stable" if stable else None
    if not descending:
        return np.argsort(x, axis=axis, kind=kind)
    backwards = np.flip(np.argsort(np.flip(x, axis=axis), axis=axis, kind=kind), axis=axis)
    result: np.ndarray = x.shape[axis] - 1 - backwards
    return result
