"""The host as a device, under PyTorch's names. Its work is done when a call returns, so all streams are alike."""

from __future__ import annotations

from typing import Any

from arraygrad import streams
from arraygrad.backend import Device
from arraygrad.cpu import amp
from arraygrad.streams import Event, StreamContext

__all__ = [
    "Event",
    "Stream",
    "StreamContext",
    "amp",
    "current_device",
    "current_stream",
    "device_count",
    "is_available",
    "is_initialized",
    "set_device",
    "stream",
    "synchronize",
]


class Stream(streams.Stream):
    """The one queue of the host; see `arraygrad.streams.Stream`."""

    def __init__(self, priority: int = -1) -> None:
        super().__init__(Device("cpu"), priority)


def is_available() -> bool:
    """Whether the host can be used: True.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cpu.is_available(), ag.cpu.device_count(), ag.cpu.current_device()
    (True, 1, 'cpu')
    """
    return True


def is_initialized() -> bool:
    """Whether the host is ready: True."""
    return True


def device_count() -> int:
    """Number of hosts: 1."""
    return 1


def current_device() -> str:
    """The name of the host: ``"cpu"``."""
    return "cpu"


def set_device(device: Any) -> None:
    """Nothing: there is one host."""


def synchronize(device: Any = None) -> None:
    """Nothing: work is done when a call returns."""


def current_stream(device: Any = None) -> Stream:
    """The one stream."""
    return Stream()


def stream(stream: streams.Stream | None) -> StreamContext:
    """Context in which work goes to a stream."""
    return StreamContext(stream)
