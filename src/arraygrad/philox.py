"""Random bits from a counter: Philox4x64-10, written over an array namespace.

Block number ``c`` of a stream is four 64-bit words: the 256-bit number ``c``, scrambled under a 128-bit key. See
J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11. No state is carried from one block to the next,
so any part of a stream can be made anywhere, in parallel, and every backend makes the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["COUNTER_MASK", "WORDS_PER_BLOCK", "halves", "multiply", "random_bits"]

WORDS_PER_BLOCK = 4
#: Counters are numbers of 256 bits and wrap around.
COUNTER_MASK = 2**256 - 1

_MASK32 = 2**32 - 1
_MASK64 = 2**64 - 1
_ROUNDS = 10
_MULTIPLIERS = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
_WEYL = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)


def _loop(lower: int, upper: int, body: Callable[[Any, Any], Any], value: Any) -> Any:
    for i in range(lower, upper):
        value = body(i, value)
    return value


def random_bits(
    xp: Any,
    key: tuple[Any, Any],
    counter: Any,
    n: int,
    device: Any = None,
    *,
    width: int = 64,
    loop: Callable[..., Any] = _loop,
) -> Any:
    """`n` random 64-bit words, the same on every backend.

    The words are those of ``numpy.random.Philox(key=..., counter=counter).random_raw(n)``: the first block is the one
    numbered ``counter + 1``, so the next part of the stream starts at ``counter + ceil(n / 4)``.

    Parameters
    ----------
    xp : namespace
        An array API namespace with uint64.
    key : pair of int or uint64 array
        Names the stream: the low and the high word.
    counter : int or uint64 array
        Number of blocks to skip: a number of up to 256 bits, or an array of one element (which may be traced).
    n : int
        How many words.
    device : optional
        The namespace's own device.
    width : {64, 32}
        With 32, each word is handed out as two uint32 halves, the low one first.
    loop : callable
        ``loop(lower, upper, body, value)`` applies ``value = body(i, value)``. A compiler that would merge the unrolled
        rounds with whatever uses the bits, and so compute them many times over, passes its own loop, such as
        ``jax.lax.fori_loop``.

    Returns
    -------
    array
        Shape ``(n,)`` in uint64, or ``(2 * n,)`` in uint32.

    Examples
    --------
    >>> import numpy as np
    >>> int(random_bits(np, (0, 0), 0, 1)[0]) == int(np.random.Philox(key=0, counter=0).random_raw())
    True
    """
    keys = [_round_keys(xp, word, step, device) for word, step in zip(key, _WEYL, strict=True)]

    def scramble(i: Any, lanes: tuple[Any, ...]) -> tuple[Any, ...]:
        high0, low0 = multiply(lanes[0], _MULTIPLIERS[0])
        high1, low1 = multiply(lanes[2], _MULTIPLIERS[1])
        return high1 ^ lanes[1] ^ keys[0][i], low1, high0 ^ lanes[3] ^ keys[1][i], low0

    lanes = loop(0, _ROUNDS, scramble, _count(xp, counter, -(-n // WORDS_PER_BLOCK), device))
    words = xp.reshape(xp.stack(lanes, axis=-1), (-1,))[:n]
    return words if width == 64 else halves(xp, words)


def halves(xp: Any, words: Any) -> Any:
    """The uint32 halves of uint64 words, the low one first: shape ``(2 * n,)`` from ``(n,)``."""
    parts = [xp.astype(words & _MASK32, xp.uint32), xp.astype(words >> 32, xp.uint32)]
    return xp.reshape(xp.stack(parts, axis=-1), (-1,))


def _count(xp: Any, counter: Any, blocks: int, device: Any) -> tuple[Any, ...]:
    """The numbers of the blocks, as four words each, lowest first."""
    steps = xp.arange(1, blocks + 1, dtype=xp.uint64, device=device)
    if isinstance(counter, int):
        base = [_word(xp, counter >> shift & _MASK64, device) for shift in (0, 64, 128, 192)]
    else:
        base = [_word(xp, word, device) for word in (counter, 0, 0, 0)]
    words = [base[0] + steps]
    carry = xp.astype(words[0] < steps, xp.uint64)
    for word in base[1:]:
        words.append(word + carry)
        carry = xp.astype(words[-1] < carry, xp.uint64)
    return tuple(words)


def _round_keys(xp: Any, word: Any, step: int, device: Any) -> Any:
    offsets = [i * step & _MASK64 for i in range(_ROUNDS)]
    return _word(xp, word, device) + xp.asarray(offsets, dtype=xp.uint64, device=device)


def _word(xp: Any, value: Any, device: Any) -> Any:
    # One dimension, because NumPy warns when scalars wrap around and arrays do not.
    if isinstance(value, int):
        return xp.asarray([value], dtype=xp.uint64, device=device)
    return xp.reshape(value, (1,))


def multiply(words: Any, constant: int) -> tuple[Any, Any]:
    """High and low word of the products of uint64 words with a 64-bit constant, from products of 32-bit halves."""
    low, high = words & _MASK32, words >> 32
    constant_low, constant_high = constant & _MASK32, constant >> 32
    bottom = low * constant_low
    cross = high * constant_low
    middle = low * constant_high + (bottom >> 32) + (cross & _MASK32)
    return high * constant_high + (cross >> 32) + (middle >> 32), (middle << 32) | (bottom & _MASK32)
