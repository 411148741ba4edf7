"""One pass over a loader: what its ``__iter__`` returns."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from arraygrad.utils.data._utils.fetch import Exhausted, Recipe

if TYPE_CHECKING:
    from arraygrad.utils.data._utils.pool import Answer, Pool

__all__ = ["Pass", "SerialPass", "WorkerPass"]


class Pass(Iterator[Any]):
    """A pass over a dataset.

    Parameters
    ----------
    indices : iterator
        Of each batch what is in it.
    stream : IterableDataset, optional
        The dataset, if it is a stream whose length was asked for.
    length : int, optional
        What its length was said to be.
    """

    advice = ""

    def __init__(self, indices: Iterator[Any], stream: object = None, length: int | None = None) -> None:
        self._indices = indices
        self._stream = stream
        self._length = length
        self._given = 0

    def _batch(self) -> Any:
        raise StopIteration

    def __next__(self) -> Any:
        batch = self._batch()
        self._given += 1
        if self._length is not None and self._given > self._length:
            warnings.warn(
                f"Length of IterableDataset {self._stream} was reported to be {self._length} (when accessing "
                f"len(dataloader)), but {self._given} samples have been fetched. {self.advice}",
                stacklevel=2,
            )
        return batch


class SerialPass(Pass):
    """Makes each batch when it is asked for."""

    def __init__(self, recipe: Recipe, *args: Any) -> None:
        super().__init__(*args)
        self._fetch = recipe.start()

    def _batch(self) -> Any:
        indices = next(self._indices)
        try:
            return self._fetch(indices)
        except Exhausted:
            raise StopIteration from None


class WorkerPass(Pass):
    """Keeps the workers of a pool busy and hands out what they make.

    Parameters
    ----------
    pool : Pool
    ahead : int
        How many batches are in the making at a time.
    in_order : bool
        Whether batches are handed out in the order of their indices, else as they come.
    timeout : float
        Seconds to wait for a batch; 0 for ever.
    keep : bool
        Whether the pool is for further passes.
    """

    advice = "Each worker has a copy of the stream: it can ask get_worker_info() which part of it is its own."

    def __init__(self, pool: Pool, ahead: int, in_order: bool, timeout: float, keep: bool, *args: Any) -> None:
        super().__init__(*args)
        self._pool = pool
        self._epoch = pool.begin()
        self._in_order = in_order
        self._timeout = timeout
        self._keep = keep
        #: Of each batch that was asked for, what came of it, in the order in which they were asked for.
        self._answers: dict[int, Answer | None] = {}
        self._asked = 0
        #: Of each worker that still has samples, how many batches it is to make.
        self._loads = dict.fromkeys(range(len(pool)), 0)
        self._turn = 0
        for _ in range(ahead):
            self._ask()

    def _ask(self) -> None:
        """Have one more batch made, if there is one."""
        if not self._loads:
            return
        for indices in self._indices:
            workers = sorted(self._loads, key=lambda worker: (worker - self._turn) % len(self._pool))
            worker = workers[0] if self._in_order else min(workers, key=self._loads.__getitem__)
            self._pool.submit(worker, self._asked, indices)
            self._turn = worker + 1
            self._loads[worker] += 1
            self._answers[self._asked] = None
            self._asked += 1
            return

    def _batch(self) -> Any:
        while self._answers:
            if self._epoch != self._pool.epoch:
                raise RuntimeError("this pass over the DataLoader is over: another has begun with the same workers")
            for number, answer in self._answers.items():
                if answer is not None:
                    del self._answers[number]
                    self._ask()
                    return answer.value()
                if self._in_order:
                    break
            self._listen()
        if not self._keep:
            self._pool.stop()
        raise StopIteration

    def _listen(self) -> None:
        for worker, number, answer in self._pool.receive(self._timeout):
            if answer.is_end:
                self._loads.pop(worker, None)
                del self._answers[number]
                self._ask()
            else:
                self._answers[number] = answer
                if worker in self._loads:
                    self._loads[worker] -= 1
