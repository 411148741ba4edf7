"""The graph of a model as TensorBoard's graph dashboard reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from arraygrad.graph import Node, Output
from arraygrad.nn import Module
from arraygrad.storage import Storage
from arraygrad.utils.tensorboard.messages import message
from arraygrad.viz.calls import Call
from arraygrad.viz.recorded import attributes, operation, saved
from arraygrad.viz.tracing import Trace, trace

__all__ = ["graph_def"]

#: The version of the format that TensorBoard's own files state.
_PRODUCER = 22


def graph_def(model: Module, arguments: tuple[Any, ...]) -> Any:
    """A ``GraphDef``: a node per input, parameter, operation and output, in groups by module."""
    parameters = {id(parameter): name for name, parameter in model.named_parameters()}
    return _Writer(parameters).written(trace(model, arguments))


class _Writer:
    """Turns a trace into the nodes of a ``GraphDef``."""

    def __init__(self, parameters: dict[int, str]) -> None:
        self.parameters = parameters
        self.made: list[Any] = []
        self.names: dict[int, str] = {}
        self.taken: Counter[str] = Counter()

    def written(self, traced: Trace) -> Any:
        plain: dict[Storage, str] = {}  # what has no gradient is found again by its memory
        for i, entry in enumerate(traced.inputs):
            name = self.node(f"input/{i}", "IO Node", [], [entry.shape])
            if entry.node is None:
                plain[entry.storage] = name
            else:
                self.names[id(entry.node)] = name
        for node in traced.nodes:
            scope = _path(traced.scopes[node])
            inputs = [self.source(edge, scope) for edge in node.edges if edge is not None]
            inputs += [plain[storage] for _, _, storage in saved(node) if storage in plain]
            self.names[id(node)] = self.node(
                f"{scope}{operation(node)}",
                operation(node),
                inputs,
                traced.shapes.get(node, ()),
                {name: repr(value) for name, value in attributes(node)},
                str(node.device.public),
            )
        for storage, (node, i) in traced.first.items():
            if id(node) in self.names:
                plain[storage] = f"{self.names[id(node)]}:{i}" if i else self.names[id(node)]
        for i, output in enumerate(traced.outputs):
            edge = output._edge
            if edge is None:
                inputs = [plain[output._storage]] if output._storage in plain else []
            else:
                inputs = [self.source(edge, "")]
            self.node(f"output/{i}", "IO Node", inputs, [tuple(output.shape)])
        return message("GraphDef")(node=self.made, versions=message("VersionDef")(producer=_PRODUCER))

    def source(self, edge: Any, scope: str) -> str:
        """The name of what an edge leads to; a leaf that is met for the first time is drawn where that is."""
        if isinstance(edge, Output):
            name = self.names[id(edge.edges[0])]
            return f"{name}:{edge.index}" if edge.index else name
        if not isinstance(edge, Node) and id(edge) not in self.names:
            known = self.parameters.get(id(edge))
            name = f"{scope}{'leaf' if known is None else known.rpartition('.')[2]}"
            kind = "Constant" if known is None else "Parameter"
            self.names[id(edge)] = self.node(name, kind, [], [tuple(edge.shape)])
        return self.names[id(edge)]

    def node(
        self,
        name: str,
        kind: str,
        inputs: Sequence[str],
        shapes: Sequence[tuple[int, ...]],
        notes: dict[str, str] | None = None,
        device: str = "",
    ) -> str:
        """Add a node and return the name that it got, which is its own."""
        shape, attribute = message("TensorShapeProto"), message("AttrValue")
        self.taken[name] += 1
        if self.taken[name] > 1:
            name = f"{name}_{self.taken[name] - 1}"
        sizes = [shape(dim=[shape.Dim(size=n) for n in one]) for one in shapes]
        attributes = {key: attribute(s=note.encode()) for key, note in (notes or {}).items()}
        if sizes:
            attributes["_output_shapes"] = attribute(list=attribute.ListValue(shape=sizes))
        self.made.append(message("NodeDef")(name=name, op=kind, input=list(inputs), attr=attributes, device=device))
        return name


def _path(calls: tuple[Call, ...]) -> str:
    """The group of a node: the modules around it, as in ``"Net/Linear[first]/"``."""
    path, above = "", ""
    for call in calls:
        name = call.name.removeprefix(f"{above}.").replace("/", "_")
        kind = type(call.module).__name__
        path += f"{kind}[{name}]/" if name else f"{kind}/"
        above = call.name
    return path
