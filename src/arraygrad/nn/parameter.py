"""Tensors that a module recognises when they are assigned to it: parameters and buffers."""

from __future__ import annotations

from typing import Any, Self, TypeVar

import arraygrad.functions as ag
from arraygrad.tensor import Tensor

__all__ = ["Buffer", "Parameter", "clear_grad"]

_T = TypeVar("_T", bound=Tensor)


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
