"""A reader of TensorBoard event files that trusts nothing: frames with their checksums, messages, PNG images."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np


def _crc_table() -> list[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _crc_table()


def masked_crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data: bytes) -> list[bytes]:
    """The frames of an event file, checksums verified."""
    out, at = [], 0
    while at < len(data):
        head = data[at : at + 8]
        (size,) = struct.unpack("<Q", head)
        body = data[at + 12 : at + 12 + size]
        (head_crc,), (body_crc,) = (
            struct.unpack_from("<I", data, at + 8),
            struct.unpack_from("<I", data, at + 12 + size),
        )
        assert len(body) == size
        assert (head_crc, body_crc) == (masked_crc32c(head), masked_crc32c(body))
        out.append(body)
        at += 16 + size
    return out


def fields(message: bytes) -> dict[int, list]:
    """A protocol buffer's fields by number: ints, 8-byte strings of doubles, 4-byte strings of floats, or bytes."""

    def varint(at: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            byte = message[at]
            value |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                return value, at

    out: dict[int, list] = {}
    at = 0
    while at < len(message):
        key, at = varint(at)
        number, wire = key >> 3, key & 7
        value: int | bytes
        if wire == 0:
            value, at = varint(at)
        else:
            size, at = varint(at) if wire == 2 else ({1: 8, 5: 4}[wire], at)
            value = message[at : at + size]
            assert len(value) == size
            at += size
        out.setdefault(number, []).append(value)
    return out


def decode_png(data: bytes) -> np.ndarray:
    """Pixels [H, W, C] of an 8-bit PNG without interlacing, chunk checksums verified."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, names = 8, b"", []
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", data, at + 8 + size)[0] == zlib.crc32(name + body)
        names.append(name)
        if name == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert (depth, interlace) == (8, 0)
        elif name == b"IDAT":
            packed += body
        at += 12 + size
    assert (names[0], names[-1]) == (b"IHDR", b"IEND")
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    raw, stride = zlib.decompress(packed), width * channels
    assert len(raw) == height * (stride + 1)
    above, rows = bytes(stride), []
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for i in range(stride):
            a, b = (line[i - channels] if i >= channels else 0), above[i]
            c = above[i - channels] if i >= channels else 0
            nearest = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            line[i] = (line[i] + (0, a, b, (a + b) // 2, nearest)[kind]) & 0xFF
        above = bytes(line)
        rows.append(above)
    return np.frombuffer(b"".join(rows), np.uint8).reshape(height, width, channels)


@dataclass
class Image:
    tag: str
    step: int
    height: int
    width: int
    channels: int
    pixels: np.ndarray


def images(log_dir: Path) -> list[Image]:
    """Every image in the directory's one event file, which has to begin with the version record."""
    (path,) = log_dir.glob("events.out.tfevents.*")
    events = [fields(record) for record in records(path.read_bytes())]
    assert events[0][3] == [b"brain.Event:2"]
    out = []
    for event in events[1:]:
        assert struct.unpack("<d", event[1][0])[0] > 1.5e9  # wall clock in seconds
        for summary in event.get(5, ()):
            for value in map(fields, fields(summary).get(1, ())):
                image = fields(value[4][0])
                (height,), (width,), (channels,) = image[1], image[2], image[3]
                step = event.get(2, [0])[0]
                out.append(Image(value[1][0].decode(), step, height, width, channels, decode_png(image[4][0])))
    return out
