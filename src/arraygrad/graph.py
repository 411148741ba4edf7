"""Nodes of the recorded graph.

A node stands for one call of an op. Its edges lead to where the gradients of its operands go: to the node that made the
operand, to the operand itself if it is a leaf, or nowhere. Edges always lead to nodes made earlier, so that falling
sequence numbers are an order in which every node comes after all that depend on it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import ref

if TYPE_CHECKING:
    from arraygrad.backend import Device
    from arraygrad.op import Op

__all__ = ["AccumulateGrad", "HookHandle", "Node", "Output", "next_sequence"]

next_sequence = count(1).__next__


class Hooks:
    """Functions to call around a node; made only when there is one."""

    __slots__ = ("on_output", "post", "pre", "retain")

    def __init__(self) -> None:
        #: per output: functions of the gradient of that output, in order of registration
        self.on_output: dict[int, Callable[[Any], Any]] = {}
        self.retain: Callable[[Any], None] | None = None
        self.pre: dict[int, Callable[[Any], Any]] = {}
        self.post: dict[int, Callable[[Any, Any], Any]] = {}


class HookHandle:
    """Takes a hook off again; as a context manager, at the end of the block."""

    def __init__(self, table: dict[int, Any], hook: Callable[..., Any]) -> None:
        self.id = next_sequence()
        self._table = table
        table[self.id] = hook

    def remove(self) -> None:
        """Take the hook off; does nothing the second time."""
        self._table.pop(self.id, None)

    def __enter__(self) -> HookHandle:
        return self

    def __exit__(self, *exc: object) -> None:
        self.remove()


class AccumulateGrad:
    """What the graph shows in place of a leaf: the end at which gradients are summed into ``variable.grad``."""

    next_functions: tuple[tuple[Any, int], ...] = ()

    def __init__(self, variable: Any) -> None:
        self.variable = variable

    @classmethod
    def of(cls, leaf: Any) -> AccumulateGrad:
        """The one that stands for a leaf; kept only as long as somebody looks at it."""
        known = leaf.__dict__.get("_accumulator")
        made: AccumulateGrad | None = known() if known is not None else None
        if made is None:
            made = cls(leaf)
            leaf.__dict__["_accumulator"] = ref(made)
        return made

    def name(self) -> str:
        """Always ``"AccumulateGrad"``."""
        return "AccumulateGrad"

    def register_hook(self, hook: Callable[[Any, Any], Any]) -> HookHandle:
        """Call ``hook((), (grad,))`` after a backward pass has added to the leaf's ``grad``."""
        return HookHandle(self._hooks().post, lambda leaf: hook((), (leaf.grad,)))

    def register_prehook(self, hook: Callable[[Any], Any]) -> HookHandle:
        """Call ``hook((grad,))`` before a gradient is added to the leaf's; it may return another one in a tuple."""

        def one(gradient: Any) -> Any:
            result = hook((gradient,))
            return result[0] if isinstance(result, tuple) else result

        return HookHandle(self._hooks().on_output, one)

    def _hooks(self) -> Hooks:
        if self.variable._hooks is None:
            self.variable._hooks = Hooks()
        hooks: Hooks = self.variable._hooks
        return hooks

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self):#x}>"


def _visible(edge: Any) -> tuple[Any, int]:
    if edge is None:
        return None, 0
    if isinstance(edge, Output):
        return edge.edges[0], edge.index
    return (edge, 0) if isinstance(edge, Node) else (AccumulateGrad.of(edge), 0)


class Node:
    """One recorded call.

    Attributes
    ----------
    op : Op
        Its declaration; ``op.backward(node, g, xp, unpack)`` gives one gradient per edge.
    edges : tuple
        Per operand a node, a leaf, or None.
    saved : tuple or None
        What the rules need, in the op's order; None once freed.
    params : tuple
        The parameters of the call.
    shapes : tuple of tuple of int, or None
        The operands' shapes if gradients have to be summed back to them.
    """

    op: Op
    edges: tuple[Any, ...]
    saved: tuple[Any, ...] | None = ()
    params: tuple[Any, ...] = ()
    shapes: tuple[Any, ...] | None = None
    device: Device
    sequence: int
    hooks: Hooks | None = None

    @property
    def operand_device(self) -> Device:
        """Where the operands live."""
        return self.device

    def backward(self, g: Any, xp: Any, unpack: Callable[..., Any]) -> Any:
        """Gradients of the operands from the gradient of the result, one per edge."""
        return self.op.backward(self, g, xp, unpack)

    def free(self) -> None:
        """Drop what was saved; a later backward pass through this node raises."""
        if self.op.saves:
            self.saved = None

    def name(self) -> str:
        """Name of the backward function, as in ``"MulBackward0"``."""
        return self.op.node_name

    @property
    def next_functions(self) -> tuple[tuple[Any, int], ...]:
        """Where gradients go next: pairs of a node (or `AccumulateGrad` for a leaf, None for nowhere) and an output
        number.
        """
        return tuple(_visible(edge) for edge in self.edges)

    @property
    def metadata(self) -> dict[str, Any]:
        """A dictionary for notes of the user."""
        notes: dict[str, Any] = self.__dict__.setdefault("_metadata", {})
        return notes

    def register_hook(self, hook: Callable[[Any, Any], Any]) -> HookHandle:
        """Call ``hook(grad_inputs, grad_outputs)`` after the node's gradients are computed; it may return new ones."""
        return HookHandle(self.hooked().post, hook)

    def register_prehook(self, hook: Callable[[Any], Any]) -> HookHandle:
        """Call ``hook(grad_outputs)`` before the node's gradients are computed; it may return new ones."""
        return HookHandle(self.hooked().pre, hook)

    def __repr__(self) -> str:
        return f"<{self.name()} object at {id(self):#x}>"

    def hooked(self) -> Hooks:
        """The node's hooks, made if there are none yet."""
        if self.hooks is None:
            self.hooks = Hooks()
        return self.hooks


class Output(Node):
    """One of several results of a node: hands its gradient on as a list with one entry per result."""

    def __init__(self, parent: Node, index: int, total: int) -> None:
        self.edges = (parent,)
        self.index = index
        self.total = total
        self.device = parent.device
        self.sequence = next_sequence()

    def backward(self, g: Any, xp: Any, unpack: Callable[..., Any]) -> Any:
        gradients: list[Any] = [None] * self.total
        gradients[self.index] = g
        return (gradients,)

    def name(self) -> str:
        name: str = self.edges[0].name()
        return name

    def free(self) -> None:
        pass
