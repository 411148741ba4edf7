"""`save`: an object as one safetensors file."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from typing import IO, Any

from arraygrad.serialization.safetensors_format import write
from arraygrad.serialization.source import Path
from arraygrad.serialization.structure_writer import StructureWriter

__all__ = ["STRUCTURE_KEY", "save"]

#: The metadata entry that holds the structure.
STRUCTURE_KEY = "arraygrad"


def save(
    obj: object,
    f: Path | IO[bytes],
    pickle_module: Any = None,
    pickle_protocol: int = 2,
    _use_new_zipfile_serialization: bool = True,
    _disable_byteorder_record: bool = False,
) -> None:
    """Write an object to a safetensors file.

    A dictionary of tensors, such as a ``state_dict``, is stored under its own keys, so that every safetensors reader
    finds them. Tensors of any device are stored as host arrays, fetched and written one by one.

    Parameters
    ----------
    obj : object
        Tensors, NumPy arrays and scalars, None, bool, int, float, complex, str, bytes, bytearray, data types, devices,
        and dict, OrderedDict, defaultdict, Counter, list, tuple, Size, set and frozenset of these, nested. Dictionary
        keys may be any of the scalars, strings, bytes and tuples of them. Also objects of classes that were allowed
        with `serialization.safe_globals`, such as whole modules: their attributes are stored.
    f : path or binary file object
        Where to write. A file at that path is replaced in one step once the new one is complete: if anything fails, it
        stays as it was.
    pickle_module, pickle_protocol, _use_new_zipfile_serialization, _disable_byteorder_record
        PyTorch's; taken, and without effect: no pickle is written.

    Raises
    ------
    TypeError
        If the object holds something of another type.
    ValueError
        If a container holds itself or the nesting is deeper than 100 levels.

    Notes
    -----
    A tensor in a graph comes back as a leaf with the same ``requires_grad``. A tensor that is found in several places
    is stored under each of its names and comes back as one; tensors that show the same memory in the same way, such as
    tied weights in a ``state_dict``, share it again. Other views come back apart.

    Examples
    --------
    >>> import io
    >>> import arraygrad as ag
    >>> file = io.BytesIO()
    >>> ag.save({"epoch": 3, "weight": ag.ones(2)}, file)
    >>> ag.load(io.BytesIO(file.getvalue()))
    {'epoch': 3, 'weight': tensor([1., 1.])}
    """
    writer = StructureWriter()
    structure = json.dumps(writer.encode(obj), separators=(",", ":"))

    def write_to(file: IO[bytes]) -> None:
        write(file, writer.arrays, {STRUCTURE_KEY: structure})

    if isinstance(f, (str, os.PathLike)):
        _replace_file(os.fspath(f), write_to)
    else:
        write_to(f)


def _replace_file(path: str, write_to: Callable[[IO[bytes]], None]) -> None:
    target = os.path.realpath(path)
    folder, base = os.path.split(target)
    temporary = os.path.join(folder, f".{base}.{secrets.token_hex(6)}.tmp")
    try:
        with open(temporary, "xb") as file:
            write_to(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):  # it has taken the target's place unless something failed
            os.unlink(temporary)
