"""`load`: what `save` wrote, any other safetensors file, and files of PyTorch."""

from __future__ import annotations

import json
import os
import pickle
from typing import IO, Any

from arraygrad.serialization.errors import DamagedFileError, ForbiddenGlobalError
from arraygrad.serialization.placing import MapLocation, Placement
from arraygrad.serialization.safetensors_format import read_header
from arraygrad.serialization.saving import STRUCTURE_KEY
from arraygrad.serialization.source import Path, Source, open_source
from arraygrad.serialization.structure_reader import StructureReader

__all__ = ["load"]


def load(
    f: Path | IO[bytes],
    map_location: MapLocation = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
) -> Any:
    with open_source(f, mmap) as source:
        try:
            return _read_safetensors(source, Placement(map_location))
        except DamagedFileError as error:
            raise RuntimeError(f"cannot load {_name(f)}: {error}") from error.__cause__
        except ForbiddenGlobalError as error:
            raise pickle.UnpicklingError(f"Weights only load failed. cannot load {_name(f)}: {error}") from None
        except RecursionError:
            raise RuntimeError(f"cannot load {_name(f)}: its structure is nested too deep") from None


def _name(f: Path | IO[bytes]) -> str:
    return repr(os.fspath(f) if isinstance(f, (str, os.PathLike)) else getattr(f, "name", type(f).__name__))


def _read_safetensors(source: Source, placement: Placement) -> Any:
    arrays, metadata = read_header(source)
    reader = StructureReader(source, arrays, placement)
    if STRUCTURE_KEY not in metadata:
        return {key: reader.decode({"tensor": key}) for key in arrays}
    try:
        structure = json.loads(metadata[STRUCTURE_KEY])
    except ValueError as error:
        raise DamagedFileError(f"its structure is not valid JSON ({error})") from error
    result = reader.decode(structure)
    reader.expect_all_used()
    return result
