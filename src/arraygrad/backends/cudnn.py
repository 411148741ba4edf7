"""cuDNN, which is not used."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

from arraygrad.backends.switches import Switches, setting
from arraygrad.tensor import Tensor

__all__ = ["flags", "is_acceptable", "is_available", "version"]

enabled = True
benchmark = False
benchmark_limit: int | None = None
deterministic = False
allow_tf32 = True
fp32_precision = "none"


def is_available() -> bool:
    """Whether there is cuDNN: False.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.backends.cudnn.benchmark = True
    >>> ag.backends.cudnn.benchmark, ag.backends.cudnn.is_available()
    (True, False)
    >>> ag.backends.cudnn.benchmark = False
    """
    return False


def version() -> int | None:
    """The version of cuDNN: None."""
    return None


def is_acceptable(tensor: Tensor) -> bool:
    """Whether cuDNN takes a tensor: False."""
    return False


def flags(
    enabled: bool = False,
    benchmark: bool = False,
    benchmark_limit: int = 10,
    deterministic: bool = False,
    allow_tf32: bool = True,
    fp32_precision: str = "none",
) -> AbstractContextManager[None]:
    """Context in which the switches have other values."""
    given = {"enabled": enabled, "benchmark": benchmark, "benchmark_limit": benchmark_limit}
    given |= {"deterministic": deterministic, "allow_tf32": allow_tf32}
    return setting(sys.modules[__name__], {**given, "fp32_precision": fp32_precision})


sys.modules[__name__].__class__ = Switches
