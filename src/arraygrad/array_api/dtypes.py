"""Data types, and what the standard asks about them."""

from __future__ import annotations

from typing import Any

from arraygrad import dtypes
from arraygrad.array_api._operands import array, operand
from arraygrad.creation import result_type as combined_type
from arraygrad.dispatch import call, cast
from arraygrad.dtypes import DType, promote_types
from arraygrad.tensor import Tensor
from arraygrad.tensor_namespace import NAMESPACE

__all__ = ["astype", "can_cast", "finfo", "iinfo", "isdtype", "result_type"]

#: The standard's data types by name.
NAMES: dict[str, DType] = {
    name: dtypes.DTYPES[name]
    for name in (
        "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        "float32", "float64", "complex64", "complex128",
    )
}  # fmt: skip

#: The standard's words for kinds of data types.
KINDS = ("bool", "signed integer", "unsigned integer", "integral", "real floating", "complex floating", "numeric")


def astype(x: Any, dtype: DType, /, *, copy: bool = True, device: Any = None) -> Tensor:
    """The array in another data type, recorded if both can carry a gradient; itself only if not `copy`."""
    x = array(x)
    result = cast(x if device is None else x.to(device), dtype)
    return call("clone", result) if copy and result is x else result


def _dtype(of: Any) -> DType:
    return of.dtype if isinstance(of, Tensor) else of


def can_cast(from_: Any, to: DType, /) -> bool:
    """Whether promotion leads from one type (or that of an array) to the other.

    Integers can be cast to floating point types that hold all of their values.
    """
    source = _dtype(from_)
    if source.category == 1 and to.category > 1:
        return iinfo(source).bits <= finfo(to).bits // 2
    if source.category == to.category == 1:
        return iinfo(to).min <= iinfo(source).min and iinfo(source).max <= iinfo(to).max
    return source.category <= to.category and promote_types(source, to) is to


class finfo(dtypes.finfo):
    """Machine limits of a floating point type or of that of an array; for complex types those of the parts."""

    def __init__(self, type: Any, /) -> None:
        super().__init__(_dtype(type))


class iinfo(dtypes.iinfo):
    """Machine limits of an integer type or of that of an array."""

    def __init__(self, type: Any, /) -> None:
        super().__init__(_dtype(type))


def isdtype(dtype: DType, kind: DType | str | tuple[DType | str, ...]) -> bool:
    """Whether a type is of a kind: a type, one of the standard's words for kinds, or a tuple of those.

    Raises
    ------
    ValueError
        If the word is none of the standard's.
    """
    if isinstance(kind, str) and kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    if isinstance(kind, tuple):
        return any(isdtype(dtype, k) for k in kind)
    return NAMESPACE.isdtype(dtype, kind)  # type: ignore[no-any-return]


def result_type(*arrays_and_dtypes: Any) -> DType:
    """The type that an operation on these arrays, types and numbers has; a number does not widen a type of its kind."""
    kinds = [of if isinstance(of, DType) else operand(of) for of in arrays_and_dtypes]
    return combined_type(*(_dtype(of) for of in kinds))
