"""PyTorch's files before 1.6: several pickles, and the memory of the tensors after them.

The pickles are a number that marks the form, its version, what the system was like, the object, and the names of the
memories, which follow in that order: for each the number of its elements, and these.
"""

from __future__ import annotations

from typing import Any

from arraygrad.serialization.errors import ForbiddenGlobalError, UnreadableFileError
from arraygrad.serialization.placing import Placement
from arraygrad.serialization.pytorch.machine import Machine
from arraygrad.serialization.pytorch.names import Names, Survey
from arraygrad.serialization.pytorch.stream import Stream
from arraygrad.serialization.pytorch.tensors import Tensors, reference
from arraygrad.serialization.source import Source

__all__ = ["read_old_file", "survey_old_file"]

_MARK = 0x1950A86A20F9469CFC6C
_VERSION = 1001


def _enter(source: Source, encoding: str) -> Stream:
    """The file from where the pickle of the object begins."""
    stream = Stream(source, 0, source.size, encoding)
    if _plain(stream) != _MARK:
        raise UnreadableFileError("it is a pickle, but not one that torch.save wrote; no other pickles are read")
    version = _plain(stream)
    if version != _VERSION:
        raise UnreadableFileError(f"it has the version {version} of PyTorch's old form, where {_VERSION} is read")
    _plain(stream)  # sizes of the system's integers, and its byte order: memory is in little-endian order all the same
    return stream


def _plain(stream: Stream) -> Any:
    """A pickle without tensors."""
    return Machine(stream, Survey().find).run()


def read_old_file(source: Source, placement: Placement, encoding: str) -> Any:
    """The object in a file; `source.end` is then where it ends."""
    stream = _enter(source, encoding)
    start = stream.position
    survey = Survey()
    Machine(stream, survey.find, survey.note).run()
    if survey.forbidden:
        raise ForbiddenGlobalError(survey.forbidden)
    keys = _plain(stream)
    known = isinstance(keys, list) and all(isinstance(key, str) for key in keys) and {*keys} == {*survey.memory}
    if not known or len(keys) != len(survey.memory):
        raise UnreadableFileError("it does not list the memory of its tensors")
    positions: dict[str, int] = {}
    position = stream.position
    for key in keys:
        memory = survey.memory[key]
        if int.from_bytes(source.read(position, 8), "little") != memory.numel:
            raise UnreadableFileError("it has the memory of a tensor in another size than it says")
        positions[key] = position + 8
        position += 8 + memory.nbytes
    if position > source.size:
        raise UnreadableFileError("it ends too early")
    source.end = position
    tensors = Tensors(lambda memory: source.array(positions[memory.key], memory.nbytes), source.size, placement)
    return Machine(Stream(source, start, source.size, encoding), Names(tensors).find, reference).run()


def survey_old_file(source: Source) -> set[str]:
    """The names in a file that were not allowed."""
    survey = Survey()
    Machine(_enter(source, "utf-8"), survey.find, survey.note).run()
    return survey.forbidden
