"""The history of views that show a tensor part by part: one node for all, so that backward takes time in its size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.autograd.modes import grad_enabled, no_grad
from arraygrad.dispatch import attach
from arraygrad.graph import Node, next_sequence
from arraygrad.tensor import Tensor

__all__ = ["record_parts"]


class PartsNode(Node):
    """The node of a tensor's parts along a dimension: puts their gradients together again.

    If every part had a node of its own, each would bring a gradient of the whole tensor's size.
    """

    def __init__(self, name: str, tensor: Tensor, parts: tuple[Tensor, ...], dim: int) -> None:
        self.edges = (tensor._edge,)
        self.device = tensor._storage.device
        self.sequence = next_sequence()
        #: Which of the results carry a gradient: all.
        self.differentiable = (True,) * len(parts)
        self._name = name
        self._dim = dim
        self._parts = [tuple(part.shape) for part in parts]
        self._joins = "concat" if parts[0].ndim == tensor.ndim else "stack"

    def backward(self, g: Any, xp: Any, unpack: Callable[..., Any]) -> Any:
        gradients = g if g.__class__ is list else [g]
        dtype = next(part.dtype for part in gradients if part is not None)
        parts = [
            xp.zeros(shape, dtype=dtype) if part is None else part
            for part, shape in zip(gradients, self._parts, strict=True)
        ]
        return (getattr(xp, self._joins)(parts, axis=self._dim),)

    def free(self) -> None:
        pass

    def name(self) -> str:
        return self._name


def record_parts(name: str, tensor: Tensor, take: Callable[[], tuple[Tensor, ...]], dim: int) -> tuple[Tensor, ...]:
    """What `take` gives, views that together show all of a tensor along a dimension, with one node for all of them."""
    if tensor._edge is None or not (mode := grad_enabled()):
        return take()
    with no_grad():
        parts = take()
    if parts:
        node = PartsNode(name, tensor, parts, dim)
        if mode is not True:
            mode.recorded(node, parts)
        attach(node, parts, node.differentiable)
    return parts
