"""From bytes to tensors, on the device that `load` was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

import arraygrad.functions as functions
from arraygrad.backend import Device
from arraygrad.dtypes import bfloat16
from arraygrad.serialization.source import Bytes
from arraygrad.tensor import Tensor

__all__ = ["ByteOrder", "MapLocation", "Placement", "device_or_name", "typed"]

ByteOrder: TypeAlias = Literal["<", ">"]
Place: TypeAlias = "str | Device"
MapLocation: TypeAlias = "Place | Mapping[str, Place] | Callable[[Tensor, str], Tensor | Place | None] | None"


def typed(data: Bytes, dtype: str, byteorder: ByteOrder = "<") -> NDArray[Any]:
    """A flat array over bytes of a file, in the memory of these if they are what the machine works with.

    bfloat16, which NumPy lacks, is widened to float32.
    """
    array: NDArray[Any]
    if dtype == "bfloat16":
        bits = typed(data, "uint16", byteorder)
        return (bits.astype(np.uint32) << np.uint32(16)).view(np.float32)
    array = data.view(np.dtype(dtype).newbyteorder(byteorder))
    if dtype == "bool" and data.size and data.max() > 1:
        array = np.not_equal(data, 0)
    elif not array.dtype.isnative or not array.flags.aligned:
        array = array.astype(dtype)
    return array


class Placement:
    """What `map_location` means: where a tensor goes, by where it was when it was saved."""

    def __init__(self, map_location: MapLocation) -> None:
        self._map_location = map_location

    def place(self, array: NDArray[Any], saved_on: str, dtype: str) -> Tensor:
        """A tensor with the values of a host array, which it shares if it stays on the host."""
        return self.move(functions.from_numpy(array, device="cpu"), saved_on, dtype)

    def move(self, tensor: Tensor, saved_on: str, dtype: str) -> Tensor:
        """A host tensor where it goes."""
        where = self._map_location
        target: object
        if where is None:
            target = "cpu"
        elif isinstance(where, Mapping):
            target = where.get(saved_on, "cpu")
        elif callable(where):
            target = where(tensor, saved_on)
        else:
            target = where
        if isinstance(target, Tensor):
            return target
        tensor = tensor.to("cpu" if target is None else target)
        if dtype == "bfloat16":
            with suppress(TypeError, RuntimeError):  # Where the device has no such type.
                tensor = tensor.to(bfloat16)
        return tensor


def device_or_name(name: str) -> Device | str:
    """The device of that name, or the name where this machine has no such device."""
    try:
        return Device(name)
    except RuntimeError:
        return name
