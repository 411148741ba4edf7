"""Constructors: from data, from shapes, and from random numbers."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from arraygrad import backend as backends
from arraygrad.backend import Device, default_device
from arraygrad.dispatch import call
from arraygrad.dtypes import DTYPES, DType, bool_, get_default_dtype, iinfo, int64, result_dtype, scalar_dtype
from arraygrad.tensor import Size, Tensor, wrap

__all__ = [
    "arange",
    "as_tensor",
    "asarray",
    "empty",
    "empty_like",
    "eye",
    "from_dlpack",
    "from_numpy",
    "full",
    "full_like",
    "linspace",
    "logspace",
    "new",
    "ones",
    "ones_like",
    "result_type",
    "run",
    "scalar_tensor",
    "tensor",
    "zeros",
    "zeros_like",
]

DeviceLike = str | Device | None


def run(device: Device, function: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a function of raw arrays where the device wants it called."""
    if device.scope is None:
        return function(*args, **kwargs)
    with device.scope():
        return function(*args, **kwargs)


def _device(device: DeviceLike) -> Device:
    return default_device() if device is None else Device(device)


def _dtype(dtype: DType | str | None) -> DType | None:
    if isinstance(dtype, str):
        return DTYPES[dtype]
    if dtype is None or isinstance(dtype, DType):
        return dtype
    try:
        return {bool: bool_, int: int64, float: get_default_dtype(), complex: get_default_dtype().to_complex()}[dtype]
    except (KeyError, TypeError):
        raise TypeError(f"dtype must be an arraygrad data type such as arraygrad.float32, got {dtype!r}") from None


def _finish(array: Any, device: Device, requires_grad: bool) -> Tensor:
    if array.__class__ is not device.array_type:
        array = run(device, device.backend.asarray, array, device.native)
    made = wrap(array, device)
    if requires_grad:
        made.requires_grad = True
    return made


# -- from data ---------------------------------------------------------------------------------------------------


def _leaves(data: Any) -> Any:
    """The first tensors or arrays found in nested sequences."""
    if isinstance(data, (list, tuple)):
        for item in data:
            yield from _leaves(item)
    else:
        yield data


def _host(data: Any, dtype: DType | None) -> np.ndarray:
    """A NumPy array from Python data, typed as a constructor types it.

    Raises
    ------
    ValueError
        If nested sequences are ragged.
    TypeError
        If there is something that is not a number.
    """
    if isinstance(data, (list, tuple)) and any(isinstance(x, Tensor) for x in _leaves(data)):
        data = _plain(data)
    if isinstance(data, (np.ndarray, np.generic)):
        array = np.asarray(data)
    else:
        try:
            array = np.asarray(data)
        except ValueError:
            raise ValueError(
                "expected sequence of equal length at every depth: the nested sequences given are ragged"
            ) from None
        if array.dtype.kind == "f" and not _has_numpy(data):
            array = array.astype(get_default_dtype().name) if dtype is None else array
        elif array.dtype.kind == "c" and not _has_numpy(data):
            array = array.astype(get_default_dtype().to_complex().name) if dtype is None else array
        elif array.size == 0 and dtype is None:
            array = array.astype(get_default_dtype().name)
    if array.dtype.name not in DTYPES and (dtype is None or array.dtype.kind not in "biufc"):
        raise TypeError(
            f"can't convert data of type {array.dtype} to a tensor: the supported types are {', '.join(DTYPES)}"
        )
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    return array


def _plain(data: Any) -> Any:
    return (
        [_plain(x) for x in data]
        if isinstance(data, (list, tuple))
        else data.tolist()
        if isinstance(data, Tensor)
        else data
    )


def _has_numpy(data: Any) -> bool:
    return isinstance(next(_leaves(data), None), (np.ndarray, np.generic))


def tensor(
    data: Any,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """A tensor with a copy of data.

    Parameters
    ----------
    data : number, nested sequence, array or tensor
        Python floats become the default floating type, Python ints int64; arrays keep their type.
    dtype : DType, optional
    device : str or Device, optional
        Default: the data's own device if it is a tensor, else the default device.
    requires_grad : bool
        Whether operations on the result are recorded.

    Returns
    -------
    Tensor
        A leaf.

    Raises
    ------
    RuntimeError
        If `requires_grad` is asked for a type that is neither floating point nor complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.tensor([[1, 2], [3, 4]])
    tensor([[1, 2],
            [3, 4]])
    """
    dtype = _dtype(dtype)
    if isinstance(data, Tensor):
        made = data.detach().clone()
        if device is not None:
            made = made.to(device)
        made = made.to(dtype).detach() if dtype is not None else made
        made.requires_grad = requires_grad
        return made
    if not isinstance(data, (list, tuple, np.ndarray, np.generic)) and backends.owner(data) is not None:
        return tensor(as_tensor(data), dtype=dtype, device=device, requires_grad=requires_grad)
    place = _device(device)
    array = _host(data, dtype)
    place.raw_dtype(dtype or DTYPES[array.dtype.name])
    if dtype is not None and array.dtype.name != dtype.name:
        array = _convert(array, dtype)
    return _finish(run(place, place.backend.from_host, array, place.native, copy=True), place, requires_grad)


def _convert(array: np.ndarray, dtype: DType) -> np.ndarray:
    if dtype.category == 1 and array.dtype.kind in "iu" and array.size:
        limits = iinfo(dtype)
        if int(array.min()) < limits.min or int(array.max()) > limits.max:
            raise RuntimeError(
                f"value cannot be converted to type {dtype.name} without overflow: it takes {limits.min} to "
                f"{limits.max}, got values from {array.min()} to {array.max()}"
            )
    if dtype.name == "bfloat16":
        from ml_dtypes import bfloat16  # the type comes with JAX, which is what offers it

        return array.astype(bfloat16)
    return array.astype(dtype.name)


def as_tensor(data: Any, dtype: DType | None = None, device: DeviceLike = None) -> Tensor:
    """A tensor over the data's own memory where that is possible, else a copy.

    Parameters
    ----------
    data : number, nested sequence, array or tensor
        A tensor is returned as it is; a NumPy array is shared on ``"cpu"``; an array of another backend is wrapped
        where it lives.
    dtype, device : optional
        If the data has another one, it is converted or moved.
    """
    dtype = _dtype(dtype)
    if isinstance(data, Tensor):
        made = data
    elif isinstance(data, np.ndarray):
        place = _device(device)
        if not place.backend.shares_host or data.dtype.name not in DTYPES or not data.dtype.isnative:
            return tensor(data, dtype=dtype, device=place)
        made = _share(data, place)
    elif backends.owner(data) is not None:
        device_of_data = backends.device_of(data)
        device_of_data.dtype(data.dtype)
        made = wrap(data, device_of_data)
    else:
        return tensor(data, dtype=dtype, device=device)
    if device is not None:
        made = made.to(device)
    return made if dtype is None else made.to(dtype)


def _share(array: np.ndarray, device: Device) -> Tensor:
    raw = device.backend.from_host(array, device.native, copy=False)
    made = wrap(raw, device)
    strides = device.backend.strides(raw)
    if strides is not None:
        made._layout = (strides, 0)
    return made


def asarray(
    obj: Any,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    copy: bool | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor from data; `copy` says whether memory must be new (True), may not be (False), or is as it comes (None).

    Raises
    ------
    ValueError
        If ``copy=False`` cannot be kept.
    """
    if copy:
        return tensor(obj, dtype=dtype, device=device, requires_grad=requires_grad)
    made = as_tensor(obj, dtype=dtype, device=device)
    shared = made is obj or (
        not isinstance(obj, Tensor)
        and backends.owner(obj) is made.device.backend
        and made.device.backend.shares_memory(made._array, obj)
    )
    if copy is False and not shared:
        raise ValueError("can't alias the data: its type, device or dtype makes a copy necessary; use copy=None")
    if requires_grad:
        made = made.detach()
        made.requires_grad = True
    return made


def from_numpy(array: np.ndarray, *, device: DeviceLike = None) -> Tensor:
    """A tensor over the memory of a NumPy array: each sees the other's writes.

    On a device that cannot share host memory the values are copied.

    Raises
    ------
    TypeError
        If it is no NumPy array, or its dtype has no counterpart.

    Examples
    --------
    >>> import numpy as np, arraygrad as ag
    >>> a = np.zeros(2)
    >>> t = ag.from_numpy(a)
    >>> a[0] = 1.0
    >>> t
    tensor([1., 0.], dtype=arraygrad.float64)
    """
    if not isinstance(array, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(array).__name__})")
    if not array.dtype.isnative:
        raise ValueError(
            "given numpy array has byte order different from the native byte order. Conversion between byte orders is "
            "currently not supported: use array.astype(array.dtype.newbyteorder('='))"
        )
    if array.dtype.name not in DTYPES:
        raise TypeError(
            f"can't convert np.ndarray of type {array.dtype}. The only supported types are: {', '.join(DTYPES)}."
        )
    return as_tensor(array, device=device)


def from_dlpack(x: Any, /, *, device: DeviceLike = None, copy: bool | None = None) -> Tensor:
    """A tensor from any object with ``__dlpack__``, shared where the memory is the host's and the device can."""
    if isinstance(x, Tensor):
        return asarray(x, device=device, copy=copy)
    if backends.owner(x) is not None:
        return asarray(x, device=device, copy=copy)
    return asarray(np.from_dlpack(x), device=device, copy=copy)


def new(data: tuple[Any, ...], dtype: DType, device: DeviceLike = None) -> Tensor:
    """What PyTorch's first constructors make, in a dtype: of nothing, of sizes, of a sequence or of a tensor.

    Parameters
    ----------
    data : tuple
        The positional arguments. Ints, or one `Size`, are a shape, and the values are not set. A tensor is shared.

    Raises
    ------
    TypeError
        If they are something else, or a tensor of another dtype.
    """
    first = data[0] if data else ()
    if isinstance(first, (int, Size)):
        return empty(*data, dtype=dtype, device=device)
    if len(data) > 1:
        raise TypeError(
            f"new() received an invalid combination of arguments: expected one sequence of data, or ints, but got "
            f"{len(data)} arguments"
        )
    if isinstance(first, Tensor):
        if first.dtype is not dtype:
            raise TypeError(f"expected a tensor of {dtype!r} (got {first.dtype!r}): convert it with .to({dtype!r})")
        return first[...] if device is None else first.to(device)
    if not hasattr(first, "__len__") and not hasattr(first, "__array__"):
        raise TypeError(f"new(): data must be a sequence (got {type(first).__name__})")
    if isinstance(first, (str, bytes)):
        raise TypeError(f"new(): invalid data type '{type(first).__name__}'")
    return tensor(first, dtype=dtype, device=device)


# -- from shapes -------------------------------------------------------------------------------------------------


def _shape(size: tuple[Any, ...]) -> tuple[int, ...]:
    if len(size) == 1 and not isinstance(size[0], int) and hasattr(size[0], "__iter__"):
        size = tuple(size[0])
    shape = tuple(operator.index(n) for n in size)
    if any(n < 0 for n in shape):
        raise RuntimeError(f"Trying to create tensor with negative dimension {min(shape)}: {list(shape)}")
    return shape


def _filled(name: str, size: tuple[Any, ...], dtype: DType | None, device: DeviceLike, requires_grad: bool) -> Tensor:
    place = _device(device)
    raw_dtype = place.raw_dtype(_dtype(dtype) or get_default_dtype())
    return _finish(run(place, getattr(place.ns, name), _shape(size), dtype=raw_dtype), place, requires_grad)


def zeros(
    *sizes: int | Sequence[int],
    size: Sequence[int] | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of zeros.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.zeros(2, 3)
    tensor([[0., 0., 0.],
            [0., 0., 0.]])
    """
    return _filled("zeros", sizes if size is None else (size,), dtype, device, requires_grad)


def ones(
    *sizes: int | Sequence[int],
    size: Sequence[int] | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of ones."""
    return _filled("ones", sizes if size is None else (size,), dtype, device, requires_grad)


def empty(
    *sizes: int | Sequence[int],
    size: Sequence[int] | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor whose values are not set."""
    return _filled("empty", sizes if size is None else (size,), dtype, device, requires_grad)


def full(
    size: int | Sequence[int],
    fill_value: Any,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of one value, by default of that value's type."""
    place = _device(device)
    if isinstance(fill_value, Tensor):
        fill_value = fill_value.item()
    if isinstance(fill_value, np.generic):
        fill_value = fill_value.item()
    kind = _dtype(dtype) or scalar_dtype(fill_value)
    if kind.category == 1 and isinstance(fill_value, int):
        _convert(np.asarray(fill_value), kind)  # refuses what the type does not hold
    shape = _shape((size,) if isinstance(size, int) else tuple(size))
    return _finish(run(place, place.ns.full, shape, fill_value, dtype=place.raw_dtype(kind)), place, requires_grad)


def scalar_tensor(
    value: Any, *, dtype: DType | None = None, device: DeviceLike = None, requires_grad: bool = False
) -> Tensor:
    """A zero-dimensional tensor of the default floating type."""
    return full((), value, dtype=dtype or get_default_dtype(), device=device, requires_grad=requires_grad)


def _like(function: Any, input: Tensor, *args: Any, dtype: Any, device: Any, requires_grad: bool) -> Tensor:
    return function(  # type: ignore[no-any-return]
        tuple(input.shape),
        *args,
        dtype=dtype or input.dtype,
        device=device or input._storage.device,
        requires_grad=requires_grad,
    )


def zeros_like(
    input: Tensor,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Zeros in the shape, dtype and device of another tensor."""
    return _like(zeros, input, dtype=dtype, device=device, requires_grad=requires_grad)


def ones_like(
    input: Tensor,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Ones in the shape, dtype and device of another tensor."""
    return _like(ones, input, dtype=dtype, device=device, requires_grad=requires_grad)


def empty_like(
    input: Tensor,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Unset values in the shape, dtype and device of another tensor."""
    return _like(empty, input, dtype=dtype, device=device, requires_grad=requires_grad)


def full_like(
    input: Tensor,
    fill_value: Any,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """One value in the shape, dtype and device of another tensor."""
    return _like(full, input, fill_value, dtype=dtype, device=device, requires_grad=requires_grad)


def arange(
    start: Any = 0,
    end: Any = None,
    step: Any = 1,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Evenly spaced values from `start` (0 if only one number is given) up to, not including, `end`.

    Integers give int64, floats the default floating type.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.arange(3)
    tensor([0, 1, 2])
    """
    if end is None:
        start, end = 0, start
    start, end, step = (v.item() if hasattr(v, "item") else v for v in (start, end, step))
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * (1 if step > 0 else -1) < 0:
        raise RuntimeError(f"upper bound and lower bound inconsistent with step sign: arange({start}, {end}, {step})")
    place = _device(device)
    whole = all(isinstance(v, int) for v in (start, end, step))
    kind = _dtype(dtype) or (int64 if whole else get_default_dtype())
    return _finish(run(place, place.ns.arange, start, end, step, dtype=place.raw_dtype(kind)), place, requires_grad)


def linspace(
    start: Any,
    end: Any,
    steps: int,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """`steps` evenly spaced values from `start` to `end`, both included."""
    if steps < 0:
        raise RuntimeError(f"number of steps must be non-negative, got {steps}")
    start, end = (v.item() if hasattr(v, "item") else v for v in (start, end))
    place = _device(device)
    kind = _dtype(dtype) or get_default_dtype()
    raw = run(place, place.ns.linspace, float(start), float(end), steps, dtype=place.raw_dtype(kind))
    return _finish(raw, place, requires_grad)


def logspace(
    start: Any,
    end: Any,
    steps: int,
    base: float = 10.0,
    *,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """`steps` values evenly spaced on a logarithmic scale, from ``base**start`` to ``base**end``."""
    exponents = linspace(start, end, steps, dtype=DTYPES["float64"], device=device)
    made = call("pow", float(base), exponents).to(_dtype(dtype) or get_default_dtype())
    made.requires_grad = requires_grad
    return made  # type: ignore[no-any-return]


def eye(
    n: int, m: int | None = None, *, dtype: DType | None = None, device: DeviceLike = None, requires_grad: bool = False
) -> Tensor:
    """Ones on the diagonal, zeros elsewhere."""
    for name, size in (("n", n), ("m", n if m is None else m)):
        if size < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {size}")
    place = _device(device)
    raw_dtype = place.raw_dtype(_dtype(dtype) or get_default_dtype())
    return _finish(run(place, place.ns.eye, n, n if m is None else m, dtype=raw_dtype), place, requires_grad)


def result_type(*operands: Any) -> DType:
    """The type that an operation on these tensors and numbers has.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.result_type(ag.ones(2), 1j)
    arraygrad.complex64
    """
    dims = [t.dtype for t in operands if isinstance(t, Tensor) and t.ndim]
    dims += [t for t in operands if isinstance(t, DType)]
    zero = [t.dtype for t in operands if isinstance(t, Tensor) and not t.ndim]
    return result_dtype(dims, zero, [scalar_dtype(t) for t in operands if not isinstance(t, (Tensor, DType))])
