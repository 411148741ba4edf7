"""Random bits on NumPy: its own compiled Philox, which makes the same words as the generic one."""

from __future__ import annotations

import sys
import threading

import numpy as np

__all__ = ["random_bits"]

_WORDS_PER_BLOCK = 4


class _Stream(threading.local):
    """A thread's bit generator and the block it stands at: moving it is much cheaper than making one."""

    key: tuple[int, int] | None = None
    position: int = 0
    source: np.random.Philox


_stream = _Stream()


def random_bits(key: tuple[int, int], counter: int, n: int, *, width: int = 64) -> np.ndarray:
    """`n` 64-bit words of the stream `key` after the first `counter` blocks of four words.

    Parameters
    ----------
    key : pair of int
        The low and the high word of the key.
    counter : int
        Number of blocks to skip.
    n : int
        How many words.
    width : {64, 32}
        With 32, each word is handed out as two uint32 halves, the low one first.

    Returns
    -------
    numpy.ndarray
        Shape ``(n,)`` in uint64, or ``(2 * n,)`` in uint32; fresh, writable memory.

    Examples
    --------
    >>> random_bits((0, 0), 0, 2, width=32).shape
    (4,)
    """
    stream = _stream
    if stream.key != key:
        stream.source = np.random.Philox(key=np.asarray(key, dtype=np.uint64), counter=counter)
        stream.key = key
    elif stream.position != counter:
        stream.source.advance(counter - stream.position)
    blocks = -(-n // _WORDS_PER_BLOCK)
    # Whole blocks, so that the next part of the stream starts with a fresh one.
    words = stream.source.random_raw(blocks * _WORDS_PER_BLOCK)
    stream.position = counter + blocks
    words = words[:n]
    if width == 64:
        return words
    return (
        (words if sys.byteorder == "little" else words.byteswap().view("<u8")).view("<u4").astype(np.uint32, copy=False)
    )
