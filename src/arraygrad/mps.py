"""Apple's GPUs, of which no backend knows: questions are answered, and there is nothing to use."""

from __future__ import annotations

__all__ = ["device_count", "is_available", "manual_seed", "synchronize"]


def is_available() -> bool:
    """Whether there is such a device: False.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.mps.is_available()
    False
    """
    return False


def device_count() -> int:
    """Number of such devices: 0."""
    return 0


def manual_seed(seed: int) -> None:
    """Nothing: there is no such device."""


def synchronize() -> None:
    """Wait for the device.

    Raises
    ------
    RuntimeError
        There is none.
    """
    raise RuntimeError("Cannot execute synchronize() without MPS backend: use device 'cpu'")
