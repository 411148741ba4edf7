"""One event file: a header and one record per event, in the order in which they were added."""

from __future__ import annotations

import os
import socket
import time
from itertools import count
from threading import Lock
from typing import Any

from arraygrad.utils.tensorboard.messages import message, tool

__all__ = ["EventFile"]

_VERSION = "brain.Event:2"
_numbers = count()


class EventFile:
    """A new event file in a folder, which is made if it is missing.

    Parameters
    ----------
    folder : str
        Where the file goes.
    suffix : str
        Appended to its name.
    purge_step : int or None
        Hide what earlier files in the folder have from this step on.
    max_queue : int
        Events held back before they are written to the disk.
    flush_secs : float
        Seconds after which they are written in any case, once another one comes.
    """

    def __init__(self, folder: str, suffix: str, purge_step: int | None, max_queue: int, flush_secs: float) -> None:
        tool("record_writer", "directory_check")(folder)
        now = time.time()
        # The number and the process keep two writers of one second from overwriting each other.
        name = f"events.out.tfevents.{int(now):010d}.{socket.gethostname()}.{os.getpid()}.{next(_numbers)}{suffix}"
        self._records: Any = tool("record_writer", "RecordWriter")(os.path.join(folder, name))
        self._lock = Lock()
        self._max_queue = max_queue
        self._flush_secs = flush_secs
        self._held_back = 0
        self._last_flush = now
        self._write(wall_time=now, file_version=_VERSION)
        if purge_step is not None:
            log = message("SessionLog")
            self._write(wall_time=now, step=purge_step, file_version=_VERSION)
            self._write(wall_time=now, step=purge_step, session_log=log(status=log.START))

    def add(self, step: int | None, walltime: float | None, **content: Any) -> None:
        """Append an event: its content by the name of the field, such as ``summary``."""
        step = None if step is None else int(step)
        self._write(wall_time=time.time() if walltime is None else walltime, step=step, **content)
        if self._held_back >= self._max_queue or time.time() - self._last_flush > self._flush_secs:
            self.flush()

    def flush(self) -> None:
        """Write everything to the disk."""
        with self._lock:
            self._records.flush()
            self._held_back = 0
            self._last_flush = time.time()

    def close(self) -> None:
        """Write everything to the disk and close the file."""
        self.flush()
        self._records.close()

    def _write(self, **fields: Any) -> None:
        content = message("Event")(**fields).SerializeToString()
        with self._lock:
            self._records.write(content)
            self._held_back += 1
