"""From random bits to samples, written over an array namespace.

One seed gives the same numbers on every backend: integers, uniforms, permutations and Bernoulli draws bit for bit,
normals and exponentials to the rounding of the library's logarithm, sine and cosine. How many bits a draw takes depends
on nothing but its kind, size and dtype (`words`), so a generator can move on without looking at values, and every
function can be traced.

Bits come as uint64 words, or, where `width` is 32, as their uint32 halves in the order of `arraygrad.philox.halves`: a
backend that has those for nothing passes them, and otherwise the words are split here. Samples of types narrower than
float32 come out in float32, because not every namespace has these types, and the caller converts them. Uniform numbers
are exact in the narrow type, so that none of them is rounded up to one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

from arraygrad.dtypes import DType, float32
from arraygrad.philox import WORDS_PER_BLOCK, halves, multiply

__all__ = ["bernoulli", "exponential", "integers", "normal", "permutation", "sample", "uniform", "width", "words"]

_MASK32 = 2**32 - 1
#: Random bits that a uniform number keeps: as many as the type has binary digits, so that nothing is rounded up to one.
_DIGITS = {"bfloat16": 8, "float16": 11, "float32": 24}


def width(kind: str, dtype: DType = float32) -> Literal[64, 32]:
    """Bits of the units in which a kind of sample is drawn: 64 or 32.

    Examples
    --------
    >>> width("uniform"), width("permutation")
    (32, 64)
    """
    return 64 if kind in ("integers", "permutation") or dtype.name == "float64" else 32


def words(kind: str, n: int, dtype: DType = float32, *, span: int = 0) -> int:
    """How many 64-bit words a draw of `n` samples takes.

    Parameters
    ----------
    kind : {"uniform", "normal", "exponential", "bernoulli", "integers", "permutation"}
        Name of the function here that makes the samples.
    n : int
        Number of samples.
    dtype : DType
        Their type, for the floating point kinds (for Bernoulli draws: the type of the probabilities).
    span : int
        ``high - low``, for integers.

    Examples
    --------
    >>> words("uniform", 5), words("permutation", 5)
    (3, 5)
    """
    if kind == "integers":
        return 2 * n if span > 2**32 else n
    units = n + n % 2 if kind == "normal" else n
    return units if width(kind, dtype) == 64 else (units + 1) // 2


def sample(
    xp: Any,
    source: Callable[[Any, Any, int, Literal[64, 32]], Any],
    kind: str,
    key: tuple[Any, Any],
    counter: Any,
    n: int,
    dtype: DType = float32,
    device: Any = None,
    *,
    chunk: int = 0,
    **parameters: Any,
) -> Any:
    """A draw from its place in the stream: the bits, then the samples.

    Parameters
    ----------
    xp : namespace
        The array API namespace.
    source : callable
        Makes bits: ``source(key, counter, words, width)``, as `arraygrad.philox.random_bits` does.
    kind : str
        As in `words`.
    key, counter
        The place in the stream, as `arraygrad.random.Generator.draw` gives it for ``words(kind, n, dtype)`` words.
    n : int
        Number of samples.
    dtype : DType
        Type of the samples, for the floating point kinds.
    device : optional
        The namespace's own device.
    chunk : int
        Make so many samples at a time (rounded up to a multiple of 8; 0 for all at once), so that what lies between
        bits and samples stays in the processor's cache. For arrays that can be written in place. The samples are the
        same.
    **parameters
        What the kind needs: `p` for Bernoulli draws, `low` and `high` for integers.

    Returns
    -------
    array
        Shape ``(n,)``.

    Examples
    --------
    >>> import numpy as np
    >>> from arraygrad.philox import random_bits
    >>> def source(key, counter, words, width):
    ...     return random_bits(np, key, counter, words, width=width)
    >>> sample(np, source, "integers", (0, 0), 0, 5, low=0, high=10).shape
    (5,)
    """
    span = parameters["high"] - parameters["low"] if kind == "integers" else 0

    def piece(counter: Any, n: int) -> Any:
        bits = source(key, counter, words(kind, n, dtype, span=span), width(kind, dtype))
        if kind == "integers":
            return integers(xp, bits, n, **parameters)
        if kind == "permutation":
            return permutation(xp, bits, n, device=device)
        return _FLOATING[kind](xp, bits, n, dtype=dtype, **parameters)

    if not 0 < chunk < n or kind == "permutation" or not isinstance(parameters.get("p", 0), float | int):
        return piece(counter, n)
    chunk = -(-chunk // 8) * 8  # whole blocks, for every kind and type
    blocks = words(kind, chunk, dtype, span=span) // WORDS_PER_BLOCK
    first = piece(counter, min(chunk, n))
    result = xp.empty((n,), dtype=first.dtype, device=device)
    result[:chunk] = first
    for start in range(chunk, n, chunk):
        counter = counter + blocks
        stop = min(start + chunk, n)
        result[start:stop] = piece(counter, stop - start)
    return result


def uniform(xp: Any, bits: Any, n: int, dtype: DType = float32) -> Any:
    """Numbers in [0, 1), evenly spaced: multiples of 2**-24 in float32, of 2**-53 in float64.

    Takes 32 bits each, 64 in float64.

    Examples
    --------
    >>> import numpy as np
    >>> uniform(np, np.asarray([2**31], dtype=np.uint64), 2)
    array([0.5, 0. ], dtype=float32)
    """
    if dtype.name == "float64":
        numbers, step = _numbers(xp, bits[:n], dtype)
        return numbers * step
    digits = _DIGITS[dtype.name]
    return xp.astype(_halves(xp, bits)[:n] >> (32 - digits), xp.float32) * 2.0**-digits


def normal(xp: Any, bits: Any, n: int, dtype: DType = float32) -> Any:
    """Standard normal numbers by the method of Box and Muller: a radius and an angle give two of them.

    Takes 32 bits each, 64 in float64, for an even number of samples. The radius is drawn with the full resolution of
    small numbers, so that the tails reach 6.7 standard deviations in float32 and 8.6 in float64.

    Examples
    --------
    >>> import numpy as np
    >>> normal(np, np.asarray([2**31], dtype=np.uint64), 2).round(4)
    array([1.1774, 0.    ], dtype=float32)
    """
    numbers, step = _numbers(xp, bits, dtype)
    pairs = n + n % 2
    radius = xp.sqrt(xp.log((numbers[0:pairs:2] + 0.5) * step) * -2.0)
    angle = numbers[1:pairs:2] * (2.0 * math.pi * step)
    return xp.reshape(xp.stack([radius * xp.cos(angle), radius * xp.sin(angle)], axis=-1), (-1,))[:n]


def exponential(xp: Any, bits: Any, n: int, dtype: DType = float32) -> Any:
    """Numbers above zero with density ``exp(-x)``, by inversion.

    Takes 32 bits each, 64 in float64. The largest possible number is 22.8, or 37.4 in float64.

    Examples
    --------
    >>> import numpy as np
    >>> exponential(np, np.asarray([2**31], dtype=np.uint64), 1)
    array([0.6931472], dtype=float32)
    """
    numbers, step = _numbers(xp, bits, dtype)
    # A number so near one that it rounds to it would give zero, which is not in the range.
    return xp.clip(-xp.log((numbers[:n] + 0.5) * step), step, None)


def bernoulli(xp: Any, bits: Any, n: int, p: Any, dtype: DType = float32) -> Any:
    """Booleans that are true with probability `p`.

    Takes 32 bits each, or 64 for an array `p` and `dtype` float64; with a number `p`, `dtype` is left at float32.

    Parameters
    ----------
    p : float or array
        Probability in [0, 1], rounded to a multiple of 2**-32; or an array of the samples' shape ``(n,)`` (or of one
        element), compared with uniform numbers of type `dtype`.

    Examples
    --------
    >>> import numpy as np
    >>> bernoulli(np, np.asarray([2**31], dtype=np.uint64), 2, 0.5)
    array([False,  True])
    """
    if not isinstance(p, float | int):
        return uniform(xp, bits, n, dtype) < p
    units = _halves(xp, bits)[:n]
    threshold = round(p * 2**32)
    # Written so that every constant fits in 32 bits.
    return units <= threshold - 1 if threshold else units < 0


#: The kinds whose samples have a floating point type, or are decided by numbers that do.
_FLOATING: dict[str, Callable[..., Any]] = {
    "uniform": uniform,
    "normal": normal,
    "exponential": exponential,
    "bernoulli": bernoulli,
}


def integers(xp: Any, bits: Any, n: int, low: int, high: int) -> Any:
    """Integers in [low, high) as int64.

    Takes 64 bits each where ``high - low`` is at most 2**32, and 128 above. A number's probability differs from
    ``1 / (high - low)`` by a factor of at most ``1 +- 2**-32``.

    Examples
    --------
    >>> import numpy as np
    >>> integers(np, np.asarray([0, 2**63, 2**64 - 1], dtype=np.uint64), 3, -5, 5)
    array([-5,  0,  4])
    """
    span = high - low
    if span <= 2**32:
        # The high word of bits * span, where span fits in one half.
        above = ((bits[:n] >> 32) * span + (((bits[:n] & _MASK32) * span) >> 32)) >> 32
    else:
        carried, _ = multiply(bits[0 : 2 * n : 2], span)
        above, below = multiply(bits[1 : 2 * n : 2], span)
        above = above + xp.astype(below + carried < carried, xp.uint64)
    return xp.astype(above, xp.int64) + low


def permutation(xp: Any, bits: Any, n: int, device: Any = None) -> Any:
    """The numbers 0 to n - 1 in random order, as int64.

    Takes 64 bits each. The numbers are written over the low bits of random keys and come out in the order of the keys.
    So no two keys are equal and the result does not depend on the sorting method; only keys that agree in the remaining
    bits (44 for a million numbers) leave two numbers in their original order.

    Examples
    --------
    >>> import numpy as np
    >>> permutation(np, np.asarray([2**60, 2**61, 0], dtype=np.uint64), 3)
    array([2, 0, 1])
    """
    low_bits = max(n - 1, 0).bit_length()
    keys = ((bits[:n] >> low_bits) << low_bits) | xp.arange(n, dtype=xp.uint64, device=device)
    return xp.astype(xp.sort(keys, stable=False) & ((1 << low_bits) - 1), xp.int64)


def _halves(xp: Any, bits: Any) -> Any:
    return bits if bits.dtype == xp.uint32 else halves(xp, bits)


def _numbers(xp: Any, bits: Any, dtype: DType) -> tuple[Any, float]:
    """The bits as whole floating point numbers, rounded, and the factor that brings them into [0, 1]."""
    if dtype.name == "float64":
        # By way of signed integers: they convert to floating point many times faster than unsigned ones.
        return xp.astype(xp.astype(bits >> 11, xp.int64), xp.float64), 2.0**-53
    return xp.astype(_halves(xp, bits), xp.float32), 2.0**-32
