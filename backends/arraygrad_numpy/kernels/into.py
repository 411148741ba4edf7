"""Arithmetic written straight into an operand's memory, for in-place methods and optimizers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["INTO"]

Number = (int, float)


def add(out: np.ndarray, other: Any, *, alpha: Any = 1) -> None:
    """``out += alpha * other``."""
    np.add(out, other if alpha == 1 else other * alpha, out)


def sub(out: np.ndarray, other: Any, *, alpha: Any = 1) -> None:
    """``out -= alpha * other``."""
    np.subtract(out, other if alpha == 1 else other * alpha, out)


def mul(out: np.ndarray, other: Any) -> None:
    """``out *= other``."""
    np.multiply(out, other, out)


def true_divide(out: np.ndarray, other: Any) -> None:
    """``out /= other``."""
    np.divide(out, other, out)


def addcmul(out: np.ndarray, tensor1: Any, tensor2: Any, *, value: Any = 1) -> Any:
    """``out += value * tensor1 * tensor2``."""
    if not isinstance(value, Number):
        return NotImplemented
    product = tensor1 * tensor2
    if value != 1:
        product *= value
    np.add(out, product, out)
    return None


def addcdiv(out: np.ndarray, tensor1: Any, tensor2: Any, *, value: Any = 1) -> Any:
    """``out += value * tensor1 / tensor2``."""
    if not isinstance(value, Number):
        return NotImplemented
    quotient = tensor1 / tensor2
    if value != 1:
        quotient *= value
    np.add(out, quotient, out)
    return None


def lerp(out: np.ndarray, end: Any, weight: Any) -> Any:
    """``out += weight * (end - out)``."""
    if not isinstance(weight, Number) or weight >= 0.5 or not isinstance(end, np.ndarray):
        return NotImplemented
    step = end - out
    step *= weight
    np.add(out, step, out)
    return None


def _unary(ufunc: np.ufunc) -> Callable[..., None]:
    def write(out: np.ndarray) -> None:
        ufunc(out, out)

    return write


#: By the name of the op: writes its result into the first operand, a floating point array. May return
#: ``NotImplemented`` before anything is written.
INTO: dict[str, Callable[..., Any]] = {
    **{f.__name__: f for f in (add, sub, mul, true_divide, addcmul, addcdiv, lerp)},
    **{name: _unary(getattr(np, ufunc)) for name, ufunc in (("sqrt", "sqrt"), ("neg", "negative"), ("exp", "exp"))},
}
