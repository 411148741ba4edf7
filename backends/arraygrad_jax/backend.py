"""The adapter: JAX's immutable arrays, with types and devices chosen per call and the user's settings left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from functools import cached_property, partial
from typing import Any, ClassVar, Literal

import numpy as np

from arraygrad.backend import Backend, absence

__all__ = ["JaxBackend"]

_INSTALL = "'arraygrad[jax]'"


class JaxBackend(Backend):
    """JAX: device ``"jax"`` is JAX's default device, ``"jax:gpu:0"`` one of its devices by platform and number."""

    name: ClassVar[str] = "jax"
    device_type: ClassVar[str] = "jax"
    libraries: ClassVar[tuple[str, ...]] = ("jax",)

    @cached_property
    def _jax(self) -> Any:
        import jax

        return jax

    # -- presence ------------------------------------------------------------------------------------------------
    def available(self) -> str | None:
        reason = absence("jax", _INSTALL)
        if reason is None:
            try:
                self._jax.devices()
            except Exception as error:  # whatever a platform raises that cannot start
                what = " ".join(f"{type(error).__name__}: {error}".split())
                reason = f"jax finds no device ({what}): unset JAX_PLATFORMS or pip install --upgrade {_INSTALL}"
        return reason

    @property
    def xp(self) -> Any:
        from arraygrad_jax import namespace

        return namespace

    @property
    def array_type(self) -> type:
        return self._array_type

    @cached_property
    def _array_type(self) -> type:
        return type(self._jax.device_put(np.zeros(())))

    def owns(self, array: object) -> bool:
        return isinstance(array, self._jax.Array)

    def concrete(self, array: Any) -> bool:
        return not isinstance(array, self._jax.core.Tracer)

    # -- devices -------------------------------------------------------------------------------------------------
    def _default(self) -> Any:
        chosen = self._jax.config.jax_default_device
        if isinstance(chosen, self._jax.Device):
            return chosen
        return self._jax.devices(chosen)[0]

    def _devices(self) -> list[Any]:
        devices = list(self._jax.local_devices())
        if devices[0].platform != "cpu":
            with suppress(RuntimeError):  # JAX_PLATFORMS may leave the CPU out
                devices += self._jax.local_devices(backend="cpu")
        return devices

    def resolve_device(self, place: str) -> tuple[str, Any]:
        if not place:
            device = self._default()
            return _place(device), device
        platform, _, number = place.rpartition(":") if place.rpartition(":")[2].isdigit() else (place, "", "0")
        platform = {"cuda": "gpu", "rocm": "gpu"}.get(platform, platform) or self._default().platform
        devices = self._devices()
        for device in devices:
            if device.platform == platform and device.id == int(number):
                return _place(device), device
        raise RuntimeError(
            f"Invalid device string: 'jax:{place}': JAX has {', '.join(f'jax:{_place(device)}' for device in devices)}"
        )

    def places(self) -> list[str]:
        return [_place(device) for device in self._devices()]

    def place_of(self, array: Any) -> str:
        if not self.concrete(array):
            return _place(self._default())
        devices = array.devices()
        if len(devices) > 1:
            raise RuntimeError(f"the array is spread over {len(devices)} JAX devices; a tensor lives on one")
        return _place(*devices)

    def scope(self, native: Any) -> Callable[[], AbstractContextManager[Any]] | None:
        jax = self._jax
        wide = partial(jax.enable_x64, True)
        if len(self._devices()) == 1 and native.platform == "cpu":
            return wide
        settings: list[Callable[[], AbstractContextManager[Any]]] = [wide, partial(jax.default_device, native)]
        if jax.config.jax_default_matmul_precision is None:
            # On accelerators JAX may multiply float32 matrices with fewer bits; a tensor's type is a promise.
            settings.append(partial(jax.default_matmul_precision, "float32"))
        return partial(_Scope, settings)

    def synchronize(self, native: Any) -> None:
        jax = self._jax
        jax.block_until_ready([array for array in jax.live_arrays() if array.devices() == {native}])

    # -- transfer and sharing ------------------------------------------------------------------------------------
    def from_host(self, array: np.ndarray, native: Any, *, copy: bool) -> Any:
        # JAX may take aligned host memory over, and may read it later than now: hand it memory of its own.
        with self._jax.enable_x64(True):
            return self._jax.device_put(np.array(array, order="C", copy=True), native)

    def to_host(self, array: Any) -> np.ndarray:
        if not self.concrete(array):
            raise TypeError("the values of a tensor are not known while a function is being compiled")
        host = np.asarray(array)
        host.flags.writeable = False
        return host

    def transfer(self, array: Any, native: Any) -> Any:
        with self._jax.enable_x64(True):
            return self._jax.device_put(array, native)

    def asarray(self, value: Any, native: Any) -> Any:
        return value if self.owns(value) else self.from_host(np.asarray(value), native, copy=True)

    def copy(self, array: Any) -> Any:
        return self.xp.copy(array)

    def shares_memory(self, a: Any, b: Any) -> bool:
        if a is b:
            return True
        if not (self.concrete(a) and self.concrete(b)) or a.size == 0 or a.devices() != b.devices():
            return False
        return bool(a.unsafe_buffer_pointer() == b.unsafe_buffer_pointer())

    # -- reading and writing -------------------------------------------------------------------------------------
    def read(self, array: Any, key: tuple[Any, ...]) -> Any:
        return self._indexing.read(array, key)

    def write(self, array: Any, key: Any, value: Any) -> Any:
        return self._indexing.write(array, key, value)

    def add_at(self, array: Any, key: Any, value: Any) -> Any:
        return self._indexing.add_at(array, key, value)

    @cached_property
    def _indexing(self) -> Any:
        from arraygrad_jax import indexing

        return indexing

    # -- random numbers, compilation, kernels --------------------------------------------------------------------
    def random_bits(
        self, native: Any, key: tuple[Any, Any], counter: Any, n: int, *, width: Literal[64, 32] = 64
    ) -> Any:
        from arraygrad_jax.random import random_bits

        return random_bits(key, counter, n, width=width)

    def compile(self, function: Callable[..., Any]) -> Callable[..., Any]:
        compiled = self._jax.jit(function)

        def run(*args: Any) -> Any:
            with self._jax.enable_x64(True):
                return compiled(*args)

        return run

    def fuse(self, name: str, body: Callable[..., Any]) -> Callable[..., Any]:
        from arraygrad_jax.fusion import FUSED, fuse

        return fuse(body) if name in FUSED else body

    @property
    def kernels(self) -> Mapping[str, Callable[..., Any]]:
        from arraygrad_jax.kernels import KERNELS

        return KERNELS


def _place(device: Any) -> str:
    return f"{device.platform}:{device.id}"


class _Scope:
    """Several settings of JAX as one context."""

    __slots__ = ("_managers",)

    def __init__(self, settings: list[Callable[[], AbstractContextManager[Any]]]) -> None:
        self._managers = [setting() for setting in settings]

    def __enter__(self) -> None:
        for manager in self._managers:
            manager.__enter__()

    def __exit__(self, *exc: Any) -> None:
        for manager in reversed(self._managers):
            manager.__exit__(*exc)
