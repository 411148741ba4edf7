"""Random state: a seed, and a position in the stream of bits that it names.

A generator holds two integers on the host. A draw reserves the next part of the stream before any value is made, so
draws never wait for a device, and one seed gives the same numbers on every backend.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator as Iterating
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from arraygrad.philox import COUNTER_MASK, WORDS_PER_BLOCK

if TYPE_CHECKING:
    from arraygrad.tensor import Tensor

__all__ = [
    "Generator",
    "default_generator",
    "fork_rng",
    "get_rng_state",
    "initial_seed",
    "manual_seed",
    "seed",
    "set_rng_state",
]

_SEED_BYTES = 8
_STATE_BYTES = 40


class Generator:
    """A stream of random numbers.

    Parameters
    ----------
    device : str or Device
        Kept for the reader; the stream is the same for all devices, and a generator may be used with tensors on any.

    Notes
    -----
    The stream is Philox4x64-10 with the seed as its key. Draws from several threads get different parts of it; which
    thread gets which part depends on their order.

    Examples
    --------
    >>> import arraygrad as ag
    >>> g = ag.Generator().manual_seed(7)
    >>> a = ag.rand(3, generator=g)
    >>> bool((a == ag.rand(3, generator=g.manual_seed(7))).all())
    True
    """

    def __init__(self, device: Any = "cpu") -> None:
        self.device = device
        self._lock = threading.Lock()
        self._seed = 67280421310721
        self._counter = 0

    def manual_seed(self, seed: int) -> Generator:
        """Start the stream that `seed` names.

        Parameters
        ----------
        seed : int
            Between -2**63 and 2**64 - 1; a negative number stands for itself plus 2**64.

        Returns
        -------
        Generator
            The generator itself.

        Raises
        ------
        RuntimeError
            If `seed` is not an integer.
        ValueError
            If it does not fit in 64 bits.
        """
        if isinstance(seed, bool) or not hasattr(seed, "__index__"):
            raise RuntimeError(f"manual_seed expected a long, but got {type(seed).__name__}")
        number = seed.__index__()
        if not -(2**63) <= number < 2**64:
            raise ValueError(f"Overflow when unpacking long long: the seed {number} does not fit in 64 bits")
        self._restore((number % 2**64, 0))
        return self

    def seed(self) -> int:
        """Start a stream that nobody has asked for before, and return its seed."""
        number = int.from_bytes(os.urandom(_SEED_BYTES), "little")
        self._restore((number, 0))
        return number

    def initial_seed(self) -> int:
        """The seed of the stream."""
        return self._seed

    def draw(self, words: int) -> tuple[tuple[int, int], int]:
        """Reserve the next part of the stream.

        Parameters
        ----------
        words : int
            How many 64-bit words.

        Returns
        -------
        key : tuple of int
            The stream, as `arraygrad.philox.random_bits` takes it.
        counter : int
            Where the part starts: the number of blocks before it.

        Examples
        --------
        >>> import arraygrad as ag
        >>> g = ag.Generator().manual_seed(7)
        >>> g.draw(5), g.draw(1)
        (((7, 0), 0), ((7, 0), 2))
        """
        with self._lock:
            counter = self._counter
            self._counter = counter + -(-words // WORDS_PER_BLOCK) & COUNTER_MASK
            return (self._seed, 0), counter

    def get_state(self) -> Tensor:
        """The seed and the position, as a uint8 tensor of 40 bytes on the CPU."""
        from arraygrad.dtypes import uint8
        from arraygrad.functions import tensor

        seed, counter = self._snapshot()
        data = seed.to_bytes(_SEED_BYTES, "little") + counter.to_bytes(_STATE_BYTES - _SEED_BYTES, "little")
        return tensor(list(data), dtype=uint8, device="cpu")

    def set_state(self, new_state: Tensor) -> None:
        """Go to a place that `get_state` has told.

        Raises
        ------
        TypeError
            If `new_state` is not a uint8 tensor.
        RuntimeError
            If it has the wrong size.
        """
        from arraygrad.dtypes import uint8
        from arraygrad.tensor import Tensor

        if not isinstance(new_state, Tensor):
            raise TypeError(f"expected a uint8 tensor as the RNG state, but got {type(new_state).__name__}")
        if new_state.dtype is not uint8:
            raise TypeError(f"RNG state must be a uint8 tensor, but its dtype is {new_state.dtype}")
        data = bytes(new_state.reshape(-1).tolist())
        if len(data) != _STATE_BYTES:
            raise RuntimeError(f"Expected an RNG state of size {_STATE_BYTES}, but its size is {len(data)}")
        self._restore((int.from_bytes(data[:_SEED_BYTES], "little"), int.from_bytes(data[_SEED_BYTES:], "little")))

    def clone_state(self) -> Generator:
        """A new generator at the same place of the same stream."""
        clone = Generator(self.device)
        clone._restore(self._snapshot())
        return clone

    def _snapshot(self) -> tuple[int, int]:
        with self._lock:
            return self._seed, self._counter

    def _restore(self, snapshot: tuple[int, int]) -> None:
        with self._lock:
            self._seed, self._counter = snapshot

    def __getstate__(self) -> tuple[Any, tuple[int, int]]:
        return self.device, self._snapshot()

    def __setstate__(self, state: tuple[Any, tuple[int, int]]) -> None:
        self.device, snapshot = state
        self._lock = threading.Lock()
        self._restore(snapshot)

    def __repr__(self) -> str:
        return f"<arraygrad.Generator device='{self.device}' seed={self._seed}>"


#: Where numbers come from when no generator is given; seeded by the operating system.
default_generator = Generator()
default_generator.seed()


def manual_seed(seed: int) -> Generator:
    """Seed the default generator, for all devices.

    Parameters
    ----------
    seed : int
        As for `Generator.manual_seed`; anything that ``int()`` converts is taken.

    Returns
    -------
    Generator
        The default generator.

    Raises
    ------
    ValueError
        If the seed does not fit in 64 bits.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.manual_seed(0).initial_seed()
    0
    """
    return default_generator.manual_seed(int(seed))


def seed() -> int:
    """Seed the default generator from the operating system, and return the seed."""
    return default_generator.seed()


def initial_seed() -> int:
    """The seed of the default generator."""
    return default_generator.initial_seed()


def get_rng_state() -> Tensor:
    """The state of the default generator; see `Generator.get_state`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> state = ag.get_rng_state()
    >>> a = ag.rand(2)
    >>> ag.set_rng_state(state)
    >>> bool((a == ag.rand(2)).all())
    True
    """
    return default_generator.get_state()


def set_rng_state(new_state: Tensor) -> None:
    """Bring the default generator to a state; see `Generator.set_state`."""
    default_generator.set_state(new_state)


@contextmanager
def fork_rng(
    devices: Iterable[Any] | None = None, enabled: bool = True, device_type: str | None = None
) -> Iterating[None]:
    """Leave the default generator, at the end of a ``with`` block, where it was at its beginning.

    Parameters
    ----------
    devices, device_type
        Taken for compatibility: there is one stream for all devices.
    enabled : bool
        Whether to do anything.

    Examples
    --------
    >>> import arraygrad as ag
    >>> with ag.random.fork_rng():
    ...     _ = ag.manual_seed(1)
    """
    if not enabled:
        yield
        return
    snapshot = default_generator._snapshot()
    try:
        yield
    finally:
        default_generator._restore(snapshot)
