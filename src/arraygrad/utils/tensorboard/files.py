"""The event files of a writer."""

from __future__ import annotations

import os
import socket
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

from arraygrad.utils.tensorboard.event_file import EventFile
from arraygrad.utils.tensorboard.messages import message

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Files"]


class Files:
    """The part of `SummaryWriter` that opens, flushes and closes files."""

    def __init__(
        self,
        log_dir: str | os.PathLike[str] | None = None,
        comment: str = "",
        purge_step: int | None = None,
        max_queue: int = 10,
        flush_secs: float = 120,
        filename_suffix: str = "",
    ) -> None:
        message("Event")  # says what to install before a folder is made
        now = time.strftime("%b%d_%H-%M-%S")
        self.log_dir = os.fspath(log_dir or os.path.join("runs", f"{now}_{socket.gethostname()}{comment}"))
        self.max_queue = max_queue
        self.flush_secs = flush_secs
        self.filename_suffix = filename_suffix
        self._purge_step = purge_step
        self._files: dict[str, EventFile] = {}
        #: what the projector's configuration lists
        self._embeddings: list[str] = []
        self._file(self.log_dir)

    def get_logdir(self) -> str:
        """The folder that the event file is in."""
        return self.log_dir

    def flush(self) -> None:
        """Write everything that is held back to the disk."""
        for file in self._files.values():
            file.flush()

    def close(self) -> None:
        """Flush and close the event file. What is added later goes to a new file in the same folder."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _add(self, summary: Any, global_step: int | None, walltime: float | None) -> None:
        self._file(self.log_dir).add(global_step, walltime, summary=summary)

    def _file(self, folder: str) -> EventFile:
        if folder not in self._files:
            purge_step, self._purge_step = self._purge_step, None
            self._files[folder] = EventFile(folder, self.filename_suffix, purge_step, self.max_queue, self.flush_secs)
        return self._files[folder]
