"""NumPy as an array API namespace.

NumPy 2 follows the standard but for the argument ``descending`` of the sorting functions. A full compatibility layer
would cost more to import than NumPy itself, so this module is NumPy with those two functions replaced - and with the
few functions that NumPy writes in Python replaced by the methods and ufuncs they come down to, which on small arrays
take a fraction of the time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = [
    "all", "any", "argsort", "astype", "broadcast_to", "expand_dims", "max", "min", "ones", "ones_like", "permute_dims",
    "prod", "reshape", "sort", "squeeze", "sum", "zeros_like",
]  # fmt: skip

Axis = int | tuple[int, ...] | None

# Called with positional arguments, which take less time than keywords; whatever NumPy's types say.
_add: Any = np.add.reduce
_multiply: Any = np.multiply.reduce
_maximum: Any = np.maximum.reduce
_minimum: Any = np.minimum.reduce
_logical_and: Any = np.logical_and.reduce
_logical_or: Any = np.logical_or.reduce


def __getattr__(name: str) -> Any:
    value = getattr(np, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*dir(np), *__all__})


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


def sum(x: np.ndarray, /, *, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """Sum over axes."""
    return _add(x, axis, dtype, None, keepdims)


def prod(x: np.ndarray, /, *, axis: Axis = None, dtype: Any = None, keepdims: bool = False) -> Any:
    """Product over axes."""
    return _multiply(x, axis, dtype, None, keepdims)


def max(x: np.ndarray, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """Largest value over axes."""
    return _maximum(x, axis, None, None, keepdims)


def min(x: np.ndarray, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """Smallest value over axes."""
    return _minimum(x, axis, None, None, keepdims)


def all(x: np.ndarray, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """Whether all values over axes are true."""
    return _logical_and(x, axis, None, None, keepdims)


def any(x: np.ndarray, /, *, axis: Axis = None, keepdims: bool = False) -> Any:
    """Whether any value over axes is true."""
    return _logical_or(x, axis, None, None, keepdims)


def reshape(x: np.ndarray, /, shape: tuple[int, ...], *, copy: bool | None = None) -> np.ndarray:
    """The values in another shape: a view where strides permit."""
    return x.reshape(shape) if copy is None else np.reshape(x, shape, copy=copy)


def permute_dims(x: np.ndarray, /, axes: tuple[int, ...]) -> np.ndarray:
    """A view with its axes in another order."""
    return x.transpose(axes)


def expand_dims(x: np.ndarray, /, *, axis: int = 0) -> np.ndarray:
    """A view with a new axis of size one."""
    if axis < 0:
        axis += x.ndim + 1
    return x.reshape((*x.shape[:axis], 1, *x.shape[axis:]))


def squeeze(x: np.ndarray, /, axis: int | tuple[int, ...]) -> np.ndarray:
    """A view without axes of size one."""
    return x.squeeze(axis)


def broadcast_to(x: np.ndarray, /, shape: tuple[int, ...]) -> np.ndarray:
    """A read-only view with axes of size one repeated."""
    own = x.shape
    extra = len(shape) - len(own)
    if extra < 0 or not x.size or not x.flags.c_contiguous or any_differs(own, shape[extra:]):
        return np.broadcast_to(x, shape)
    strides = (0,) * extra + tuple([0 if n == 1 else s for n, s in zip(own, x.strides, strict=True)])
    view = np.ndarray(shape, x.dtype, x, 0, strides)
    view.flags.writeable = False
    return view


def any_differs(own: tuple[int, ...], target: tuple[int, ...]) -> bool:
    """Whether an axis neither has the size asked for nor can be repeated to it."""
    for n, m in zip(own, target, strict=True):  # noqa: SIM110  (`any` is the array function here)
        if n != m and n != 1:
            return True
    return False


def astype(x: np.ndarray, dtype: Any, /, *, copy: bool = True, device: Any = None) -> np.ndarray:
    """The values in another dtype."""
    return x.astype(dtype, copy=copy)


def ones(shape: int | tuple[int, ...], *, dtype: Any = None, device: Any = None) -> np.ndarray:
    """An array of ones."""
    made = np.empty(shape, dtype)
    made.fill(1)
    return made


def zeros_like(x: np.ndarray, /, *, dtype: Any = None, device: Any = None) -> np.ndarray:
    """An array of zeros in the shape of another."""
    return np.zeros(x.shape, x.dtype if dtype is None else dtype)


def ones_like(x: np.ndarray, /, *, dtype: Any = None, device: Any = None) -> np.ndarray:
    """An array of ones in the shape of another."""
    return ones(x.shape, dtype=x.dtype if dtype is None else dtype)
