"""Streams and events: queues of a device's work, and marks in them, over those of the backend's library."""

from __future__ import annotations

from typing import Any, ClassVar

from arraygrad.backend import Device

__all__ = ["Event", "Stream", "StreamContext"]


class Stream:
    """A queue of work on a device; work of several queues may run at the same time.

    A library that shows no queues has one per device, in which work is done in order: all streams are then the same.

    Parameters
    ----------
    device : Device
    priority : int or None
        Lower numbers come first; None for the default queue.
    native : object, optional
        The library's own queue, if there is one already.
    """

    def __init__(self, device: Device, priority: int | None = 0, native: Any = None) -> None:
        self.device = device
        self.priority = priority or 0
        self.native = device.backend.stream(device.native, priority) if native is None else native

    def synchronize(self) -> None:
        """Wait until the work given to this stream is done."""
        self.native.synchronize()

    def query(self) -> bool:
        """Whether the work given to this stream is done."""
        return bool(self.native.done)

    def record_event(self, event: Event | None = None) -> Event:
        """Put an event, a new one by default, after the work given so far."""
        event = Event() if event is None else event
        event.record(self)
        return event

    def wait_event(self, event: Event) -> None:
        """Have later work of this stream wait for an event."""
        if event.native is not None:
            self.native.wait_event(event.native)

    def wait_stream(self, stream: Stream) -> None:
        """Have later work of this stream wait for what was given to another one so far."""
        self.wait_event(stream.record_event())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stream) and self.device is other.device and bool(self.native == other.native)

    def __hash__(self) -> int:
        return hash((self.device, self.native))

    def __repr__(self) -> str:
        return f"<arraygrad.{self.device.type}.Stream device={self.device} native={self.native}>"


class Event:
    """A mark in a stream; it belongs to the device of the stream in which it is first recorded.

    Parameters
    ----------
    enable_timing : bool
        Whether times between events can be asked for.
    blocking : bool
        Whether `synchronize` lets other work of the host run.
    interprocess : bool
        Events do not leave the process; True is refused.
    """

    #: The type of the devices in whose streams it is put if none is given.
    device_type: ClassVar[str] = "cpu"

    def __init__(self, enable_timing: bool = False, blocking: bool = False, interprocess: bool = False) -> None:
        if interprocess:
            raise ValueError("events are not shared between processes: leave interprocess out")
        self.enable_timing = enable_timing
        self.blocking = blocking
        self.native: Any = None
        self.device: Device | None = None

    def record(self, stream: Stream | None = None) -> None:
        """Put the event into a stream, the current one by default, after the work given so far."""
        stream = current_stream(self.device or Device(self.device_type)) if stream is None else stream
        if self.native is None:
            self.device = stream.device
            self.native = stream.device.backend.event(timing=self.enable_timing, blocking=self.blocking)
        elif self.device is not stream.device:
            raise ValueError(f"Event device {self.device} does not match recording stream's device {stream.device}.")
        stream.native.record(self.native)

    def wait(self, stream: Stream | None = None) -> None:
        """Have later work of a stream, the current one by default, wait for the event."""
        if self.device is not None:
            (current_stream(self.device) if stream is None else stream).wait_event(self)

    def query(self) -> bool:
        """Whether the work before the event is done; true if it was not recorded."""
        return self.native is None or bool(self.native.done)

    def synchronize(self) -> None:
        """Wait until the work before the event is done."""
        if self.native is not None:
            self.native.synchronize()

    def elapsed_time(self, end_event: Event) -> float:
        """Milliseconds from this event to another.

        Raises
        ------
        ValueError
            If one of them was not made with ``enable_timing=True``, or not recorded.
        """
        if not (self.enable_timing and end_event.enable_timing):
            raise ValueError("Both events must be created with argument 'enable_timing=True'.")
        if self.device is None or end_event.device is None:
            raise ValueError("Both events must be recorded before calculating elapsed time.")
        return float(self.device.backend.elapsed(self.native, end_event.native))


class StreamContext:
    """Context in which work goes to a stream; None leaves things as they are."""

    def __init__(self, stream: Stream | None) -> None:
        self.stream = stream

    def __enter__(self) -> None:
        if self.stream is not None:
            self.stream.native.__enter__()

    def __exit__(self, *exc: Any) -> None:
        if self.stream is not None:
            self.stream.native.__exit__(*exc)


def current_stream(device: Device) -> Stream:
    """The stream of a device that work goes to now."""
    return Stream(device, native=device.backend.current_stream(device.native))
