"""Queues of work and marks in them, of libraries that show none: work is done in the order in which it was given."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arraygrad.backend import Backend

__all__ = ["Mark", "Queue"]


class Queue:
    """The one queue of a device."""

    def __init__(self, backend: Backend, native: Any) -> None:
        self.backend = backend
        self.native = native

    @property
    def done(self) -> bool:
        """Whether all work is done; it is waited for."""
        self.synchronize()
        return True

    def synchronize(self) -> None:
        """Wait until all work is done."""
        self.backend.synchronize(self.native)

    def record(self, event: Any) -> None:
        """Put a mark after the work that was given so far."""
        event.record(self)

    def wait_event(self, event: Any) -> None:
        """Have later work wait for a mark: it does in any case."""

    def use(self) -> None:
        """Have later work go here: it does in any case."""

    def __enter__(self) -> Queue:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Queue) and (other.backend, other.native) == (self.backend, self.native)

    def __hash__(self) -> int:
        return hash((self.backend, self.native))


class Mark:
    """A place in a queue. The work before it is waited for when it is put there, so it is always reached."""

    done = True
    time = 0.0

    def record(self, queue: Any) -> None:
        """Put it after the work that was given so far, and note the time."""
        queue.synchronize()
        self.time = perf_counter()

    def synchronize(self) -> None:
        """Wait until the work before it is done: it is."""
