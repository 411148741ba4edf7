"""The loader: mini-batches of a dataset."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from itertools import islice
from typing import Any, Generic, TypeVar, cast

from arraygrad.random import Generator
from arraygrad.utils.data.collate import default_collate, default_convert
from arraygrad.utils.data.dataset import Dataset, IterableDataset, fetch_samples
from arraygrad.utils.data.sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler

__all__ = ["DataLoader"]

T_co = TypeVar("T_co", covariant=True)


class DataLoader(Generic[T_co]):
    """Iterates over a dataset in mini-batches.

    Batches hold tensors where the dataset has them, numbers and NumPy arrays become tensors on the host; move a batch
    with ``.to(device)``. Each pass over the loader asks the sampler for a new order.

    The state of the generator when a pass begins decides its order. To resume in the middle of a pass, restore that
    state and skip the batches that were used.

    Parameters
    ----------
    dataset : Dataset
        Anything with ``__getitem__`` and ``__len__``, or an `IterableDataset`.
    batch_size : int or None
        Samples per batch. With None the samples are handed out one by one, without stacking.
    shuffle : bool, optional
        Visit the samples in random order.
    sampler : Sampler or iterable of int, optional
        The order of the samples, instead of `shuffle`.
    batch_sampler : Sampler or iterable of list of int, optional
        The indices of each batch, instead of `batch_size`, `shuffle`, `sampler` and `drop_last`.
    num_workers : int
        With 0 a batch is made when it is asked for. With more, that many threads make batches ahead of time; they
        arrive in the same order. The dataset must then allow calls from several threads, and random draws that it makes
        itself come in no fixed order.
    collate_fn : callable, optional
        Makes a batch from a list of samples; `default_collate` if not given.
    drop_last : bool
        Leave out a last batch that is not full.
    generator : Generator, optional
        Where the random order is drawn from; the default generator if not given.
    prefetch_factor : int, optional
        Batches made ahead per worker; 2 if not given.

    Raises
    ------
    ValueError
        If options exclude each other or are out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.utils.data import DataLoader, TensorDataset
    >>> loader = DataLoader(TensorDataset(ag.arange(5.0), ag.arange(5)), batch_size=2)
    >>> [y.tolist() for x, y in loader]
    [[0, 1], [2, 3], [4]]
    """

    def __init__(
        self,
        dataset: Dataset[T_co],
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Sampler[int] | Iterable[int] | None = None,
        batch_sampler: Sampler[list[int]] | Iterable[Sequence[int]] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[Any], Any] | None = None,
        *,
        drop_last: bool = False,
        generator: Generator | None = None,
        prefetch_factor: int | None = None,
    ) -> None:
        if num_workers < 0:
            raise ValueError("num_workers option should be non-negative; use num_workers=0 to disable worker threads.")
        if prefetch_factor is not None and (num_workers == 0 or prefetch_factor < 1):
            raise ValueError("prefetch_factor option should be positive and needs num_workers > 0")
        if isinstance(dataset, IterableDataset):
            _refuse_for_iterable(shuffle=shuffle, sampler=sampler, batch_sampler=batch_sampler)
            if num_workers > 0:
                raise ValueError("DataLoader with IterableDataset: a stream has one reader, use num_workers=0")
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None:
            if batch_size != 1 or shuffle or sampler is not None or drop_last:
                raise ValueError(
                    "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last"
                )
            batch_size = None
        elif batch_size is None and drop_last:
            raise ValueError("batch_size=None option disables auto-batching and is mutually exclusive with drop_last")
        elif batch_size is not None and batch_size < 1:
            raise ValueError(f"batch_size should be a positive integer value, but got batch_size={batch_size}")

        if sampler is None and not isinstance(dataset, IterableDataset):
            sized = cast("Sequence[T_co]", dataset)
            # A set without samples has one order only, which a random sampler refuses to draw.
            random = shuffle and len(sized) > 0
            sampler = RandomSampler(sized, generator=generator) if random else SequentialSampler(sized)
        if sampler is not None and batch_sampler is None and batch_size is not None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)

        self.dataset = dataset
        self.batch_size = batch_size
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.num_workers = num_workers
        self.prefetch_factor = prefetch_factor
        self.drop_last = drop_last
        self.generator = generator
        batches = batch_sampler is not None or batch_size is not None
        self.collate_fn: Callable[[Any], Any] = collate_fn or (default_collate if batches else default_convert)

    def __iter__(self) -> Iterator[Any]:
        if isinstance(self.dataset, IterableDataset):
            return self._stream(self.dataset)
        fetches = self._fetches()
        return self._prefetched(fetches) if self.num_workers else (fetch() for fetch in fetches)

    def __len__(self) -> int:
        if isinstance(self.dataset, IterableDataset):
            total = len(cast("Sequence[T_co]", self.dataset))
            if self.batch_size is None:
                return total
            return total // self.batch_size if self.drop_last else -(-total // self.batch_size)
        return len(cast("Sequence[Any]", self.batch_sampler if self.batch_sampler is not None else self.sampler))

    def _stream(self, dataset: IterableDataset[T_co]) -> Iterator[Any]:
        samples = iter(dataset)
        if self.batch_size is None:
            yield from map(self.collate_fn, samples)
            return
        while batch := list(islice(samples, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield self.collate_fn(batch)

    def _fetches(self) -> Iterator[Callable[[], Any]]:
        """The batches in their order, each as a call that makes it."""
        if self.batch_sampler is not None:
            return (partial(self._batch, indices) for indices in self.batch_sampler)
        return (partial(self._sample, index) for index in self.sampler or ())

    def _batch(self, indices: Sequence[int]) -> Any:
        return self.collate_fn(fetch_samples(self.dataset, indices))

    def _sample(self, index: int) -> Any:
        return self.collate_fn(self.dataset[index])

    def _prefetched(self, fetches: Iterator[Callable[[], Any]]) -> Iterator[Any]:
        ahead = self.num_workers * (self.prefetch_factor or 2)
        pending: deque[Future[Any]] = deque()
        pool = ThreadPoolExecutor(self.num_workers, thread_name_prefix="DataLoader")
        try:
            for fetch in fetches:
                # A thread starts with an empty context; grad mode and default device are those of the caller.
                pending.append(pool.submit(copy_context().run, fetch))
                if len(pending) > ahead:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _refuse_for_iterable(**options: object) -> None:
    for name, value in options.items():
        if value:
            raise ValueError(
                f"DataLoader with IterableDataset: expected unspecified {name} option, but got {name}={value}"
            )
