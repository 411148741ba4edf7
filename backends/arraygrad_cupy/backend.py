"""The adapter: CuPy arrays on NVIDIA GPUs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np

from arraygrad.backend import Backend, absence

__all__ = ["CupyBackend"]

_INSTALL = "'arraygrad[cupy]'"


class CupyBackend(Backend):
    """CuPy: device ``"cuda"`` is the GPU current at first use, ``"cuda:1"`` the one with that number."""

    name: ClassVar[str] = "cupy"
    device_type: ClassVar[str] = "cuda"
    libraries: ClassVar[tuple[str, ...]] = ("cupy",)
    mutable: ClassVar[bool] = True
    remote: ClassVar[bool] = True

    @cached_property
    def _cupy(self) -> Any:
        import cupy

        return cupy

    # -- presence ------------------------------------------------------------------------------------------------
    def available(self) -> str | None:
        reason = absence("cupy", _INSTALL) or absence("array_api_compat", _INSTALL)
        if reason is not None:
            return reason
        try:
            count = self._cupy.cuda.runtime.getDeviceCount()
        except self._cupy.cuda.runtime.CUDARuntimeError as error:
            return f"cupy finds no usable GPU ({error}): install NVIDIA's driver (see nvidia-smi) or use device 'cpu'"
        return None if count else "cupy finds no GPU: use device 'cpu'"

    @property
    def xp(self) -> Any:
        import array_api_compat.cupy

        return array_api_compat.cupy

    @property
    def array_type(self) -> type:
        return self._cupy.ndarray  # type: ignore[no-any-return]

    # -- devices -------------------------------------------------------------------------------------------------
    def resolve_device(self, place: str) -> tuple[str, Any]:
        cuda = self._cupy.cuda
        if not place:
            place = str(cuda.runtime.getDevice())
        if place not in self.places():
            raise RuntimeError(
                f"Invalid device string: 'cuda:{place}': there are {', '.join(f'cuda:{p}' for p in self.places())}"
            )
        return place, cuda.Device(int(place))

    def places(self) -> list[str]:
        return [str(i) for i in range(self._cupy.cuda.runtime.getDeviceCount())]

    def place_of(self, array: Any) -> str:
        return str(array.device.id)

    def scope(self, native: Any) -> Callable[[], AbstractContextManager[Any]] | None:
        if self._cupy.cuda.runtime.getDeviceCount() == 1:
            return None
        return partial(self._cupy.cuda.Device, native.id)

    def synchronize(self, native: Any) -> None:
        native.synchronize()

    def properties(self, native: Any) -> Mapping[str, Any]:
        known = self._cupy.cuda.runtime.getDeviceProperties(native.id)
        return {
            "name": known["name"].decode(),
            "major": known["major"],
            "minor": known["minor"],
            "total_memory": known["totalGlobalMem"],
            "multi_processor_count": known["multiProcessorCount"],
        }

    def memory(self, native: Any) -> Mapping[str, int]:
        from arraygrad_cupy.memory import figures

        return figures(native)

    def reset_peaks(self, native: Any) -> None:
        from arraygrad_cupy.memory import reset_peaks

        reset_peaks(native)

    def release_memory(self, native: Any) -> None:
        from arraygrad_cupy.memory import release

        release(native)

    def stream(self, native: Any, priority: int | None = None) -> Any:
        if priority is None:
            return self._cupy.cuda.Stream.null
        with self._cupy.cuda.Device(native.id):
            return self._cupy.cuda.Stream(non_blocking=True, priority=priority)

    def current_stream(self, native: Any) -> Any:
        return self._cupy.cuda.get_current_stream(native.id)

    def event(self, *, timing: bool, blocking: bool) -> Any:
        return self._cupy.cuda.Event(block=blocking, disable_timing=not timing)

    def elapsed(self, start: Any, end: Any) -> float:
        return float(self._cupy.cuda.get_elapsed_time(start, end))

    # -- transfer and sharing ------------------------------------------------------------------------------------
    def from_host(self, array: np.ndarray, native: Any, *, copy: bool) -> Any:
        with self._cupy.cuda.Device(native.id):
            return self._cupy.array(array, order="C")

    def to_host(self, array: Any) -> np.ndarray:
        host: np.ndarray = self._cupy.asnumpy(array)
        host.flags.writeable = False
        return host

    def transfer(self, array: Any, native: Any) -> Any:
        with self._cupy.cuda.Device(native.id):
            return self._cupy.array(array, order="C")

    def asarray(self, value: Any, native: Any) -> Any:
        with self._cupy.cuda.Device(native.id):
            return self._cupy.asarray(value)

    def copy(self, array: Any) -> Any:
        return array.copy(order="C")

    def contiguous(self, array: Any) -> Any:
        return array if array.flags.c_contiguous else self.copy(array)

    def strides(self, array: Any) -> tuple[int, ...] | None:
        return None if array.flags.c_contiguous else tuple(stride // array.itemsize for stride in array.strides)

    def owns_memory(self, array: Any) -> bool:
        return bool(array.flags.owndata and array.flags.c_contiguous)

    def shares_memory(self, a: Any, b: Any) -> bool:
        return bool(a.device == b.device and self._cupy.shares_memory(a, b))

    # -- writing -------------------------------------------------------------------------------------------------
    def add_at(self, array: Any, key: Any, value: Any) -> Any:
        from arraygrad_cupy.scatter import add_at

        return add_at(array, key, value)

    # -- kernels -------------------------------------------------------------------------------------------------
    @property
    def kernels(self) -> Mapping[str, Callable[..., Any]]:
        from arraygrad_cupy.kernels import KERNELS

        return KERNELS
