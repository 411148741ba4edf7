"""The accelerator of this machine, whatever it is: devices whose memory the host cannot read, under PyTorch's names.

Devices of a library that may be the host too, such as ``"jax:gpu:0"``, are asked for by name.
"""

from __future__ import annotations

from collections import OrderedDict
from importlib import import_module
from types import ModuleType

from arraygrad import streams
from arraygrad.backend import Device, available, backend_names, find, set_current

__all__ = [
    "current_accelerator",
    "current_device_index",
    "current_stream",
    "device_count",
    "device_index",
    "empty_cache",
    "get_device_module",
    "get_memory_info",
    "is_available",
    "max_memory_allocated",
    "max_memory_reserved",
    "memory_allocated",
    "memory_reserved",
    "memory_stats",
    "reset_peak_memory_stats",
    "set_device_index",
    "set_stream",
    "synchronize",
]

Place = int | str | Device | None

#: Types of devices that have a module of their own.
_MODULES = ("cpu", "cuda", "mps", "xpu")


def current_accelerator(check_available: bool = False) -> Device | None:
    """The accelerator's device, without a number; None if there is none that can be used.

    Examples
    --------
    >>> import arraygrad as ag
    >>> device = ag.accelerator.current_accelerator() or ag.device("cpu")
    """
    for name in backend_names():
        if find(name).remote and available(name) is None:
            return Device(find(name).device_type)
    return None


def is_available() -> bool:
    """Whether there is an accelerator that can be used."""
    return current_accelerator() is not None


def get_device_module(device: str | Device | None = None) -> ModuleType:
    """The module with the functions of a type of device, such as `arraygrad.cuda`; of the accelerator for None.

    Raises
    ------
    RuntimeError
        If there is no such module.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.get_device_module("cpu").device_count()
    1
    """
    device = current_accelerator() or "cpu" if device is None else device
    name = device.type if isinstance(device, Device) else device.partition(":")[0]
    if name not in _MODULES:
        name = find(name).device_type
        raise RuntimeError(f"Device '{name}' does not have a corresponding module registered as 'arraygrad.{name}'.")
    return import_module(f"arraygrad.{name}")


def device_count() -> int:
    """Number of accelerators; 0 if there is none."""
    found = current_accelerator()
    return 0 if found is None else len(found.backend.places())


def _place(device: Place = None) -> Device:
    """The accelerator that a number, a string or a device stands for; the current one for None.

    Raises
    ------
    RuntimeError
        If there is none.
    ValueError
        If `device` is something else.
    """
    found = current_accelerator()
    if found is None:
        raise RuntimeError("Cannot access accelerator device when none is available: use device 'cpu'")
    if device is not None:
        place = Device(f"{found.type}:{device}" if isinstance(device, int) else device)
        if place.type != found.type:
            raise ValueError(f"{place.type} doesn't match the current accelerator {found.type}.")
        return place
    return found


def current_device_index() -> int:
    """Number of the accelerator in use."""
    return _place().index or 0


def set_device_index(device: Place, /) -> None:
    """Choose the accelerator in use, in the whole process."""
    set_current(_place(device))


class device_index:
    """Context in which an accelerator is the one in use; None changes nothing."""

    def __init__(self, device: int | None, /) -> None:
        self.number = device
        self._before: list[Device] = []

    def __enter__(self) -> None:
        if self.number is not None:
            self._before.append(_place())
            set_device_index(self.number)

    def __exit__(self, *exc: object) -> None:
        if self.number is not None:
            set_current(self._before.pop())


def synchronize(device: Place = None, /) -> None:
    """Wait until all work given to an accelerator is done."""
    place = _place(device)
    place.backend.synchronize(place.native)


def current_stream(device: Place = None, /) -> streams.Stream:
    """The stream of an accelerator that work goes to now."""
    return streams.current_stream(_place(device))


def set_stream(stream: streams.Stream) -> None:
    """Have work of this thread go to a stream from now on."""
    stream.native.use()


def memory_stats(device_index: Place = None, /) -> OrderedDict[str, int]:
    """Bytes ``allocated`` to arrays and ``reserved`` by the library, now and (``_peak``) at most, ``free``, ``total``;
    what the library does not count is left out."""
    place = _place(device_index)
    return OrderedDict(place.backend.memory(place.native))


def memory_allocated(device_index: Place = None, /) -> int:
    """Bytes that arrays take."""
    return memory_stats(device_index).get("allocated", 0)


def max_memory_allocated(device_index: Place = None, /) -> int:
    """Most bytes that arrays took since `reset_peak_memory_stats`."""
    return memory_stats(device_index).get("allocated_peak", 0)


def memory_reserved(device_index: Place = None, /) -> int:
    """Bytes that the library has taken, for arrays and to have at hand."""
    return memory_stats(device_index).get("reserved", 0)


def max_memory_reserved(device_index: Place = None, /) -> int:
    """Most bytes that the library had taken since `reset_peak_memory_stats`."""
    return memory_stats(device_index).get("reserved_peak", 0)


def get_memory_info(device_index: Place = None, /) -> tuple[int, int]:
    """Free and total bytes."""
    figures = memory_stats(device_index)
    return figures.get("free", 0), figures.get("total", 0)


def reset_peak_memory_stats(device_index: Place = None, /) -> None:
    """Begin to count the most that is in use here and now."""
    place = _place(device_index)
    place.backend.reset_peaks(place.native)


def empty_cache() -> None:
    """Give memory that the library keeps at hand back to the accelerator in use."""
    place = _place()
    place.backend.release_memory(place.native)
