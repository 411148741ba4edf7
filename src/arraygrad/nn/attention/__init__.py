"""How attention is computed, under PyTorch's names. There is one way for each backend, so the choice has no effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum

from arraygrad.backends import cuda
from arraygrad.nn.attention import bias

__all__ = ["SDPBackend", "bias", "sdpa_kernel"]


class SDPBackend(IntEnum):
    """PyTorch's ways to compute `scaled_dot_product_attention`."""

    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
    OVERRIDEABLE = 4


#: The switch of each way.
_SWITCHES = {
    SDPBackend.MATH: (cuda.math_sdp_enabled, cuda.enable_math_sdp),
    SDPBackend.FLASH_ATTENTION: (cuda.flash_sdp_enabled, cuda.enable_flash_sdp),
    SDPBackend.EFFICIENT_ATTENTION: (cuda.mem_efficient_sdp_enabled, cuda.enable_mem_efficient_sdp),
    SDPBackend.CUDNN_ATTENTION: (cuda.cudnn_sdp_enabled, cuda.enable_cudnn_sdp),
}


@contextmanager
def sdpa_kernel(backends: SDPBackend | Sequence[SDPBackend], set_priority: bool = False) -> Iterator[None]:
    """Context in which the switches of the given ways to compute attention are on, and the others off.

    The switches are those of `arraygrad.backends.cuda`, which are kept and have no effect.

    Raises
    ------
    AssertionError
        If something else is given.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.attention import SDPBackend, sdpa_kernel
    >>> with sdpa_kernel(SDPBackend.MATH):
    ...     ag.backends.cuda.flash_sdp_enabled()
    False
    """
    chosen = [backends] if isinstance(backends, SDPBackend) else backends
    if not isinstance(chosen, Sequence) or not all(isinstance(b, SDPBackend) for b in chosen):
        given = type(backends).__name__
        raise AssertionError(
            f"Backend must be an instance of SDPBackend or a list of SDPBackend instances, got {given}"
        )
    before = {way: enabled() for way, (enabled, _) in _SWITCHES.items()}
    for way, (_, enable) in _SWITCHES.items():
        enable(way in chosen)
    try:
        yield
    finally:
        for way, (_, enable) in _SWITCHES.items():
            enable(before[way])
