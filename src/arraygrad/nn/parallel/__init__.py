"""Modules on several devices, as far as they are on one: `DataParallel` with one device."""

from __future__ import annotations

from arraygrad.nn.parallel.data_parallel import DataParallel, data_parallel

__all__ = ["DataParallel", "data_parallel"]
