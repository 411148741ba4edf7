"""Memory in use on a device: CuPy's pool counts what is in use now, a hook the most that was."""

from __future__ import annotations

from threading import local
from typing import Any

import cupy

__all__ = ["figures", "release", "reset_peaks"]


class PeakHook(cupy.cuda.MemoryHook):  # type: ignore[misc]
    """Counts the most bytes that arrays of each device took. CuPy calls it in the thread that entered it."""

    name = "arraygrad.peaks"

    def __init__(self) -> None:
        self.now: dict[int, int] = {}
        self.most: dict[int, int] = {}

    def malloc_postprocess(self, **info: Any) -> None:
        device = info["device_id"]
        if device in self.now and info["mem_ptr"]:
            self.now[device] += info["mem_size"]
            self.most[device] = max(self.most[device], self.now[device])

    def free_postprocess(self, **info: Any) -> None:
        if info["device_id"] in self.now:
            self.now[info["device_id"]] -= info["mem_size"]


_hooks = local()
#: The most bytes that the pool held, by device: it shrinks in `release` only.
_reserved: dict[int, int] = {}


def figures(native: Any) -> dict[str, int]:
    """What `Backend.memory` gives."""
    with cupy.cuda.Device(native.id) as device:
        pool = cupy.get_default_memory_pool()
        used, held = pool.used_bytes(), pool.total_bytes()
        free, total = device.mem_info
    hook = getattr(_hooks, "peaks", None)
    _reserved[native.id] = max(held, _reserved.get(native.id, 0))
    return {
        "allocated": used,
        "allocated_peak": max(used, hook.most.get(native.id, 0)) if hook is not None else used,
        "reserved": held,
        "reserved_peak": _reserved[native.id],
        "free": free,
        "total": total,
    }


def reset_peaks(native: Any) -> None:
    """Begin to count peaks here and now, in this thread."""
    hook = getattr(_hooks, "peaks", None)
    if hook is None:
        hook = _hooks.peaks = PeakHook()
        hook.__enter__()
    with cupy.cuda.Device(native.id):
        pool = cupy.get_default_memory_pool()
        hook.now[native.id] = hook.most[native.id] = pool.used_bytes()
        _reserved[native.id] = pool.total_bytes()


def release(native: Any) -> None:
    """Give what the pool keeps for reuse back to the device."""
    figures(native)
    with cupy.cuda.Device(native.id):
        cupy.get_default_memory_pool().free_all_blocks()
