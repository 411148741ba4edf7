"""What a worker may know of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from arraygrad.utils.data.dataset import Dataset

__all__ = ["WorkerInfo", "get_worker_info"]


@dataclass(frozen=True)
class WorkerInfo:
    """What `get_worker_info` says in a worker.

    Attributes
    ----------
    id : int
        Which of the workers this is, counted from 0.
    num_workers : int
        How many there are.
    seed : int
        What the default generator and Python's `random` were seeded with.
    dataset : Dataset
        This worker's copy of the dataset.
    """

    id: int
    num_workers: int
    seed: int
    dataset: Dataset[Any]


#: The worker that this process is.
current: WorkerInfo | None = None


def get_worker_info() -> WorkerInfo | None:
    """The worker in which this is called; None in the process of the loader.

    Examples
    --------
    >>> from arraygrad.utils.data import get_worker_info
    >>> get_worker_info() is None
    True
    """
    return current
