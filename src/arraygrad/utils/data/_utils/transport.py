"""How objects travel between the loader and its workers.

An object is pickled with the memory of its arrays apart. What is small goes through the pipe. What is large is copied
into memory that both processes see, and the pipe says where it lies. Such memory is used again for later batches: the
first touch of a page costs more than copying into it.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler, recv_handle, send_handle
from typing import Any, Protocol

from arraygrad.pickling import reduce_alone
from arraygrad.shared_memory import Block, fill, places_of, supported
from arraygrad.tensor import Tensor

__all__ = ["Parcel", "Receiver", "Sender", "pack", "unpack"]

#: What has more bytes goes through shared memory.
THRESHOLD = 1 << 15


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        return reduce_alone(obj) if isinstance(obj, Tensor) else NotImplemented


def pack(value: object) -> list[memoryview]:
    """Pickle an object: the pickle itself, then the memory of each array in it."""
    stream = io.BytesIO()
    arrays: list[pickle.PickleBuffer] = []
    _Pickler(stream, 5, buffer_callback=arrays.append).dump(value)
    return [stream.getbuffer(), *(array.raw() for array in arrays)]


def unpack(pieces: Sequence[Any]) -> Any:
    """The object again, its arrays over the memory that is given."""
    return pickle.loads(pieces[0], buffers=pieces[1:])


def _pieces(memory: Any, sizes: Sequence[int]) -> Iterator[memoryview]:
    view = memoryview(memory)
    return (view[place : place + size] for place, size in zip(places_of(sizes), sizes, strict=False))


class Sender:
    """The worker's end: sends pieces, large ones by way of a slot of shared memory.

    Parameters
    ----------
    connection : Connection
        The pipe to the loader, of two ways.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._slots: dict[int, Block] = {}

    def send(self, tag: object, slot: int, pieces: Sequence[memoryview]) -> None:
        """Send a tag and pieces. The loader must have received what was sent before by way of the same slot."""
        sizes = [piece.nbytes for piece in pieces]
        places = places_of(sizes)
        total = places[-1]
        if total <= THRESHOLD or not supported():
            self._connection.send_bytes(pickle.dumps((tag, slot, 0, [bytearray(piece) for piece in pieces]), 5))
            return
        block = self._slots.get(slot)
        fresh = block is None or len(block) < total
        if block is None or fresh:
            block = self._slots[slot] = Block(1 << (total - 1).bit_length())
        fill(block, pieces, places)
        self._connection.send_bytes(pickle.dumps((tag, slot, len(block) if fresh else -1, sizes), 5))
        if fresh:
            send_handle(self._connection, block.fd, None)
            block.keep_here()


class Receiver:
    """The loader's end of one worker.

    Parameters
    ----------
    connection : Connection
        The pipe from the worker, of two ways.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._slots: dict[int, Block] = {}

    def receive(self) -> tuple[Any, int, list[bytearray]]:
        """The tag, the slot and the pieces of the next message, in memory of this process.

        Raises
        ------
        EOFError, OSError
            If the worker is gone.
        """
        tag, slot, size, content = pickle.loads(self._connection.recv_bytes())
        if size == 0:
            return tag, slot, content
        if size > 0:
            self._slots[slot] = Block(size, recv_handle(self._connection))
            self._slots[slot].keep_here()
        return tag, slot, [bytearray(piece) for piece in _pieces(self._slots[slot], content)]


class Content(Protocol):
    """Something that a worker opens to get at its job."""

    def open(self) -> Any: ...


class Parcel:
    """What workers are given when they start.

    A forked worker has it already. For others it is pickled while the process is started; its arrays are then put into
    shared memory once, for all workers, and each writes into a copy of its own.
    """

    def __init__(self, value: object) -> None:
        self._value = value
        self._block: Block | None = None
        self._sizes: list[int] = []

    def open(self) -> Any:
        """The value."""
        return self._value

    def __reduce__(self) -> tuple[type[Content], tuple[Any, ...]]:
        stream = io.BytesIO()
        arrays: list[pickle.PickleBuffer] = []
        ForkingPickler(stream, 5, True, arrays.append).dump(self._value)
        pieces = [array.raw() for array in arrays]
        sizes = [piece.nbytes for piece in pieces]
        places = places_of(sizes)
        if places[-1] <= THRESHOLD or not supported():
            return _Sealed, (stream.getvalue(), [bytearray(piece) for piece in pieces], sizes)
        if self._block is None or self._sizes != sizes:
            self._block, self._sizes = Block(places[-1]), sizes
            fill(self._block, pieces, places)
        return _Sealed, (stream.getvalue(), self._block, sizes)


class _Sealed:
    """A parcel in another process: the pickle, and its arrays or the block with them and their sizes."""

    def __init__(self, stream: bytes, arrays: list[bytearray] | Block, sizes: list[int]) -> None:
        self._stream, self._arrays, self._sizes = stream, arrays, sizes

    def open(self) -> Any:
        arrays: Any = self._arrays
        if isinstance(arrays, Block):
            arrays = _pieces(arrays.private(), self._sizes)
        return unpack([self._stream, *arrays])
