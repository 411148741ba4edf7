"""`DistributedDataParallel`: a name that programs import, and use when they are one of several processes."""

from __future__ import annotations

from typing import Any

from arraygrad.distributed import no_group
from arraygrad.nn.module import Module

__all__ = ["DistributedDataParallel"]


class DistributedDataParallel(Module):
    """A module that trains in several processes at once, which arraygrad does not do.

    Raises
    ------
    ValueError
        When one is made, as in PyTorch where no group of processes has been made.

    Examples
    --------
    >>> from arraygrad import nn
    >>> isinstance(nn.Linear(1, 1), nn.parallel.DistributedDataParallel)
    False
    """

    def __init__(self, module: Module, *args: Any, **kwargs: Any) -> None:
        raise no_group()
