"""Streams and events of CUDA devices."""

from __future__ import annotations

from typing import Any, ClassVar

from arraygrad import streams
from arraygrad.backend import Device, place_on
from arraygrad.streams import StreamContext

__all__ = ["Event", "Stream", "StreamContext", "current_stream", "default_stream", "set_stream", "stream"]

Place = int | str | Device | None


class Stream(streams.Stream):
    """A queue of work on a CUDA device; see `arraygrad.streams.Stream`.

    Raises
    ------
    AssertionError
        If there is no device.
    """

    def __init__(self, device: Place = None, priority: int | None = 0, native: Any = None) -> None:
        super().__init__(place_on("cuda", device), priority, native)


class Event(streams.Event):
    """A mark in a CUDA stream; see `arraygrad.streams.Event`.

    Raises
    ------
    AssertionError
        If there is no device.
    """

    device_type: ClassVar[str] = "cuda"

    def __init__(self, enable_timing: bool = False, blocking: bool = False, interprocess: bool = False) -> None:
        place_on("cuda")
        super().__init__(enable_timing, blocking, interprocess)


def current_stream(device: Place = None) -> Stream:
    """The stream of a device that work goes to now."""
    place = place_on("cuda", device)
    return Stream(place, native=place.backend.current_stream(place.native))


def default_stream(device: Place = None) -> Stream:
    """The stream of a device that work goes to unless another is chosen."""
    return Stream(device, priority=None)


def set_stream(stream: streams.Stream | None) -> None:
    """Have work of this thread go to a stream from now on; `stream` as a context is the better way."""
    if stream is not None:
        stream.native.use()


def stream(stream: streams.Stream | None) -> StreamContext:
    """Context in which work goes to a stream; None leaves things as they are."""
    return StreamContext(stream)
