"""One application of a derivative: which tensors are differentiated, and what of the graph stays when it is done.

Every derivative gives its arguments places of their own in the graph, so that nothing outside is touched: new leaves,
or nodes that lead on to where they were tracked outside (`Root`). If they, or anything else that the function used,
were tracked outside, the derivative is recorded for the outer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.autograd.edges import GradientEdge
from arraygrad.autograd.modes import is_grad_enabled, set_grad_enabled
from arraygrad.autograd.passes import grad
from arraygrad.batching import Batched, innermost
from arraygrad.creation import zeros_like
from arraygrad.graph import Node, next_sequence
from arraygrad.op import OPS
from arraygrad.tensor import Tensor

__all__ = ["Sweep", "tracked"]


class Root(Node):
    """Where the gradient of an argument arrives that was tracked outside; hands it on."""

    def __init__(self, tensor: Tensor) -> None:
        self.op = OPS["positive"]
        self.edges = (tensor._edge,)
        self.device = tensor._storage.device
        self.sequence = next_sequence()

    def backward(self, g: Any, xp: Any, unpack: Any) -> Any:
        return (g,)


def tracked(tensor: Tensor) -> bool:
    """Whether a graph leads to the tensor, on its own level or on one below."""
    if tensor.requires_grad:
        return True
    array = tensor._array
    return array.__class__ is Batched and tracked(array.tensor)


class Sweep:
    """The context in which a function is run to be differentiated, and its gradients are computed.

    May be entered again later, to compute more gradients.
    """

    def __init__(self) -> None:
        self.level = innermost()
        #: where the gradients of the arguments arrive
        self.roots: list[Root | Tensor] = []
        #: roots of sweeps around this one have smaller sequence numbers
        self.start = next_sequence()
        #: per time that the context was entered: whether the caller records, and what the level below did
        self._outside: list[tuple[bool, bool | None]] = []

    def __enter__(self) -> Sweep:
        mode = is_grad_enabled()
        level = self.level
        self._outside.append((mode, None if level is None else level.recorded_below))
        if level is not None and level.recorded_below is None:
            level.recorded_below = mode
        self._enabled = set_grad_enabled(True)
        return self

    def __exit__(self, *exc: object) -> None:
        mode, below = self._outside.pop()
        set_grad_enabled(mode)
        if self.level is not None:
            self.level.recorded_below = below

    def track(self, tensor: Any) -> Tensor:
        """An argument under the eyes of this sweep.

        Raises
        ------
        ValueError
            If it is no tensor.
        RuntimeError
            If its dtype has no derivatives.
        """
        if not isinstance(tensor, Tensor):
            raise ValueError(f"Thing passed to transform API must be Tensor, got {type(tensor)}")
        if not tensor.dtype.is_differentiable:
            raise RuntimeError(
                f"only Tensors of floating point dtype can require gradients, got {tensor.dtype!r}; convert with "
                ".float() first"
            )
        if self.level is not None:
            tensor = self.level.lift(tensor)
        made: Tensor = tensor.detach()
        made._tracked = True
        if self._outside[-1][0] and tensor.requires_grad:
            made._node = root = Root(tensor)
            self.roots.append(root)
        else:
            made.__dict__["_swept"] = next_sequence()
            self.roots.append(made)
        return made

    def beyond(self, outputs: Sequence[Tensor]) -> bool:
        """Whether the graph of the outputs leads to a leaf, or to an argument of a sweep around this one."""
        stack = [t._edge for t in outputs]
        seen: set[int] = set()
        while stack:
            edge = stack.pop()
            if edge is None or id(edge) in seen:
                continue
            seen.add(id(edge))
            if not isinstance(edge, Node):
                if edge.__dict__.get("_swept", 0) < self.start:
                    return True
                continue
            if isinstance(edge, Root) and edge.sequence < self.start:
                return True
            stack.extend(edge.edges)
        return False

    def gradients(
        self,
        outputs: Sequence[Tensor],
        roots: Sequence[Root | Tensor],
        cotangents: Sequence[Tensor | None],
        *,
        record: bool = False,
        retain: bool | None = None,
    ) -> list[Tensor | None]:
        """Vector-Jacobian products; None where nothing leads.

        They are recorded if `record` is set, or if the caller records and something outside is tracked.
        """
        pairs = [(o, c) for o, c in zip(outputs, cotangents, strict=True) if o.requires_grad]
        if not pairs:
            return [None] * len(roots)
        outs, firsts = [o for o, _ in pairs], [c for _, c in pairs]
        outside = self._outside[-1][0]
        seen = outside and (any(c is not None and tracked(c) for c in firsts) or self.beyond(outs))
        create = record or seen
        found = grad(
            outs,
            [GradientEdge(root, 0, root) for root in roots],
            firsts,
            retain_graph=create if retain is None else retain,
            create_graph=create,
            allow_unused=True,
        )
        return list(found)

    def left(self, tensor: Any) -> Any:
        """A result as the caller gets it: in the graph only if something outside is tracked."""
        if not isinstance(tensor, Tensor) or not tensor.requires_grad:
            return tensor
        return tensor if self._outside[-1][0] and self.beyond([tensor]) else tensor.detach()

    @staticmethod
    def filled(gradients: Sequence[Tensor | None], like: Sequence[Tensor]) -> list[Tensor]:
        """Gradients with zeros for those that are None."""
        return [zeros_like(x) if g is None else g for g, x in zip(gradients, like, strict=True)]
