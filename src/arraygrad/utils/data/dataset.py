"""Datasets: what a loader draws its samples from."""

from __future__ import annotations

import bisect
import itertools
import math
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, cast

import arraygrad.functions as functions
from arraygrad.random import Generator
from arraygrad.tensor import Tensor

__all__ = [
    "ChainDataset",
    "ConcatDataset",
    "Dataset",
    "IterableDataset",
    "StackDataset",
    "Subset",
    "TensorDataset",
    "TensorSamples",
    "random_split",
]

T_co = TypeVar("T_co", covariant=True)


class Dataset(Generic[T_co]):
    """A collection of samples that are looked up by index.

    Subclasses define ``__getitem__`` and ``__len__``. They may also define ``__getitems__(indices)``, which returns the
    samples of a whole batch and saves one call per sample.

    Examples
    --------
    >>> from arraygrad.utils.data import Dataset
    >>> class Squares(Dataset):
    ...     def __len__(self):
    ...         return 4
    ...     def __getitem__(self, index):
    ...         return index**2
    >>> Squares()[3]
    9
    """

    def __getitem__(self, index: Any) -> T_co:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __add__(self, other: Dataset[Any]) -> ConcatDataset[Any]:
        return ConcatDataset([self, other])


class IterableDataset(Dataset[T_co], Iterable[T_co]):
    """A stream of samples: subclasses define ``__iter__`` and, where the length is known, ``__len__``.

    Examples
    --------
    >>> from arraygrad.utils.data import DataLoader, IterableDataset
    >>> class Countdown(IterableDataset):
    ...     def __iter__(self):
    ...         return iter(range(3, 0, -1))
    >>> [batch.tolist() for batch in DataLoader(Countdown(), batch_size=2)]
    [[3, 2], [1]]
    """

    def __add__(self, other: Dataset[Any]) -> ChainDataset[Any]:  # type: ignore[override]
        return ChainDataset([self, other])


class TensorSamples(Sequence[tuple[Tensor, ...]]):
    """The samples of one batch of a `TensorDataset`, kept as one stacked tensor per field.

    It reads like a list of samples. `default_collate` hands its tensors on as they are, so that a batch costs one
    indexing operation per tensor and not one per sample.
    """

    def __init__(self, columns: tuple[Tensor, ...]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return int(self.columns[0].shape[0])

    def __getitem__(self, index: Any) -> Any:
        fields = tuple(column[index] for column in self.columns)
        return TensorSamples(fields) if isinstance(index, slice) else fields


class TensorDataset(Dataset[tuple[Tensor, ...]]):
    """Samples that are the rows of tensors: sample ``i`` is ``(tensors[0][i], tensors[1][i], ...)``.

    Parameters
    ----------
    *tensors : Tensor
        Tensors with one length along their first dimension.

    Raises
    ------
    AssertionError
        If the lengths differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.utils.data import TensorDataset
    >>> TensorDataset(ag.tensor([1.0, 2.0]), ag.tensor([10, 20]))[1]
    (tensor(2.), tensor(20))
    """

    def __init__(self, *tensors: Tensor) -> None:
        if not tensors:
            raise TypeError("TensorDataset needs at least one tensor")
        if any(tensor.shape[0] != tensors[0].shape[0] for tensor in tensors):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(tensor[index] for tensor in self.tensors)

    def __getitems__(self, indices: Sequence[int]) -> TensorSamples:
        rows = list(indices)
        return TensorSamples(tuple(tensor[rows] for tensor in self.tensors))

    def __len__(self) -> int:
        return int(self.tensors[0].shape[0])


class StackDataset(Dataset[Any]):
    """Several datasets side by side: a sample has a field of each.

    Parameters
    ----------
    *datasets : Dataset
        Samples are tuples of their samples.
    **named_datasets : Dataset
        Samples are dictionaries of their samples.

    Raises
    ------
    ValueError
        If there are none, both kinds, or the lengths differ.

    Examples
    --------
    >>> from arraygrad.utils.data import StackDataset
    >>> StackDataset(range(3), "abc")[1]
    (1, 'b')
    >>> StackDataset(number=range(3), letter="abc")[1]
    {'number': 1, 'letter': 'b'}
    """

    datasets: tuple[Dataset[Any], ...] | dict[str, Dataset[Any]]

    def __init__(self, *datasets: Dataset[Any], **named_datasets: Dataset[Any]) -> None:
        if datasets and named_datasets:
            raise ValueError(
                "Supported either ``tuple``- (via ``args``) or ``dict``- (via ``kwargs``) like input/output, but both "
                "types are given."
            )
        if not datasets and not named_datasets:
            raise ValueError("At least one dataset should be passed")
        self.datasets = datasets or named_datasets
        lengths = {_length(dataset) for dataset in self._parts()}
        if len(lengths) > 1:
            raise ValueError("Size mismatch between datasets")
        (self._length,) = lengths

    def _parts(self) -> Iterable[Dataset[Any]]:
        return self.datasets.values() if isinstance(self.datasets, dict) else self.datasets

    def _sample(self, fields: Iterable[Any]) -> Any:
        return dict(zip(self.datasets, fields, strict=True)) if isinstance(self.datasets, dict) else tuple(fields)

    def __getitem__(self, index: Any) -> Any:
        return self._sample([dataset[index] for dataset in self._parts()])

    def __getitems__(self, indices: Sequence[int]) -> list[Any]:
        columns = [fetch_samples(dataset, indices) for dataset in self._parts()]
        for column in columns:
            if len(column) != len(indices):
                raise ValueError(f"Nested dataset's output size mismatch. Expected {len(indices)}, got {len(column)}")
        return [self._sample(fields) for fields in zip(*columns, strict=True)]

    def __len__(self) -> int:
        return self._length


class ConcatDataset(Dataset[T_co]):
    """Several datasets, one after the other.

    Parameters
    ----------
    datasets : iterable of Dataset
        At least one; none of them may be an `IterableDataset`.

    Examples
    --------
    >>> from arraygrad.utils.data import ConcatDataset
    >>> both = ConcatDataset([range(3), range(10, 12)])
    >>> len(both), both[3]
    (5, 10)
    """

    def __init__(self, datasets: Iterable[Dataset[T_co]]) -> None:
        self.datasets = list(datasets)
        if not self.datasets:
            raise AssertionError("datasets should not be an empty iterable")
        if any(isinstance(dataset, IterableDataset) for dataset in self.datasets):
            raise AssertionError("ConcatDataset does not support IterableDataset")
        self.cumulative_sizes = list(itertools.accumulate(_length(dataset) for dataset in self.datasets))

    def __len__(self) -> int:
        return self.cumulative_sizes[-1]

    def __getitem__(self, index: int) -> T_co:
        position = index + len(self) if index < 0 else index
        if position < 0:
            raise ValueError("absolute value of index should not exceed dataset length")
        if position >= len(self):
            raise IndexError(f"index {index} is out of range for a dataset of {len(self)} samples")
        which = bisect.bisect_right(self.cumulative_sizes, position)
        before = self.cumulative_sizes[which - 1] if which else 0
        return self.datasets[which][position - before]


class ChainDataset(IterableDataset[T_co]):
    """Several streams, one after the other.

    Parameters
    ----------
    datasets : iterable of IterableDataset

    Raises
    ------
    AssertionError
        When a dataset is reached that is no stream.

    Examples
    --------
    >>> from arraygrad.utils.data import ChainDataset, IterableDataset
    >>> class Up(IterableDataset):
    ...     def __iter__(self):
    ...         return iter(range(2))
    >>> list(Up() + Up())
    [0, 1, 0, 1]
    """

    def __init__(self, datasets: Iterable[Dataset[T_co]]) -> None:
        self.datasets = datasets

    def _streams(self) -> Iterator[IterableDataset[T_co]]:
        for dataset in self.datasets:
            if not isinstance(dataset, IterableDataset):
                raise AssertionError("ChainDataset only supports IterableDataset")
            yield dataset

    def __iter__(self) -> Iterator[T_co]:
        for stream in self._streams():
            yield from stream

    def __len__(self) -> int:
        return sum(_length(stream) for stream in self._streams())


class Subset(Dataset[T_co]):
    """The samples of a dataset at the given indices.

    Parameters
    ----------
    dataset : Dataset
        The whole set.
    indices : sequence of int
        The chosen positions in it.

    Raises
    ------
    NotImplementedError
        For a subclass with a ``__getitem__`` of its own whose ``__getitems__`` is not.

    Examples
    --------
    >>> from arraygrad.utils.data import Subset
    >>> list(Subset("abcdef", [4, 0]))
    ['e', 'a']
    """

    def __init__(self, dataset: Dataset[T_co], indices: Sequence[int]) -> None:
        if type(self).__getitem__ is not Subset.__getitem__ and type(self).__getitems__ is Subset.__getitems__:
            raise NotImplementedError(
                f"{type(self).__name__} overrides __getitem__ but not __getitems__, which a loader calls: override it "
                "too, such as by `return [self[i] for i in indices]`"
            )
        self.dataset = dataset
        self.indices = indices

    def __getitem__(self, index: Any) -> T_co:
        if isinstance(index, list):
            return self.dataset[[self.indices[i] for i in index]]
        return self.dataset[self.indices[index]]

    def __getitems__(self, indices: Sequence[int]) -> Sequence[T_co]:
        return fetch_samples(self.dataset, [self.indices[i] for i in indices])

    def __len__(self) -> int:
        return len(self.indices)


def fetch_samples(dataset: Dataset[T_co], indices: Sequence[int]) -> Sequence[T_co]:
    """The samples at `indices`, in one call where the dataset offers that."""
    fetch: Callable[[Sequence[int]], Sequence[T_co]] | None = getattr(dataset, "__getitems__", None)
    return fetch(indices) if fetch is not None else [dataset[i] for i in indices]


def random_split(
    dataset: Dataset[T_co], lengths: Sequence[int | float], generator: Generator | None = None
) -> list[Subset[T_co]]:
    """Split a dataset at random into disjoint parts.

    Parameters
    ----------
    dataset : Dataset
        What to split.
    lengths : sequence of int or float
        The number of samples of each part, or fractions that add up to 1. With fractions each part gets
        ``floor(fraction * len(dataset))`` samples and what is left over is dealt out one by one from the first part on.
    generator : Generator, optional
        Where the permutation is drawn from; the default generator if not given.

    Returns
    -------
    list of Subset
        One for each length. Equal generator states give equal parts.

    Raises
    ------
    ValueError
        If the lengths do not add up to the length of the dataset, or a length or fraction is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.utils.data import random_split
    >>> train, test = random_split(range(100), [0.8, 0.2], generator=ag.Generator().manual_seed(13))
    >>> len(train), len(test), len({*train} | {*test})
    (80, 20, 100)
    """
    total = _length(dataset)
    sizes = _sizes_of_fractions(lengths, total) if math.isclose(sum(lengths), 1) and sum(lengths) <= 1 else lengths
    if sum(sizes) != total:
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    if any(size < 0 or size != int(size) for size in sizes):
        raise ValueError(f"lengths must be non-negative integers, got {list(sizes)}")
    order: list[int] = functions.randperm(total, generator=generator, device="cpu").tolist()
    ends = itertools.accumulate(int(size) for size in sizes)
    return [Subset(dataset, order[end - int(size) : end]) for end, size in zip(ends, sizes, strict=True)]


def _sizes_of_fractions(fractions: Sequence[float], total: int) -> list[int]:
    for i, fraction in enumerate(fractions):
        if not 0 <= fraction <= 1:
            raise ValueError(f"Fraction at index {i} is not between 0 and 1")
    sizes = [math.floor(total * fraction) for fraction in fractions]
    for i in range(total - sum(sizes)):
        sizes[i % len(sizes)] += 1
    for i, size in enumerate(sizes):
        if size == 0:
            warnings.warn(f"Length of split at index {i} is 0. This might result in an empty dataset.", stacklevel=3)
    return sizes


def _length(dataset: Dataset[Any]) -> int:
    return len(cast("Sequence[Any]", dataset))
