"""The adapter: array-api-strict, with NumPy below it for what the standard lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from arraygrad.backend import Backend, absence

__all__ = ["StrictBackend"]

#: Pretended devices by the place in a device string.
_DEVICES = {"": "CPU_DEVICE", "1": "device1", "2": "device2"}


class StrictBackend(Backend):
    """array-api-strict: device ``"strict"``, and ``"strict:1"``, ``"strict:2"`` which pretend to be elsewhere."""

    name: ClassVar[str] = "array-api-strict"
    device_type: ClassVar[str] = "strict"
    libraries: ClassVar[tuple[str, ...]] = ("array_api_strict",)
    mutable: ClassVar[bool] = True

    # -- presence ------------------------------------------------------------------------------------------------
    def available(self) -> str | None:
        return absence("array_api_strict", "array-api-strict")

    @property
    def xp(self) -> Any:
        import array_api_strict

        return array_api_strict

    @property
    def array_type(self) -> type:
        return self._array_type

    @cached_property
    def _array_type(self) -> type:
        return type(self.xp.zeros(()))

    # -- devices -------------------------------------------------------------------------------------------------
    def resolve_device(self, place: str) -> tuple[str, Any]:
        place = "" if place == "0" else place
        if place not in _DEVICES:
            raise RuntimeError(f"Invalid device string: 'strict:{place}': there are strict, strict:1 and strict:2")
        return place, self.xp.Device(_DEVICES[place])

    def places(self) -> list[str]:
        return list(_DEVICES)

    def place_of(self, array: Any) -> str:
        for place, name in _DEVICES.items():
            if array.device == self.xp.Device(name):
                return place
        raise RuntimeError(f"the array is on {array.device}; tensors live on strict, strict:1 and strict:2")

    # -- transfer and sharing ------------------------------------------------------------------------------------
    def from_host(self, array: np.ndarray, native: Any, *, copy: bool) -> Any:
        return self.xp.asarray(np.array(array, order="C"), device=native)

    def to_host(self, array: Any) -> np.ndarray:
        host = _memory(array).copy()
        host.flags.writeable = False
        return host

    def transfer(self, array: Any, native: Any) -> Any:
        return self.from_host(_memory(array), native, copy=True)  # memory of its own, as on another device

    def asarray(self, value: Any, native: Any) -> Any:
        return value if self.owns(value) else self.from_host(np.asarray(value), native, copy=True)

    def copy(self, array: Any) -> Any:
        return self._wrap(_memory(array).copy(), array)

    def contiguous(self, array: Any) -> Any:
        return array if _memory(array).flags.c_contiguous else self.copy(array)

    def owns_memory(self, array: Any) -> bool:
        flags = _memory(array).flags
        return flags.owndata and flags.carray

    def writeable(self, array: Any) -> bool:
        return _memory(array).flags.writeable

    def strides(self, array: Any) -> tuple[int, ...] | None:
        memory = _memory(array)
        return None if memory.flags.c_contiguous else tuple(stride // memory.itemsize for stride in memory.strides)

    def shares_memory(self, a: Any, b: Any) -> bool:
        return np.shares_memory(_memory(a), _memory(b))

    # -- reading and writing -------------------------------------------------------------------------------------
    def read(self, array: Any, key: tuple[Any, ...]) -> Any:
        return self._wrap(np.asarray(_memory(array)[self._key(key)]), array)

    def write(self, array: Any, key: Any, value: Any) -> Any:
        _memory(array)[self._key(key)] = self._value(value)
        return array

    def add_at(self, array: Any, key: Any, value: Any) -> Any:
        np.add.at(_memory(array), self._key(key), self._value(value))
        return array

    # -- kernels -------------------------------------------------------------------------------------------------
    @property
    def kernels(self) -> Mapping[str, Callable[..., Any]]:
        return {
            "as_strided": self._strided,
            "unfold": self._unfold,
            "view_as_complex": self._as_complex,
            "view_as_real": self._as_real,
            "view_bits": self._bits,
        }

    def _strided(self, input: Any, size: tuple[int, ...], stride: tuple[int, ...], offset: int) -> Any:
        memory = _memory(input)
        if not memory.flags.c_contiguous:
            return NotImplemented
        memory = memory.reshape(-1)[offset:]
        return self._wrap(as_strided(memory, size, [s * memory.itemsize for s in stride]), input)

    def _unfold(self, input: Any, dim: int, size: int, step: int) -> Any:
        windows = sliding_window_view(_memory(input), size, dim, writeable=True)
        return self._wrap(windows[(*(slice(None),) * dim, slice(None, None, step))], input)

    def _bits(self, input: Any, dtype: Any, source: Any, parts: float) -> Any:
        return self._wrap(_memory(input).view(str(dtype).rpartition(".")[2]), input)

    def _as_real(self, input: Any) -> Any:
        memory = _memory(input)
        return self._wrap(memory[..., None].view(np.real(memory).dtype), input)

    def _as_complex(self, input: Any) -> Any:
        memory = _memory(input)
        if memory.strides[-1] != memory.itemsize:
            return NotImplemented
        return self._wrap(memory.view(np.result_type(memory.dtype, np.complex64))[..., 0], input)

    def _wrap(self, memory: np.ndarray, like: Any) -> Any:
        return self.xp.asarray(memory, device=like.device, copy=False)

    def _value(self, value: Any) -> Any:
        return _memory(value) if self.owns(value) else value

    def _key(self, key: Any) -> Any:
        return tuple(map(self._value, key)) if isinstance(key, tuple) else self._value(key)


def _memory(array: Any) -> np.ndarray:
    """The NumPy array below: indexing with several arrays, as reading and writing need it, is not in the standard."""
    return array._array  # type: ignore[no-any-return]
