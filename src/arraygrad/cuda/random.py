"""PyTorch's names for the random numbers of CUDA devices. There is one stream of random numbers for all devices."""

from __future__ import annotations

from collections.abc import Iterable

from arraygrad import random
from arraygrad.backend import Device, available, find, place_on
from arraygrad.tensor import Tensor

__all__ = [
    "get_rng_state",
    "get_rng_state_all",
    "initial_seed",
    "manual_seed",
    "manual_seed_all",
    "seed",
    "seed_all",
    "set_rng_state",
    "set_rng_state_all",
]


def manual_seed(seed: int) -> None:
    """Seed the one stream of random numbers, which all devices share."""
    random.manual_seed(seed)


manual_seed_all = manual_seed


def seed() -> None:
    """Seed the one stream of random numbers from the operating system."""
    random.seed()


seed_all = seed


def initial_seed() -> int:
    """The seed of the one stream.

    Raises
    ------
    AssertionError
        If there is no CUDA device.
    """
    place_on("cuda")
    return random.initial_seed()


def get_rng_state(device: int | str | Device = "cuda") -> Tensor:
    """The state of the one stream.

    Raises
    ------
    AssertionError
        If there is no CUDA device.
    """
    place_on("cuda", device)
    return random.get_rng_state()


def get_rng_state_all() -> list[Tensor]:
    """The state of the one stream once per device; empty without one."""
    return [random.get_rng_state() for _ in find("cuda").places()] if available("cuda") is None else []


def set_rng_state(new_state: Tensor, device: int | str | Device = "cuda") -> None:
    """Bring the one stream to a state; nothing happens without a CUDA device."""
    if available("cuda") is None:
        place_on("cuda", device)
        random.set_rng_state(new_state)


def set_rng_state_all(new_states: Iterable[Tensor]) -> None:
    """Bring the one stream to what `get_rng_state_all` gave."""
    for state in new_states:
        set_rng_state(state)
