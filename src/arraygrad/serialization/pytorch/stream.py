"""The bytes of a pickle, and the values that its opcodes carry."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from arraygrad.serialization.errors import UnreadableFileError
from arraygrad.serialization.source import Source

__all__ = ["VALUES", "Stream"]

_CHUNK = 1 << 16
_MAX_LINE = 1000


class Stream:
    """A part of a file, read from its beginning.

    Attributes
    ----------
    position : int
        Where in the file the next byte is.
    encoding : str
        Of the strings of Python 2.
    """

    def __init__(self, source: Source, start: int, stop: int, encoding: str) -> None:
        self.position = start
        self.encoding = encoding
        self._source = source
        self._start = start
        self._stop = stop
        self._buffer = b""
        self._base = start

    @property
    def consumed(self) -> int:
        """How many bytes were read."""
        return self.position - self._start

    def _ahead(self, count: int) -> int:
        """Have the next `count` bytes in the buffer, or those that there are; gives where in it they begin."""
        start = self.position - self._base
        if start + count > len(self._buffer):
            self._base, start = self.position, 0
            self._buffer = self._source.read(self.position, min(max(count, _CHUNK), self._stop - self.position))
        return start

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        start = self.position - self._base
        if start + count <= len(self._buffer):
            self.position += count
            return self._buffer[start : start + count]
        if count > self._stop - self.position:
            raise UnreadableFileError(f"a pickle in it ends too early, at byte {self.position}")
        start = self._ahead(count)
        self.position += count
        return self._buffer[start : start + count]

    def line(self) -> str:
        """The text up to the end of the line."""
        start = self._ahead(_MAX_LINE)
        end = self._buffer.find(b"\n", start, start + _MAX_LINE)
        if end < 0:
            raise UnreadableFileError(f"a pickle in it has a name without an end, at byte {self.position}")
        self.position += end + 1 - start
        return self.text(self._buffer[start:end], "utf-8")

    def text(self, data: bytes, encoding: str, errors: str = "strict") -> str:
        """Decoded bytes."""
        try:
            return data.decode(encoding, errors)
        except UnicodeDecodeError as error:
            raise UnreadableFileError(f"a pickle in it has text that is not {encoding} ({error})") from error

    def number(self, size: int) -> int:
        """An integer of `size` bytes without a sign."""
        return int.from_bytes(self.take(size), "little")


def _integer(size: int) -> Callable[[Stream], int]:
    """An integer with a sign, whose length stands before it in `size` bytes."""
    return lambda stream: int.from_bytes(stream.take(stream.number(size)), "little", signed=True)


def _bytes(size: int) -> Callable[[Stream], bytes]:
    return lambda stream: stream.take(stream.number(size))


def _text(size: int) -> Callable[[Stream], str]:
    return lambda stream: stream.text(stream.take(stream.number(size)), "utf-8", "surrogatepass")


def _python2_string(size: int) -> Callable[[Stream], Any]:
    def read(stream: Stream) -> Any:
        data = stream.take(stream.number(size))
        return data if stream.encoding == "bytes" else stream.text(data, stream.encoding)

    return read


#: What the opcodes that only push a value push.
VALUES: dict[bytes, Callable[[Stream], Any]] = {
    b"N": lambda stream: None,
    b"\x88": lambda stream: True,
    b"\x89": lambda stream: False,
    b")": lambda stream: (),
    b"]": lambda stream: [],
    b"}": lambda stream: {},
    b"\x8f": lambda stream: set(),
    b"K": lambda stream: stream.number(1),
    b"M": lambda stream: stream.number(2),
    b"J": lambda stream: int.from_bytes(stream.take(4), "little", signed=True),
    b"\x8a": _integer(1),
    b"\x8b": _integer(4),
    b"G": lambda stream: struct.unpack(">d", stream.take(8))[0],
    b"X": _text(4),
    b"\x8c": _text(1),
    b"\x8d": _text(8),
    b"C": _bytes(1),
    b"B": _bytes(4),
    b"\x8e": _bytes(8),
    b"\x96": lambda stream: bytearray(stream.take(stream.number(8))),
    b"U": _python2_string(1),
    b"T": _python2_string(4),
}
