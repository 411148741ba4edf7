"""Getting batches out of a dataset, in the loader's process or in a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Protocol

from arraygrad.utils.data.dataset import Dataset, IterableDataset, fetch_samples

__all__ = ["Exhausted", "Fetch", "Recipe"]


class Exhausted(Exception):
    """A stream has no more samples."""


class Fetch(Protocol):
    """Makes the batch of some indices; for a stream the indices only say how many samples are wanted."""

    def __call__(self, indices: Any, /) -> Any: ...


class Recipe:
    """How batches are made of a dataset.

    Parameters
    ----------
    dataset : Dataset
    collate_fn : callable
        Makes a batch of a list of samples, or converts a single sample.
    batches : bool
        Whether there are batches, else samples are handed out one by one.
    drop_last : bool
        Whether a stream's last batch is left out if it is not full.
    """

    def __init__(
        self, dataset: Dataset[Any], collate_fn: Callable[[Any], Any], *, batches: bool, drop_last: bool
    ) -> None:
        self.dataset = dataset
        self.collate_fn = collate_fn
        self.batches = batches
        self.drop_last = drop_last

    def start(self) -> Fetch:
        """Begin a pass over the dataset."""
        if isinstance(self.dataset, IterableDataset):
            return self._from_stream(self.dataset)
        return self._batch if self.batches else self._sample

    def _batch(self, indices: Sequence[int], /) -> Any:
        return self.collate_fn(fetch_samples(self.dataset, indices))

    def _sample(self, index: int, /) -> Any:
        return self.collate_fn(self.dataset[index])

    def _from_stream(self, dataset: IterableDataset[Any]) -> Fetch:
        samples = iter(dataset)

        def fetch(indices: Sequence[int], /) -> Any:
            if not self.batches:
                for sample in samples:
                    return self.collate_fn(sample)
                raise Exhausted
            batch = list(islice(samples, len(indices)))
            if not batch or (self.drop_last and len(batch) < len(indices)):
                raise Exhausted
            return self.collate_fn(batch)

        return fetch
