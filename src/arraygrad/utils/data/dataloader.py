"""The loader: mini-batches of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import arraygrad.functions as functions
from arraygrad.autograd.modes import is_grad_enabled
from arraygrad.dtypes import get_default_dtype, int64
from arraygrad.random import Generator
from arraygrad.utils.data._utils.collate import default_collate, default_convert
from arraygrad.utils.data._utils.fetch import Recipe
from arraygrad.utils.data._utils.info import get_worker_info
from arraygrad.utils.data._utils.passes import SerialPass, WorkerPass
from arraygrad.utils.data.dataset import Dataset, IterableDataset
from arraygrad.utils.data.sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from arraygrad.utils.data._utils.pool import Pool

__all__ = ["DataLoader", "default_collate", "default_convert", "get_worker_info"]

T_co = TypeVar("T_co", covariant=True)

#: What workers were started with, and the settings of a pass.
_FIXED = frozenset(("batch_sampler", "batch_size", "dataset", "drop_last", "persistent_workers", "sampler"))


class DataLoader(Generic[T_co]):
    """Iterates over a dataset in mini-batches, which worker processes can make ahead of time.

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
        With 0 a batch is made when it is asked for. With more, that many processes make batches ahead of time.
    collate_fn : callable, optional
        Makes a batch from a list of samples; `default_collate` if not given.
    pin_memory : bool
        Taken and without effect: no backend has memory of this kind.
    drop_last : bool
        Leave out a last batch that is not full.
    timeout : float
        Seconds to wait for a batch from the workers, their start included; 0 waits for ever.
    worker_init_fn : callable, optional
        Called in each worker with its number before it begins.
    multiprocessing_context : str or multiprocessing context, optional
        How workers are started: ``"fork"``, ``"spawn"`` or ``"forkserver"``. If it is not given, by a fork server, or
        spawned where there are none or ``multiprocessing.set_start_method("spawn")`` was called.
    generator : Generator, optional
        Where the random order and the workers' seeds are drawn from; the default generator if not given.
    prefetch_factor : int, optional
        Batches made ahead per worker; 2 if not given.
    persistent_workers : bool
        Keep the workers for the next pass. Otherwise each pass starts its own.
    pin_memory_device : str
        Taken and without effect.
    in_order : bool
        Whether batches arrive in the order of their indices; if not, as they are made.

    Raises
    ------
    ValueError
        If options exclude each other or are out of range.
    TypeError
        If `multiprocessing_context` is neither a string nor a context.

    Notes
    -----
    An exception in a worker is raised here, as one of the same class, when its batch is due. If a worker is killed, or
    `timeout` passes, iterating raises RuntimeError. Workers end with the pass, with the loader if they are persistent,
    and in any case with this process. What else there is to know of them is on the documentation's page about data.

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
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], object] | None = None,
        multiprocessing_context: str | BaseContext | None = None,
        generator: Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
        in_order: bool = True,
    ) -> None:
        _check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        if isinstance(dataset, IterableDataset):
            _refuse_for_iterable(shuffle=shuffle, sampler=sampler, batch_sampler=batch_sampler)
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

        if sampler is None:
            sampler = _default_sampler(dataset, bool(shuffle), generator)
        if batch_sampler is None and batch_size is not None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)

        self.dataset = dataset
        self.batch_size = batch_size
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.num_workers = num_workers
        self.pin_memory = pin_memory
        self.drop_last = drop_last
        self.timeout = timeout
        self.worker_init_fn = worker_init_fn
        self.multiprocessing_context = multiprocessing_context
        self.generator = generator
        self.prefetch_factor = 2 if num_workers and prefetch_factor is None else prefetch_factor
        self.persistent_workers = persistent_workers
        self.pin_memory_device = pin_memory_device
        self.in_order = in_order
        batches = batch_sampler is not None
        self.collate_fn: Callable[[Any], Any] = collate_fn or (default_collate if batches else default_convert)
        self._pool: Pool | None = None
        #: What a stream's length was said to be when it was asked for.
        self._length: int | None = None
        self._is_complete = True

    _is_complete = False

    def __setattr__(self, name: str, value: Any) -> None:
        if self._is_complete and name in _FIXED:
            raise ValueError(f"{name} attribute should not be set after {type(self).__name__} is initialized")
        super().__setattr__(name, value)

    @property
    def multiprocessing_context(self) -> BaseContext | None:
        """How workers are started; None for the default."""
        return self._context

    @multiprocessing_context.setter
    def multiprocessing_context(self, value: str | BaseContext | None) -> None:
        self._context = None if value is None else _context(value, self.num_workers)

    def __iter__(self) -> Iterator[Any]:
        seed = functions.randint(2**63 - 1, (), generator=self.generator, dtype=int64, device="cpu").item()
        indices: Iterable[Any] = self.sampler if self.batch_sampler is None else self.batch_sampler
        about = (iter(indices), self.dataset, self._length)
        if self.num_workers == 0:
            if self.timeout:
                raise AssertionError("the timeout option needs num_workers > 0")
            return SerialPass(self._recipe(), *about)
        pool = self._pool
        if pool is None or not pool.is_running:
            pool = self._start(int(seed))
            self._pool = pool if self.persistent_workers else None
        ahead = self.num_workers * (self.prefetch_factor or 2)
        return WorkerPass(pool, ahead, self.in_order, self.timeout, self.persistent_workers, *about)

    def __len__(self) -> int:
        if not isinstance(self.dataset, IterableDataset):
            return len(cast("Sequence[Any]", self.batch_sampler if self.batch_sampler is not None else self.sampler))
        self._length = total = len(cast("Sequence[T_co]", self.dataset))
        if self.batch_size is None:
            return total
        return total // self.batch_size if self.drop_last else -(-total // self.batch_size)

    def _recipe(self) -> Recipe:
        return Recipe(self.dataset, self.collate_fn, batches=self.batch_sampler is not None, drop_last=self.drop_last)

    def _start(self, seed: int) -> Pool:
        """Start the workers."""
        from arraygrad.utils.data._utils.pool import Pool, default_context
        from arraygrad.utils.data._utils.worker import Job

        job = Job(self._recipe(), self.worker_init_fn, seed, self.num_workers, get_default_dtype(), is_grad_enabled())
        return Pool(self._context or default_context(), job)


def _default_sampler(dataset: Dataset[Any], shuffle: bool, generator: Generator | None) -> Iterable[Any]:
    if isinstance(dataset, IterableDataset):
        return repeat(None)
    sized = cast("Sequence[Any]", dataset)
    # A set without samples has one order only, which a random sampler refuses to draw.
    return RandomSampler(sized, generator=generator) if shuffle and len(sized) > 0 else SequentialSampler(sized)


def _context(value: str | BaseContext, num_workers: int) -> BaseContext:
    import multiprocessing
    from multiprocessing.context import BaseContext

    if num_workers == 0:
        raise ValueError(
            "multiprocessing_context can only be used with multi-process loading (num_workers > 0), but got "
            f"num_workers={num_workers}"
        )
    if isinstance(value, BaseContext):
        return value
    if not isinstance(value, str):
        raise TypeError(
            "multiprocessing_context option should be a valid context object or a string specifying the start method, "
            f"but got multiprocessing_context={value}"
        )
    methods = multiprocessing.get_all_start_methods()
    if value not in methods:
        raise ValueError(
            f"multiprocessing_context option should specify a valid start method in {methods!r}, but got "
            f"multiprocessing_context={value!r}"
        )
    return multiprocessing.get_context(value)


def _check_workers(num_workers: int, timeout: float, prefetch_factor: int | None, persistent_workers: bool) -> None:
    if num_workers < 0:
        raise ValueError("num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.")
    if timeout < 0:
        raise ValueError("timeout option should be non-negative")
    if prefetch_factor is not None and num_workers == 0:
        raise ValueError(
            "prefetch_factor option could only be specified in multiprocessing. let num_workers > 0 to enable "
            "multiprocessing, otherwise set prefetch_factor to None."
        )
    if prefetch_factor is not None and prefetch_factor < 1:
        raise ValueError("prefetch_factor option should be positive")
    if persistent_workers and num_workers == 0:
        raise ValueError("persistent_workers option needs num_workers > 0")


def _refuse_for_iterable(**options: object) -> None:
    for name, value in options.items():
        if value:
            raise ValueError(
                f"DataLoader with IterableDataset: expected unspecified {name} option, but got {name}={value}"
            )
