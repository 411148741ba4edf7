"""Loads mutations of good files: ``python tests/files/fuzz.py COUNT [SEED]``.

Each gives an object or one of the documented errors: no crash, no other exception, nothing run, no more memory than the
limit, none that takes longer than a few seconds of the processor.
"""

from __future__ import annotations

import codecs
import io
import os
import pickle
import random
import signal
import struct
import sys
import time
import zipfile
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import numpy as np

import arraygrad as ag

codecs.lookup("cp437")  # what `zipfile` imports for names that are not UTF-8, which is no harm

HERE = Path(__file__).parent
#: What a file must not make happen; the names of Python's audit events.
HARM = ("exec", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "subprocess.Popen", "open", "socket")
EXTRA_MEMORY = 1 << 30
EXTRA_SECONDS = 3
NUMBERS = (0, 1, 2, 255, 256, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**62, 2**63 - 1, 2**63, 2**64 - 1)

watching = False


def watch(event: str, arguments: tuple) -> None:
    if watching and event.startswith(HARM):
        raise AssertionError(f"a file made this happen: {event}{arguments}")


def seeds() -> list[bytes]:
    """Small files of every form."""
    state = {
        "w": ag.arange(6.0).reshape(2, 3), "again": [1, 2.5, "text", None, (1 + 2j, b"x", float("inf"))],
        3: np.ones(2, complex), "o": OrderedDict(a=defaultdict(list), b=Counter("ab")), "s": {1, 2},
        "p": ag.nn.Parameter(ag.ones(1)), "d": ag.float32, "size": ag.Size([1]),
    }  # fmt: skip
    state["tied"] = state["w"]
    saved = io.BytesIO()
    ag.save(state, saved)
    files = ("small.pt", "small_old.pt", "module.pt", "everything_old.pt")
    return [saved.getvalue(), *((HERE / name).read_bytes() for name in files)]


def mutate(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A few changes of bytes."""
    result = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at, size = rng.randrange(len(result) + 1), rng.choice((1, 1, 2, 4, 8, 16, 64))
        match rng.randrange(8):
            case 0:
                result[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                result[at : at + size] = b""
            case 2:
                result[at:at] = result[at : at + size]
            case 3:
                result[at:at] = rng.randbytes(size)
            case 4:
                result[at : at + 8] = struct.pack("<Q", rng.choice(NUMBERS))[: rng.choice((1, 2, 4, 8))]
            case 5:
                start = rng.randrange(len(other))
                result[at:at] = other[start : start + size]
            case 6:
                del result[at:]
            case 7:
                result[at : at + 1] = rng.choice(b"NRbQ()].}aeshjqrtu\x81\x85\x86\x93\x94c").to_bytes()
        if not result:
            break
    return bytes(result)


def mutate_inside(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A change within the form: in an entry of an archive, or in the text of a header."""
    if data[:2] == b"PK":
        file = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
            names = source.namelist()
            chosen = rng.choice([names[0], names[0], names[0], *names])
            for name in names:
                content = source.read(name)
                target.writestr(name, mutate(content, other, rng) if name == chosen else content)
        return file.getvalue()
    if data[8:9] == b"{":
        length = int.from_bytes(data[:8], "little")
        header = mutate(data[8 : 8 + length], other, rng)
        return struct.pack("<Q", len(header)) + header + data[8 + length :]
    return mutate(data, other, rng)


def limit_memory() -> None:
    """Let the process have little more than it has; where the system can do that."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    now = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (now + EXTRA_MEMORY, now + EXTRA_MEMORY))


def allow(seconds: float) -> None:
    """Raise an error when so much time of the processor has passed, where the system can do that; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGVTALRM, too_long)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def too_long(*args: object) -> None:
    raise AssertionError("a file takes too long")


def attempt(data: bytes) -> str:
    """Load it, and say what came of it."""
    global watching
    watching = True
    try:
        ag.load(io.BytesIO(data))
        return "an object"
    except (RuntimeError, pickle.UnpicklingError) as error:
        return type(error).__name__
    finally:
        watching = False


def main(count: int, seed: int) -> None:
    rng = random.Random(seed)
    good = seeds()
    classes = [ag.nn.ModuleDict, ag.nn.Linear]
    for data in good:
        with ag.serialization.safe_globals(classes):
            assert attempt(data) == "an object"
    sys.addaudithook(watch)
    limit_memory()
    outcomes: Counter[str] = Counter()
    started = time.perf_counter()
    for number in range(count):
        data, other = rng.choice(good), rng.choice(good)
        data = rng.choice((mutate, mutate_inside))(data, other, rng)
        allow(EXTRA_SECONDS)
        try:
            with ag.serialization.safe_globals(classes if number % 2 else []):
                outcomes[attempt(data)] += 1
        except BaseException:
            print(f"mutation {number} of seed {seed}: {data!r}")
            raise
    allow(0)
    print(f"{count} mutations in {time.perf_counter() - started:.1f} s: {dict(outcomes)}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
