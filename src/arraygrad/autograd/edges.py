"""Places in the graph where a gradient can be read or put in."""

from __future__ import annotations

from typing import Any, NamedTuple

from arraygrad.graph import AccumulateGrad, Node, Output
from arraygrad.tensor import Tensor

__all__ = ["GradientEdge", "get_gradient_edge", "inner_edge"]


class GradientEdge(NamedTuple):
    """A result of a node: what `backward` and `grad` take in place of a tensor, without keeping the tensor alive.

    Attributes
    ----------
    node : Node or AccumulateGrad
    output_nr : int
        Which of the node's results.
    ownership_token : object
        Keeps the place alive.
    """

    node: Any
    output_nr: int
    ownership_token: Any = None


def get_gradient_edge(tensor: Tensor) -> GradientEdge:
    """The edge along which the gradient of a tensor flows.

    Raises
    ------
    RuntimeError
        If the tensor does not require gradients.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.ones(2, requires_grad=True)
    >>> y = x * 3
    >>> edge = ag.autograd.graph.get_gradient_edge(y)
    >>> ag.autograd.grad(y.sum(), edge)
    (tensor([1., 1.]),)
    """
    edge = tensor._edge
    if edge is None:
        raise RuntimeError(
            "It is not possible to get the gradient edge for a Tensor that does not require gradients: set "
            "requires_grad on it first"
        )
    if isinstance(edge, Output):
        return GradientEdge(edge.edges[0], edge.index, edge)
    return GradientEdge(edge if isinstance(edge, Node) else AccumulateGrad.of(edge), 0, edge)


def inner_edge(place: GradientEdge) -> Any:
    """The node or leaf that the engine knows for an edge.

    Raises
    ------
    RuntimeError
        If the edge is one of several results of a node and was not made by `get_gradient_edge`.
    """
    if place.ownership_token is not None:
        return place.ownership_token
    if isinstance(place.node, AccumulateGrad):
        return place.node.variable
    if len(getattr(place.node, "differentiable", None) or place.node.op.differentiable) > 1:
        raise RuntimeError("this node has several results: use the edge that get_gradient_edge gives")
    return place.node
