"""What a pickle has made: whether it can be handed out."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection
from typing import Any

import numpy as np

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.serialization.errors import UnreadableFileError
from arraygrad.serialization.pytorch.known import Known, Opaque
from arraygrad.tensor import Tensor

__all__ = ["Contents"]

_MAX_DEPTH = 200
#: How much larger an object may be than its file seems to say, when each part is counted as often as it is shown.
_MAX_REPEATS = 100
_PLAIN = frozenset((type(None), bool, int, float, str, bytes, Tensor))
_LEAVES = (type(None), bool, int, float, complex, str, bytes, bytearray, Tensor, np.ndarray, np.generic, DType, Device)


class Contents:
    """The objects of one pickle.

    Attributes
    ----------
    allowed : dict
        By identity, objects of classes that were allowed, these classes, and allowed functions.
    states : list
        Attributes that were set, to be checked as well.
    """

    def __init__(self) -> None:
        self.allowed: dict[int, Any] = {}
        self.states: list[Any] = []
        self._defaultdicts: list[defaultdict[Any, Any]] = []
        self._measures: dict[int, tuple[int, int]] = {}

    def remember(self, made: Any, arguments: Any) -> None:
        """Note what a call has made, if it is a container that Python takes apart by recursion or has attributes."""
        if type(made) is defaultdict:
            self._defaultdicts.append(made)
        elif isinstance(made, Tensor):
            last = arguments[-1]
            self.states += [part for part in (last if type(last) is tuple else [last]) if isinstance(part, dict)]

    def dismantle(self) -> None:
        """Empty the containers that are not handed out, lest they are nested deeper than Python can take apart."""
        for container in self._defaultdicts:
            if id(container) not in self._measures:
                container.clear()

    def checked(self, result: Any, steps: int) -> Any:
        """The result, if all its parts are what a file may hold, and it is neither nested too deep nor endless."""
        try:
            for root in (result, *self.states):
                self._measure(root, max(steps, 10_000) * _MAX_REPEATS)
        except UnreadableFileError:
            self._measures.clear()
            raise
        return result

    def _measure(self, root: Any, limit: int) -> None:
        """Find out for each container below how deep it is and how many parts it shows, without recursion."""
        measures, entered = self._measures, set[int]()
        pending: list[tuple[Any, bool]] = [(root, False)]
        while pending:
            value, inside = pending.pop()
            key = id(value)
            if key in measures:
                continue
            children = self._children(value)
            if children is None:
                continue
            if not inside:
                if key in entered:
                    raise UnreadableFileError("it has a container that holds itself")
                entered.add(key)
                pending.append((value, True))
                pending.extend((child, False) for child in children if type(child) not in _PLAIN)
                continue
            depth, size = 0, 1 + len(children)
            for child in children:
                if type(child) not in _PLAIN:
                    below = measures.get(id(child), (0, 1))
                    depth, size = max(depth, below[0]), size + below[1] - 1
            if depth >= _MAX_DEPTH:
                raise UnreadableFileError(f"it is nested deeper than {_MAX_DEPTH} levels")
            if size > limit:
                raise UnreadableFileError("it shows the same parts again and again, far beyond its size")
            measures[key] = depth + 1, size

    def _children(self, value: Any) -> Collection[Any] | None:
        """The parts of a container; None for what has none."""
        if isinstance(value, _LEAVES) or id(value) in self.allowed or isinstance(value, Opaque):
            return None
        if isinstance(value, OrderedDict):
            return [*value.values(), *vars(value).values()]
        if isinstance(value, dict):
            return value.values()
        if isinstance(value, (list, tuple, set, frozenset)):
            return value
        name = value.name if isinstance(value, Known) else str(value)
        raise UnreadableFileError(
            f"it has {name} for a value, which is nothing here: save tensors, numbers and strings"
        )
