"""The recorded graph behind tensors, as plain data: what a picture needs of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from arraygrad.autograd.recording import Packed
from arraygrad.graph import Node, Output
from arraygrad.op import OPS, Op
from arraygrad.storage import Storage
from arraygrad.tensor import Tensor

__all__ = ["attributes", "is_view", "is_write", "nodes_behind", "operation", "origin", "saved", "sources"]


def origin(edge: Any) -> Any:
    """The node or leaf at the end of an edge, None if it leads nowhere; results of one node are that node."""
    return edge.edges[0] if isinstance(edge, Output) else edge


def sources(node: Node) -> Iterator[Any]:
    """The nodes and leaves that a node's operands come from, without those that have no gradient."""
    return (origin(edge) for edge in node.edges if edge is not None)


def nodes_behind(tensors: Iterable[Tensor]) -> list[Node]:
    """All nodes that tensors were computed by, in the order in which they were recorded."""
    waiting = [origin(tensor._edge) for tensor in tensors]
    found: dict[int, Node] = {}
    while waiting:
        node = waiting.pop()
        if isinstance(node, Node) and id(node) not in found:
            found[id(node)] = node
            waiting.extend(sources(node))
    return sorted(found.values(), key=lambda node: node.sequence)


def op_of(node: Node) -> Op | None:
    """The op that was called; a user's function has none."""
    return node.__dict__.get("op")


def operation(node: Node) -> str:
    """The name of what was called: an op's, or the class of a user's function, or what stands for several ops."""
    op, name = op_of(node), node.name()
    if op is not None:
        return op.name
    if not name.endswith("Backward0"):
        return name.removesuffix("Backward")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("Backward0")).lower()


def is_view(node: Node) -> bool:
    """Whether a node stands for a view."""
    op = op_of(node)
    return op is not None and op.view


def is_write(node: Node) -> bool:
    """Whether a node stands for a write through a view: the base, with the view replaced."""
    op = op_of(node)
    return op is not None and any(op is view.put for view in OPS.values())


def attributes(node: Node) -> Iterator[tuple[str, Any]]:
    """The parameters of a call that the graph keeps, by name, and the device that a move goes to."""
    op = op_of(node)
    if op is not None and len(node.params) == len(op.params):
        yield from zip(op.params, node.params, strict=True)
    if node.operand_device is not node.device:
        yield "device", str(node.device.public)


def saved(node: Node) -> Iterator[tuple[str, tuple[int, ...] | None, Storage | None]]:
    """The arrays that a node keeps for its derivative: name, shape and storage.

    What a hook has packed has neither shape nor storage; what a backward pass has freed is not there.
    """
    op, entries = op_of(node), node.saved
    if entries is None:
        return
    names = [f"saved {i}" for i in range(len(entries))] if op is None else op.saved_names
    for name, entry in zip(names, entries, strict=True):
        for part in entry if isinstance(entry, list) else [entry]:
            if isinstance(part, Packed):
                yield name, None, None
            elif isinstance(part, tuple) and len(part) >= 3 and isinstance(part[1], Storage):
                yield name, tuple(part[0].shape), part[1]
