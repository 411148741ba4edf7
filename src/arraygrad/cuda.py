"""Questions about CUDA devices, under PyTorch's names. The device type ``"cuda"`` is CuPy's."""

from __future__ import annotations

from arraygrad.backend import Device, available, find

__all__ = ["device_count", "is_available", "manual_seed", "manual_seed_all", "synchronize"]


def is_available() -> bool:
    """Whether a CUDA device can be used.

    Examples
    --------
    >>> import arraygrad as ag
    >>> device = "cuda" if ag.cuda.is_available() else "cpu"
    """
    return available("cuda") is None


def device_count() -> int:
    """Number of CUDA devices; 0 where there is no driver."""
    return len(find("cuda").places()) if is_available() else 0


def synchronize(device: str | Device = "cuda") -> None:
    """Wait until all work given to a device is done."""
    place = Device(device)
    place.backend.synchronize(place.native)


def manual_seed(seed: int) -> None:
    """Seed the one stream of random numbers, which all devices share."""
    from arraygrad.random import manual_seed as seed_all

    seed_all(seed)


manual_seed_all = manual_seed
