"""A worker: the process that makes batches."""

from __future__ import annotations

import os
import queue
import random
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import numpy as np

from arraygrad.autograd.modes import set_grad_enabled
from arraygrad.backend import set_default_device
from arraygrad.dtypes import DType, set_default_dtype
from arraygrad.random import manual_seed
from arraygrad.utils.data._utils import info
from arraygrad.utils.data._utils.fetch import Exhausted, Fetch, Recipe
from arraygrad.utils.data._utils.transport import Content, Sender, pack

__all__ = ["Failure", "Job", "Outcome", "Task", "run"]


class Job(NamedTuple):
    """What all workers of a loader are given when they start."""

    recipe: Recipe
    init_fn: Callable[[int], object] | None
    base_seed: int
    num_workers: int
    dtype: DType
    grad_enabled: bool


class Task(NamedTuple):
    """A batch to be made: of which pass, the how manieth in it, of which samples, and where to put it."""

    epoch: int
    number: int
    slot: int
    indices: Any


class Outcome(Enum):
    """What became of a task."""

    BATCH = "batch"
    END = "end"  #: the stream has no more samples
    FAILURE = "failure"


class Failure(NamedTuple):
    """An exception of a worker, as it goes to the loader."""

    kind: type[BaseException] | None
    name: str
    where: str
    text: str

    @classmethod
    def of(cls, error: Exception, where: str) -> Failure:
        """Describe an exception with the traceback that led to it."""
        return cls(type(error), type(error).__name__, where, "".join(traceback.format_exception(error)))

    def error(self) -> BaseException:
        """An exception of the same class, with the worker's traceback as its text.

        A RuntimeError stands in for a class that cannot be found or is not made of a text.
        """
        text = f"Caught {self.name} {self.where}.\nOriginal {self.text}"
        if self.kind is not None:
            with suppress(Exception):  # whatever a constructor raises that wants other arguments
                return self.kind(_Text(text) if issubclass(self.kind, KeyError) else text)
        return RuntimeError(text)


class _Text(str):
    """Shown as it is where a KeyError shows the representation of its key."""

    def __repr__(self) -> str:
        return str(self)


class _Inbox(threading.Thread):
    """Takes tasks from the pipe, also while a batch is made, so that the loader never waits to hand one over.

    When the loader's process is gone, so is the worker, whatever it is doing.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(name="DataLoader tasks", daemon=True)
        self._connection = connection
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._epoch = 0
        self._stopped = False

    def run(self) -> None:
        while not self._stopped:
            try:
                task: Task | None = self._connection.recv()
            except (EOFError, OSError):
                os._exit(1)
            if task is None:
                self._stopped = True
            else:
                self._epoch = task.epoch
            self._tasks.put(task)

    def __iter__(self) -> Iterator[Task]:
        """The tasks that are still wanted: those of the newest pass, until there are to be no more."""
        while (task := self._tasks.get()) is not None and not self._stopped:
            if task.epoch == self._epoch:
                yield task


class _Maker:
    """Makes the batch of a task, or says why there is none."""

    def __init__(self, content: Content, worker: int) -> None:
        self._where = f"in DataLoader worker process {worker}"
        self._epoch = 0
        self._fetch: Fetch | None = None
        self._failure: Failure | None = None
        try:
            job: Job = content.open()
            self._recipe = job.recipe
            _set_up(job, worker)
        except Exception as error:
            self._failure = Failure.of(error, self._where)

    def answer(self, task: Task) -> tuple[Outcome, list[memoryview]]:
        """What became of a task, and the batch or the failure."""
        if self._failure is not None:
            return Outcome.FAILURE, _pack_failure(self._failure)
        try:
            if self._fetch is None or task.epoch != self._epoch:
                self._epoch, self._fetch = task.epoch, self._recipe.start()
            return Outcome.BATCH, pack(self._fetch(task.indices))
        except Exhausted:
            return Outcome.END, []
        except Exception as error:
            return Outcome.FAILURE, _pack_failure(Failure.of(error, self._where))


def _pack_failure(failure: Failure) -> list[memoryview]:
    try:
        return pack(failure)
    except Exception:  # the class cannot be found by its name: its text has to do
        return pack(failure._replace(kind=None))


def _set_up(job: Job, worker: int) -> None:
    seed = job.base_seed + worker
    random.seed(seed)
    np.random.seed(np.random.SeedSequence((job.base_seed, worker)).generate_state(4))
    manual_seed(seed)
    set_default_device("cpu")
    set_default_dtype(job.dtype)
    set_grad_enabled(job.grad_enabled)
    info.current = info.WorkerInfo(worker, job.num_workers, seed, job.recipe.dataset)
    if job.init_fn is not None:
        job.init_fn(worker)


def run(tasks: Connection, answers: Connection, content: Content, worker: int) -> None:
    """The life of a worker: make the batches that are asked for, until the loader wants no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the loader's ends its workers
    inbox = _Inbox(tasks)
    inbox.start()
    sender = Sender(answers)
    maker = _Maker(content, worker)
    with suppress(BrokenPipeError, ConnectionResetError):  # when the loader listens no more
        sender.send(None, 0, [])  # the process has come as far as this
        for task in inbox:
            outcome, pieces = maker.answer(task)
            sender.send((task.epoch, task.number, outcome), task.slot, pieces)
