"""Moving tensors between devices, and to the host."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from arraygrad.autograd.modes import grad_enabled
from arraygrad.backend import Device
from arraygrad.creation import run
from arraygrad.dispatch import call, cast
from arraygrad.dtypes import DType
from arraygrad.graph import Node, next_sequence
from arraygrad.storage import order
from arraygrad.tensor import Tensor, wrap

__all__ = ["array", "numpy", "share_memory", "to"]


def move_array(array: Any, source: Device, target: Device) -> Any:
    """A raw array on another device."""
    if source.public is target.public:
        return array
    if source.backend is target.backend:
        return run(target, target.backend.transfer, array, target.native)
    host = run(source, source.backend.to_host, array)
    return run(target, target.backend.from_host, host, target.native, copy=True)


class TransferNode(Node):
    """The node of a move between devices: gradients go back to where the operand lives."""

    def __init__(self, tensor: Tensor, target: Device) -> None:
        self.edges = (tensor._edge,)
        self.device = target
        self._source = tensor._storage.device
        self.sequence = next_sequence()

    @property
    def operand_device(self) -> Device:
        return self._source

    def backward(self, g: Any, xp: Any, unpack: Callable[..., Any]) -> Any:
        if isinstance(g, Tensor):
            return (move(g, self.operand_device),)
        return (move_array(g, self.device, self.operand_device),)

    def free(self) -> None:
        pass

    def name(self) -> str:
        return "ToCopyBackward0"


def move(tensor: Tensor, device: Device) -> Tensor:
    """The tensor on another device, recorded; itself if it is there."""
    source = tensor._storage.device
    if source.public is device.public:
        return tensor
    if source.is_standard:
        device = device.standard
    device.raw_dtype(tensor.dtype)  # refuse a type that the target lacks before anything moves
    moved = wrap(move_array(tensor._array, source, device), device)
    if tensor.requires_grad and (mode := grad_enabled()):
        node = TransferNode(tensor, device)
        if mode is not True:
            mode.recorded(node, (moved,))
        moved._node, moved._tracked = node, True
    return moved


def to(
    self: Tensor,
    *args: Any,
    device: str | Device | None = None,
    dtype: DType | None = None,
    non_blocking: bool = False,
    copy: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """The tensor on another device or in another dtype; itself if it already is (unless `copy`).

    ``to(device)``, ``to(dtype)``, ``to(device, dtype)`` and ``to(other_tensor)`` are all understood. Gradients flow
    back across the move, in the source's dtype and on its device.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.ones(2).to(ag.float64)
    tensor([1., 1.], dtype=arraygrad.float64)
    """
    for arg in args:
        if isinstance(arg, Tensor):
            device, dtype = arg.device, arg.dtype
        elif isinstance(arg, (str, Device)):
            device = arg
        elif isinstance(arg, DType):
            dtype = arg
        elif arg is not None and not isinstance(arg, bool):  # a bool is PyTorch's non_blocking
            raise TypeError(f"to() takes a device, a dtype or a tensor, got {type(arg).__name__}")
    result = self if device is None else move(self, Device(device))
    if dtype is not None:
        result = cast(result, dtype)
    return call("clone", result) if copy and result is self else result


def numpy(self: Tensor, *, force: bool = False) -> np.ndarray[Any, Any]:
    """The values as a NumPy array.

    On ``"cpu"`` it is the tensor's own memory, writable both ways. On a host-side device with immutable arrays it is a
    read-only snapshot. Tensors elsewhere have to be brought with ``.cpu()`` first.

    Parameters
    ----------
    force : bool
        Detach and bring to the host first if need be; the result may then be a copy.

    Raises
    ------
    RuntimeError
        If the tensor requires gradients (and they are being recorded): use ``tensor.detach().numpy()``.
    TypeError
        If the tensor lives where the host cannot read: use ``tensor.cpu()``.
    """
    if force:
        with_host = move(self.detach(), Device("cpu")) if self.device.backend.remote else self.detach()
        return numpy(with_host)
    if self.requires_grad and grad_enabled():
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
    device = self._storage.device
    if device.backend.remote:
        raise TypeError(
            f"can't convert {device} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory "
            "first."
        )
    if device.mutable and self._path is None and self._layout is None:
        order(self._storage)
    return run(device, device.backend.to_host, self._array)  # type: ignore[no-any-return]


def array(self: Tensor, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
    """NumPy's conversion: what `numpy` gives, in another dtype if asked for.

    Code for the array API standard hands arrays to compiled functions of NumPy arrays, which write into them and know
    of no graph. So under the standard's rules the result can always be written to, and of a tensor that requires
    gradients there are the values, with a warning that the graph ends there.

    Raises
    ------
    RuntimeError, TypeError
        As from `numpy`.
    ValueError
        If ``copy=False`` cannot be kept.
    """
    under_standard = self._storage.device.is_standard
    if under_standard and self.requires_grad and grad_enabled():
        warnings.warn(
            "a tensor that requires grad becomes a NumPy array: gradients do not flow through what is computed from it",
            stacklevel=2,
        )
        self = self.detach()
    result = numpy(self)
    fresh = result.astype(dtype) if dtype is not None and result.dtype != dtype else result
    if fresh is result and (copy or (copy is None and under_standard and not result.flags.writeable)):
        fresh = result.copy()
    if copy is False and (fresh is not result or not self.device.backend.shares_host):
        raise ValueError("Unable to avoid copy while creating an array: use copy=None")
    return fresh


def share_memory(a: Tensor, b: Tensor) -> bool:
    """Whether a write into one tensor can be seen in the other."""
    if a._storage is b._storage or a._storage.array is b._storage.array:
        return True
    return a.device is b.device and a.device.backend.shares_memory(a._array, b._array)
