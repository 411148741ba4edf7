"""The types of tensors by dtype, PyTorch's first constructors: ``FloatTensor`` and its like."""

from __future__ import annotations

from typing import Any

from arraygrad import dtypes
from arraygrad.creation import new
from arraygrad.tensor import Tensor

__all__ = [
    "BFloat16Tensor",
    "BoolTensor",
    "ByteTensor",
    "CharTensor",
    "DoubleTensor",
    "FloatTensor",
    "HalfTensor",
    "IntTensor",
    "LongTensor",
    "ShortTensor",
    "TensorType",
    "set_default_tensor_type",
]


class TensorType(type):
    """The class of ``FloatTensor`` and its like: names for the tensors of a dtype, wherever they live.

    Called, one makes a tensor on the default device, of data or with unset values: see `Tensor`. What it makes are
    tensors like all others; ``isinstance(x, FloatTensor)`` asks for the dtype.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.LongTensor([1, 2]), ag.FloatTensor(2, 3).shape
    (tensor([1, 2]), arraygrad.Size([2, 3]))
    >>> isinstance(ag.ones(1), ag.FloatTensor), isinstance(ag.ones(1), ag.LongTensor)
    (True, False)
    """

    dtype: dtypes.DType

    def __call__(cls, *data: Any, device: Any = None) -> Any:
        """A tensor of the type."""
        return new(data, cls.dtype, device)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Tensor) and instance.dtype is cls.dtype

    def __repr__(cls) -> str:
        return f"<class 'arraygrad.{cls.__name__}'>"


class FloatTensor(metaclass=TensorType):
    """Tensors of float32."""

    dtype = dtypes.float32


class DoubleTensor(metaclass=TensorType):
    """Tensors of float64."""

    dtype = dtypes.float64


class HalfTensor(metaclass=TensorType):
    """Tensors of float16."""

    dtype = dtypes.float16


class BFloat16Tensor(metaclass=TensorType):
    """Tensors of bfloat16."""

    dtype = dtypes.bfloat16


class ByteTensor(metaclass=TensorType):
    """Tensors of uint8."""

    dtype = dtypes.uint8


class CharTensor(metaclass=TensorType):
    """Tensors of int8."""

    dtype = dtypes.int8


class ShortTensor(metaclass=TensorType):
    """Tensors of int16."""

    dtype = dtypes.int16


class IntTensor(metaclass=TensorType):
    """Tensors of int32."""

    dtype = dtypes.int32


class LongTensor(metaclass=TensorType):
    """Tensors of int64."""

    dtype = dtypes.int64


class BoolTensor(metaclass=TensorType):
    """Tensors of truth values."""

    dtype = dtypes.bool_


def set_default_tensor_type(t: TensorType | str) -> None:
    """Set the default dtype by a type of tensors, or by its name; see `set_default_dtype`.

    Raises
    ------
    TypeError
        If it is no type of tensors, or not one of floating point numbers.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.set_default_tensor_type("torch.FloatTensor")
    >>> ag.get_default_dtype()
    arraygrad.float32
    """
    kind = globals().get(t.rpartition(".")[2]) if isinstance(t, str) else t
    if not isinstance(kind, TensorType):
        raise TypeError(f"invalid type object: expected a type of tensors such as FloatTensor, got {t!r}")
    dtypes.set_default_dtype(kind.dtype)
