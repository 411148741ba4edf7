"""How gradients are represented in a backward pass: as raw arrays, or as tensors so that the pass can be recorded."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from arraygrad.autograd.recording import Packed, running
from arraygrad.backend import Device
from arraygrad.graph import Node, Output, next_sequence
from arraygrad.lens import sum_to
from arraygrad.op import OPS, RESULT
from arraygrad.storage import SavedStorage, Storage
from arraygrad.tensor import Tensor, wrap
from arraygrad.tensor_namespace import namespace_on

__all__ = ["GRAPH", "RAW", "GraphMode", "RawMode", "formed", "restore", "tracing"]

_new = object.__new__


def _check(node: Node, saved: tuple[Any, Storage, int]) -> None:
    array, storage, version = saved
    kind = storage.device.dtype(array.dtype).name
    raise RuntimeError(
        f"one of the variables needed for gradient computation has been modified by an inplace operation: [{kind} "
        f"{list(array.shape)}] on {storage.device}, needed by {node.name()}, is at version {storage.version}; expected "
        f"version {version} instead. Hint: the write came after {node.name()}'s forward call; clone() the tensor "
        "before writing, or write out of place."
    )


def formed(gradient: Any, device: Device) -> Any:
    """A gradient as an array: the sum of zero-dimensional ones may come as a scalar."""
    return gradient if gradient.__class__ is device.array_type else device.backend.asarray(gradient, device.native)


class RawMode:
    """Gradients are raw arrays: the plain, first-order pass."""

    recorded = False
    inspect: Callable[[Node, Any], None] | None = None

    def failed(self, node: Node) -> None:
        pass

    def namespace(self, node: Node) -> Any:
        return node.device.ns

    def unpack(self, node: Node, saved: Any, operand: int) -> Any:
        if saved.__class__ is tuple:
            if saved[1].version != saved[2]:
                _check(node, saved)
            return saved[0]
        if saved.__class__ is Packed:
            return saved.restore()._array
        return [self.unpack(node, s, operand) for s in saved] if saved.__class__ is list else saved

    def finish(self, node: Node, gradient: Any, shape: tuple[int, ...] | None) -> Any:
        device = node.device
        if gradient.__class__ is not device.array_type:
            device = node.operand_device
            gradient = device.backend.asarray(gradient, device.native)
        if shape is not None and gradient.shape != shape:
            gradient = sum_to(device.ns, gradient, shape)
            if gradient.__class__ is not device.array_type:
                gradient = device.backend.asarray(gradient, device.native)
        return gradient

    def wrap(self, gradient: Any, node: Node) -> Tensor:
        return wrap(formed(gradient, node.device), node.device)

    def unwrap(self, tensor: Tensor) -> Any:
        return tensor._array


class GraphMode:
    """Gradients are tensors and the pass is recorded: it can be differentiated again."""

    recorded = True
    inspect: Callable[[Node, Any], None] | None = None

    def failed(self, node: Node) -> None:
        pass

    def namespace(self, node: Node) -> Any:
        return namespace_on(node.device)

    def unpack(self, node: Node, saved: Any, operand: int) -> Any:
        if saved.__class__ is list:
            return [self._tensor(node, s, node.edges[i] if operand >= 0 else None) for i, s in enumerate(saved)]
        if operand <= RESULT:
            return self._tensor(node, saved, _result_edge(node, RESULT - operand))
        return self._tensor(node, saved, node.edges[operand] if operand >= 0 else None)

    def _tensor(self, node: Node, saved: Any, edge: Any) -> Any:
        if saved.__class__ is Packed:
            return _placed(saved.restore(), edge)
        if saved.__class__ is not tuple:
            return saved
        array, storage, version = saved
        if storage.version != version:
            _check(node, saved)
        if edge is not None and not isinstance(edge, Node):
            return edge
        tensor = _new(Tensor)
        tensor._storage = SavedStorage(array, storage)
        if edge is not None:
            tensor._node, tensor._tracked = edge, True
        return tensor

    def finish(self, node: Node, gradient: Any, shape: tuple[int, ...] | None) -> Any:
        if shape is not None and gradient.shape != shape:
            return sum_to(namespace_on(gradient.device), gradient, shape)
        return gradient

    def wrap(self, gradient: Tensor, node: Node) -> Tensor:
        return gradient

    def unwrap(self, tensor: Tensor) -> Tensor:
        return tensor


def _placed(value: Tensor, edge: Any) -> Tensor:
    """A value that a hook gave back, in the place of the graph where the saved one was."""
    tensor = value.detach()
    if edge is not None:
        if not isinstance(edge, Node):
            # The leaf itself is another tensor: a node that hands gradients on to it.
            leaf, edge = edge, Node()
            edge.op, edge.edges, edge.device, edge.sequence = OPS["positive"], (leaf,), value.device, next_sequence()
        tensor._node, tensor._tracked = edge, True
    return tensor


def _result_edge(node: Node, number: int) -> Node | None:
    """Where the gradient of one of a node's results goes."""
    flags = node.op.differentiable
    if not flags[number]:
        return None
    return node if sum(flags) == 1 else Output(node, number, len(flags))


RAW, GRAPH = RawMode(), GraphMode()


def restore(node: Any, entry: Any) -> Tensor:
    """A value that a user's function saved, with its place in the graph: the number of an output, or an edge."""
    number, edge = entry.place if entry.__class__ is Packed else entry[3:]
    if number >= 0:
        edge = node.result_edge(number)
    return GRAPH._tensor(node, entry if entry.__class__ is Packed else entry[:3], edge)  # type: ignore[no-any-return]


class _Tracing:
    """What `detect_anomaly` adds to a mode: NaN is refused, and an error tells where the failing node was made."""

    inspect: Callable[[Node, Any], None] | None

    def __init__(self, check_nan: bool) -> None:
        self.inspect = self._refuse_nan if check_nan else None

    def namespace(self, node: Node) -> Any:
        running.set(node)
        return super().namespace(node)  # type: ignore[misc]

    def _refuse_nan(self, node: Node, gradients: Any) -> None:
        for i, gradient in enumerate(gradients):
            if gradient is None or gradient.__class__ is list:
                continue
            tensor: Tensor = self.wrap(gradient, node)  # type: ignore[attr-defined]
            device = tensor._storage.device
            known = tensor.dtype.is_differentiable and device.backend.concrete(tensor._array)
            if known and bool(tensor.detach().isnan().any()):
                raise RuntimeError(f"Function '{node.name()}' returned nan values in its {i}th output.")

    def failed(self, node: Node) -> None:
        traced = node.metadata.get("traceback_")
        if traced is None:
            where = "No forward pass information available. Enable detect anomaly during forward pass for more."
        else:
            where = "Traceback of forward call that caused the error:\n" + "".join(traced)
        warnings.warn(f"Error detected in {node.name()}. {where}", stacklevel=2)
        parent = node.metadata.get("parent_")
        if parent is not None and "traceback_" in parent.metadata:
            warnings.warn(
                f"Previous calculation was induced by {parent.name()}. Traceback of forward call that induced the "
                f"previous calculation:\n{''.join(parent.metadata['traceback_'])}",
                stacklevel=2,
            )


class _TracingRaw(_Tracing, RawMode):
    pass


class _TracingGraph(_Tracing, GraphMode):
    pass


def tracing(recorded: bool, check_nan: bool) -> RawMode | GraphMode:
    """The mode of a backward pass that looks for anomalies."""
    return _TracingGraph(check_nan) if recorded else _TracingRaw(check_nan)
