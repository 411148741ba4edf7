"""The graph of one call of a model: its operations, in which module each was made, and the shapes of the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import arraygrad as ag
from arraygrad.autograd.modes import recorder, set_recorder
from arraygrad.autograd.recording import Recorder, current
from arraygrad.graph import Node, next_sequence
from arraygrad.nn import Module
from arraygrad.storage import Storage
from arraygrad.tensor import Tensor
from arraygrad.viz.calls import Call, undisturbed, watched
from arraygrad.viz.nested import replaced, tensors_in
from arraygrad.viz.recorded import nodes_behind

__all__ = ["Input", "Trace", "trace"]

Shape = tuple[int, ...]


class Input(NamedTuple):
    """A tensor that the model was called with: where its gradient would go, if anywhere, and its memory."""

    node: Node | None
    storage: Storage
    shape: Shape


class Trace(NamedTuple):
    """What was recorded."""

    inputs: list[Input]
    outputs: list[Tensor]
    #: the operations between them, in the order in which they were made
    nodes: list[Node]
    #: the modules that were being called when a node was made, from the outermost to the innermost
    scopes: dict[Node, tuple[Call, ...]]
    #: the shapes of a node's results, where known
    shapes: dict[Node, list[Shape]]
    #: which result of which node was the first in a memory: what has no gradient is found again by this
    first: dict[Storage, tuple[Node, int]]


class _Results(Recorder):
    """Notes what comes out of each call, and does what the recorder before did."""

    def __init__(self, before: Recorder) -> None:
        super().__init__(before.hooks, before.traced, before.check_nan)
        self.shapes: dict[Node, list[Shape]] = {}
        self.first: dict[Storage, tuple[Node, int]] = {}

    def recorded(self, node: Node, results: Sequence[Tensor]) -> None:
        self.shapes[node] = [tuple(result.shape) for result in results]
        for i, result in enumerate(results):
            self.first.setdefault(result._storage, (node, i))
        super().recorded(node, results)


def trace(model: Module, arguments: tuple[Any, ...]) -> Trace:
    """Call a model once and see what is recorded; see `undisturbed` for what it is called in and left as.

    Parameters
    ----------
    model : Module
    arguments : tuple
        What it is called with; tensors may be in tuples, lists and dictionaries.
    """
    recording = _Results(current())
    inputs: list[Input] = []
    #: per call of a module: the modules under way, and the sequence numbers between which its nodes are
    periods: list[tuple[tuple[Call, ...], int, int]] = []
    begun: list[int] = []

    def enter(under_way: list[Call]) -> None:
        begun.append(next_sequence())

    def leave(under_way: list[Call], args: tuple[Any, ...], result: Any) -> None:
        periods.append((tuple(under_way), begun.pop(), next_sequence()))

    def entrance(tensor: Tensor) -> Tensor:
        entry = tensor.detach()
        if tensor.dtype.is_differentiable:
            entry = entry.requires_grad_().clone()  # no leaf, so that the model may write to it
        inputs.append(Input(entry._node, entry._storage, tuple(entry.shape)))
        return entry

    before = recorder()
    with undisturbed(model), _all_tracked(model), ag.enable_grad(), watched(model, enter, leave):
        set_recorder(recording)
        try:
            result = model(*replaced(entrance, arguments))
        finally:
            set_recorder(before)
    outputs = list(tensors_in(result))
    entries = {entry.node for entry in inputs}
    nodes = [node for node in nodes_behind(outputs) if node not in entries]
    # Inner calls end first, so the first period that fits is the innermost.
    scopes = {node: next((scope for scope, start, end in periods if start < node.sequence < end), ()) for node in nodes}
    return Trace(inputs, outputs, nodes, scopes, recording.shapes, recording.first)


@contextmanager
def _all_tracked(model: Module) -> Iterator[None]:
    """Context in which frozen parameters require gradients too, so that what is done with them is recorded."""
    frozen = [p for p in model.parameters() if not p.requires_grad and p.dtype.is_differentiable]
    try:
        for parameter in frozen:
            parameter.requires_grad_(True)
        yield
    finally:
        for parameter in frozen:
            parameter.requires_grad_(False)
