"""The bytes of a file, read part by part."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from arraygrad.serialization.errors import UnreadableFileError

__all__ = ["Bytes", "Path", "Source", "open_source"]

Path: TypeAlias = "str | os.PathLike[str]"
Bytes: TypeAlias = "NDArray[np.uint8]"


class Source:
    """A file that can be read at any place, and its size.

    Attributes
    ----------
    file : binary file object
    size : int
    end : int
        Where the next object begins, if the file holds several one after the other.
    """

    def __init__(self, file: IO[bytes], size: int, mapped: Bytes | None = None) -> None:
        self.file = file
        self.size = size
        self.end = size
        self._mapped = mapped

    def _seek(self, start: int, count: int) -> None:
        if not 0 <= start <= start + count <= self.size:
            raise UnreadableFileError("not a valid file: it ends too early")
        self.file.seek(start)

    def read(self, start: int, count: int) -> bytes:
        """A part of the file."""
        self._seek(start, count)
        data = self.file.read(count)
        if len(data) != count:
            raise UnreadableFileError("not a valid file: it ends too early")
        return data

    def array(self, start: int, count: int) -> Bytes:
        """A part of the file as an array that can be written: of fresh memory, or of the map if there is one."""
        self._seek(start, count)
        if self._mapped is not None:
            return self._mapped[start : start + count]
        array = np.empty(count, np.uint8)
        rest = array.data
        while rest:
            # Not every file object has readinto(), which fills the array without another copy of the bytes.
            read = getattr(self.file, "readinto", self._read_into)(rest)
            if not read:
                raise UnreadableFileError("not a valid file: it ends too early")
            rest = rest[read:]
        return array

    def _read_into(self, rest: memoryview) -> int:
        data = self.file.read(len(rest))
        rest[: len(data)] = data
        return len(data)


@contextmanager
def open_source(f: Path | IO[bytes], mmap: bool | None) -> Iterator[Source]:
    """What is to be read: a path, or a file object from where it stands, which is left behind the object."""
    if isinstance(f, (str, os.PathLike)):
        with open(f, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            mapped: Any = np.memmap(file, np.uint8, "c").view(np.ndarray) if mmap and size else None
            yield Source(file, size, mapped)
        return
    if mmap:
        raise ValueError("f must be a file path in order to use the mmap argument")
    seekable = hasattr(f, "seekable") and f.seekable()
    start = f.tell() if seekable else 0
    if seekable and start == 0:
        f.seek(0, os.SEEK_END)
        source = Source(f, f.tell())
    else:
        data = f.read()
        source = Source(io.BytesIO(data), len(data))
    yield source
    if seekable:
        f.seek(start + source.end)
