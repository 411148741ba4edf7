"""Tensors over the memory that a file of PyTorch holds."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

import numpy as np

import arraygrad.functions as functions
from arraygrad.autograd import no_grad
from arraygrad.dtypes import DTYPES, DType
from arraygrad.nn import Buffer, Parameter
from arraygrad.serialization.errors import UnreadableFileError
from arraygrad.serialization.instances import add_attributes
from arraygrad.serialization.placing import ByteOrder, Placement, typed
from arraygrad.serialization.pytorch.known import Known
from arraygrad.serialization.source import Bytes
from arraygrad.tensor import Tensor

__all__ = ["Reference", "StorageType", "Tensors", "reference"]

#: How many bytes of a file's tensors may be views of others, beside four times the file: a backend may have to copy.
_FREE = 1 << 28


class StorageType(Known):
    """PyTorch's class of memory for elements of one dtype, or of bytes if `dtype` is None."""

    __slots__ = ("dtype", "itemsize")

    def __init__(self, name: str, dtype: str | None) -> None:
        super().__init__(name, lambda: None, required=1)  # named by others, never called
        self.dtype = dtype
        self.itemsize = 1 if dtype is None else DTYPES[dtype].itemsize


class Reference(NamedTuple):
    """The memory that a pickle refers to: its name in the file, what it holds and how much, and where it was."""

    key: str
    type: StorageType
    numel: int
    location: str
    offset: int = 0

    @property
    def nbytes(self) -> int:
        """Its size."""
        return self.numel * self.type.itemsize

    def __str__(self) -> str:
        return "a torch.Storage"


def reference(value: object) -> Reference:
    """What a pickle says in place of memory, checked."""
    if not isinstance(value, tuple) or not 5 <= len(value) <= 6 or value[0] not in ("storage", b"storage"):
        raise UnreadableFileError("a pickle in it refers to something other than a tensor's memory")
    _, kind, key, location, numel, *view = (v.decode("latin-1") if isinstance(v, bytes) else v for v in value)
    if (
        not isinstance(kind, StorageType)
        or not (isinstance(key, str) and isinstance(location, str))
        or type(numel) is not int
        or not 0 <= numel < 2**62
    ):
        raise UnreadableFileError("a pickle in it has a malformed reference to a tensor's memory")
    found = Reference(key, kind, numel, location)
    if view and view[0] is not None:  # a part of a memory, in old files
        part = view[0]
        if not isinstance(part, tuple) or len(part) != 3 or not all(type(n) is int and n >= 0 for n in part[1:]):
            raise UnreadableFileError("a pickle in it has a malformed reference to a tensor's memory")
        if part[1] + part[2] > numel:
            raise UnreadableFileError("a pickle in it refers to memory beyond the end")
        found = found._replace(offset=part[1])
    return found


class Tensors:
    """Makes the tensors of one file.

    Tensors over the same memory share it, on any device.

    Parameters
    ----------
    read : callable
        ``read(reference)`` gives the bytes.
    size : int
        Of the file.
    placement : Placement
    byteorder : str
        Of the elements, ``"<"`` or ``">"``.
    """

    def __init__(
        self, read: Callable[[Reference], Bytes], size: int, placement: Placement, byteorder: ByteOrder = "<"
    ) -> None:
        self._read = read
        self._placement = placement
        self._byteorder: ByteOrder = byteorder
        self._bases: dict[str, tuple[str, int, int, Tensor]] = {}
        self._room = _FREE + 4 * size

    def _base(self, memory: Reference, dtype: str, shape: tuple[int, ...]) -> tuple[int, Tensor]:
        """How many elements the memory has, and a tensor of them all, made in the shape that is first asked for."""
        if memory.key not in self._bases:
            nbytes, itemsize = memory.nbytes, DTYPES[dtype].itemsize
            array = typed(self._read(memory)[: nbytes // itemsize * itemsize], dtype, self._byteorder)
            total = array.size
            if prod(shape) == total:
                array = array.reshape(shape)
            self._bases[memory.key] = dtype, nbytes, total, self._placement.place(array, memory.location, dtype)
        known, nbytes, total, base = self._bases[memory.key]
        if known != dtype or nbytes != memory.nbytes:
            raise UnreadableFileError(f"it has one memory in two ways, as {known} and as {dtype} or in another size")
        return total, base

    def _charge(self, nbytes: int) -> None:
        self._room -= nbytes
        if self._room < 0:
            raise UnreadableFileError(
                "it has views of tensors that show far more elements than there are: save them after clone()"
            )

    def view(self, memory: Reference, dtype: str, offset: int, size: Any, stride: Any) -> Tensor:
        """A tensor over memory, by strides."""
        sizes = (*size, *stride)
        if len(size) != len(stride) or len(size) > 64 or not all(type(n) is int and 0 <= n < 2**62 for n in sizes):
            raise UnreadableFileError("it has a tensor with a malformed shape or strides")
        offset += memory.offset
        count = prod(size)
        if offset < 0 or prod(n or 1 for n in size) >= 2**59:
            raise UnreadableFileError("it has a tensor of a size that does not exist")
        whole = offset == 0 and count and tuple(stride) == _contiguous(size)
        total, base = self._base(memory, dtype, tuple(size) if whole else (-1,))
        if count and offset + sum((n - 1) * s for n, s in zip(size, stride, strict=True)) >= total:
            raise UnreadableFileError("it has a tensor that goes beyond the end of its memory")
        if whole and tuple(base.shape) == tuple(size):
            return base.detach()
        self._charge(count * DTYPES[dtype].itemsize)
        if not count:
            return functions.zeros(size, dtype=base.dtype, device=base.device)
        with no_grad():
            return base.as_strided(size, stride, offset).detach()

    # -- what pickles call ---------------------------------------------------------------------------------------
    def _rebuild(
        self,
        memory: Reference,
        offset: int,
        size: tuple[int, ...],
        stride: tuple[int, ...],
        requires_grad: bool = False,
        hooks: Any = None,
        metadata: Any = None,
    ) -> Tensor:
        if memory.type.dtype is None:
            raise UnreadableFileError("it has a tensor without a dtype")
        return self._finish(self.view(memory, memory.type.dtype, offset, size, stride), requires_grad, hooks, metadata)

    def _rebuild_typed(
        self,
        memory: Reference,
        offset: int,
        size: tuple[int, ...],
        stride: tuple[int, ...],
        requires_grad: bool,
        hooks: Any,
        dtype: DType,
        metadata: Any = None,
    ) -> Tensor:
        return self._finish(self.view(memory, dtype.name, offset, size, stride), requires_grad, hooks, metadata)

    def _finish(self, tensor: Tensor, requires_grad: bool, hooks: Any, metadata: Any) -> Tensor:
        if isinstance(metadata, dict):  # what PyTorch has put off
            for name, put_off in (("conj", functions.conj), ("neg", functions.neg)):
                if metadata.get(name):
                    self._charge(tensor.nbytes)
                    tensor = put_off(tensor)
        return _tracked(tensor, requires_grad, hooks)

    def _from_host(self, data: Any, dtype: DType, device: Any, requires_grad: bool) -> Tensor:
        tensor = data if isinstance(data, Tensor) else functions.from_numpy(np.array(data), device="cpu")
        return _tracked(self._placement.move(tensor.to(dtype), str(device), dtype.name), requires_grad, None)

    def known(self) -> list[Known]:
        """The functions of PyTorch that make tensors."""
        view = (Reference, int, tuple, tuple)
        tensor = Known("torch.Tensor", lambda: None, required=1)  # these two are named by others, never called
        parameter = Known("torch.nn.parameter.Parameter", lambda: None, required=1)
        rebuild = "torch._utils._rebuild_"
        return [
            tensor,
            parameter,
            Known(f"{rebuild}tensor", self._rebuild, *view),
            Known(f"{rebuild}tensor_v2", self._rebuild, *view, bool, None, None, required=6),
            Known(f"{rebuild}tensor_v3", self._rebuild_typed, *view, bool, None, DType, None, required=7),
            Known(f"{rebuild}parameter", _parameter, Tensor, bool, None),
            Known(f"{rebuild}parameter_with_state", _parameter, Tensor, bool, None, None),
            Known(f"{rebuild}device_tensor_from_numpy", self._from_host, np.ndarray, DType, None, bool),
            Known(f"{rebuild}device_tensor_from_cpu_tensor", self._from_host, Tensor, DType, None, bool),
            Known("torch._tensor._rebuild_from_type_v2", _with_attributes, Known, Known, tuple, (dict, tuple)),
        ]


def _contiguous(size: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(prod(size[d + 1 :]) for d in range(len(size)))


def _tracked(tensor: Tensor, requires_grad: bool, hooks: Any) -> Tensor:
    if hooks:
        raise UnreadableFileError("it has a tensor with hooks, which are functions: remove them before it is saved")
    if requires_grad and not tensor.dtype.is_differentiable:
        raise UnreadableFileError(f"it has a tensor of {tensor.dtype} that requires gradients")
    return tensor.requires_grad_(requires_grad)


def _parameter(data: Tensor, requires_grad: bool, hooks: Any, state: Any = None) -> Parameter:
    parameter = Parameter(_tracked(data.detach(), requires_grad, hooks).detach(), requires_grad)
    if state is not None:
        _add_state(parameter, state)
    return parameter


def _with_attributes(function: Known, cls: Known, arguments: tuple[Any, ...], state: Any) -> Tensor:
    tensor = function(arguments)
    if not isinstance(tensor, Tensor) or cls.name not in ("torch.Tensor", "torch.nn.parameter.Parameter"):
        raise UnreadableFileError(f"it has a tensor of the class {cls.name}")
    if isinstance(state, dict) and state.keys() == {"persistent", "_is_buffer"}:
        return Buffer(tensor, persistent=state["persistent"] is True)
    _add_state(tensor, state)
    return tensor


def _add_state(tensor: Tensor, state: object) -> None:
    attributes, slots = state if isinstance(state, tuple) and len(state) == 2 else (state, None)
    if slots:
        raise UnreadableFileError("it has a tensor with slots")
    add_attributes(tensor, attributes or {})
