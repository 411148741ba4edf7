"""How much memory of CUDA devices is in use."""

from __future__ import annotations

import warnings
from collections import OrderedDict

from arraygrad.backend import Device, available, place_on

__all__ = [
    "empty_cache",
    "max_memory_allocated",
    "max_memory_cached",
    "max_memory_reserved",
    "mem_get_info",
    "memory_allocated",
    "memory_cached",
    "memory_reserved",
    "memory_stats",
    "memory_summary",
    "reset_max_memory_allocated",
    "reset_max_memory_cached",
    "reset_peak_memory_stats",
]

Place = int | str | Device | None

#: PyTorch's names of the figures.
_STATISTICS = {
    "allocated_bytes.all.current": "allocated",
    "allocated_bytes.all.peak": "allocated_peak",
    "reserved_bytes.all.current": "reserved",
    "reserved_bytes.all.peak": "reserved_peak",
}


def memory_stats(device: Place = None) -> OrderedDict[str, int]:
    """The figures that are known, by PyTorch's names, such as ``"allocated_bytes.all.peak"``; none without a device."""
    if available("cuda") is not None:
        return OrderedDict()
    place = place_on("cuda", device)
    figures = place.backend.memory(place.native)
    return OrderedDict((name, figures[word]) for name, word in _STATISTICS.items() if word in figures)


def memory_allocated(device: Place = None) -> int:
    """Bytes that arrays on a device take; 0 without one.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cuda.memory_allocated() >= 0
    True
    """
    return memory_stats(device).get("allocated_bytes.all.current", 0)


def max_memory_allocated(device: Place = None) -> int:
    """Most bytes that arrays took since `reset_peak_memory_stats`, in the thread that called it."""
    return memory_stats(device).get("allocated_bytes.all.peak", 0)


def memory_reserved(device: Place = None) -> int:
    """Bytes that the library has taken from a device, for arrays and to have at hand."""
    return memory_stats(device).get("reserved_bytes.all.current", 0)


def max_memory_reserved(device: Place = None) -> int:
    """Most bytes that the library had taken since `reset_peak_memory_stats`."""
    return memory_stats(device).get("reserved_bytes.all.peak", 0)


def reset_peak_memory_stats(device: Place = None) -> None:
    """Begin to count the most that is in use here and now.

    A library that counts nothing by itself counts from the first call on, in the calling thread.

    Raises
    ------
    AssertionError
        If there is no device.
    """
    place = place_on("cuda", device)
    place.backend.reset_peaks(place.native)


def empty_cache() -> None:
    """Give memory that the library keeps at hand back to the devices; nothing happens without one."""
    if available("cuda") is None:
        backend = place_on("cuda").backend
        for name in backend.places():
            backend.release_memory(Device(f"cuda:{name}").native)


def mem_get_info(device: Place = None) -> tuple[int, int]:
    """Free and total bytes of a device.

    Raises
    ------
    AssertionError
        If there is no device.
    """
    place = place_on("cuda", device)
    figures = place.backend.memory(place.native)
    return figures.get("free", 0), figures.get("total", 0)


def memory_summary(device: Place = None, abbreviated: bool = False) -> str:
    """A table of the figures.

    Raises
    ------
    AssertionError
        If there is no device.
    """
    place = place_on("cuda", device)
    figures = place.backend.memory(place.native)
    rows = [f"{word.replace('_', ' '):<16}{count / 2**20:>14.1f} MiB" for word, count in figures.items()]
    return "\n".join([f"memory of {place}", *rows])


def _renamed(old: str, new: str) -> None:
    warnings.warn(f"`arraygrad.cuda.{old}` has been renamed to `arraygrad.cuda.{new}`", FutureWarning, stacklevel=3)


def memory_cached(device: Place = None) -> int:
    """The old name of `memory_reserved`."""
    _renamed("memory_cached", "memory_reserved")
    return memory_reserved(device)


def max_memory_cached(device: Place = None) -> int:
    """The old name of `max_memory_reserved`."""
    _renamed("max_memory_cached", "max_memory_reserved")
    return max_memory_reserved(device)


def reset_max_memory_allocated(device: Place = None) -> None:
    """The old name of `reset_peak_memory_stats`."""
    _renamed("reset_max_memory_allocated", "reset_peak_memory_stats")
    reset_peak_memory_stats(device)


def reset_max_memory_cached(device: Place = None) -> None:
    """The old name of `reset_peak_memory_stats`."""
    _renamed("reset_max_memory_cached", "reset_peak_memory_stats")
    reset_peak_memory_stats(device)
