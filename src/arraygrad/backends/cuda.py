"""cuBLAS and the ways to compute attention on CUDA devices, among which there is no choice here."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from arraygrad.backend import available

__all__ = [
    "cudnn_sdp_enabled",
    "enable_cudnn_sdp",
    "enable_flash_sdp",
    "enable_math_sdp",
    "enable_mem_efficient_sdp",
    "flash_sdp_enabled",
    "is_built",
    "is_flash_attention_available",
    "math_sdp_enabled",
    "matmul",
    "mem_efficient_sdp_enabled",
    "sdp_kernel",
]


class Matmul(SimpleNamespace):
    """Switches of products of matrices."""

    allow_tf32 = False
    allow_fp16_reduced_precision_reduction = True
    allow_bf16_reduced_precision_reduction = True
    allow_fp16_accumulation = False
    fp32_precision = "none"

    def __setattr__(self, name: str, value: object) -> None:
        if not hasattr(self, name):
            raise AttributeError(f"Unknown attribute {name}")
        super().__setattr__(name, value)


matmul = Matmul()

#: Which ways to compute attention may be used.
_sdp = {"flash": True, "mem_efficient": True, "math": True, "cudnn": True}


def is_built() -> bool:
    """Whether CUDA devices can be used; as `arraygrad.cuda.is_available`."""
    return available("cuda") is None


def is_flash_attention_available() -> bool:
    """Whether there is a kernel called flash attention: False."""
    return False


def flash_sdp_enabled() -> bool:
    """What `enable_flash_sdp` has set."""
    return _sdp["flash"]


def enable_flash_sdp(enabled: bool) -> None:
    """Set the switch of flash attention."""
    _sdp["flash"] = enabled


def mem_efficient_sdp_enabled() -> bool:
    """What `enable_mem_efficient_sdp` has set."""
    return _sdp["mem_efficient"]


def enable_mem_efficient_sdp(enabled: bool) -> None:
    """Set the switch of attention that spares memory."""
    _sdp["mem_efficient"] = enabled


def math_sdp_enabled() -> bool:
    """What `enable_math_sdp` has set."""
    return _sdp["math"]


def enable_math_sdp(enabled: bool) -> None:
    """Set the switch of attention as its formula says."""
    _sdp["math"] = enabled


def cudnn_sdp_enabled() -> bool:
    """What `enable_cudnn_sdp` has set."""
    return _sdp["cudnn"]


def enable_cudnn_sdp(enabled: bool) -> None:
    """Set the switch of cuDNN's attention."""
    _sdp["cudnn"] = enabled


@contextmanager
def sdp_kernel(
    enable_flash: bool = True, enable_math: bool = True, enable_mem_efficient: bool = True, enable_cudnn: bool = True
) -> Iterator[None]:
    """Context in which the switches of attention have other values; `arraygrad.nn.attention.sdpa_kernel` is newer."""
    warnings.warn(
        "`arraygrad.backends.cuda.sdp_kernel()` is deprecated: use `arraygrad.nn.attention.sdpa_kernel()`",
        FutureWarning,
        stacklevel=3,
    )
    before = dict(_sdp)
    _sdp.update(flash=enable_flash, math=enable_math, mem_efficient=enable_mem_efficient, cudnn=enable_cudnn)
    try:
        yield
    finally:
        _sdp.update(before)
