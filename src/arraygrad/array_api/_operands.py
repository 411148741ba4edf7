"""What all chapters share: operands under the standard's rules, and functions made from op records.

Where an op does what the standard says, its function here differs in name and signature only; `unary`, `binary` and
`reduction` make those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from arraygrad.backend import Device, default_device
from arraygrad.creation import result_type as combined_type
from arraygrad.dispatch import cast, coerce
from arraygrad.dtypes import DType
from arraygrad.standard import standard
from arraygrad.tensor import Tensor
from arraygrad.tensor_namespace import NAMESPACE

F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["alike", "array", "arrays", "binary", "named", "operand", "place", "reduced", "reduction", "unary"]


def place(device: str | Device | None) -> Device:
    """The device of that name, or the default device, under the standard's rules."""
    return (default_device() if device is None else Device(device)).standard


def operand(value: Any) -> Any:
    """A tensor under the standard's rules, or a number, or None, as it is.

    Raises
    ------
    TypeError
        If it is neither a number nor an array.
    """
    if value is None:
        return None
    value = coerce(value, None, "array_api")
    return standard(value) if isinstance(value, Tensor) else value


def array(value: Any) -> Tensor:
    """A tensor under the standard's rules.

    Raises
    ------
    TypeError
        If it is not an array.
    """
    value = operand(value)
    if not isinstance(value, Tensor):
        raise TypeError(f"expected an array, got {type(value).__name__}; make one with asarray()")
    return value


def arrays(values: Sequence[Any]) -> list[Tensor]:
    """Several of them."""
    return [array(value) for value in values]


def alike(*values: Any, dtype: DType | None = None) -> list[Tensor]:
    """Tensors of one dtype: the one to which all are promoted, or the one given."""
    tensors = arrays(values)
    dtype = dtype or combined_type(*(x.dtype for x in tensors))
    return [cast(x, dtype) for x in tensors]


def unary(name: str) -> Callable[[Any], Tensor]:
    """The standard's function of one array, from the op that means it."""

    def function(x: Any, /) -> Tensor:
        return getattr(NAMESPACE, name)(array(x))  # type: ignore[no-any-return]

    return named(function, name)


def binary(name: str) -> Callable[[Any, Any], Tensor]:
    """The standard's function of two operands, of which one may be a number, from the op that means it."""

    def function(x1: Any, x2: Any, /) -> Tensor:
        x1, x2 = operand(x1), operand(x2)
        if not (isinstance(x1, Tensor) or isinstance(x2, Tensor)):
            raise TypeError(f"{name}() takes at least one array, got two numbers; make one with asarray()")
        return getattr(NAMESPACE, name)(x1, x2)  # type: ignore[no-any-return]

    return named(function, name)


def reduction(name: str, dtype: DType | None = None) -> Callable[..., Tensor]:
    """The standard's function that reduces axes, from the op that means it; `dtype` is that of the result, if PyTorch's
    may be another.
    """

    def function(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Tensor:
        result: Tensor = getattr(NAMESPACE, name)(*reduced(array(x), axis, keepdims))
        return result if dtype is None else cast(result, dtype)

    return named(function, name)


def reduced(x: Tensor, axis: Any, keepdims: bool) -> tuple[Tensor, Any, bool]:
    """The arguments of an op that reduces axes; an empty tuple names none, for which PyTorch has no word."""
    return (NAMESPACE.expand_dims(x, axis=-1), -1, False) if axis == () else (x, axis, keepdims)


def named(function: F, name: str) -> F:
    """A function dressed as the standard's of that name."""
    function.__name__ = function.__qualname__ = name
    function.__module__ = "arraygrad.array_api"
    function.__doc__ = f"`{name}` of the array API standard, differentiable."
    return function
