"""The backend ``"readonly"``: NumPy arrays that cannot be written, to try what immutable arrays ask of the library.

Every array is frozen, and so is what comes out of an operation on it: code that writes in place where it should have
asked for a new array fails here at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

import numpy as np

from arraygrad_numpy.backend import NumpyBackend

__all__ = ["ReadOnlyArray", "ReadOnlyBackend", "backend"]


class ReadOnlyArray(np.ndarray):
    """A NumPy array whose memory nobody writes; operations give arrays of the same kind."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return _frozen(getattr(ufunc, method)(*_plain(inputs), **_plain(kwargs)))

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return _frozen(func(*_plain(args), **_plain(kwargs)))

    def __getitem__(self, key: Any) -> Any:
        return _frozen(_plain(self)[_plain(key)])

    def astype(self, *args: Any, **kwargs: Any) -> Any:
        return _frozen(_plain(self).astype(*args, **kwargs))

    def reshape(self, *args: Any, **kwargs: Any) -> Any:
        return _frozen(_plain(self).reshape(*args, **kwargs))


def _not_in_place(self: ReadOnlyArray, other: Any) -> Any:
    return NotImplemented  # so that ``x += y`` is ``x = x + y``, as with any immutable object


_OPERATORS = (
    "add", "and", "floordiv", "lshift", "matmul", "mod", "mul", "or", "pow", "rshift", "sub", "truediv", "xor",
)  # fmt: skip
for _operator in _OPERATORS:
    setattr(ReadOnlyArray, f"__i{_operator}__", _not_in_place)


def _plain(value: Any) -> Any:
    """The same with NumPy's own arrays, still read-only."""
    if isinstance(value, ReadOnlyArray):
        return value.view(np.ndarray)
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _frozen(value: Any) -> Any:
    """The same with read-only arrays."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
        return value.view(ReadOnlyArray)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_frozen(item) for item in value))
    if isinstance(value, (list, tuple)):
        return type(value)(_frozen(item) for item in value)
    return value


def _view_bits(input: ReadOnlyArray, dtype: Any, source: Any, parts: float) -> Any:
    return _frozen(_plain(input).view(dtype))


class ReadOnlyBackend(NumpyBackend):
    """NumPy without writing: device ``"readonly"``."""

    name: ClassVar[str] = "readonly"
    device_type: ClassVar[str] = "readonly"
    mutable: ClassVar[bool] = False
    shares_host: ClassVar[bool] = False

    @property
    def array_type(self) -> type:
        return ReadOnlyArray

    def owns(self, array: object) -> bool:
        return isinstance(array, ReadOnlyArray)

    def from_host(self, array: np.ndarray, native: Any, *, copy: bool) -> np.ndarray:
        return _frozen(np.array(array, order="C"))  # type: ignore[no-any-return]

    def to_host(self, array: np.ndarray) -> np.ndarray:
        return _plain(array)  # type: ignore[no-any-return]

    def asarray(self, value: Any, native: Any) -> np.ndarray:
        return _frozen(np.asarray(value))  # type: ignore[no-any-return]

    def copy(self, array: np.ndarray) -> np.ndarray:
        return _frozen(super().copy(_plain(array)))  # type: ignore[no-any-return]

    def contiguous(self, array: np.ndarray) -> np.ndarray:
        return array if array.flags.c_contiguous else self.copy(array)

    def owns_memory(self, array: np.ndarray) -> bool:
        return True

    def writeable(self, array: np.ndarray) -> bool:
        return True

    def read(self, array: np.ndarray, key: tuple[Any, ...]) -> np.ndarray:
        return _frozen(super().read(_plain(array), _plain(key)))  # type: ignore[no-any-return]

    def write(self, array: np.ndarray, key: Any, value: Any) -> np.ndarray:
        return _frozen(super().write(super().copy(_plain(array)), _plain(key), _plain(value)))  # type: ignore[no-any-return]

    def add_at(self, array: np.ndarray, key: Any, value: Any) -> np.ndarray:
        return _frozen(super().add_at(super().copy(_plain(array)), _plain(key), _plain(value)))  # type: ignore[no-any-return]

    def random_bits(
        self, native: Any, key: tuple[int, int], counter: int, n: int, *, width: Literal[64, 32] = 64
    ) -> np.ndarray:
        return _frozen(super().random_bits(native, key, counter, n, width=width))  # type: ignore[no-any-return]

    @property
    def kernels(self) -> Mapping[str, Callable[..., Any]]:
        return {"view_bits": _view_bits}  # alone, so that the generic bodies run


backend = ReadOnlyBackend()
