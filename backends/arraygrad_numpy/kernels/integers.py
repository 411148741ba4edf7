"""Common divisors and multiples: the library has loops that stop where the numbers allow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["KERNELS"]


def _integers(input: Any, other: Any) -> bool:
    return all(x.dtype.kind in "iu" for x in (input, other))


def gcd(input: Any, other: Any) -> Any:
    """Greatest common divisor."""
    return np.gcd(input, other) if _integers(input, other) else NotImplemented


def lcm(input: Any, other: Any) -> Any:
    """Least common multiple."""
    return np.lcm(input, other) if _integers(input, other) else NotImplemented


KERNELS: dict[str, Callable[..., Any]] = {"gcd": gcd, "lcm": lcm}
