"""Tensors that a module recognises when they are assigned to it: parameters and buffers."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.tensor import Size, Tensor

__all__ = [
    "Buffer",
    "Parameter",
    "UninitializedBuffer",
    "UninitializedParameter",
    "UninitializedTensorMixin",
    "clear_grad",
    "is_lazy",
]

_T = TypeVar("_T", bound=Tensor)
_U = TypeVar("_U", bound="UninitializedTensorMixin")


def _data_of(owner: str, data: Tensor | None) -> Tensor:
    if data is None:
        return ag.empty(0)
    if not isinstance(data, Tensor):
        raise TypeError(f"{owner}(): data must be a Tensor, not {type(data).__name__}")
    return data


def _over(cls: type[_T], data: Tensor, requires_grad: bool) -> _T:
    """A leaf of another class over the memory of a tensor."""
    leaf = object.__new__(cls)
    leaf.data = data
    leaf.requires_grad_(requires_grad)
    return leaf


class Parameter(Tensor):
    """A leaf tensor that becomes a parameter of a module by being assigned to one of its attributes.

    Parameters
    ----------
    data : Tensor, optional
        The values; the parameter shares their storage. Default: an empty tensor.
    requires_grad : bool
        Whether gradients are computed for it, also when it is made under `no_grad`.

    Raises
    ------
    TypeError
        If `data` is not a tensor.
    RuntimeError
        If gradients are asked for and the dtype is neither floating point nor complex.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.Parameter(ag.tensor([1.0, 2.0]))
    Parameter containing:
    tensor([1., 2.], requires_grad=True)
    """

    def __new__(cls, data: Tensor | None = None, requires_grad: bool = True) -> Self:
        return _over(cls, _data_of("Parameter", data), requires_grad)

    def __init__(self, data: Tensor | None = None, requires_grad: bool = True) -> None:
        pass  # all is done in __new__; the class of the values must not initialise again

    def __repr__(self) -> str:
        return "Parameter containing:\n" + super().__repr__()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.detach().clone(), self.requires_grad)
        copy: Self = memo[id(self)]
        return copy


class Buffer(Tensor):
    """A tensor that becomes a buffer of a module by being assigned to one of its attributes.

    Parameters
    ----------
    data : Tensor, optional
        The values; the buffer shares their storage. Default: an empty tensor.
    persistent : bool
        Whether the buffer is part of the module's `state_dict`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> module = nn.Module()
    >>> module.mean = nn.Buffer(ag.zeros(2))
    >>> [name for name, _ in module.named_buffers()]
    ['mean']
    """

    persistent: bool

    def __new__(cls, data: Tensor | None = None, *, persistent: bool = True) -> Self:
        data = _data_of("Buffer", data)
        buffer = _over(cls, data, data.requires_grad)
        buffer.persistent = persistent
        return buffer

    def __init__(self, data: Tensor | None = None, *, persistent: bool = True) -> None:
        pass  # all is done in __new__

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.detach().clone(), persistent=self.persistent)
        copy: Self = memo[id(self)]
        return copy


class UninitializedTensorMixin(Tensor):
    """A tensor whose shape is not known yet: it has a device and a dtype, and becomes a tensor by `materialize`.

    It can be moved, cast and copied. Everything else that looks at the values raises a ValueError, and its shape a
    RuntimeError.
    """

    #: What it is when its shape is known.
    cls_to_become: ClassVar[type[Tensor]] = Tensor

    _empty: Tensor

    def materialize(
        self, shape: tuple[int, ...], device: str | Device | None = None, dtype: DType | None = None
    ) -> None:
        """Become a tensor of a shape, with values that are not set.

        Parameters
        ----------
        shape : tuple of int
        device, dtype : optional
            In place of those that it has.
        """
        values = ag.empty(tuple(shape), device=device or self.device, dtype=dtype or self.dtype)
        self.__class__ = self.cls_to_become  # type: ignore[assignment]
        del self._empty
        self.data = values

    @property
    def _storage(self) -> Any:  # type: ignore[override]
        raise ValueError(
            f"Attempted to use an uninitialized parameter: a {type(self).__name__} has no values yet. When using lazy "
            "modules, call `forward` with a dummy batch first"
        )

    @property
    def shape(self) -> Size:
        """Not known: asking for it raises a RuntimeError."""
        raise RuntimeError(
            "Can't access the shape of an uninitialized parameter or buffer. This error usually happens in "
            "`load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call `forward` "
            "to initialize the parameters before accessing their attributes."
        )

    @property
    def dtype(self) -> DType:
        """Type that the elements will have."""
        return self._empty.dtype

    @property
    def device(self) -> Device:
        """Where the tensor will live."""
        return self._empty.device

    def is_floating_point(self) -> bool:
        """Whether the dtype is floating point."""
        return self.dtype.is_floating_point

    def is_complex(self) -> bool:
        """Whether the dtype is complex."""
        return self.dtype.is_complex

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """One that is not initialised either, for another device or dtype; arguments as for a tensor's `to`."""
        return self._like(self._empty.to(*args, **kwargs))

    def detach(self) -> Self:
        """The tensor itself: there is nothing yet to be cut off from a graph."""
        return self

    @property
    def data(self) -> Tensor:
        """The tensor itself. What is assigned decides the device and the dtype."""
        return self

    @data.setter
    def data(self, value: Tensor) -> None:
        self._empty = value._empty if isinstance(value, UninitializedTensorMixin) else ag.empty_like(value.detach())

    def _like(self, empty: Tensor) -> Self:
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, _empty=empty)
        return other

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        if id(self) not in memo:
            memo[id(self)] = self._like(self._empty.clone())
        copy: Self = memo[id(self)]
        return copy

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return type(self), (self.requires_grad, str(self.device), self.dtype), {**self.__dict__, "_empty": self._empty}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def is_lazy(param: Any) -> bool:
    """Whether a value is an `UninitializedParameter` or `UninitializedBuffer`."""
    return isinstance(param, UninitializedTensorMixin)


class UninitializedParameter(  # pyright: ignore[reportIncompatibleVariableOverride]
    UninitializedTensorMixin, Parameter
):
    """A parameter whose shape is not known yet; see `LazyLinear`.

    Parameters
    ----------
    requires_grad : bool
        Whether gradients will be computed for it.
    device, dtype : optional
        Of the parameter that it will be.

    Examples
    --------
    >>> from arraygrad import nn
    >>> weight = nn.UninitializedParameter()
    >>> weight
    <UninitializedParameter>
    >>> weight.materialize((2, 3))
    >>> type(weight).__name__, tuple(weight.shape)
    ('Parameter', (2, 3))
    """

    cls_to_become = Parameter

    def __new__(
        cls, requires_grad: bool = True, device: str | Device | None = None, dtype: DType | None = None
    ) -> Self:
        return _uninitialized(cls, ag.empty(0, device=device, dtype=dtype), requires_grad)

    def __init__(
        self, requires_grad: bool = True, device: str | Device | None = None, dtype: DType | None = None
    ) -> None:
        pass  # all is done in __new__


class UninitializedBuffer(UninitializedTensorMixin):
    """A buffer whose shape is not known yet; see `LazyBatchNorm2d`.

    Parameters
    ----------
    requires_grad : bool
        Whether gradients will be computed for it.
    device, dtype : optional
        Of the buffer that it will be.
    persistent : bool
        Whether the buffer is part of the module's `state_dict`.

    Examples
    --------
    >>> from arraygrad import nn
    >>> mean = nn.UninitializedBuffer()
    >>> mean.materialize((3,))
    >>> tuple(mean.shape)
    (3,)
    """

    persistent: bool

    def __new__(
        cls,
        requires_grad: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
        persistent: bool = True,
    ) -> Self:
        made = _uninitialized(cls, ag.empty(0, device=device, dtype=dtype), requires_grad)
        made.persistent = persistent
        return made

    def __init__(
        self,
        requires_grad: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
        persistent: bool = True,
    ) -> None:
        pass  # all is done in __new__


def _uninitialized(cls: type[_U], empty: Tensor, requires_grad: bool) -> _U:
    made = object.__new__(cls)
    made._empty = empty
    made.requires_grad_(requires_grad)
    return made


def clear_grad(tensor: Tensor, set_to_none: bool) -> None:
    """Drop the gradient of a tensor, or fill it with zeros (cut off from any graph) if `set_to_none` is false."""
    grad = tensor.grad
    if grad is None:
        return
    if set_to_none:
        tensor.grad = None
    elif grad.grad_fn is None:
        grad.requires_grad_(False).zero_()
    else:
        tensor.grad = grad.detach().zero_()
