"""The sampler of one of several processes that train together."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from itertools import cycle, islice

import arraygrad.functions as functions
from arraygrad.random import Generator
from arraygrad.utils.data.sampler import Sampler

__all__ = ["DistributedSampler"]


class DistributedSampler(Sampler[int]):
    """The share of one of several processes in a dataset: disjoint shares of equal length.

    Parameters
    ----------
    dataset : sized
        The dataset, the same in all processes.
    num_replicas : int
        How many processes there are.
    rank : int
        Which of them this is, counted from 0.
    shuffle : bool
        Visit the samples in random order, the same in all processes.
    seed : int
        Seed of that order, the same in all processes.
    drop_last : bool
        Leave samples out so that the shares have equal lengths. Otherwise the first samples come up again at the end.

    Raises
    ------
    RuntimeError
        If `num_replicas` or `rank` is not given: there is no process group to ask.
    ValueError
        If `rank` is out of range.

    Notes
    -----
    Call `set_epoch` before each pass, else every pass has the same order.

    Examples
    --------
    >>> from arraygrad.utils.data import DistributedSampler
    >>> [list(DistributedSampler(range(5), num_replicas=2, rank=rank, shuffle=False)) for rank in range(2)]
    [[0, 2, 4], [1, 3, 0]]
    """

    def __init__(
        self,
        dataset: Sized,
        num_replicas: int | None = None,
        rank: int | None = None,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
    ) -> None:
        if num_replicas is None or rank is None:
            raise RuntimeError(
                "Requires distributed package to be available, or both num_replicas and rank to be given"
            )
        if not 0 <= rank < num_replicas:
            raise ValueError(f"Invalid rank {rank}, rank should be in the interval [0, {num_replicas - 1}]")
        self.dataset = dataset
        self.num_replicas = num_replicas
        self.rank = rank
        self.epoch = 0
        self.shuffle = shuffle
        self.seed = seed
        self.drop_last = drop_last
        whole, rest = divmod(len(dataset), num_replicas)
        self.num_samples = whole if drop_last else whole + bool(rest)
        self.total_size = self.num_samples * num_replicas

    def __iter__(self) -> Iterator[int]:
        size = len(self.dataset)
        order: list[int] = list(range(size))
        if self.shuffle:
            generator = Generator().manual_seed(self.seed + self.epoch)
            order = functions.randperm(size, generator=generator, device="cpu").tolist()
        return islice(cycle(order), self.rank, self.total_size, self.num_replicas)

    def __len__(self) -> int:
        return self.num_samples

    def set_epoch(self, epoch: int) -> None:
        """Say which pass comes next: each has an order of its own, the same in all processes."""
        self.epoch = epoch
