"""Small helpers shared by op declarations."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

__all__ = [
    "as_dtype",
    "broadcast_shape",
    "chebyshev",
    "check_divisor",
    "check_index",
    "check_integer",
    "conj",
    "converted",
    "flat",
    "is_floating",
    "kind_of",
    "normalize_dim",
    "normalize_dims",
    "rational",
    "reduced_axes",
    "require_floating",
    "spread",
    "truth",
    "unreduced",
]


def normalize_dim(dim: int, ndim: int) -> int:
    """A dimension counted from the front.

    Raises
    ------
    IndexError
        If it is out of range; a zero-dimensional array takes 0 and -1.
    TypeError
        If it is no integer.
    """
    bound = max(ndim, 1)
    if not -bound <= dim < bound:
        number = operator.index(dim)
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-bound}, {bound - 1}], but got {number})"
        )
    return dim + bound if dim < 0 else dim


def normalize_dims(dim: int | tuple[int, ...] | list[int] | None, ndim: int) -> tuple[int, ...]:
    """Dimensions counted from the front, each once; all of them for None.

    Raises
    ------
    IndexError
        If one is out of range.
    RuntimeError
        If one appears twice.
    """
    if dim is None:
        return tuple(range(ndim))
    dims = (dim,) if isinstance(dim, int) else tuple(dim)
    result = tuple(normalize_dim(d, ndim) for d in dims)
    if len(set(result)) != len(result):
        twice = next(d for d in result if result.count(d) > 1)
        raise RuntimeError(f"dim {twice} appears multiple times in the list of dims")
    return result


def conj(xp: Any, x: Any) -> Any:
    """The complex conjugate; what is real as it is, at no cost."""
    dtype = getattr(x, "dtype", None)
    if dtype is None:
        return x.conjugate() if isinstance(x, complex) else x
    return xp.conj(x) if kind_of(xp, dtype) == "complex floating" else x


_kinds: dict[Any, str] = {}


def kind_of(xp: Any, dtype: Any) -> str:
    """The standard's word for the kind of a dtype (``"real floating"``, ...), looked up once per dtype."""
    # With the class in the key, dtypes of different libraries are never compared with each other.
    key = dtype.__class__, dtype
    kind = _kinds.get(key)
    if kind is None:
        names = ("real floating", "complex floating", "integral", "bool")
        kind = _kinds[key] = next(name for name in names if xp.isdtype(dtype, name))
    return kind


def require_floating(xp: Any, x: Any, name: str) -> None:
    """Refuse an array that is not of real floating point numbers.

    Raises
    ------
    NotImplementedError
        As PyTorch does for functions that integers do not have.
    """
    if kind_of(xp, x.dtype) != "real floating":
        raise NotImplementedError(
            f"{name!r} is not implemented for {x.dtype}: convert to floating point first, for example with .float()"
        )


def converted(value: Any, dtype: Any) -> Any:
    """A number or a tensor without dimensions, in the dtype of the tensor that it is written into.

    Raises
    ------
    RuntimeError
        If it is complex and the dtype is not.
    """
    tensor = hasattr(value, "dtype")
    if dtype.category < 3 and (value.dtype.category == 3 if tensor else isinstance(value, complex)):
        raise RuntimeError(
            f"value cannot be converted to type {dtype.name} without overflow: it is complex; take its .real"
        )
    if tensor:
        return value.to(dtype)
    return (bool, int, value.__class__, value.__class__)[dtype.category](value)


def check_index(xp: Any, index: Any, size: int, dim: int, *, negative: bool = True) -> Any:
    """Integer indices checked against a dimension's size and counted from the front, on every backend alike.

    Negative indices, which count from the end, are an error if `negative` is false.

    Raises
    ------
    IndexError
        If one is out of range. Inside a compiler's trace, where there are no values to look at, nothing is checked.
    """
    if 0 in index.shape:
        return index
    if xp.concrete(index):
        low, high = int(xp.min(index)), int(xp.max(index))
        if low < (-size if negative else 0) or high >= size:
            raise IndexError(
                f"index {high if high >= size else low} is out of bounds for dimension {dim} with size {size}"
            )
        if low >= 0:
            return index
    return xp.where(index < 0, index + size, index) if negative else index


def flat(xp: Any, g: Any) -> Any:
    """The derivative of a step function: zero."""
    return xp.zeros_like(g)


def is_floating(xp: Any, x: Any) -> bool:
    """Whether an array or number is real or complex floating point."""
    if isinstance(x, (int, float, complex)):
        return not isinstance(x, int)
    return kind_of(xp, x.dtype).endswith("floating")


def check_divisor(xp: Any, input: Any, other: Any) -> None:
    """Refuse the division of integers by zero; floating point numbers have an answer.

    Raises
    ------
    RuntimeError
        With PyTorch's message. Inside a compiler's trace, where there are no values to look at, nothing is checked.
    """
    if is_floating(xp, other) or is_floating(xp, input):
        return
    zero = other == 0 if isinstance(other, int) else xp.concrete(other) and bool(xp.any(other == 0))
    if zero:
        raise RuntimeError("ZeroDivisionError: integer division or modulo by zero")


def reduced_axes(dim: Any, ndim: int) -> tuple[int, ...] | None:
    """The dimensions that a reduction goes over, counted from the front; None for all of them.

    Raises
    ------
    IndexError
        If one is out of range.
    RuntimeError
        If one appears twice.
    """
    if dim is None:
        return None
    dims = normalize_dims(dim, ndim)
    return dims if dims and ndim else None


def unreduced(xp: Any, g: Any, dim: Any, keepdim: bool, shape: tuple[int, ...]) -> Any:
    """What belongs to a reduction's result, shaped so that it broadcasts against the operand of `shape`."""
    axes = reduced_axes(dim, len(shape))
    if axes is None:
        return xp.reshape(g, ()) if keepdim else g
    if keepdim:
        return g
    return xp.reshape(g, tuple(1 if i in axes else n for i, n in enumerate(shape)))


def spread(xp: Any, g: Any, dim: Any, keepdim: bool, shape: tuple[int, ...]) -> Any:
    """The derivative of a sum: `g` repeated over the dimensions that were reduced."""
    return xp.broadcast_to(unreduced(xp, g, dim, keepdim, shape), shape)


def as_dtype(xp: Any, x: Any, dtype: Any) -> Any:
    """`x` in the data type that a call asked for with ``dtype=``, if it did."""
    return x if dtype is None else xp.astype(x, getattr(xp, dtype.name))


def truth(xp: Any, x: Any) -> Any:
    """Truth values from what may be numbers: whether they differ from zero."""
    if isinstance(x, (int, float, complex)):
        return bool(x)
    return x if kind_of(xp, x.dtype) == "bool" else x != 0


def broadcast_shape(*shapes: Sequence[int]) -> tuple[int, ...]:
    """The shape to which all shapes broadcast.

    Raises
    ------
    RuntimeError
        If they do not.
    """
    ndim = max(map(len, shapes), default=0)
    result = [1] * ndim
    for shape in shapes:
        for d, n in enumerate(shape, ndim - len(shape)):
            if n != 1 and result[d] not in (1, n):
                raise RuntimeError(
                    f"The size of tensor a ({result[d]}) must match the size of tensor b ({n}) at non-singleton "
                    f"dimension {d}"
                )
            if n != 1:
                result[d] = n
    return tuple(result)


def rational(x: Any, top: tuple[float, ...], bottom: tuple[float, ...]) -> Any:
    """The quotient of two polynomials of a raw array, coefficients of low powers first."""
    result = _polynomial(x, top)
    result /= _polynomial(x, bottom)
    return result


def _polynomial(x: Any, coefficients: tuple[float, ...]) -> Any:
    result = x * coefficients[-1]
    for c in coefficients[-2:0:-1]:
        result += c
        result *= x
    result += coefficients[0]
    return result


def chebyshev(x: Any, coefficients: tuple[float, ...]) -> Any:
    """A series of Chebyshev polynomials on -1 <= x <= 1, summed by Clenshaw's recurrence."""
    twice = x + x
    later, result = 0.0, twice * 0 + coefficients[-1]
    for c in coefficients[-2:0:-1]:
        later, result = result, twice * result - later + c
    return x * result - later + coefficients[0]


def check_integer(xp: Any, index: Any, name: str) -> None:
    """Refuse an index that is not of integers.

    Raises
    ------
    RuntimeError
        If it is not.
    """
    if kind_of(xp, index.dtype) != "integral":
        raise RuntimeError(f"{name}(): Expected an integer dtype for index, but got {index.dtype}")
