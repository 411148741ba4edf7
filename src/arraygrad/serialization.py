"""`save` and `load`: checkpoints as one safetensors file.

Tensors and arrays are stored under names that any safetensors reader shows; the structure around them (dictionaries,
lists, numbers, ...) is JSON in the file's metadata. Loading only ever builds the types listed at `save`: no code from a
file is run.
"""

from __future__ import annotations

import base64
import json
import math
import os
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

import arraygrad.functions as functions
from arraygrad.backend import Device
from arraygrad.dtypes import bfloat16, float32
from arraygrad.tensor import Tensor

__all__ = ["load", "save"]

Path: TypeAlias = "str | os.PathLike[str]"
Place: TypeAlias = "str | Device"
MapLocation: TypeAlias = "Place | Mapping[str, Place] | Callable[[Tensor, str], Tensor | Place | None] | None"

_KEY = "arraygrad"  # The metadata entry that holds the structure.
_MAX_DEPTH = 100
_MAX_HEADER = 100_000_000  # Readers refuse a larger one.
# What safetensors calls a dtype that NumPy calls by the second name. bfloat16 travels as its bits.
_DTYPES = {
    "BOOL": "bool", "U8": "uint8", "I8": "int8", "U16": "uint16", "I16": "int16", "U32": "uint32", "I32": "int32",
    "U64": "uint64", "I64": "int64", "F16": "float16", "F32": "float32", "F64": "float64", "C64": "complex64",
    "BF16": "uint16",
}  # fmt: skip


def save(obj: object, f: Path | IO[bytes]) -> None:
    """Write an object to a safetensors file.

    A dictionary of tensors, such as a ``state_dict``, is stored under its own keys, so that every safetensors reader
    finds them. Tensors of any device are stored as host arrays.

    Parameters
    ----------
    obj : object
        Tensors, NumPy arrays and scalars, None, bool, int, float, complex, str, bytes, and dict, OrderedDict, list and
        tuple of these, nested. Dictionary keys may be any of the scalars, strings, bytes and tuples of them.
    f : path or binary file object
        Where to write. A file at that path is replaced in one step once the new one is complete: if anything fails, it
        stays as it was.

    Raises
    ------
    TypeError
        If the object holds something of another type.
    ValueError
        If a container holds itself or the nesting is deeper than 100 levels.

    Notes
    -----
    A `Parameter` and a tensor in a graph come back as a plain leaf tensor with the same ``requires_grad``. Tensors that
    share memory are stored one by one and come back apart.

    Examples
    --------
    >>> import io
    >>> import arraygrad as ag
    >>> file = io.BytesIO()
    >>> ag.save({"epoch": 3, "weight": ag.ones(2)}, file)
    >>> ag.load(io.BytesIO(file.getvalue()))
    {'epoch': 3, 'weight': tensor([1., 1.])}
    """
    writer = _Writer()
    structure = json.dumps(writer.encode(obj, ()), separators=(",", ":"))
    content = _to_bytes(writer.arrays, {_KEY: structure})
    if isinstance(f, (str, os.PathLike)):
        _replace_file(os.fspath(f), content)
    else:
        f.write(content)


def load(f: Path | IO[bytes], map_location: MapLocation = None) -> Any:
    """Read an object that `save` wrote, or any other safetensors file as a dictionary of tensors.

    Parameters
    ----------
    f : path or binary file object
        What to read.
    map_location : str, device, dict or callable, optional
        Where the tensors go. Without it: to the host, wherever they were when they were saved. A device takes them all.
        A dictionary maps the saved device to the new one (``{"cuda:0": "jax"}``; the rest goes to the host). A callable
        gets a host tensor and the name of its saved device, and returns a tensor, a device, or None for the host.

    Returns
    -------
    object
        What was saved. bfloat16 becomes float32, value for value, where the device has no bfloat16.

    Raises
    ------
    RuntimeError
        If the file is damaged or is not a safetensors file.

    Examples
    --------
    >>> import io
    >>> import arraygrad as ag
    >>> file = io.BytesIO()
    >>> ag.save([ag.tensor([1, 2]), "note"], file)
    >>> ag.load(io.BytesIO(file.getvalue()), map_location="cpu")
    [tensor([1, 2]), 'note']
    """
    if isinstance(f, (str, os.PathLike)):
        name = repr(os.fspath(f))
        with open(f, "rb") as file:
            content = file.read()
    else:
        name = repr(getattr(f, "name", type(f).__name__))
        content = f.read()
    try:
        arrays, metadata = _from_bytes(content)
        reader = _Reader(arrays, map_location)
        if _KEY not in metadata:
            return {key: reader.decode({"tensor": key}) for key in arrays}
        result = reader.decode(_parse_structure(metadata[_KEY]))
        reader.expect_all_used()
        return result
    except _DamagedFileError as error:
        raise RuntimeError(f"cannot load {name}: {error}") from error.__cause__
    except RecursionError:
        raise RuntimeError(f"cannot load {name}: its structure is nested too deep") from None


class _DamagedFileError(Exception):
    """What is wrong with a file's content."""


# The file -----------------------------------------------------------------------------------------------------------


class _Array:
    """An array as the file has it: bytes in C order, little endian, and the safetensors name of the dtype."""

    __slots__ = ("data", "dtype", "shape")

    def __init__(self, dtype: str, shape: tuple[int, ...], data: bytes | bytearray) -> None:
        self.dtype = dtype
        self.shape = shape
        self.data = data


def _to_bytes(arrays: Mapping[str, _Array], metadata: dict[str, str]) -> bytes:
    """The file: length of the header, the header as JSON, and the arrays one after the other.

    Written here because what the package's writer takes differs between its versions.
    """
    header: dict[str, object] = {"__metadata__": metadata}
    bodies: list[bytes | bytearray] = []
    end = 0
    # From wide to narrow elements, so that each array is aligned for its dtype.
    for name, array in sorted(arrays.items(), key=lambda item: -np.dtype(_DTYPES[item[1].dtype]).itemsize):
        begin, end = end, end + len(array.data)
        header[name] = {"dtype": array.dtype, "shape": array.shape, "data_offsets": (begin, end)}
        bodies.append(array.data)
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    if len(text) > _MAX_HEADER:
        raise ValueError("cannot save so many values outside of tensors: turn long lists of numbers into tensors")
    return b"".join([len(text).to_bytes(8, "little"), text, *bodies])


def _from_bytes(content: bytes) -> tuple[dict[str, _Array], dict[str, str]]:
    from safetensors import SafetensorError, deserialize

    try:
        entries: list[tuple[str, dict[str, Any]]] = deserialize(content)  # type: ignore[no-untyped-call]
    except SafetensorError as error:
        hint = ""
        if content[:2] in (b"PK", b"\x80\x02"):
            hint = "; it looks like a pickle, which is never read: have the program that wrote it save safetensors"
        raise _DamagedFileError(f"not a valid safetensors file ({error}){hint}") from error
    arrays: dict[str, _Array] = {}
    for name, entry in entries:
        if entry["dtype"] not in _DTYPES:
            raise _DamagedFileError(f"tensor {name!r} has the dtype {entry['dtype']}, which is not supported")
        arrays[name] = _Array(entry["dtype"], tuple(entry["shape"]), entry["data"])
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return arrays, header.get("__metadata__") or {}


def _replace_file(path: str, content: bytes) -> None:
    target = os.path.realpath(path)
    folder, base = os.path.split(target)
    temporary = os.path.join(folder, f".{base}.{secrets.token_hex(6)}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):  # it has taken the target's place unless something failed
            os.unlink(temporary)


# The structure ------------------------------------------------------------------------------------------------------
# None, bool, str, small int and finite float are JSON's own and a list is a JSON array. Everything else is an object
# with one entry that names the type, and for arrays further entries about them.


class _Writer:
    def __init__(self) -> None:
        self.arrays: dict[str, _Array] = {}
        self._open: set[int] = set()

    def encode(self, obj: object, path: tuple[object, ...]) -> Any:
        kind = type(obj)
        if obj is None or kind is bool or kind is str:
            return obj
        if isinstance(obj, Tensor):
            return self._tensor(obj, path)
        if isinstance(obj, np.ndarray):
            return {"array": self._store(*_array_bytes(obj, path), path)} | _complex_flag(obj.dtype.name)
        if isinstance(obj, np.generic):
            return {"scalar": self._store(*_array_bytes(np.asarray(obj), path), path)} | _complex_flag(obj.dtype.name)
        if isinstance(obj, int) and kind is int:
            return obj if obj.bit_length() < 64 else {"int": hex(obj)}
        if isinstance(obj, float) and kind is float:
            return obj if math.isfinite(obj) else {"float": obj.hex()}
        if isinstance(obj, complex) and kind is complex:
            return {"complex": [obj.real.hex(), obj.imag.hex()]}
        if isinstance(obj, bytes) and kind is bytes:
            return {"bytes": base64.b64encode(obj).decode("ascii")}
        if isinstance(obj, (dict, list, tuple)) and kind in (dict, OrderedDict, list, tuple, functions.Size):
            with self._inside(obj, path):
                return self._container(obj, path)
        raise TypeError(f"cannot save an object of type {kind.__module__}.{kind.__qualname__} at {_show(path)}")

    def _container(self, obj: dict[Any, Any] | list[Any] | tuple[Any, ...], path: tuple[object, ...]) -> Any:
        if isinstance(obj, dict):
            tag = "odict" if isinstance(obj, OrderedDict) else "dict"
            for key in obj:
                if not _valid_key(key):
                    raise TypeError(f"cannot save a dictionary key of type {type(key).__qualname__} at {_show(path)}")
            return {tag: [[self.encode(key, path), self.encode(value, (*path, key))] for key, value in obj.items()]}
        items = [self.encode(value, (*path, i)) for i, value in enumerate(obj)]
        return items if isinstance(obj, list) else {"tuple": items}

    @contextmanager
    def _inside(self, obj: object, path: tuple[object, ...]) -> Iterator[None]:
        if id(obj) in self._open:
            raise ValueError(f"cannot save a container that holds itself, found at {_show(path)}")
        if len(path) >= _MAX_DEPTH:
            raise ValueError(f"cannot save an object that is nested deeper than {_MAX_DEPTH} levels")
        self._open.add(id(obj))
        try:
            yield
        finally:
            self._open.remove(id(obj))

    def _tensor(self, tensor: Tensor, path: tuple[object, ...]) -> dict[str, object]:
        value = tensor.detach()
        if value.dtype is bfloat16:
            wide = np.asarray(value.to(float32).cpu().numpy())
            bits = (wide.view(np.uint32) >> 16).astype(np.uint16)
            node: dict[str, object] = {"tensor": self._store("BF16", wide.shape, bits.tobytes(), path)}
        else:
            array = np.asarray(value.cpu().numpy())
            node = {"tensor": self._store(*_array_bytes(array, path), path)} | _complex_flag(array.dtype.name)
        if str(tensor.device) != "cpu":
            node["device"] = str(tensor.device)
        if tensor.requires_grad:
            node["requires_grad"] = True
        return node

    def _store(self, dtype: str, shape: tuple[int, ...], data: bytes, path: tuple[object, ...]) -> str:
        name = ".".join(str(part) for part in path) or "data"
        name = name.encode("utf-8", "replace").decode("utf-8")  # A lone surrogate is no valid file content.
        while name in self.arrays or name == "__metadata__":
            name += "_"
        self.arrays[name] = _Array(dtype, shape, data)
        return name


class _Reader:
    def __init__(self, arrays: Mapping[str, _Array], map_location: MapLocation) -> None:
        self._arrays = dict(arrays)
        self._map_location = map_location

    def expect_all_used(self) -> None:
        """Raise if the structure left out tensors of the file."""
        if self._arrays:
            raise _DamagedFileError(f"its structure does not mention the tensors {sorted(self._arrays)}")

    def decode(self, node: object) -> Any:
        if node is None or isinstance(node, (bool, int, float, str)):
            return node
        if isinstance(node, list):
            return [self.decode(item) for item in node]
        if not isinstance(node, dict) or not node:
            raise _DamagedFileError("its structure has an empty entry")
        tag, value = next(iter(node.items()))
        if tag == "tensor":
            return self._tensor(node)
        if tag in ("array", "scalar"):
            array = self._array(value, node)
            return array if tag == "array" else array[()]
        if tag in _SCALARS:
            try:
                return _SCALARS[tag](value)
            except (TypeError, ValueError, OverflowError) as error:
                raise _DamagedFileError(f"its structure has a malformed entry {tag!r} ({error})") from error
        if tag not in ("dict", "odict", "tuple"):
            raise _DamagedFileError(f"its structure has an entry of the unknown type {tag!r}")
        items = self.decode(value)
        if not isinstance(items, list):
            raise _DamagedFileError(f"its structure has a malformed entry {tag!r}")
        if tag == "tuple":
            return tuple(items)
        if not all(isinstance(item, list) and len(item) == 2 and _valid_key(item[0]) for item in items):
            raise _DamagedFileError("its structure has a dictionary with a malformed item")
        return dict(items) if tag == "dict" else OrderedDict(items)

    def _take(self, name: object) -> _Array:
        # Each tensor is handed out once: a small file cannot ask for much memory.
        stored = self._arrays.pop(name, None) if isinstance(name, str) else None
        if stored is None:
            raise _DamagedFileError(f"its structure mentions a tensor {name!r} that is missing or mentioned twice")
        return stored

    def _array(self, name: object, node: Mapping[str, Any]) -> NDArray[Any]:
        return _to_array(self._take(name), node, name)

    def _tensor(self, node: Mapping[str, Any]) -> Tensor:
        name = node["tensor"]
        stored = self._take(name)
        tensor = functions.from_numpy(_to_array(stored, node, name), device="cpu")
        saved_on = node.get("device", "cpu")
        if not isinstance(saved_on, str):
            raise _DamagedFileError(f"tensor {name!r} has no valid device")
        tensor = self._place(tensor, saved_on, is_bfloat16=stored.dtype == "BF16")
        if node.get("requires_grad") is True:
            if not (tensor.is_floating_point() or tensor.is_complex()):
                raise _DamagedFileError(f"tensor {name!r} of dtype {tensor.dtype} cannot require gradients")
            tensor.requires_grad_(True)
        return tensor

    def _place(self, tensor: Tensor, saved_on: str, is_bfloat16: bool) -> Tensor:
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
        if is_bfloat16:
            with suppress(TypeError, RuntimeError):  # Where the device has no such type.
                tensor = tensor.to(bfloat16)
        return tensor


_SCALARS: dict[str, Callable[[Any], object]] = {
    "int": lambda text: int(text, 16),
    "float": float.fromhex,
    "complex": lambda parts: complex(*map(float.fromhex, parts)),
    "bytes": lambda text: base64.b64decode(text, validate=True),
}


def _parse_structure(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise _DamagedFileError(f"its structure is not valid JSON ({error})") from error


def _array_bytes(array: NDArray[Any], path: tuple[object, ...]) -> tuple[str, tuple[int, ...], bytes]:
    """The safetensors dtype, shape and content of an array. complex128, which the format lacks, becomes pairs."""
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    shape = array.shape
    if array.dtype.name == "complex128":
        return "F64", (*shape, 2), array.tobytes()
    for stored, name in _DTYPES.items():
        if array.dtype.name == name:
            return stored, shape, array.tobytes()
    raise TypeError(f"cannot save an array of dtype {array.dtype} at {_show(path)}")


def _complex_flag(dtype: str) -> dict[str, object]:
    return {"complex": True} if dtype == "complex128" else {}


def _to_array(stored: _Array, node: Mapping[str, Any], name: object) -> NDArray[Any]:
    """A writable host array over the bytes that were read; bfloat16 is widened to float32."""
    array: NDArray[Any]
    try:
        array = np.frombuffer(bytearray(stored.data), np.dtype(_DTYPES[stored.dtype]).newbyteorder("<"))
        array = array.astype(array.dtype.newbyteorder("="), copy=False).reshape(stored.shape)
        if node.get("complex") is True:
            array = np.ascontiguousarray(array).view(np.complex128)[..., 0]
    except ValueError as error:  # More than 64 dimensions, or no pairs.
        raise _DamagedFileError(f"tensor {name!r} has an invalid shape ({error})") from error
    if stored.dtype == "BF16":
        array = (array.astype(np.uint32) << np.uint32(16)).view(np.float32)
    return array


def _valid_key(key: object) -> bool:
    if type(key) is tuple:
        return all(_valid_key(part) for part in key)
    return key is None or type(key) in (bool, int, float, complex, str, bytes)


def _show(path: tuple[object, ...]) -> str:
    return "obj" + "".join(f"[{part!r}]" for part in path)
