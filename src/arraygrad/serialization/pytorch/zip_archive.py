"""PyTorch's files since 1.6: zip archives of a pickle and of the memory of tensors, an entry for each, uncompressed."""

from __future__ import annotations

import struct
import zipfile
from typing import Any, NamedTuple

from arraygrad.serialization.errors import ForbiddenGlobalError, UnreadableFileError
from arraygrad.serialization.placing import ByteOrder, Placement
from arraygrad.serialization.pytorch.machine import Machine
from arraygrad.serialization.pytorch.names import Names, Survey
from arraygrad.serialization.pytorch.stream import Stream
from arraygrad.serialization.pytorch.tensors import Reference, Tensors, reference
from arraygrad.serialization.source import Bytes, Source

__all__ = ["read_archive", "survey_archive"]

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_BYTEORDERS: dict[bytes, ByteOrder] = {b"little": "<", b"big": ">"}
#: What `zipfile` raises over bytes that are no archive.
_NO_ARCHIVE = (zipfile.BadZipFile, struct.error, LookupError, NotImplementedError, ValueError, OSError, EOFError)


class _Entry(NamedTuple):
    start: int
    size: int


class _Archive:
    """The entries of an archive by name, without the folder that they are all in."""

    def __init__(self, source: Source) -> None:
        self._source = source
        try:
            with zipfile.ZipFile(source.file) as archive:
                listed = sorted(archive.infolist(), key=lambda info: info.header_offset)
                end_of_entries = archive.start_dir
        except _NO_ARCHIVE as error:
            raise UnreadableFileError(f"not a valid zip archive ({error})") from error
        if any(info.filename.endswith("/constants.pkl") for info in listed):
            raise UnreadableFileError(
                "it is a TorchScript program, which is not read: save the state_dict() of the module it was made from"
            )
        self._entries: dict[str, _Entry] = {}
        end = 0
        for info in listed:
            if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size or info.flag_bits & 1:
                raise UnreadableFileError(f"its entry {info.filename!r} is compressed or encrypted, which is not read")
            if info.header_offset < end or info.filename in self._entries:
                raise UnreadableFileError(f"its entry {info.filename!r} is there twice or overlaps another")
            header = source.read(info.header_offset, _LOCAL_HEADER.size)
            signature, name_length, extra_length = _LOCAL_HEADER.unpack(header)
            start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
            end = start + info.file_size
            if signature != b"PK\x03\x04" or end > end_of_entries:
                raise UnreadableFileError(
                    f"not a valid zip archive (entry {info.filename!r} is not where it should be)"
                )
            self._entries[info.filename] = _Entry(start, info.file_size)
        roots = [name[: -len("data.pkl")] for name in self._entries if name.endswith("/data.pkl")]
        if len(roots) != 1 or roots[0].count("/") != 1:
            raise UnreadableFileError("it is a zip archive, but not one that torch.save wrote (it has no data.pkl)")
        self._root = roots[0]

    def __contains__(self, name: str) -> bool:
        return self._root + name in self._entries

    def entry(self, name: str) -> _Entry:
        """Where an entry is."""
        found = self._entries.get(self._root + name)
        if found is None:
            raise UnreadableFileError(f"its entry {name!r} is missing")
        return found

    def pickle(self, encoding: str) -> Stream:
        """The pickle of the object."""
        start, size = self.entry("data.pkl")
        return Stream(self._source, start, start + size, encoding)

    def byteorder(self) -> ByteOrder:
        """Of the elements of all tensors."""
        if "byteorder" not in self:
            return "<"
        start, size = self.entry("byteorder")
        order = _BYTEORDERS.get(self._source.read(start, min(size, 10)))
        if order is None:
            raise UnreadableFileError("its entry 'byteorder' says neither little nor big")
        return order

    def memory(self, wanted: Reference) -> Bytes:
        """The bytes that tensors are made of."""
        start, size = self.entry(f"data/{wanted.key}")
        if size != wanted.nbytes:
            raise UnreadableFileError(f"its entry 'data/{wanted.key}' has {size} bytes in place of {wanted.nbytes}")
        return self._source.array(start, size)


def read_archive(source: Source, placement: Placement, encoding: str) -> Any:
    """The object in an archive."""
    archive = _Archive(source)
    tensors = Tensors(archive.memory, source.size, placement, archive.byteorder())
    try:
        return Machine(archive.pickle(encoding), Names(tensors).find, reference).run()
    except ForbiddenGlobalError as error:
        raise ForbiddenGlobalError({*error.names, *survey_archive(source)}) from None


def survey_archive(source: Source) -> set[str]:
    """The names in an archive that were not allowed."""
    survey = Survey()
    Machine(_Archive(source).pickle("utf-8"), survey.find, survey.note).run()
    return survey.forbidden
