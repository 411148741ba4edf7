"""The adapter: NumPy arrays are the storage itself, shared with the user's arrays in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

import numpy as np

from arraygrad.backend import Backend
from arraygrad_numpy import namespace

__all__ = ["NumpyBackend"]

#: Above so many rows, `take` is quicker than indexing.
_FEW = 16


class NumpyBackend(Backend):
    """NumPy on the host: device ``"cpu"``."""

    name: ClassVar[str] = "numpy"
    device_type: ClassVar[str] = "cpu"
    libraries: ClassVar[tuple[str, ...]] = ("numpy",)
    mutable: ClassVar[bool] = True
    shares_host: ClassVar[bool] = True

    @property
    def xp(self) -> Any:
        return namespace

    @property
    def array_type(self) -> type:
        return np.ndarray

    # -- transfer and sharing ------------------------------------------------------------------------------------
    def from_host(self, array: np.ndarray, native: Any, *, copy: bool) -> np.ndarray:
        return np.array(array, order="C") if copy else np.asarray(array)

    def to_host(self, array: np.ndarray) -> np.ndarray:
        return array

    def asarray(self, value: Any, native: Any) -> np.ndarray:
        return np.asarray(value)

    def copy(self, array: np.ndarray) -> np.ndarray:
        return np.array(array, order="C")  # NumPy's own operations make scalars of arrays without dimensions

    def contiguous(self, array: np.ndarray) -> np.ndarray:
        return array if array.flags.c_contiguous else array.copy()

    def strides(self, array: np.ndarray) -> tuple[int, ...] | None:
        if array.flags.c_contiguous:
            return None
        size = array.itemsize
        return tuple(stride // size for stride in array.strides)

    def owns(self, array: object) -> bool:
        # Subclasses mean something by their additions (a mask, a unit); only memory-mapped files are just memory.
        return type(array) in (np.ndarray, np.memmap)

    def owns_memory(self, array: np.ndarray) -> bool:
        flags = array.flags
        return flags.owndata and flags.carray

    def writeable(self, array: np.ndarray) -> bool:
        return array.flags.writeable

    def shares_memory(self, a: np.ndarray, b: np.ndarray) -> bool:
        return np.shares_memory(a, b)

    # -- reading and writing -------------------------------------------------------------------------------------
    def read(self, array: np.ndarray, key: tuple[Any, ...]) -> np.ndarray:
        if len(key) == 1 and array.flags.c_contiguous and isinstance(key[0], np.ndarray) and key[0].size > _FEW:
            return array.take(key[0], axis=0)
        part: np.ndarray = array[key]
        return part

    def add_at(self, array: np.ndarray, key: Any, value: Any) -> np.ndarray:
        from arraygrad_numpy.scatter import add_at

        return add_at(array, key, value)

    # -- random numbers, kernels ---------------------------------------------------------------------------------
    def random_bits(
        self, native: Any, key: tuple[int, int], counter: int, n: int, *, width: Literal[64, 32] = 64
    ) -> np.ndarray:
        from arraygrad_numpy.random import random_bits

        return random_bits(key, counter, n, width=width)

    @property
    def into(self) -> Mapping[str, Callable[..., Any]]:
        from arraygrad_numpy.kernels.into import INTO

        return INTO

    @property
    def kernels(self) -> Mapping[str, Callable[..., Any]]:
        from arraygrad_numpy.kernels import KERNELS

        return KERNELS
