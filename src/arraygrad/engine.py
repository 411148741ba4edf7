"""The backward pass: an iterative walk over the graph.

The walk knows neither tensors nor backends. A *mode* tells it how gradients are represented: raw arrays for a plain
backward pass, tensors for one that is itself recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any, Protocol

from arraygrad.graph import Node

__all__ = ["Mode", "run"]


class Mode(Protocol):
    """How gradients are represented in one backward pass."""

    recorded: bool
    #: Called with a node and the gradients that its rules gave, if anybody wants to see them.
    inspect: Callable[[Node, Any], None] | None

    def namespace(self, node: Node) -> Any:
        """The namespace that the rules of `node` get."""

    def unpack(self, node: Node, saved: Any, operand: int) -> Any:
        """A saved value, after checking that it is still what was saved."""

    def finish(self, node: Node, gradient: Any, shape: tuple[int, ...] | None) -> Any:
        """Bring what a rule returned into form, summed to `shape` if one is given."""

    def wrap(self, gradient: Any, node: Node) -> Any:
        """The gradient as a tensor, for hooks."""

    def unwrap(self, tensor: Any) -> Any:
        """The gradient of a tensor that a hook returned."""

    def failed(self, node: Node) -> None:
        """Called when a node's turn ended in an error, which is then raised."""


def _merge(a: Any, b: Any) -> Any:
    if a.__class__ is list:
        return [y if x is None else x if y is None else x + y for x, y in zip(a, b, strict=True)]
    return a + b


def _needed(roots: Sequence[tuple[Any, Any]], targets: set[int]) -> set[int]:
    """Identities of the nodes through which a target can be reached (the targets included)."""
    needed: set[int] = set()
    seen: set[int] = set()
    stack: list[tuple[Any, bool]] = [(edge, False) for edge, _ in roots]
    while stack:
        node, done = stack.pop()
        key = id(node)
        if done:
            if key in targets or any(edge is not None and id(edge) in needed for edge in node.edges):
                needed.add(key)
        elif key not in seen:
            seen.add(key)
            if isinstance(node, Node):
                stack.append((node, True))
                stack.extend((edge, False) for edge in node.edges if edge is not None and id(edge) not in seen)
            elif key in targets:
                needed.add(key)
    return needed


def run(
    roots: Sequence[tuple[Any, Any]],
    mode: Mode,
    *,
    retain: bool,
    targets: Sequence[Any] | None = None,
) -> dict[int, tuple[Any, Any, bool]]:
    """Walk the graph from `roots`, pairs of an edge and its gradient.

    Nodes are taken in falling order of their sequence numbers: then all that flows into a node has arrived. What was
    saved is dropped as soon as it is used unless `retain` is set.

    Parameters
    ----------
    targets : sequence of edges, optional
        Gradients wanted. Only what leads to them is computed, and a node among them is a place to read the gradient.

    Returns
    -------
    dict
        By the identity of a leaf (or target): the edge, its gradient, and whether the gradient's memory is its own.
    """
    arrived: dict[int, tuple[Any, Any, bool]] = {}
    pending: dict[int, tuple[Node, Any]] = {}
    queue: list[int] = []
    wanted = None if targets is None else {id(t) for t in targets}
    needed = None if wanted is None else _needed(roots, wanted)

    def deliver(edge: Any, g: Any, fresh: bool) -> None:
        if edge.__class__ is Node or isinstance(edge, Node):
            key = -edge.sequence
            there = pending.get(key)
            if there is None:
                pending[key] = (edge, g)
                heappush(queue, key)
            else:
                pending[key] = (edge, _merge(there[1], g))
        else:
            there_ = arrived.get(id(edge))
            arrived[id(edge)] = (edge, g, fresh) if there_ is None else (edge, there_[1] + g, True)

    unpack = mode.unpack
    finish = mode.finish
    inspect = mode.inspect

    def step(node: Node, g: Any) -> None:
        hooks = node.hooks
        if hooks is not None:
            g = _before(hooks, node, g, mode)
        if wanted is not None and id(node) in wanted:
            arrived[id(node)] = (node, g, False)
            if not any(edge is not None and id(edge) in needed for edge in node.edges):  # type: ignore[operator]
                return
        if node.saved is None:
            raise RuntimeError(
                "Trying to backward through the graph a second time (or directly access saved tensors after they have "
                "already been freed). Saved intermediate values of the graph are freed when you call .backward() or "
                "autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or "
                "if you need to access saved tensors after calling backward."
            )
        gradients = node.backward(g, mode.namespace(node), unpack)
        if inspect is not None:
            inspect(node, gradients)
        shapes = node.shapes
        if not retain:
            node.free()
        if hooks is not None and hooks.post:
            gradients = _after(hooks, node, gradients, g, mode)
        for i, edge in enumerate(node.edges):
            if edge is None or (needed is not None and id(edge) not in needed):
                continue
            gradient = gradients[i]
            if gradient is None:
                continue
            if gradient.__class__ is list:
                deliver(edge, gradient, False)
            else:
                done = finish(node, gradient, None if shapes is None else shapes[i])
                deliver(edge, done, done is not g)

    for edge, g in roots:
        if needed is None or id(edge) in needed:
            deliver(edge, g, False)
    while queue:
        node, g = pending.pop(heappop(queue))
        scope = node.device.scope
        try:
            if scope is None or mode.recorded:
                step(node, g)
            else:
                with scope():
                    step(node, g)
        except Exception:
            mode.failed(node)
            raise
    return arrived


def _before(hooks: Any, node: Node, g: Any, mode: Mode) -> Any:
    if g.__class__ is list:
        parts: Any = tuple(None if part is None else mode.wrap(part, node) for part in g)
    else:
        parts = mode.wrap(g, node)
    for hook in list(hooks.on_output.values()):
        result = hook(parts)
        if result is not None:
            parts = result
    if hooks.retain is not None:
        hooks.retain(parts)
    if hooks.pre:
        parts = parts if isinstance(parts, tuple) else (parts,)
        for hook in list(hooks.pre.values()):
            result = hook(parts)
            if result is not None:
                parts = result if isinstance(result, tuple) else (result,)
        if g.__class__ is not list:
            parts = parts[0]
    if g.__class__ is list:
        return [None if part is None else mode.unwrap(part) for part in parts]
    return mode.unwrap(parts)


def _after(hooks: Any, node: Node, gradients: Any, g: Any, mode: Mode) -> Any:
    inputs = tuple(None if r is None else mode.wrap(r, node) for r in gradients)
    outputs = tuple(None if p is None else mode.wrap(p, node) for p in (g if g.__class__ is list else (g,)))
    for hook in list(hooks.post.values()):
        result = hook(inputs, outputs)
        if result is not None:
            inputs = result if isinstance(result, tuple) else (result,)
    return tuple(None if r is None else mode.unwrap(r) for r in inputs)
