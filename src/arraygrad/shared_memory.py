"""Memory that several processes read and write."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from multiprocessing.reduction import ForkingPickler
from typing import Any

import numpy as np

from arraygrad.backend import Device
from arraygrad.pickling import reduce, reduce_alone, reduce_storage
from arraygrad.storage import AliasStorage, Storage
from arraygrad.tensor import Tensor

__all__ = ["Block", "fill", "is_shared", "places_of", "reduce_shared", "share", "supported"]

#: Arrays begin at multiples of so many bytes.
_ALIGNMENT = 64


def supported() -> bool:
    """Whether processes on this platform can hand memory without a name to one another."""
    return os.name == "posix"


class Block(mmap.mmap):
    """A piece of memory that processes share.

    It has no name, so nothing of it is left when the last process that uses it has ended, however that came about. To
    reach another process it is an argument of that process, is put into a queue of `multiprocessing`, or its file
    descriptor is sent.

    Parameters
    ----------
    size : int
        In bytes, at least one.
    fd : int, optional
        Descriptor of a block that another process made. It is taken over.
    """

    fd: int

    def __new__(cls, size: int, fd: int | None = None) -> Block:
        fd = _nameless_file(size) if fd is None else fd
        block = super().__new__(cls, fd, size)
        block.fd = fd
        return block

    def private(self) -> mmap.mmap:
        """The memory once more, so that writes into it stay in this process."""
        return mmap.mmap(self.fd, len(self), access=mmap.ACCESS_COPY)

    def keep_here(self) -> None:
        """Close the descriptor: the memory stays, but can no longer be handed on."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)

    def __del__(self) -> None:
        if hasattr(self, "fd"):
            self.keep_here()

    def __reduce__(self) -> tuple[Any, ...]:
        from multiprocessing.reduction import DupFd  # not on every platform

        return _received, (len(self), DupFd(self.fd))


def _received(size: int, duplicate: Any) -> Block:
    return Block(size, duplicate.detach())


def _nameless_file(size: int) -> int:
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("arraygrad")
    else:
        with tempfile.TemporaryFile() as file:
            fd = os.dup(file.fileno())
    os.ftruncate(fd, size)
    return fd


def places_of(sizes: Iterable[int]) -> list[int]:
    """Where pieces of the given sizes begin when they lie one after the other, and where the last one ends."""
    return [0, *accumulate(-(-size // _ALIGNMENT) * _ALIGNMENT for size in sizes)]


def fill(block: Block, pieces: Iterable[Any], places: Sequence[int]) -> None:
    """Copy pieces of memory to their places in a block."""
    for piece, place in zip(pieces, places, strict=False):
        block[place : place + piece.nbytes] = piece


# -- tensors -----------------------------------------------------------------------------------------------------


def share(tensors: Sequence[Tensor]) -> None:
    """Move the memory of tensors, and of all that share it with them, to where other processes can see it.

    Raises
    ------
    RuntimeError
        If a tensor's backend has no memory that could be shared, or the platform none. Then nothing has been moved.
    """
    storages: dict[int, Storage] = {}
    for tensor in tensors:
        storage = _storage_of(tensor)
        if _block_of(storage) is not None:
            continue
        backend = storage.device.backend
        if not (backend.mutable and backend.shares_host and supported()) or storage.device.is_standard:
            raise RuntimeError(
                f"share_memory_(): the memory of a tensor on device '{storage.device}' cannot be shared between "
                "processes; use a tensor on device 'cpu'"
            )
        if tensor._layout is not None:
            raise RuntimeError(
                "share_memory_(): the tensor is over an array that is not in row-major order; clone() it"
            )
        storages[id(storage)] = storage
    arrays = [np.asarray(storage.device.backend.to_host(storage.array)) for storage in storages.values()]
    places = places_of(array.nbytes for array in arrays)
    if not arrays:
        return
    block = Block(max(places[-1], 1))
    for storage, array, place in zip(storages.values(), arrays, places, strict=False):
        shared = _array(block, place, array.shape, array.dtype)
        shared[...] = array
        storage.array = storage.device.backend.from_host(shared, storage.device.native, copy=False)


def is_shared(tensor: Tensor) -> bool:
    """Whether other processes can see the memory of a tensor."""
    return _block_of(_storage_of(tensor)) is not None


def reduce_shared(tensor: Tensor) -> tuple[Any, ...]:
    """Pickling for another process: shared memory stays shared, other values are copied.

    Raises
    ------
    RuntimeError
        If the tensor was computed in a graph, which stays in this process.
    """
    return reduce(tensor) if tensor.is_leaf and is_shared(tensor) else reduce_alone(tensor)


def _array(block: Block, place: int, shape: Sequence[int], dtype: Any) -> np.ndarray:
    return np.ndarray(tuple(shape), dtype, buffer=block, offset=place)


def _storage_of(tensor: Tensor) -> Storage:
    storage = tensor._storage
    while isinstance(storage, AliasStorage):
        storage = storage._origin
    return storage


def _block_of(storage: Storage) -> Block | None:
    """The block that an array lies in."""
    if not storage.device.backend.shares_host:
        return None
    memory: Any = storage.device.backend.to_host(storage.array)
    while isinstance(memory, np.ndarray):
        memory = memory.base
    memory = memory.obj if isinstance(memory, memoryview) else memory
    return memory if isinstance(memory, Block) else None


def _reduce_storage(storage: Storage) -> tuple[Callable[..., Storage], tuple[Any, ...]]:
    block = _block_of(storage)
    if block is None:
        return reduce_storage(storage)
    array = storage.device.backend.to_host(storage.array)
    place = _address(array) - _address(np.frombuffer(block, np.uint8))
    return _attached, (block, place, array.shape, array.dtype, storage.device)


def _address(array: np.ndarray) -> int:
    return int(array.__array_interface__["data"][0])


def _attached(block: Block, place: int, shape: Sequence[int], dtype: Any, device: Device) -> Storage:
    shared = _array(block, place, shape, dtype)
    made: Storage = device.storage(device.backend.from_host(shared, device.native, copy=False), device)
    return made


ForkingPickler.register(Storage, _reduce_storage)
