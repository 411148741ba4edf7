"""An object as JSON, with names in place of its tensors and arrays.

None, bool, str, small int and finite float are JSON's own and a list is a JSON array. Everything else is an object
with one entry that names the type, and for tensors further entries about them. Tensors and objects of classes that were
allowed are numbered as they come, so that one that is met again can be told.
"""

from __future__ import annotations

import base64
import math
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

import arraygrad.functions as functions
from arraygrad.backend import Device
from arraygrad.dtypes import DType, bfloat16, float32
from arraygrad.nn import Buffer, Parameter
from arraygrad.serialization.allowed import name_of
from arraygrad.serialization.safetensors_format import DTYPES, Pending
from arraygrad.tensor import Tensor

__all__ = ["FACTORIES", "StructureWriter", "valid_key"]

_MAX_DEPTH = 100
_STORED = {dtype: stored for stored, dtype in DTYPES.items()}
#: What a defaultdict may call for a missing key.
FACTORIES = {kind.__name__: kind for kind in (bool, int, float, complex, str, bytes, list, dict, set, tuple)}


class StructureWriter:
    """Turns an object into JSON, and collects its arrays.

    Attributes
    ----------
    arrays : dict
        By name, what is to be written.
    """

    def __init__(self) -> None:
        self.arrays: dict[str, Pending] = {}
        self._open: set[int] = set()
        self._numbers: dict[int, int] = {}
        self._numbered: list[object] = []
        self._places: dict[object, int] = {}

    def encode(self, obj: object, path: tuple[object, ...] = ()) -> Any:
        """The node of an object that is found at `path`."""
        kind = type(obj)
        if obj is None or kind is bool or kind is str:
            return obj
        if isinstance(obj, Tensor):
            return self._tensor(obj, path)
        if isinstance(obj, np.ndarray):
            return {"array": self._store_array(obj, path)} | _complex_flag(obj.dtype.name)
        if isinstance(obj, np.generic):
            return {"scalar": self._store_array(np.asarray(obj), path)} | _complex_flag(obj.dtype.name)
        if isinstance(obj, int) and kind is int:
            return obj if obj.bit_length() < 64 else {"int": hex(obj)}
        if isinstance(obj, float) and kind is float:
            return obj if math.isfinite(obj) else {"float": obj.hex()}
        if isinstance(obj, complex) and kind is complex:
            return {"complex": [obj.real.hex(), obj.imag.hex()]}
        if isinstance(obj, (bytes, bytearray)) and kind in (bytes, bytearray):
            return {kind.__name__: base64.b64encode(obj).decode("ascii")}
        if isinstance(obj, (DType, Device)):
            return {"dtype": obj.name} if isinstance(obj, DType) else {"device": str(obj)}
        if kind in _CONTAINERS:
            with self._inside(obj, path):
                return self._container(obj, path)
        name = name_of(obj)
        if name is not None:
            return {"global": name}
        return self._instance(obj, path)

    def _container(self, obj: Any, path: tuple[object, ...]) -> Any:
        tag = _CONTAINERS[type(obj)]
        if isinstance(obj, dict):
            for key in obj:
                if not valid_key(key):
                    raise TypeError(f"cannot save a dictionary key of type {type(key).__qualname__} at {show(path)}")
            items = [[self.encode(key, path), self.encode(value, (*path, key))] for key, value in obj.items()]
            node: dict[str, Any] = {tag: items}
            if isinstance(obj, defaultdict):
                node["factory"] = self._factory(obj.default_factory, path)
            attributes = vars(obj) if isinstance(obj, OrderedDict) else {}
            return node | ({"attributes": self.encode(dict(attributes), path)} if attributes else {})
        if isinstance(obj, (set, frozenset)):
            for item in obj:
                if not valid_key(item):
                    raise TypeError(f"cannot save a set with an item of type {type(item).__qualname__} at {show(path)}")
        items = [self.encode(value, (*path, i)) for i, value in enumerate(obj)]
        return items if tag == "list" else {tag: items}

    def _factory(self, factory: Any, path: tuple[object, ...]) -> str | None:
        if factory is None:
            return None
        for name, kind in FACTORIES.items():
            if factory is kind:
                return name
        raise TypeError(f"cannot save a defaultdict whose factory is {factory!r} at {show(path)}")

    @contextmanager
    def _inside(self, obj: object, path: tuple[object, ...]) -> Iterator[None]:
        if id(obj) in self._open:
            raise ValueError(f"cannot save a container that holds itself, found at {show(path)}")
        if len(path) >= _MAX_DEPTH:
            raise ValueError(f"cannot save an object that is nested deeper than {_MAX_DEPTH} levels")
        self._open.add(id(obj))
        try:
            yield
        finally:
            self._open.remove(id(obj))

    # -- what is numbered ----------------------------------------------------------------------------------------
    def _number(self, obj: object) -> int:
        self._numbers[id(obj)] = number = len(self._numbered)
        self._numbered.append(obj)
        return number

    def _instance(self, obj: object, path: tuple[object, ...]) -> Any:
        if id(obj) in self._numbers:
            return {"again": self._numbers[id(obj)]}
        kind = type(obj)
        name = name_of(kind)
        if name is None:
            what = f"{kind.__module__}.{kind.__qualname__}"
            advice = "save its state_dict()" if hasattr(obj, "state_dict") else "save what it is made of"
            raise TypeError(
                f"cannot save an object of type {what} at {show(path)}: {advice}, or allow its class with "
                f"arraygrad.serialization.safe_globals([{kind.__qualname__}])"
            )
        if not hasattr(obj, "__dict__") or isinstance(obj, (dict, list, tuple, set)):
            raise TypeError(f"cannot save an object of type {name} at {show(path)}: it has more to it than attributes")
        self._number(obj)
        with self._inside(obj, path):
            state = {key: self.encode(value, (*path, key)) for key, value in vars(obj).items()}
        return {"object": name, "state": state}

    def _tensor(self, tensor: Tensor, path: tuple[object, ...]) -> dict[str, object]:
        value = tensor.detach()
        kind = "bfloat16" if value.dtype is bfloat16 else value.dtype.name
        fetch = partial(_bits if value.dtype is bfloat16 else _values, value)
        node: dict[str, object] = {"tensor": self._store(kind, tuple(value.shape), fetch, path)} | _complex_flag(kind)
        if id(tensor) in self._numbers:
            return node | {"again": self._numbers[id(tensor)]}
        number = self._number(tensor)
        place = (id(tensor._storage), kind, value.shape, value.stride(), value.storage_offset())
        if value.numel() and self._places.setdefault(place, number) != number:
            node["tied"] = self._places[place]
        if type(tensor) is Parameter:
            node["kind"] = "parameter"
        elif isinstance(tensor, Buffer):
            node["kind"] = "buffer" if tensor.persistent else "non-persistent buffer"
        if str(tensor.device) != "cpu":
            node["device"] = str(tensor.device)
        if tensor.requires_grad:
            node["requires_grad"] = True
        return node

    # -- arrays --------------------------------------------------------------------------------------------------
    def _store_array(self, array: NDArray[Any], path: tuple[object, ...]) -> str:
        if array.dtype.kind not in "biufc" or array.dtype.name not in (*_STORED, "complex128"):
            raise TypeError(f"cannot save an array of dtype {array.dtype} at {show(path)}")
        return self._store(array.dtype.name, array.shape, lambda: array, path)

    def _store(self, dtype: str, shape: tuple[int, ...], fetch: Any, path: tuple[object, ...]) -> str:
        name = ".".join(str(part) for part in path) or "data"
        name = name.encode("utf-8", "replace").decode("utf-8")  # A lone surrogate is no valid file content.
        while name in self.arrays or name == "__metadata__":
            name += "_"
        pairs = dtype == "complex128"
        self.arrays[name] = Pending("F64" if pairs else _STORED[dtype], (*shape, 2) if pairs else shape, fetch)
        return name


def _values(tensor: Tensor) -> NDArray[Any]:
    return np.asarray(tensor.cpu().numpy())


def _bits(tensor: Tensor) -> NDArray[Any]:
    """The upper halves of float32 numbers: what bfloat16 is."""
    return (_values(tensor.to(float32)).view(np.uint32) >> np.uint32(16)).astype(np.uint16)


def _complex_flag(dtype: str) -> dict[str, object]:
    return {"complex": True} if dtype == "complex128" else {}


def valid_key(key: object) -> bool:
    """Whether a dictionary in a file may have the key: something that is what it looks like, and of bounded size."""
    return _key_size(key, 200) >= 0


def _key_size(key: object, room: int) -> int:
    """What is left of `room` after all parts of a key are counted; negative if there is not enough or it is no key."""
    if isinstance(key, (tuple, frozenset)) and type(key) in (tuple, functions.Size, frozenset):
        for part in key:
            room = _key_size(part, room - 1)
            if room < 0:
                break
        return room
    simple = key is None or type(key) in (bool, int, float, complex, str, bytes, DType, Device)
    return room if simple else -1


def show(path: tuple[object, ...]) -> str:
    """Where something is, as one would write it."""
    return "obj" + "".join(f"[{part!r}]" for part in path)


_CONTAINERS: dict[type, str] = {
    dict: "dict", OrderedDict: "odict", defaultdict: "defaultdict", Counter: "counter",
    list: "list", tuple: "tuple", functions.Size: "size", set: "set", frozenset: "frozenset",
}  # fmt: skip
