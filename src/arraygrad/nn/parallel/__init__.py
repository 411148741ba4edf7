"""Modules on several devices, as far as they are on one: `DataParallel` with one device."""

from __future__ import annotations

from arraygrad.nn.parallel.data_parallel import DataParallel, data_parallel
from arraygrad.nn.parallel.distributed import DistributedDataParallel

__all__ = ["DataParallel", "DistributedDataParallel", "data_parallel"]
