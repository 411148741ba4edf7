"""Datasets for the tests of workers: a module that worker processes can import."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading

import numpy as np

import arraygrad as ag
from arraygrad.utils.data import Dataset, IterableDataset, get_worker_info


class Samples(Dataset):
    """An array that is large enough for shared memory, a tensor and a string; some samples are in trouble."""

    def __init__(self, length, trouble=None, at=0):
        self.length, self.trouble, self.at = length, trouble, at

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if self.trouble is not None and index == self.at:
            self.trouble()
        return np.full(20_000, index, np.float32), ag.tensor([index, -index]), f"sample {index}"


class Stream(IterableDataset):
    """Numbers, of which each worker has its share."""

    def __init__(self, length, shared=True):
        self.length, self.shared = length, shared

    def __iter__(self):
        info = get_worker_info()
        if info is None or not self.shared:
            return iter(range(self.length))
        return iter(range(info.id, self.length, info.num_workers))

    def __len__(self):
        return self.length


class Circumstances(Dataset):
    """What a worker sees around it."""

    def __len__(self):
        return 4

    def __getitem__(self, index):
        info = get_worker_info()
        draws = [random.random(), float(np.random.rand()), ag.rand(1).item()]
        assert info.dataset is self
        modes = [str(ag.zeros(1).device), str(ag.get_default_dtype()), ag.is_grad_enabled(), "jax" in sys.modules]
        return {"info": (info.id, info.num_workers, info.seed), "draws": draws, "modes": modes, "pid": os.getpid()}


class Unusual(Exception):
    """An exception that is not made of a text."""

    def __init__(self, number, /):
        super().__init__(number + 1)


def raise_key_error():
    raise KeyError("bad sector")


def raise_unusual():
    raise Unusual(1)


def raise_local():
    class Local(ValueError):
        pass

    raise Local("nobody knows me")


def leave():
    os._exit(3)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def wait_for_ever():
    threading.Event().wait()


def label(worker):
    """A worker_init_fn."""
    info = get_worker_info()
    assert worker == info.id
    info.dataset.length = 10 + worker


def fail(worker):
    """A worker_init_fn that fails."""
    raise OSError(f"no disk for worker {worker}")


def plain(batch):
    """A collate_fn."""
    return batch
