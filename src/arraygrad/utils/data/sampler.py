"""Samplers: the order in which a loader visits a dataset.

All random draws come from `arraygrad.random`, on the host: one seed gives one order on every backend.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Sized
from itertools import accumulate, islice
from math import inf, log1p
from typing import Generic, TypeVar

import arraygrad.functions as functions
from arraygrad.dtypes import float64
from arraygrad.random import Generator
from arraygrad.tensor import Tensor

__all__ = [
    "BatchSampler",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "SubsetRandomSampler",
    "WeightedRandomSampler",
]

T_co = TypeVar("T_co", covariant=True)


class Sampler(Generic[T_co]):
    """Base of the samplers: subclasses define ``__iter__`` over indices and, where it is known, ``__len__``."""

    def __iter__(self) -> Iterator[T_co]:
        raise NotImplementedError("Subclasses of Sampler should implement __iter__.")


class SequentialSampler(Sampler[int]):
    """Every index once, in order.

    Examples
    --------
    >>> from arraygrad.utils.data import SequentialSampler
    >>> list(SequentialSampler("abc"))
    [0, 1, 2]
    """

    def __init__(self, data_source: Sized) -> None:
        self.data_source = data_source

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.data_source)))

    def __len__(self) -> int:
        return len(self.data_source)


class RandomSampler(Sampler[int]):
    """Indices in random order, a new one on each pass.

    The state of the generator at the start of a pass decides its order: restore that state and the pass is repeated.

    Parameters
    ----------
    data_source : sized
        The dataset.
    replacement : bool
        Draw each index independently, so that one may come up more than once.
    num_samples : int, optional
        How many indices to draw; the length of the dataset if not given.
    generator : Generator, optional
        Where the draws come from; the default generator if not given.

    Examples
    --------
    >>> from arraygrad.utils.data import RandomSampler
    >>> sorted(RandomSampler("abc"))
    [0, 1, 2]
    """

    def __init__(
        self,
        data_source: Sized,
        replacement: bool = False,
        num_samples: int | None = None,
        generator: Generator | None = None,
    ) -> None:
        if not isinstance(replacement, bool):
            raise TypeError(f"replacement should be a boolean value, but got replacement={replacement}")
        self.data_source = data_source
        self.replacement = replacement
        self._num_samples = num_samples
        self.generator = generator
        _check_count("num_samples", self.num_samples)

    @property
    def num_samples(self) -> int:
        """The number of indices of one pass."""
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self) -> Iterator[int]:
        n, left = len(self.data_source), self.num_samples
        if self.replacement:
            yield from functions.randint(n, (left,), generator=self.generator, device="cpu").tolist()
            return
        while left > 0:
            order = functions.randperm(n, generator=self.generator, device="cpu").tolist()
            yield from order[:left]
            left -= n

    def __len__(self) -> int:
        return self.num_samples


class SubsetRandomSampler(Sampler[int]):
    """The given indices in random order, a new one on each pass.

    Examples
    --------
    >>> from arraygrad.utils.data import SubsetRandomSampler
    >>> sorted(SubsetRandomSampler([4, 7]))
    [4, 7]
    """

    def __init__(self, indices: Sequence[int], generator: Generator | None = None) -> None:
        self.indices = indices
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        for i in functions.randperm(len(self.indices), generator=self.generator, device="cpu").tolist():
            yield self.indices[i]

    def __len__(self) -> int:
        return len(self.indices)


class WeightedRandomSampler(Sampler[int]):
    """Indices drawn with the given relative probabilities.

    Parameters
    ----------
    weights : sequence of float or Tensor, shape (n,)
        Non-negative, not all zero; they need not add up to one.
    num_samples : int
        How many indices to draw.
    replacement : bool
        Whether an index may come up more than once.
    generator : Generator, optional
        Where the draws come from; the default generator if not given.

    Raises
    ------
    ValueError
        If the weights are not such a sequence, or without replacement fewer than `num_samples` of them are positive.

    Examples
    --------
    >>> from arraygrad.utils.data import WeightedRandomSampler
    >>> list(WeightedRandomSampler([0.0, 1.0], 3))
    [1, 1, 1]
    """

    def __init__(
        self,
        weights: Sequence[float] | Tensor,
        num_samples: int,
        replacement: bool = True,
        generator: Generator | None = None,
    ) -> None:
        _check_count("num_samples", num_samples)
        if not isinstance(replacement, bool):
            raise ValueError(f"replacement should be a boolean value, but got replacement={replacement}")
        values = functions.as_tensor(weights, dtype=float64, device="cpu")
        if values.ndim != 1:
            raise ValueError(f"weights should be a 1d sequence but given weights have shape {tuple(values.shape)}")
        self.weights: list[float] = values.tolist()
        if not all(0 <= weight < inf for weight in self.weights) or not any(self.weights):
            raise ValueError("weights should be finite, non-negative and not all zero")
        if not replacement and sum(weight > 0 for weight in self.weights) < num_samples:
            raise ValueError("cannot draw more samples than there are positive weights without replacement")
        self.num_samples = num_samples
        self.replacement = replacement
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        count = self.num_samples if self.replacement else len(self.weights)
        uniform = functions.rand(count, generator=self.generator, dtype=float64, device="cpu").tolist()
        if self.replacement:
            edges = list(accumulate(self.weights))
            last = max(i for i, weight in enumerate(self.weights) if weight)  # Where a draw that is rounded up belongs.
            yield from (min(bisect_right(edges, u * edges[-1]), last) for u in uniform)
            return
        # Whichever of independent exponential clocks with these rates rings first, then the next, and so on.
        times = {
            i: -log1p(-u) / weight for i, (u, weight) in enumerate(zip(uniform, self.weights, strict=True)) if weight
        }
        yield from sorted(times, key=times.__getitem__)[: self.num_samples]

    def __len__(self) -> int:
        return self.num_samples


class BatchSampler(Sampler[list[int]]):
    """Groups the indices of another sampler into lists of one length.

    Parameters
    ----------
    sampler : Sampler or iterable of int
        Where the indices come from.
    batch_size : int
        Length of a list.
    drop_last : bool
        Leave out a last list that is shorter.

    Examples
    --------
    >>> from arraygrad.utils.data import BatchSampler
    >>> list(BatchSampler(range(5), batch_size=2, drop_last=False))
    [[0, 1], [2, 3], [4]]
    """

    def __init__(self, sampler: Sampler[int] | Iterable[int], batch_size: int, drop_last: bool) -> None:
        _check_count("batch_size", batch_size)
        if not isinstance(drop_last, bool):
            raise ValueError(f"drop_last should be a boolean value, but got drop_last={drop_last}")
        self.sampler = sampler
        self.batch_size = batch_size
        self.drop_last = drop_last

    def __iter__(self) -> Iterator[list[int]]:
        indices = iter(self.sampler)
        while batch := list(islice(indices, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield batch

    def __len__(self) -> int:
        if not isinstance(self.sampler, Sized):
            raise TypeError(f"object of type {type(self.sampler).__name__!r} has no len()")
        whole, rest = divmod(len(self.sampler), self.batch_size)
        return whole if self.drop_last else whole + bool(rest)


def _check_count(name: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{name} should be a positive integer value, but got {name}={value}")
