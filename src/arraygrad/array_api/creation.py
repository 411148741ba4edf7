"""Arrays from data, from shapes, and from other arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad import creation
from arraygrad.array_api._operands import alike, array, arrays, place
from arraygrad.creation import run
from arraygrad.dispatch import call, cast
from arraygrad.dtypes import DType, get_default_dtype, int64, scalar_dtype
from arraygrad.standard import standard
from arraygrad.tensor import Tensor, wrap
from arraygrad.tensor_namespace import NAMESPACE

__all__ = [
    "arange", "asarray", "empty", "empty_like", "eye", "from_dlpack", "full", "full_like", "linspace", "meshgrid",
    "ones", "ones_like", "tril", "triu", "zeros", "zeros_like",
]  # fmt: skip

Shape = int | Sequence[int]


def _raw(name: str, *args: Any, dtype: DType, device: Any, **options: Any) -> Tensor:
    """What the library's own constructor makes."""
    home = place(device)
    made = run(home, getattr(home.ns, name), *args, dtype=home.raw_dtype(dtype), **options)
    if made.__class__ is not home.array_type:
        made = run(home, home.backend.asarray, made, home.native)
    return wrap(made, home)


def _sizes(shape: Shape) -> tuple[int, ...]:
    return (shape,) if isinstance(shape, int) else tuple(shape)


def arange(start: Any, /, stop: Any = None, step: Any = 1, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """Evenly spaced values from `start` (0 if only one number is given) up to, not including, `stop`."""
    start, stop, step = (v.item() if isinstance(v, Tensor) else v for v in (start, stop, step))
    if stop is None:
        start, stop = 0, start
    whole = isinstance(start, int) and isinstance(stop, int) and isinstance(step, int)
    return _raw("arange", start, stop, step, dtype=dtype or (int64 if whole else get_default_dtype()), device=device)


def asarray(obj: Any, /, *, dtype: DType | None = None, device: Any = None, copy: bool | None = None) -> Tensor:
    """An array from data; `copy` says whether memory must be new (True), may not be (False), or is as it comes (None).

    Of a tensor it is a handle to the same memory, with its history: copying, converting and moving are recorded.

    Raises
    ------
    ValueError
        If ``copy=False`` cannot be kept.
    """
    if isinstance(obj, (list, tuple)) and _holds_tensors(obj):
        parts = alike(*(asarray(part, device=device) for part in obj))
        obj = call("stack", parts)
    if not isinstance(obj, Tensor):
        return standard(creation.asarray(obj, dtype=dtype, device=place(device), copy=copy))
    x = standard(obj)
    made = x if device is None else x.to(place(device))
    if dtype is not None:
        made = cast(made, dtype)
    if copy and made is x:
        made = call("clone", x)
    if copy is False and made is not x:
        raise ValueError("can't alias the data: its device or dtype makes a copy necessary; use copy=None")
    return made


def _holds_tensors(data: Any) -> bool:
    if isinstance(data, (list, tuple)):
        return any(_holds_tensors(item) for item in data)
    return isinstance(data, Tensor)


def from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Tensor:
    """An array over the memory of any object with ``__dlpack__``, where that can be shared."""
    return standard(creation.from_dlpack(x, device=None if device is None else place(device), copy=copy))


def empty(shape: Shape, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array whose values are not set."""
    return _raw("empty", _sizes(shape), dtype=dtype or get_default_dtype(), device=device)


def zeros(shape: Shape, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array of zeros."""
    return _raw("zeros", _sizes(shape), dtype=dtype or get_default_dtype(), device=device)


def ones(shape: Shape, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array of ones."""
    return _raw("ones", _sizes(shape), dtype=dtype or get_default_dtype(), device=device)


def full(shape: Shape, fill_value: Any, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array of one value, a number or a zero-dimensional array, by default of that value's type."""
    if isinstance(fill_value, Tensor):
        value = asarray(fill_value, dtype=dtype, device=device)
        return call("clone", NAMESPACE.broadcast_to(value, _sizes(shape)))  # type: ignore[no-any-return]
    return _raw("full", _sizes(shape), fill_value, dtype=dtype or scalar_dtype(fill_value), device=device)


def empty_like(x: Any, /, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array whose values are not set, in the shape, type and place of another."""
    x = array(x)
    return empty(x.shape, dtype=dtype or x.dtype, device=device or x.device)


def zeros_like(x: Any, /, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array of zeros in the shape, type and place of another."""
    x = array(x)
    return zeros(x.shape, dtype=dtype or x.dtype, device=device or x.device)


def ones_like(x: Any, /, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array of ones in the shape, type and place of another."""
    x = array(x)
    return ones(x.shape, dtype=dtype or x.dtype, device=device or x.device)


def full_like(x: Any, /, fill_value: Any, *, dtype: DType | None = None, device: Any = None) -> Tensor:
    """An array of one value in the shape, type and place of another."""
    x = array(x)
    return full(x.shape, fill_value, dtype=dtype or x.dtype, device=device or x.device)


def eye(
    n_rows: int, n_cols: int | None = None, /, *, k: int = 0, dtype: DType | None = None, device: Any = None
) -> Tensor:
    """Ones on the k-th diagonal, zeros elsewhere."""
    columns = n_rows if n_cols is None else n_cols
    return _raw("eye", n_rows, columns, k=k, dtype=dtype or get_default_dtype(), device=device)


def linspace(
    start: Any, stop: Any, /, num: int, *, dtype: DType | None = None, device: Any = None, endpoint: bool = True
) -> Tensor:
    """`num` evenly spaced values from `start` to `stop`, which is left out if not `endpoint`."""
    if isinstance(start, Tensor) or isinstance(stop, Tensor):
        steps = linspace(0.0, 1.0, num, dtype=dtype, device=device, endpoint=endpoint)
        return start + (stop - start) * steps  # type: ignore[no-any-return]
    complex_ends = isinstance(start, complex) or isinstance(stop, complex)
    kind = get_default_dtype().to_complex() if complex_ends else get_default_dtype()
    return _raw("linspace", start, stop, num, dtype=dtype or kind, device=device, endpoint=endpoint)


def meshgrid(*arrays_: Any, indexing: str = "xy") -> tuple[Tensor, ...]:
    """Grids of coordinates: each vector repeated along the dimensions of the others."""
    return call("meshgrid", *arrays(arrays_), indexing=indexing)  # type: ignore[no-any-return]


def tril(x: Any, /, *, k: int = 0) -> Tensor:
    """The lower triangle of matrices, up to the k-th diagonal; zeros above."""
    return call("tril", array(x), k)  # type: ignore[no-any-return]


def triu(x: Any, /, *, k: int = 0) -> Tensor:
    """The upper triangle of matrices, from the k-th diagonal on; zeros below."""
    return call("triu", array(x), k)  # type: ignore[no-any-return]
