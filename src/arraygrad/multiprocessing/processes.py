"""Starting several processes that run one function, and waiting for them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

__all__ = [
    "ProcessContext",
    "ProcessException",
    "ProcessExitedException",
    "ProcessRaisedException",
    "SpawnContext",
    "spawn",
    "start_processes",
]

#: Seconds that a process has to end after it was told to.
_PATIENCE = 30.0


class ProcessException(Exception):
    """A process failed.

    Attributes
    ----------
    msg : str
    error_index : int
        Which of the processes it was.
    error_pid : int
    """

    def __init__(self, msg: str, error_index: int, error_pid: int) -> None:
        super().__init__(msg)
        self.msg = msg
        self.error_index = error_index
        self.error_pid = error_pid

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(self.__dict__.values())


class ProcessRaisedException(ProcessException):
    """A process failed by an exception, whose traceback is in the message."""


class ProcessExitedException(ProcessException):
    """A process ended with an exit code other than 0, or by a signal.

    Attributes
    ----------
    exit_code : int
    signal_name : str or None
    """

    def __init__(
        self, msg: str, error_index: int, error_pid: int, exit_code: int, signal_name: str | None = None
    ) -> None:
        super().__init__(msg, error_index, error_pid)
        self.exit_code = exit_code
        self.signal_name = signal_name


def _follow(parent: Any) -> None:
    wait([parent.sentinel])
    os._exit(1)


def _run(fn: Callable[..., object], index: int, args: Sequence[Any], reports: Connection) -> None:
    parent = multiprocessing.parent_process()
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()  # nobody is left who would end this process
    try:
        fn(index, *args)
    except KeyboardInterrupt:
        pass  # the parent was interrupted too, and says so
    except Exception:
        reports.send(traceback.format_exc())
        sys.exit(1)


class ProcessContext:
    """Processes that were started together."""

    def __init__(self, processes: Sequence[Any], reports: Sequence[Connection]) -> None:
        self.processes = list(processes)
        self._sentinels = {process.sentinel: i for i, process in enumerate(processes)}
        self._reports = {report: i for i, report in enumerate(reports)}
        self._texts: dict[int, str] = {}

    def pids(self) -> list[int]:
        """The numbers of the processes."""
        return [int(process.pid) for process in self.processes]

    def join(self, timeout: float | None = None, grace_period: float | None = None) -> bool:
        """Wait until a process ends.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait; for ever if not given.
        grace_period : float, optional
            If a process fails, seconds that the others have to end by themselves, before they are told to.

        Returns
        -------
        bool
            Whether all have ended.

        Raises
        ------
        ProcessRaisedException, ProcessExitedException
            If one of them failed. The others have ended then.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        ended: list[Any] = []
        while self._sentinels and not ended:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready = wait([*self._sentinels, *self._reports], left)
            if not ready:
                return False
            self._read(ready)
            ended = [it for it in ready if it in self._sentinels]
        for sentinel in ended:
            index = self._sentinels.pop(sentinel)
            self.processes[index].join()
            if self.processes[index].exitcode != 0:
                self._end_all(grace_period)
                self._read(self._reports)
                raise self._failure(index)
        return not self._sentinels

    def _read(self, ready: Iterable[Any]) -> None:
        """Take the reports of failures: a process ends only when its report is read."""
        for report in [it for it in ready if it in self._reports]:
            with suppress(EOFError, OSError):  # it ended without one
                self._texts[self._reports[report]] = report.recv()
            del self._reports[report]
            report.close()

    def _end_all(self, grace_period: float | None) -> None:
        if grace_period is not None:
            self._wait(grace_period)
        for tell in ("terminate", "kill"):
            for process in self.processes:
                if process.is_alive():
                    getattr(process, tell)()
            self._wait(_PATIENCE if grace_period is None else grace_period)
        self._sentinels.clear()

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        for process in self.processes:
            process.join(max(0.0, deadline - time.monotonic()))

    def _failure(self, index: int) -> ProcessException:
        process = self.processes[index]
        code, pid = process.exitcode, process.pid
        if index in self._texts:
            text = f"\n\n-- Process {index} terminated with the following error:\n{self._texts[index]}"
            return ProcessRaisedException(text, index, pid)
        name = _signal_name(-code) if code < 0 else None
        how = f"signal {name}" if name else f"exit code {code}"
        return ProcessExitedException(f"process {index} terminated with {how}", index, pid, code, name)


class SpawnContext(ProcessContext):
    """Processes that `spawn` started."""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"<Unknown signal {number}>"


def start_processes(
    fn: Callable[..., object],
    args: Sequence[Any] = (),
    nprocs: int = 1,
    join: bool = True,
    daemon: bool = False,
    start_method: str = "spawn",
) -> ProcessContext | None:
    """Run a function in several processes.

    Parameters
    ----------
    fn : callable
        Called as ``fn(index, *args)``. Unless processes are forked, it has to be defined at the top level of a module.
    args : sequence
        What else it is called with. Tensors whose memory is shared stay shared.
    nprocs : int
        How many processes.
    join : bool
        Wait for all of them.
    daemon : bool
        Whether they end with this process in an orderly way. If this process is killed, they end in any case.
    start_method : str
        ``"spawn"``, ``"fork"`` or ``"forkserver"``.

    Returns
    -------
    ProcessContext or None
        To wait for the processes with, if `join` is false.

    Raises
    ------
    ProcessRaisedException, ProcessExitedException
        If a process failed. The others have been ended then.
    """
    context: Any = multiprocessing.get_context(start_method)
    processes, reports = [], []
    for index in range(nprocs):
        ours, theirs = Pipe(duplex=False)
        process = context.Process(target=_run, args=(fn, index, args, theirs), daemon=daemon)
        process.start()
        theirs.close()
        processes.append(process)
        reports.append(ours)
    together = (SpawnContext if start_method == "spawn" else ProcessContext)(processes, reports)
    if not join:
        return together
    while not together.join():
        pass
    return None


def spawn(
    fn: Callable[..., object],
    args: Sequence[Any] = (),
    nprocs: int = 1,
    join: bool = True,
    daemon: bool = False,
    start_method: str = "spawn",
) -> ProcessContext | None:
    """Run a function in several new interpreters: `start_processes` with its default.

    The program must be importable: start processes under ``if __name__ == "__main__":``.
    """
    if start_method != "spawn":
        warnings.warn(
            f"This method only supports start_method=spawn (got: {start_method}). To use a different start_method use "
            "arraygrad.multiprocessing.start_processes(...)",
            FutureWarning,
            stacklevel=2,
        )
    return start_processes(fn, args, nprocs, join, daemon)
