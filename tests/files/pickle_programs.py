"""Files of PyTorch, written by hand: what PyTorch itself would not write, and what nobody should."""

from __future__ import annotations

import io
import struct
import zipfile

MEMORY = struct.pack("<q6f", 6, *range(6))
MARK = (0x1950A86A20F9469CFC6C).to_bytes(10, "little")


class Raw(bytes):
    """Instructions that leave one object on the stack."""


def push(value) -> bytes:
    """Instructions that leave a plain value, or what `Raw` parts of it leave."""
    if isinstance(value, Raw):
        return value
    if value is None or isinstance(value, bool):
        return {None: b"N", True: b"\x88", False: b"\x89"}[value]
    if isinstance(value, int):
        size = value.bit_length() // 8 + 1
        return b"\x8a" + bytes([size]) + value.to_bytes(size, "little", signed=True)
    if isinstance(value, float):
        return b"G" + struct.pack(">d", value)
    if isinstance(value, str):
        text = value.encode()
        return b"X" + struct.pack("<I", len(text)) + text
    if isinstance(value, bytes):
        return b"B" + struct.pack("<I", len(value)) + value
    if isinstance(value, tuple):
        return b"(" + b"".join(map(push, value)) + b"t"
    if isinstance(value, list):
        return b"](" + b"".join(map(push, value)) + b"e"
    if isinstance(value, dict):
        return b"}(" + b"".join(push(key) + push(item) for key, item in value.items()) + b"u"
    raise TypeError(type(value))


def name(full) -> Raw:
    module, _, last = full.rpartition(".")
    return Raw(f"c{module}\n{last}\n".encode())


def call(function, *args) -> Raw:
    return Raw(name(function) + push(args) + b"R")


def build(made, state) -> Raw:
    return Raw(made + push(state) + b"b")


def instance(cls, state) -> Raw:
    return Raw(name(cls) + b")\x81" + push(state) + b"b")


def storage(key="0", kind="torch.FloatStorage", location="cpu", numel=6) -> Raw:
    return Raw(push(("storage", name(kind), key, location, numel)) + b"Q")


def tensor(memory=None, offset=0, size=(6,), stride=(1,), requires_grad=False) -> Raw:
    memory = storage() if memory is None else memory
    return call("torch._utils._rebuild_tensor_v2", memory, offset, size, stride, requires_grad, None)


def program(value) -> bytes:
    return b"\x80\x02" + push(value) + b"."


def archive(value, compression=zipfile.ZIP_STORED, **entries) -> bytes:
    """A zip archive; the default has one memory of six float32 numbers."""
    entries = {"data/0": struct.pack("<6f", *range(6)), **entries}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        made.writestr("archive/data.pkl", value if type(value) is bytes else program(value))
        for key, content in entries.items():
            if content is not None:
                made.writestr(f"archive/{key}", content)
    return file.getvalue()


def old_file(value, keys=("0",), memory=MEMORY, mark=MARK, version=1001) -> bytes:
    head = b"\x80\x02\x8a\x0a" + mark + b"." + program(version) + program({"little_endian": True})
    return head + program(value) + program(list(keys)) + memory
