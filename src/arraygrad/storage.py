"""The memory box behind tensors."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arraygrad.backend import Device

__all__ = ["LOCK", "AliasStorage", "KeepingStorage", "SavedStorage", "Storage", "order"]

#: Held while a write is committed, so that writes from several threads to parts of one storage lose nothing, also where
#: a write puts a new array into the storage.
LOCK = threading.RLock()


class Storage:
    """An array of a backend, the device it is on, and how often it was written.

    Tensors that share memory share a storage. Arrays that can be written stay where they are; an immutable array is
    replaced by its successor. Either way `version` goes up by one per write, which is how a backward pass notices that
    a value it saved is gone.
    """

    __slots__ = ("array", "device", "version")

    #: Whether the graph may still need the array as it is, so that a write has to replace it.
    kept = False

    def __init__(self, array: Any, device: Device) -> None:
        self.array = array
        self.device = device
        self.version = 0


def order(storage: Storage) -> Any:
    """Bring the array of a storage into row-major order, once and for all that look at it, and return it."""
    with LOCK:
        storage.array = array = storage.device.backend.contiguous(storage.array)
    return array


class KeepingStorage(Storage):
    """A storage whose values outlive writes to it, as code for the array API standard expects: copy on write.

    To save a value the graph asks for its version. That is noted, the next write replaces the array instead of changing
    it, and so the version need never change.
    """

    __slots__ = ("kept",)

    @property
    def version(self) -> int:
        self.kept = True
        return 0

    @version.setter
    def version(self, version: int) -> None:
        self.kept = False


class AliasStorage(Storage):
    """The memory of another storage under a version counter of its own: what ``Tensor.data`` gives."""

    __slots__ = ("_origin",)

    def __init__(self, origin: Storage) -> None:
        self._origin = origin
        self.device = origin.device
        self.version = 0

    @property
    def array(self) -> Any:
        return self._origin.array

    @array.setter
    def array(self, array: Any) -> None:
        self._origin.array = array


class SavedStorage(Storage):
    """A value that the graph kept, under the version counter of the storage it came from.

    It lets a recorded backward pass save that value again and still notice a later write to the origin.
    """

    __slots__ = ("_origin",)

    def __init__(self, array: Any, origin: Storage, device: Device | None = None) -> None:
        self._origin = origin
        self.array = array
        self.device = device or origin.device

    @property
    def version(self) -> int:
        return self._origin.version

    @version.setter
    def version(self, version: int) -> None:
        self._origin.version = version
