"""Copies of tensors: `copy.copy`, `copy.deepcopy` and pickles.

What is copied is the storage, and a view is the path from it. So tensors that share memory share it again, within one
deep copy and within one pickle.
"""

from __future__ import annotations

import copy as copying
import copyreg
from collections.abc import Callable
from typing import Any

import numpy as np

from arraygrad.backend import Device
from arraygrad.creation import run
from arraygrad.dtypes import bfloat16
from arraygrad.lens import Step
from arraygrad.storage import AliasStorage, KeepingStorage, SavedStorage, Storage
from arraygrad.tensor import Tensor, TensorState

__all__ = ["copy", "deepcopy", "reduce", "reduce_alone", "reduce_storage"]

_new = object.__new__
#: What belongs to a tensor itself; everything else was put there by its user.
_OWN = frozenset(TensorState.__annotations__)


def copy(self: Tensor) -> Tensor:
    """A leaf over the same memory, with the same flag and attributes."""
    made = _new(type(self))
    made.__dict__.update(self.detach().__dict__)
    made._tracked = self.requires_grad
    made.__dict__.update(_attributes(self))
    return made


def deepcopy(self: Tensor, memo: dict[int, Any]) -> Tensor:
    """A leaf with memory, flag, gradient and attributes of its own."""
    if not self.is_leaf:
        raise RuntimeError(
            "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment; "
            "detach() it first"
        )
    made = _new(type(self))
    memo[id(self)] = made
    storage, path = _place(self)
    made._storage = _copied(storage, memo)
    made._tracked = self._tracked
    if path is not None:
        made._path = path
    if self._grad is not None:
        made._grad = copying.deepcopy(self._grad, memo)
    made.__dict__.update(copying.deepcopy(_attributes(self), memo))
    return made


def reduce(self: Tensor) -> tuple[Any, ...]:
    """Pickling carries values, dtype, device, flag and attributes; graph and gradient stay behind."""
    return _tensor, (type(self), *_place(self), self.requires_grad), _attributes(self) or None


def reduce_alone(self: Tensor) -> tuple[Any, ...]:
    """As `reduce`, for another process: of a view only what it shows, and nothing that a graph leads to.

    Raises
    ------
    RuntimeError
        If the tensor was computed in a graph, which stays in this process.
    """
    if self.requires_grad and not self.is_leaf:
        raise RuntimeError(
            "Cowardly refusing to serialize non-leaf tensor which requires_grad, since autograd does not support "
            "crossing process boundaries. If you just want to transfer the data, call detach() on the tensor before "
            "serializing (e.g., putting it on the queue)."
        )
    device = self._storage.device
    return _tensor, (type(self), device.storage(self._array, device), None, self.requires_grad), _attributes(self)


def _tensor(cls: type[Tensor], storage: Storage, path: tuple[Step, ...] | None, requires_grad: bool) -> Tensor:
    made = _new(cls)
    made._storage = storage
    if path is not None:
        made._path = path
    made._tracked = requires_grad
    return made


def _attributes(tensor: Tensor) -> dict[str, Any]:
    return {name: value for name, value in tensor.__dict__.items() if name not in _OWN}


def _place(tensor: Tensor) -> tuple[Storage, tuple[Step, ...] | None]:
    """The storage to copy and the path from it."""
    storage = tensor._storage
    if tensor._layout is None:
        return storage, tensor._path
    # Copies lie in row-major order, where other things are views than in foreign memory.
    device = storage.device
    return device.storage(run(device, device.backend.copy, tensor._array), device), None


def _copied(storage: Storage, memo: dict[int, Any]) -> Storage:
    made = memo.get(id(storage))
    if made is None:
        if isinstance(storage, AliasStorage):
            made = AliasStorage(_copied(storage._origin, memo))
        else:
            device = storage.device
            made = device.storage(run(device, device.backend.copy, storage.array), device)
        memo[id(storage)] = made
    return made


def reduce_storage(storage: Storage) -> tuple[Callable[..., Storage], tuple[Any, ...]]:
    """Pickling of a storage: its values and device."""
    device = storage.device
    host = np.asarray(run(device, device.backend.to_host, storage.array), order="C")
    if device.dtype(storage.array.dtype) is bfloat16:
        return _storage, (host.view(np.uint16), device, host.dtype)
    return _storage, (host, device)


def _storage(host: np.ndarray, device: Device, dtype: Any = None) -> Storage:
    host = host if dtype is None else host.view(dtype)
    return device.storage(run(device, device.backend.from_host, host, device.native, copy=False), device)  # type: ignore[no-any-return]


for _class in (Storage, KeepingStorage, SavedStorage):
    copyreg.pickle(_class, reduce_storage)
copyreg.pickle(AliasStorage, lambda storage: (AliasStorage, (storage._origin,)))
