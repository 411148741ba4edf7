"""CUDA devices, under PyTorch's names. The device type ``"cuda"`` is that of whichever backend registered it.

Where there is no CUDA device, questions are answered (`is_available` is False, there are 0 devices and 0 bytes), and
what needs one raises `AssertionError` with a line on what to do, as in a PyTorch without CUDA.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from arraygrad.backend import Device, available, find, place_on, set_current
from arraygrad.cuda import amp, nvtx
from arraygrad.cuda.memory import (
    empty_cache,
    max_memory_allocated,
    max_memory_cached,
    max_memory_reserved,
    mem_get_info,
    memory_allocated,
    memory_cached,
    memory_reserved,
    memory_stats,
    memory_summary,
    reset_max_memory_allocated,
    reset_max_memory_cached,
    reset_peak_memory_stats,
)
from arraygrad.cuda.random import (
    get_rng_state,
    get_rng_state_all,
    initial_seed,
    manual_seed,
    manual_seed_all,
    seed,
    seed_all,
    set_rng_state,
    set_rng_state_all,
)
from arraygrad.cuda.streams import Event, Stream, StreamContext, current_stream, default_stream, set_stream, stream
from arraygrad.dtypes import bfloat16
from arraygrad.tensor import Tensor

__all__ = [
    "Event",
    "Stream",
    "StreamContext",
    "amp",
    "current_device",
    "current_stream",
    "default_stream",
    "device",
    "device_count",
    "device_of",
    "empty_cache",
    "get_device_capability",
    "get_device_name",
    "get_device_properties",
    "get_rng_state",
    "get_rng_state_all",
    "init",
    "initial_seed",
    "is_available",
    "is_bf16_supported",
    "is_initialized",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "max_memory_cached",
    "max_memory_reserved",
    "mem_get_info",
    "memory_allocated",
    "memory_cached",
    "memory_reserved",
    "memory_stats",
    "memory_summary",
    "nvtx",
    "reset_max_memory_allocated",
    "reset_max_memory_cached",
    "reset_peak_memory_stats",
    "seed",
    "seed_all",
    "set_device",
    "set_rng_state",
    "set_rng_state_all",
    "set_stream",
    "stream",
    "synchronize",
]

#: What stands for a device: a number, a string, a device, or None for the current one.
Place = int | str | Device | None


def is_available() -> bool:
    """Whether a CUDA device can be used.

    Examples
    --------
    >>> import arraygrad as ag
    >>> device = "cuda" if ag.cuda.is_available() else "cpu"
    """
    return available("cuda") is None


def device_count() -> int:
    """Number of CUDA devices; 0 where there is no driver."""
    return len(find("cuda").places()) if is_available() else 0


def init() -> None:
    """Find the devices, which otherwise happens when the first one is used.

    Raises
    ------
    AssertionError
        If there is none.
    """
    place_on("cuda")


def is_initialized() -> bool:
    """Whether there are devices to use; they are found when they are asked for."""
    return is_available()


def current_device() -> int:
    """Number of the device that ``"cuda"`` means."""
    return place_on("cuda").index or 0


def set_device(device: Place) -> None:
    """Have ``"cuda"`` mean a device from now on, in the whole process; a negative number changes nothing."""
    if not (isinstance(device, int) and device < 0):
        set_current(place_on("cuda", device))


class device:
    """Context in which ``"cuda"`` means a device; None, or a negative number, changes nothing."""

    def __init__(self, device: Place) -> None:
        self.place = device
        self._before: list[Device | None] = []

    def __enter__(self) -> None:
        nothing = self.place is None or (isinstance(self.place, int) and self.place < 0)
        self._before.append(None if nothing else place_on("cuda"))
        set_device(-1 if self.place is None else self.place)

    def __exit__(self, *exc: object) -> None:
        before = self._before.pop()
        if before is not None:
            set_current(before)


class device_of(device):
    """Context in which ``"cuda"`` means the device of a tensor; a tensor elsewhere changes nothing."""

    def __init__(self, obj: Tensor) -> None:
        super().__init__(obj.device if obj.is_cuda else None)


def synchronize(device: Place = None) -> None:
    """Wait until all work given to a device is done."""
    place = place_on("cuda", device)
    place.backend.synchronize(place.native)


@dataclass(frozen=True)
class DeviceProperties:
    """What is known of a device."""

    name: str
    major: int = 0
    minor: int = 0
    total_memory: int = 0
    multi_processor_count: int = 0


def get_device_properties(device: Place = None) -> DeviceProperties:
    """Name, capability and size of a device; 0 where the library does not say."""
    place = place_on("cuda", device)
    known: dict[str, Any] = dict(place.backend.properties(place.native))
    return DeviceProperties(**known)


def get_device_name(device: Place = None) -> str:
    """The name of a device."""
    return get_device_properties(device).name


def get_device_capability(device: Place = None) -> tuple[int, int]:
    """Major and minor number of what a device can do."""
    found = get_device_properties(device)
    return found.major, found.minor


def is_bf16_supported(including_emulation: bool = True) -> bool:
    """Whether tensors on a CUDA device can be bfloat16; they cannot where the library has no such type."""
    if not is_available():
        return False
    try:
        place_on("cuda").raw_dtype(bfloat16)
    except TypeError:
        return False
    return True
