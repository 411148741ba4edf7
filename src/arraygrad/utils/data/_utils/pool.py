"""The loader's side of its workers: starting them, talking to them, and ending them whatever happens."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import time
import weakref
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.context import BaseContext
from typing import Any, NamedTuple

from arraygrad.utils.data._utils.transport import Parcel, Receiver, unpack
from arraygrad.utils.data._utils.worker import Job, Outcome, Task, run

__all__ = ["Answer", "Pool", "default_context"]

#: Seconds that workers have to finish the batch in hand when they are no longer wanted.
_PATIENCE = 2.0
#: What a fork server imports once, so that the workers which come out of it need not.
_PRELOAD = ["__main__", "arraygrad.utils.data._utils.preload"]

_ADVICE = (
    ". It had not begun to work: what it printed says why. A program that is imported by its workers must start them "
    'under `if __name__ == "__main__":`'
)
#: What unpicklable objects raise.
_UNPICKLABLE = (AttributeError, TypeError, pickle.PicklingError)

#: This process's ends of the pipes. A process that is forked off closes them: a worker takes it that its loader is gone
#: when nobody holds the other end.
_ends: weakref.WeakSet[Connection] = weakref.WeakSet()


def _close_ends() -> None:
    for end in list(_ends):
        end.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_ends)


def default_context() -> BaseContext:
    """How workers are started if nothing is said: by a fork server, or spawned where there are none or
    `multiprocessing.set_start_method` says so. Forking has to be asked for: threads do not survive it, and
    `multiprocessing` sets it as its method without being asked."""
    if (
        multiprocessing.get_start_method(allow_none=True) == "spawn"
        or "forkserver" not in multiprocessing.get_all_start_methods()
    ):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    return context


class Answer(NamedTuple):
    """What came of a task, in memory of this process."""

    outcome: Outcome
    pieces: list[bytearray]

    @property
    def is_end(self) -> bool:
        """Whether the worker's stream has no more samples."""
        return self.outcome is Outcome.END

    def value(self) -> Any:
        """The batch.

        Raises
        ------
        Exception
            If making it raised one: one of the same class.
        """
        value = unpack(self.pieces)
        if self.outcome is Outcome.FAILURE:
            raise value.error()
        return value


class _Worker:
    """One worker as the loader sees it."""

    def __init__(self, context: Any, parcel: Parcel, number: int) -> None:
        read_tasks, self.tasks = Pipe(duplex=False)
        self.answers, write_answers = Pipe()  # a descriptor can be sent through this kind only
        _ends.update((self.tasks, self.answers))
        self.receiver = Receiver(self.answers)
        self.slots: set[int] = set()
        self.has_begun = False
        self.process = context.Process(target=run, args=(read_tasks, write_answers, parcel, number), daemon=True)
        try:
            self.process.start()
        except BaseException:
            self.close()
            raise
        finally:
            read_tasks.close()
            write_answers.close()

    def close(self) -> None:
        """Close the pipes."""
        self.tasks.close()
        self.answers.close()


class Pool:
    """The worker processes of a loader.

    Parameters
    ----------
    context : multiprocessing context
        How the processes are started.
    job : Job
        What they are to do.

    Raises
    ------
    Exception
        Whatever pickling the job raises, if the processes are not forked, with advice.
    """

    def __init__(self, context: BaseContext, job: Job) -> None:
        self.epoch = 0
        self._workers: list[_Worker] = []
        #: Ends the workers: called by `stop`, when the pool is dropped, and when the interpreter exits.
        self.stop = weakref.finalize(self, _end, os.getpid(), self._workers)
        parcel = Parcel(job)
        try:
            for number in range(job.num_workers):
                self._workers.append(_Worker(context, parcel, number))
        except BaseException as error:
            self.stop()
            if isinstance(error, _UNPICKLABLE):
                error.add_note(
                    f"DataLoader workers that are started by {context.get_start_method()!r} are sent the dataset, "
                    "collate_fn and worker_init_fn: define these at the top level of a module, or start the workers by "
                    "multiprocessing_context='fork'"
                )
            raise

    def __len__(self) -> int:
        return len(self._workers)

    def submit(self, worker: int, number: int, indices: Any) -> None:
        """Ask a worker for a batch of the present pass."""
        it = self._workers[worker]
        slot = next(i for i in count() if i not in it.slots)
        it.slots.add(slot)
        with suppress(BrokenPipeError):
            it.tasks.send(Task(self.epoch, number, slot, indices))
            return
        self._give_up([it])

    def begin(self) -> int:
        """Begin a new pass, and forget what is left of the one before."""
        self.epoch += 1
        for worker in self._workers:
            worker.slots.clear()
        return self.epoch

    @property
    def is_running(self) -> bool:
        """Whether there are workers still."""
        return self.stop.alive

    def receive(self, timeout: float) -> list[tuple[int, int, Answer]]:
        """What came of tasks of the present pass: worker, number of the batch and answer; at least one, in no order.

        Raises
        ------
        RuntimeError
            If nothing comes within `timeout` seconds (0: wait for ever), or a worker is gone.
        """
        if not self.is_running:
            raise RuntimeError("the workers of this DataLoader have been stopped")
        deadline = time.monotonic() + timeout
        while True:
            left = max(0.0, deadline - time.monotonic()) if timeout else None
            ready = wait([worker.answers for worker in self._workers], left)
            if not ready:
                raise RuntimeError(f"DataLoader timed out after {timeout} seconds")
            made, lost = [], []
            for number, worker in enumerate(self._workers):
                if worker.answers not in ready:
                    continue
                try:
                    tag, slot, pieces = worker.receiver.receive()
                except (EOFError, OSError):
                    lost.append(worker)
                    continue
                if tag is None:
                    worker.has_begun = True
                elif tag[0] == self.epoch:
                    worker.slots.discard(slot)
                    made.append((number, tag[1], Answer(tag[2], pieces)))
            if lost:
                self._give_up(lost)
            if made:
                return made

    def _give_up(self, lost: Sequence[_Worker]) -> None:
        ends = []
        for worker in lost:
            worker.process.join(_PATIENCE)
            ends.append(f"{worker.process.pid}: exit code {worker.process.exitcode}")
        advice = "" if all(worker.has_begun for worker in lost) else _ADVICE
        pids = ", ".join(str(worker.process.pid) for worker in lost)
        for worker in self._workers:
            worker.process.terminate()
        self.stop()
        raise RuntimeError(f"DataLoader worker (pid(s) {pids}) exited unexpectedly ({'; '.join(ends)}){advice}")


def _end(owner: int, workers: Sequence[_Worker]) -> None:
    """Let workers finish what they do and go; end those that do not."""
    if os.getpid() != owner:
        return
    for worker in workers:
        with suppress(OSError):  # it may be gone
            worker.tasks.send(None)
        worker.close()
    deadline = time.monotonic() + _PATIENCE
    for worker in workers:
        process = worker.process
        process.join(max(0.0, deadline - time.monotonic()))
        for end in (process.terminate, process.kill):
            if process.exitcode is None:
                end()
                process.join(_PATIENCE)
        process.close()
