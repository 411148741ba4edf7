"""`load`: what `save` wrote, any other safetensors file, and files of PyTorch."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from arraygrad.serialization.errors import ForbiddenGlobalError, UnreadableFileError
from arraygrad.serialization.placing import MapLocation, Placement
from arraygrad.serialization.pytorch.old_file import read_old_file, survey_old_file
from arraygrad.serialization.pytorch.zip_archive import read_archive, survey_archive
from arraygrad.serialization.safetensors_format import read_header
from arraygrad.serialization.saving import STRUCTURE_KEY
from arraygrad.serialization.source import Path, Source, open_source
from arraygrad.serialization.structure_reader import StructureReader

__all__ = ["get_unsafe_globals_in_checkpoint", "load"]


def load(
    f: Path | IO[bytes],
    map_location: MapLocation = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
    encoding: str = "utf-8",
) -> Any:
    """Read an object that `save` or PyTorch's ``torch.save`` wrote, or any other safetensors file.

    No code from a file is run, and no class or function that it names is called, whatever the arguments.

    Parameters
    ----------
    f : path or binary file object
        What to read.
    map_location : str, device, dict or callable, optional
        Where the tensors go. Without it: to the host, wherever they were when they were saved. A device takes them all.
        A dictionary maps the saved device to the new one (``{"cuda:0": "jax"}``; the rest goes to the host). A callable
        gets a host tensor and the name of its saved device, and returns a tensor, a device, or None for the host; of a
        PyTorch file it is asked once for each memory that tensors share.
    pickle_module
        PyTorch's; taken, and without effect: pickles are read by arraygrad alone.
    weights_only : bool, optional
        PyTorch's; taken, and without effect: False does not make a file run anything either.
    mmap : bool, optional
        Whether to map the file into memory, so that values are read when they are first looked at. Tensors on the host
        can be written to; the file does not change. Only for paths, and not for PyTorch's files from before 1.6.
    encoding : str
        What strings in files of Python 2 are in; ``"bytes"`` keeps them as bytes.

    Returns
    -------
    object
        What was saved; of a safetensors file from elsewhere, a dictionary of tensors. bfloat16 becomes float32, value
        for value, where the device has no bfloat16.

    Raises
    ------
    RuntimeError
        If the file is damaged, is of another kind, or holds what there is no such thing for here.
    pickle.UnpicklingError
        If it names classes or functions that were not allowed with `serialization.add_safe_globals`.
    ValueError
        If `mmap` is asked for with a file object.

    Examples
    --------
    >>> import io
    >>> import arraygrad as ag
    >>> file = io.BytesIO()
    >>> ag.save([ag.tensor([1, 2]), "note"], file)
    >>> ag.load(io.BytesIO(file.getvalue()), map_location="cpu")
    [tensor([1, 2]), 'note']
    """
    with open_source(f, mmap) as source, _errors_of(f):
        placement = Placement(map_location)
        match _kind(source):
            case "zip":
                return read_archive(source, placement, encoding)
            case "pickle":
                if mmap:
                    raise RuntimeError(
                        "mmap can only be used with files saved with PyTorch 1.6 or newer, or safetensors"
                    )
                return read_old_file(source, placement, encoding)
        return _read_safetensors(source, placement)


def get_unsafe_globals_in_checkpoint(f: Path | IO[bytes]) -> list[str]:
    """The full names of the classes and functions in a PyTorch file that are not allowed.

    Raises
    ------
    RuntimeError
        If the file is damaged or is not one of PyTorch's.
    """
    with open_source(f, None) as source, _errors_of(f):
        match _kind(source):
            case "zip":
                return sorted(survey_archive(source))
            case "pickle":
                return sorted(survey_old_file(source))
        raise UnreadableFileError("it is not a file of PyTorch")


@contextmanager
def _errors_of(f: Path | IO[bytes]) -> Iterator[None]:
    """Say of which file something is wrong."""
    name = repr(os.fspath(f) if isinstance(f, (str, os.PathLike)) else getattr(f, "name", type(f).__name__))
    try:
        yield
    except UnreadableFileError as error:
        raise RuntimeError(f"cannot load {name}: {error}") from error.__cause__
    except ForbiddenGlobalError as error:
        raise pickle.UnpicklingError(f"Weights only load failed. Cannot load {name}: {error}") from None
    except RecursionError:
        raise RuntimeError(f"cannot load {name}: its structure is nested too deep") from None


def _kind(source: Source) -> str:
    """Of which kind the file is, by its first bytes: a safetensors header is as good as anything else."""
    start = source.read(0, min(source.size, 263))
    if start[8:9] != b"{":
        if start[:4] == b"PK\x03\x04":
            return "zip"
        if start[:1] == b"\x80" and start[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
            return "pickle"
        if start[257:262] == b"ustar":
            raise UnreadableFileError(
                "it has the form of PyTorch's files from before 0.1.10, a tar archive, which is not read: load it with "
                "PyTorch and save it anew"
            )
    return "safetensors"


def _read_safetensors(source: Source, placement: Placement) -> Any:
    arrays, metadata = read_header(source)
    reader = StructureReader(source, arrays, placement)
    if STRUCTURE_KEY not in metadata:
        return {key: reader.decode({"tensor": key}) for key in arrays}
    try:
        structure = json.loads(metadata[STRUCTURE_KEY])
    except ValueError as error:
        raise UnreadableFileError(f"its structure is not valid JSON ({error})") from error
    result = reader.decode(structure)
    reader.expect_all_used()
    return result
