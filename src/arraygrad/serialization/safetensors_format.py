"""The safetensors format: the length of the header, the header as JSON, and the arrays one after the other.

Reading is written here because arrays are to be read one by one, from any file object, and no further than the header
was checked; writing because arrays are to be fetched and written one by one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from math import prod
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arraygrad.serialization.errors import UnreadableFileError
from arraygrad.serialization.source import Source

__all__ = ["DTYPES", "Pending", "Stored", "read_header", "write"]

#: Our dtype by the format's name. complex128, which the format lacks, is stored as pairs of float64.
DTYPES = {
    "BOOL": "bool", "U8": "uint8", "I8": "int8", "U16": "uint16", "I16": "int16", "U32": "uint32", "I32": "int32",
    "U64": "uint64", "I64": "int64", "F16": "float16", "BF16": "bfloat16", "F32": "float32", "F64": "float64",
    "C64": "complex64",
}  # fmt: skip
_ITEMSIZE = {name: np.dtype("uint16" if dtype == "bfloat16" else dtype).itemsize for name, dtype in DTYPES.items()}
_MAX_HEADER = 100_000_000  # Readers refuse a larger one.


class Pending(NamedTuple):
    """An array that is to be written: the format's name of its dtype, its shape, and a function that fetches it."""

    dtype: str
    shape: tuple[int, ...]
    fetch: Callable[[], NDArray[Any]]


class Stored(NamedTuple):
    """Where in the file an array is, the format's name of its dtype, and its shape."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    nbytes: int


def write(file: IO[bytes], arrays: Mapping[str, Pending], metadata: Mapping[str, str]) -> None:
    """Write a file, holding no more than one array at a time."""
    header: dict[str, object] = {"__metadata__": metadata}
    end = 0
    # From wide to narrow elements, so that each array is aligned for its dtype.
    ordered = sorted(arrays.items(), key=lambda item: -_ITEMSIZE[item[1].dtype])
    for name, array in ordered:
        begin, end = end, end + prod(array.shape) * _ITEMSIZE[array.dtype]
        header[name] = {"dtype": array.dtype, "shape": array.shape, "data_offsets": (begin, end)}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    if len(text) > _MAX_HEADER:
        raise ValueError("cannot save so many values outside of tensors: turn long lists of numbers into tensors")
    file.write(len(text).to_bytes(8, "little") + text)
    for _, array in ordered:
        values = array.fetch()
        little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
        file.write(little.reshape(-1).view(np.uint8).data)


def read_header(source: Source) -> tuple[dict[str, Stored], dict[str, str]]:
    """The arrays of a file by name, and its metadata; the offsets have been checked."""
    try:
        length = int.from_bytes(source.read(0, 8), "little")
        if length > _MAX_HEADER:
            raise ValueError(f"a header of {length} bytes")
        header = json.loads(source.read(8, length).decode("utf-8"), object_pairs_hook=_without_duplicates)
        if not isinstance(header, dict):
            raise ValueError("a header that is not a dictionary")
        metadata = header.pop("__metadata__", {})
        if not isinstance(metadata, dict) or not all(isinstance(text, str) for text in metadata.values()):
            raise ValueError("metadata that is not text")
        arrays = {name: _entry(name, entry, 8 + length) for name, entry in header.items()}
    except UnreadableFileError as error:
        raise UnreadableFileError(f"not a valid safetensors file ({error})") from None
    except ValueError as error:  # of JSON and UTF-8 too
        raise UnreadableFileError(f"not a valid safetensors file ({error})") from error
    end = 8 + length
    for name, array in sorted(arrays.items(), key=lambda item: (item[1].start, item[1].nbytes)):
        if array.start != end:
            raise UnreadableFileError(
                f"not a valid safetensors file (tensor {name!r} does not follow the one before it)"
            )
        end += array.nbytes
    if end != source.size:
        raise UnreadableFileError(f"not a valid safetensors file ({source.size} bytes, where the header has {end})")
    return arrays, metadata


def _entry(name: str, entry: Any, base: int) -> Stored:
    if not isinstance(entry, dict) or entry.keys() != {"dtype", "shape", "data_offsets"}:
        raise ValueError(f"tensor {name!r} is not described by dtype, shape and offsets")
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise UnreadableFileError(f"tensor {name!r} has the dtype {dtype}, which is not supported")
    for numbers in (shape, offsets):
        if not isinstance(numbers, list) or not all(type(n) is int and 0 <= n < 2**63 for n in numbers):
            raise ValueError(f"tensor {name!r} has sizes or offsets that are not natural numbers")
    if len(offsets) != 2 or offsets[1] - offsets[0] != prod(shape) * _ITEMSIZE[dtype]:
        raise ValueError(f"tensor {name!r} has offsets that do not fit its shape")
    return Stored(dtype, tuple(shape), base + offsets[0], offsets[1] - offsets[0])


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name twice in the header")
    return result
