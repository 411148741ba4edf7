"""Modules on several devices, as far as they are on one."""

from __future__ import annotations

from arraygrad.nn.parallel.distributed import DistributedDataParallel

__all__ = ["DistributedDataParallel"]
