"""NumPy's arrays, scalars and dtypes in a pickle: plain numbers only."""

from __future__ import annotations

import re
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arraygrad.serialization.errors import UnreadableFileError
from arraygrad.serialization.pytorch.known import Known

__all__ = ["ArrayType", "fill_array", "known_arrays"]

_PLAIN = re.compile(r"[<>=|]?[biufc]\d{1,2}")


class ArrayType:
    """A dtype that is being put together: the pickle tells the byte order afterwards."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype

    def __str__(self) -> str:
        return f"numpy.dtype({self.dtype})"

    def set_state(self, state: object) -> None:
        """Take over what a pickle says about the dtype."""
        order: Any = state[1] if isinstance(state, tuple) and len(state) > 4 else None
        if order not in ("<", ">", "=", "|") or not isinstance(state, tuple) or any(state[2:5]):
            raise UnreadableFileError("it has a NumPy dtype that is not one of plain numbers")
        self.dtype = self.dtype.newbyteorder(order)


def _dtype(text: str, align: Any = False, copy: Any = False) -> ArrayType:
    try:
        if _PLAIN.fullmatch(text):
            return ArrayType(np.dtype(text))
    except TypeError:  # there is no number of that size
        pass
    raise UnreadableFileError(f"it has a NumPy array or scalar of dtype {text}, and only plain numbers are read")


def _empty(cls: Any, shape: Any, kind: Any) -> NDArray[Any]:
    return np.ndarray((0,), np.int8)


def fill_array(array: NDArray[Any], state: object) -> None:
    """Give an empty array the dtype, shape and values that a pickle tells."""
    if isinstance(state, tuple) and len(state) == 5:
        _, shape, kind, fortran, data = state
        if isinstance(kind, ArrayType) and isinstance(data, bytes):
            _check(shape, kind.dtype, data)
            array.__setstate__((1, shape, kind.dtype, bool(fortran), data))  # type: ignore[arg-type]
            return
    raise UnreadableFileError("it has a NumPy array that is not one of plain numbers")


def _check(shape: Any, dtype: np.dtype[Any], data: bytes | bytearray) -> None:
    fits = isinstance(shape, tuple) and len(shape) <= 64 and all(type(n) is int and 0 <= n < 2**62 for n in shape)
    if not fits or prod(shape) * dtype.itemsize != len(data) or prod(n or 1 for n in shape) >= 2**60:
        raise UnreadableFileError("it has a NumPy array whose values do not fit its shape")


def _scalar(kind: ArrayType, data: bytes) -> Any:
    _check((), kind.dtype, data)
    return np.frombuffer(data, kind.dtype)[0]


def _from_buffer(data: bytes | bytearray, kind: ArrayType, shape: tuple[int, ...], order: str, axes: Any = None) -> Any:
    _check(shape, kind.dtype, data)
    if order not in ("C", "F") or axes is not None:
        raise UnreadableFileError("it has a NumPy array in an order other than C or Fortran")
    return np.frombuffer(bytearray(data), kind.dtype).reshape(shape, order="F" if order == "F" else "C")


def known_arrays() -> list[Known]:
    """NumPy's functions that make arrays."""
    array = Known("numpy.ndarray", lambda: None, required=1)  # named by others, never called
    return [
        array,
        Known("numpy.dtype", _dtype, str, None, None, required=1),
        Known("numpy._core.multiarray._reconstruct", _empty, Known, tuple, bytes),
        Known("numpy._core.multiarray.scalar", _scalar, ArrayType, bytes),
        Known(
            "numpy._core.numeric._frombuffer", _from_buffer, (bytes, bytearray), ArrayType, tuple, str, None, required=4
        ),
    ]
