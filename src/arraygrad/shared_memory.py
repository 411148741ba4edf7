"""Memory that several processes read and write."""

from __future__ import annotations

import mmap
import os
import tempfile
from multiprocessing.reduction import DupFd
from typing import Any

__all__ = ["Block", "supported"]


def supported() -> bool:
    """Whether processes on this platform can hand memory without a name to one another."""
    return os.name == "posix"


class Block:
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

    def __init__(self, size: int, fd: int | None = None) -> None:
        self.size = size
        self.fd = _nameless_file(size) if fd is None else fd
        self.memory = mmap.mmap(self.fd, size)

    def private(self) -> mmap.mmap:
        """The memory once more, so that writes into it stay in this process."""
        return mmap.mmap(self.fd, self.size, access=mmap.ACCESS_COPY)

    def keep_here(self) -> None:
        """Close the descriptor: the memory stays, but can no longer be handed on."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)

    def __del__(self) -> None:
        if hasattr(self, "fd"):
            self.keep_here()

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, (self.size, DupFd(self.fd))


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
