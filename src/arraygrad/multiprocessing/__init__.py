"""The standard library's `multiprocessing`, through whose queues, pipes and processes tensors travel.

Everything that `multiprocessing` has is here under its name. A tensor whose memory is shared (`Tensor.share_memory_`)
stays shared on its way to another process: both see each other's writes. Of other tensors the values are copied.

Examples
--------
>>> import arraygrad as ag
>>> import arraygrad.multiprocessing as mp
>>> here, there = mp.Pipe()
>>> here.send(ag.arange(3))
>>> there.recv()
tensor([0, 1, 2])
"""

from __future__ import annotations

import multiprocessing
from multiprocessing import *  # noqa: F403  # pyright: ignore[reportWildcardImportFromLibrary]
from multiprocessing.reduction import ForkingPickler

from arraygrad.multiprocessing.processes import (
    ProcessContext,
    ProcessException,
    ProcessExitedException,
    ProcessRaisedException,
    SpawnContext,
    spawn,
    start_processes,
)
from arraygrad.multiprocessing.strategies import (
    get_all_sharing_strategies,
    get_sharing_strategy,
    set_sharing_strategy,
)
from arraygrad.nn.parameter import Buffer, Parameter
from arraygrad.shared_memory import reduce_shared
from arraygrad.tensor import Tensor

__all__ = [
    "ProcessContext",
    "ProcessException",
    "ProcessExitedException",
    "ProcessRaisedException",
    "SpawnContext",
    "get_all_sharing_strategies",
    "get_sharing_strategy",
    "set_sharing_strategy",
    "spawn",
    "start_processes",
]
__all__ += multiprocessing.__all__

for _class in (Tensor, Parameter, Buffer):
    ForkingPickler.register(_class, reduce_shared)
