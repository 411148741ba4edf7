"""What may be done with every node as it is recorded: pack what it saves, and remember where it was made.

A recorder is in effect while `arraygrad.autograd.graph.saved_tensors_hooks` or `arraygrad.autograd.detect_anomaly` is.
It stands in the place of the grad mode's True, so that nothing is asked for it while there is none.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any

from arraygrad.autograd.modes import no_grad, recorder
from arraygrad.graph import Node
from arraygrad.storage import SavedStorage, Storage
from arraygrad.tensor import Tensor

__all__ = ["Packed", "Recorder", "current", "pack", "running"]

#: The node whose gradients are being computed, if anybody wants to know.
running: ContextVar[Node | None] = ContextVar("arraygrad_running_node", default=None)


class Recorder:
    """Hooks for saved tensors, and whether nodes keep the traceback of their call.

    Attributes
    ----------
    hooks : tuple of two callables, str or None
        ``(pack, unpack)``; a text says why hooks are forbidden.
    traced : bool
        Whether nodes keep the traceback.
    check_nan : bool
        Whether a backward pass refuses NaN.
    """

    def __init__(self, hooks: Any = None, traced: bool = False, check_nan: bool = True) -> None:
        self.hooks = hooks
        self.traced = traced
        self.check_nan = check_nan

    def recorded(self, node: Node, results: Sequence[Tensor]) -> None:
        """Called with every node that is made and the results of the call, before these hang on it."""
        if self.traced:
            node.metadata["traceback_"] = traceback.format_stack()[:-2]
            parent = running.get()
            if parent is not None:
                node.metadata["parent_"] = parent
        if isinstance(self.hooks, tuple) and node.saved:
            node.saved = tuple(pack(entry, self.hooks) for entry in node.saved)


_PLAIN = Recorder()


def current() -> Recorder:
    """The recorder in effect, or one that does nothing."""
    found = recorder()
    return _PLAIN if found is True else found


class Packed:
    """What a hook made of a saved value, in its place."""

    __slots__ = ("place", "unpack", "value")

    def __init__(self, value: Any, unpack: Callable[[Any], Any], place: tuple[Any, ...]) -> None:
        self.value = value
        self.unpack = unpack
        #: what stands behind array, storage and version in the entry
        self.place = place

    def restore(self) -> Tensor:
        """The value, from the unpacking hook.

        Raises
        ------
        TypeError
            If the hook gives something else than a tensor.
        """
        made = self.unpack(self.value)
        if not isinstance(made, Tensor):
            raise TypeError(
                f"Output of saved tensor unpack_hook expected to be a Tensor but got result of type {type(made)}"
            )
        return made


def pack(entry: Any, hooks: tuple[Callable[[Tensor], Any], Callable[[Any], Any]]) -> Any:
    """A saved entry after the packing hook; what is no value is left as it is.

    Raises
    ------
    RuntimeError
        If the hook writes to the value.
    """
    if entry.__class__ is list:
        return [pack(e, hooks) for e in entry]
    if entry.__class__ is not tuple or len(entry) < 3 or not isinstance(entry[1], Storage):
        return entry
    array, storage, version, *place = entry
    tensor = object.__new__(Tensor)
    tensor._storage = SavedStorage(array, storage)
    with no_grad():
        value = hooks[0](tensor)
    if storage.version != version:
        raise RuntimeError(
            "A saved tensor pack hook is modifying its input in place: the graph needs the value as it is; clone() it "
            "in the hook before writing"
        )
    return Packed(value, hooks[1], tuple(place))
