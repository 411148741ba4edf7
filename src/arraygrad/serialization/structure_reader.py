"""The object that `structure_writer` described."""

from __future__ import annotations

import base64
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

import arraygrad.functions as functions
from arraygrad.backend import Device
from arraygrad.dtypes import DTYPES as DATA_TYPES
from arraygrad.nn import Buffer, Parameter
from arraygrad.serialization.allowed import find_allowed
from arraygrad.serialization.errors import ForbiddenGlobalError, UnreadableFileError
from arraygrad.serialization.instances import add_attributes, empty_instance, set_state
from arraygrad.serialization.placing import Placement, device_or_name, typed
from arraygrad.serialization.safetensors_format import DTYPES, Stored
from arraygrad.serialization.source import Source
from arraygrad.serialization.structure_writer import FACTORIES, valid_key
from arraygrad.tensor import Tensor

__all__ = ["StructureReader"]

Node = dict[str, Any]


class StructureReader:
    """Turns nodes into objects, and reads the arrays that they name.

    Parameters
    ----------
    source : Source
    arrays : dict
        Where the arrays are. Each is handed out once: a small file cannot ask for much memory.
    placement : Placement
    """

    def __init__(self, source: Source, arrays: Mapping[str, Stored], placement: Placement) -> None:
        self._source = source
        self._arrays = dict(arrays)
        self._placement = placement
        self._numbered: list[object] = []

    def expect_all_used(self) -> None:
        """Raise if the structure left out tensors of the file."""
        if self._arrays:
            raise UnreadableFileError(f"its structure does not mention the tensors {sorted(self._arrays)}")

    def decode(self, node: object) -> Any:
        """The object that a node describes."""
        if node is None or isinstance(node, (bool, int, float, str)):
            return node
        if isinstance(node, list):
            return [self.decode(item) for item in node]
        if not isinstance(node, dict) or not node:
            raise UnreadableFileError("its structure has an empty entry")
        tag, value = next(iter(node.items()))
        if tag in _SCALARS:
            try:
                return _SCALARS[tag](value)
            except (TypeError, ValueError, OverflowError, KeyError) as error:
                raise _malformed(tag, error) from error
        read = _READERS.get(tag)
        if read is None:
            raise UnreadableFileError(f"its structure has an entry of the unknown type {tag!r}")
        return read(self, node)

    # -- containers ----------------------------------------------------------------------------------------------
    def _items(self, node: Node) -> list[Any]:
        tag, value = next(iter(node.items()))
        items = self.decode(value)
        if not isinstance(items, list):
            raise _malformed(tag)
        return items

    def _sequence(self, node: Node) -> Any:
        tag, items = next(iter(node)), self._items(node)
        if tag == "size" and not all(type(n) is int for n in items):
            raise _malformed(tag)
        if "set" in tag and not all(map(valid_key, items)):
            raise UnreadableFileError("its structure has a set with a malformed item")
        return _SEQUENCES[tag](items)

    def _dictionary(self, node: Node) -> Any:
        tag, items = next(iter(node)), self._items(node)
        if not all(isinstance(item, list) and len(item) == 2 and valid_key(item[0]) for item in items):
            raise UnreadableFileError("its structure has a dictionary with a malformed item")
        if tag == "defaultdict":
            factory = node.get("factory")
            if factory is None:
                return defaultdict(None, items)
            if not isinstance(factory, str) or factory not in FACTORIES:
                raise _malformed(tag)
            return defaultdict(FACTORIES[factory], items)
        result = _DICTIONARIES[tag](dict(items))
        if "attributes" in node:
            add_attributes(result, self.decode(node["attributes"]))
        return result

    # -- what is numbered ----------------------------------------------------------------------------------------
    def _again(self, node: Node, key: str = "again") -> Any:
        number = node[key]
        if type(number) is not int or not 0 <= number < len(self._numbered):
            raise _malformed(key)
        return self._numbered[number]

    def _global(self, node: Node) -> Any:
        return _allowed(node["global"])

    def _object(self, node: Node) -> Any:
        name, state = node["object"], node.get("state")
        cls = _allowed(name)
        if not isinstance(cls, type) or not isinstance(state, dict):
            raise _malformed("object")
        instance = empty_instance(cls, name)
        self._numbered.append(instance)
        set_state(instance, {key: self.decode(value) for key, value in state.items()})
        return instance

    def _tensor(self, node: Node) -> Any:
        name = node["tensor"]
        stored = self._take(name)
        if "again" in node:
            return self._expect(self._again(node), stored, node)
        dtype = DTYPES[stored.dtype]
        if "tied" in node:
            tensor = self._expect(self._again(node, "tied"), stored, node).detach()
        else:
            saved_on = node.get("device", "cpu")
            if not isinstance(saved_on, str):
                raise UnreadableFileError(f"tensor {name!r} has no valid device")
            tensor = self._placement.place(self._array_of(stored, node), saved_on, dtype)
        requires_grad = node.get("requires_grad") is True
        if requires_grad and not (tensor.is_floating_point() or tensor.is_complex()):
            raise UnreadableFileError(f"tensor {name!r} of dtype {tensor.dtype} cannot require gradients")
        kind = node.get("kind")
        if kind == "parameter":
            tensor = Parameter(tensor, requires_grad)
        else:
            tensor.requires_grad_(requires_grad)
            if kind in ("buffer", "non-persistent buffer"):
                tensor = Buffer(tensor, persistent=kind == "buffer")
        self._numbered.append(tensor)
        return tensor

    def _expect(self, tensor: Any, stored: Stored, node: Node) -> Tensor:
        shape = stored.shape[:-1] if node.get("complex") is True else stored.shape
        if not isinstance(tensor, Tensor) or tuple(tensor.shape) != shape:
            raise UnreadableFileError(f"tensor {node['tensor']!r} is not the one that it is said to be")
        return tensor

    # -- arrays --------------------------------------------------------------------------------------------------
    def _take(self, name: object) -> Stored:
        stored = self._arrays.pop(name, None) if isinstance(name, str) else None
        if stored is None:
            raise UnreadableFileError(f"its structure mentions a tensor {name!r} that is missing or mentioned twice")
        return stored

    def _array(self, node: Node) -> Any:
        tag, name = next(iter(node.items()))
        array = self._array_of(self._take(name), node)
        return array if tag == "array" else array[()]

    def _array_of(self, stored: Stored, node: Node) -> NDArray[Any]:
        array = typed(self._source.array(stored.start, stored.nbytes), DTYPES[stored.dtype])
        try:
            array = array.reshape(stored.shape)
            return array.view(np.complex128)[..., 0] if node.get("complex") is True else array
        except (ValueError, TypeError) as error:  # More than 64 dimensions, or no pairs.
            raise UnreadableFileError(f"tensor {next(iter(node.values()))!r} has an invalid shape ({error})") from error


def _malformed(tag: str, error: Exception | None = None) -> UnreadableFileError:
    return UnreadableFileError(f"its structure has a malformed entry {tag!r}" + (f" ({error})" if error else ""))


def _allowed(name: object) -> Any:
    if not isinstance(name, str):
        raise _malformed("global")
    value = find_allowed(name)
    if value is None:
        raise ForbiddenGlobalError([name])
    return value


def _device(name: object) -> Device | str:
    if not isinstance(name, str):
        raise TypeError("a device without a name")
    return device_or_name(name)


_SCALARS: dict[str, Callable[[Any], object]] = {
    "int": lambda text: int(text, 16),
    "float": float.fromhex,
    "complex": lambda parts: complex(*map(float.fromhex, parts)),
    "bytes": lambda text: base64.b64decode(text, validate=True),
    "bytearray": lambda text: bytearray(base64.b64decode(text, validate=True)),
    "dtype": DATA_TYPES.__getitem__,
    "device": _device,
}

_SEQUENCES: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": tuple, "size": functions.Size, "set": set, "frozenset": frozenset,
}  # fmt: skip

_DICTIONARIES: dict[str, Callable[[dict[Any, Any]], Any]] = {"dict": dict, "odict": OrderedDict, "counter": Counter}

_READERS: dict[str, Callable[[StructureReader, Node], Any]] = {
    **dict.fromkeys(_SEQUENCES, StructureReader._sequence),
    **dict.fromkeys((*_DICTIONARIES, "defaultdict"), StructureReader._dictionary),
    **dict.fromkeys(("array", "scalar"), StructureReader._array),
    "tensor": StructureReader._tensor,
    "again": StructureReader._again,
    "global": StructureReader._global,
    "object": StructureReader._object,
}
