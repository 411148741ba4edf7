"""Questions about tensors whose answers are Python values: functions that are methods too."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from arraygrad.dispatch import call
from arraygrad.tensor import Tensor

__all__ = [
    "allclose",
    "equal",
    "get_device",
    "is_complex",
    "is_conj",
    "is_floating_point",
    "is_inference",
    "is_neg",
    "is_nonzero",
    "is_same_size",
    "is_signed",
    "numel",
]


def allclose(
    input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: builtins.bool = False
) -> builtins.bool:
    """Whether all elements are close: ``|input - other| <= atol + rtol * |other|``."""
    return builtins.bool(call("isclose", input, other, rtol, atol, equal_nan).all())


def equal(input: Tensor, other: Tensor) -> builtins.bool:
    """Whether two tensors have the same shape and equal elements."""
    return input.shape == other.shape and builtins.bool((input == other).all())


def get_device(input: Tensor) -> int:
    """The number of the tensor's device among those of its type; -1 if it has none."""
    index = input.device.index
    return -1 if index is None else index


def is_complex(input: Tensor) -> builtins.bool:
    """Whether the elements are complex."""
    return input.dtype.is_complex


def is_conj(input: Tensor) -> builtins.bool:
    """Whether the conjugation of the elements is put off: never, `conj` computes."""
    return False


def is_floating_point(input: Tensor) -> builtins.bool:
    """Whether the elements are real floating point numbers."""
    return input.dtype.is_floating_point


def is_inference(input: Tensor) -> builtins.bool:
    """Whether the tensor may not take part in a graph: never."""
    return False


def is_neg(input: Tensor) -> builtins.bool:
    """Whether the negation of the elements is put off: never, it is computed."""
    return False


def is_nonzero(input: Tensor) -> builtins.bool:
    """Whether the only element differs from zero.

    Raises
    ------
    RuntimeError
        If there is not exactly one element.
    """
    return builtins.bool(input)


def is_same_size(input: Tensor, other: Tensor) -> builtins.bool:
    """Whether two tensors have the same shape."""
    return input.shape == other.shape


def is_set_to(self: Tensor, tensor: Tensor) -> builtins.bool:
    """Whether two tensors show the same memory in the same way."""
    return (
        self._storage is tensor._storage
        and self.shape == tensor.shape
        and self.dtype is tensor.dtype
        and self._strides_offset() == tensor._strides_offset()
    )


def is_signed(input: Tensor) -> builtins.bool:
    """Whether the dtype has negative numbers."""
    return input.dtype.is_signed


def numel(input: Tensor) -> int:
    """Number of elements."""
    return input.shape.numel()


#: Methods of tensors.
METHODS: dict[str, Callable[..., Any]] = {
    **{name: globals()[name] for name in __all__},
    "dim": lambda self: self.ndim,
    "element_size": lambda self: self.dtype.itemsize,
    "is_set_to": is_set_to,
    "ndimension": lambda self: self.ndim,
    "nelement": numel,
}
