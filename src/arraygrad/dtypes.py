"""Data types, and the one place where promotion is decided.

Promotion follows PyTorch's categories (bool < integer < floating < complex): a tensor of a higher category decides,
among tensors of one category those with dimensions decide over zero-dimensional ones, and Python scalars never widen a
dtype of their own category.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import ClassVar

__all__ = [
    "DTYPES",
    "DType",
    "can_cast",
    "finfo",
    "get_default_dtype",
    "iinfo",
    "promote_types",
    "scalar_dtype",
    "set_default_dtype",
]


class DType:
    """The type of a tensor's elements.

    There is one object per type, the same for every backend: compare with ``is`` or ``==``.

    Attributes
    ----------
    name : str
        The array API standard's name, such as ``"float32"``.
    category : int
        0 for bool, 1 for integers, 2 for floating point, 3 for complex.
    itemsize : int
        Size of one element in bytes.
    """

    __slots__ = ("category", "is_signed", "itemsize", "name")

    def __init__(self, name: str, category: int, itemsize: int, is_signed: bool) -> None:
        self.name = name
        self.category = category
        self.itemsize = itemsize
        self.is_signed = is_signed

    @property
    def is_floating_point(self) -> bool:
        """Whether the type is real floating point."""
        return self.category == 2

    @property
    def is_complex(self) -> bool:
        """Whether the type is complex."""
        return self.category == 3

    @property
    def is_differentiable(self) -> bool:
        """Whether tensors of the type can require gradients."""
        return self.category >= 2

    def to_real(self) -> DType:
        """The real type with the precision of this complex type (a real type is returned as it is)."""
        return {"complex64": float32, "complex128": float64}.get(self.name, self)

    def to_complex(self) -> DType:
        """The complex type with the precision of this floating point type."""
        return complex128 if self.name == "float64" else self if self.category == 3 else complex64

    def __repr__(self) -> str:
        return f"arraygrad.{self.name}"

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _by_name, (self.name,)


def _by_name(name: str) -> DType:
    return DTYPES[name]


bool_ = DType("bool", 0, 1, False)
uint8 = DType("uint8", 1, 1, False)
uint16 = DType("uint16", 1, 2, False)
uint32 = DType("uint32", 1, 4, False)
uint64 = DType("uint64", 1, 8, False)
int8 = DType("int8", 1, 1, True)
int16 = DType("int16", 1, 2, True)
int32 = DType("int32", 1, 4, True)
int64 = DType("int64", 1, 8, True)
float16 = DType("float16", 2, 2, True)
bfloat16 = DType("bfloat16", 2, 2, True)
float32 = DType("float32", 2, 4, True)
float64 = DType("float64", 2, 8, True)
complex64 = DType("complex64", 3, 8, True)
complex128 = DType("complex128", 3, 16, True)

#: Every data type by its name.
DTYPES: dict[str, DType] = {
    d.name: d
    for d in (
        bool_, uint8, uint16, uint32, uint64, int8, int16, int32, int64,
        float16, bfloat16, float32, float64, complex64, complex128,
    )
}  # fmt: skip

_default: ContextVar[DType] = ContextVar("arraygrad_default_dtype", default=float32)


def get_default_dtype() -> DType:
    """The floating point type that constructors use when none is asked for; float32 unless changed.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.get_default_dtype()
    arraygrad.float32
    """
    return _default.get()


def set_default_dtype(dtype: DType) -> None:
    """Set the default floating point type of this context (thread or asynchronous task).

    Raises
    ------
    TypeError
        If `dtype` is not a floating point type.
    """
    if not isinstance(dtype, DType) or not dtype.is_floating_point:
        raise TypeError(f"only floating-point types are supported as the default type, got {dtype!r}")
    _default.set(dtype)


def promote_types(a: DType, b: DType) -> DType:
    """The smallest type that both types convert to, whatever the values.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.promote_types(ag.int64, ag.float32)
    arraygrad.float32
    """
    if a is b:
        return a
    if a.category != b.category:
        low, high = (a, b) if a.category < b.category else (b, a)
        if high.category == 3 and low.name == "float64":
            return complex128
        return high
    if a.category == 1:
        if a.is_signed == b.is_signed:
            return a if a.itemsize > b.itemsize else b
        signed, unsigned = (a, b) if a.is_signed else (b, a)
        if signed.itemsize > unsigned.itemsize:
            return signed
        wider = {1: int16, 2: int32, 4: int64}.get(unsigned.itemsize)
        if wider is None:
            raise RuntimeError(f"Promotion for {a.name} and {b.name} is not supported; convert one of them first")
        return wider
    if a.itemsize == b.itemsize:  # float16 with bfloat16
        return float32
    return a if a.itemsize > b.itemsize else b


def scalar_dtype(value: object) -> DType:
    """The type that a Python scalar has when it stands alone."""
    if isinstance(value, bool):
        return bool_
    if isinstance(value, int):
        return int64
    if isinstance(value, float):
        return _default.get()
    if isinstance(value, complex):
        return _default.get().to_complex()
    raise TypeError(f"expected a Python scalar, got {type(value).__name__}")


def result_dtype(dimensioned: Iterable[DType], zero_dim: Iterable[DType], scalars: Iterable[DType]) -> DType:
    """The type of an operation's result, from the types of its operands in three groups of falling weight."""
    result: DType | None = None
    for group in (dimensioned, zero_dim, scalars):
        here: DType | None = None
        for dtype in group:
            here = dtype if here is None else promote_types(here, dtype)
        if here is not None and (result is None or here.category > result.category):
            # A complex type of less weight makes the numbers complex, in the precision that they have.
            result = result.to_complex() if result and result.category == 2 and here.category == 3 else here
    if result is None:
        raise RuntimeError("result_type needs at least one operand")
    return result


def can_cast(source: DType, target: DType) -> bool:
    """Whether a value of `source` may be written into a tensor of `target`: the category must not fall.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.can_cast(ag.float64, ag.float32), ag.can_cast(ag.float32, ag.int64)
    (True, False)
    """
    return source.category <= target.category


class iinfo:
    """Machine limits of an integer type: ``bits``, ``min``, ``max``, ``dtype``."""

    def __init__(self, dtype: DType) -> None:
        if dtype.category != 1:
            raise TypeError(f"iinfo() requires an integer type, got {dtype!r}")
        self.dtype = dtype
        self.bits = 8 * dtype.itemsize
        self.max = 2 ** (self.bits - dtype.is_signed) - 1
        self.min = -(2 ** (self.bits - 1)) if dtype.is_signed else 0

    def __repr__(self) -> str:
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype.name})"


class finfo:
    """Machine limits of a floating point type: ``bits``, ``eps``, ``max``, ``min``, ``smallest_normal``, ``dtype``."""

    _LAYOUT: ClassVar = {"float16": (10, 15), "bfloat16": (7, 127), "float32": (23, 127), "float64": (52, 1023)}

    def __init__(self, dtype: DType | None = None) -> None:
        dtype = (dtype or get_default_dtype()).to_real()
        if dtype.category != 2:
            raise TypeError(f"finfo() requires a floating point type, got {dtype!r}")
        mantissa, exponent = self._LAYOUT[dtype.name]
        self.dtype = dtype
        self.bits = 8 * dtype.itemsize
        self.eps = 2.0**-mantissa
        self.max = (2.0 - self.eps) * 2.0**exponent
        self.min = -self.max
        self.smallest_normal = self.tiny = 2.0 ** (1 - exponent)
        self.resolution = 10.0 ** -int(mantissa * 0.30103)

    def __repr__(self) -> str:
        return f"finfo(eps={self.eps:g}, max={self.max:g}, smallest_normal={self.tiny:g}, dtype={self.dtype.name})"
