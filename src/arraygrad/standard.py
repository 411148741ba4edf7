"""Tensors under the rules of the array API standard.

What an operation does where the standard and PyTorch disagree follows from the device in its operands' storages: the
device itself stands for PyTorch's rules, its twin ``device.standard`` for the standard's (`arraygrad.backend`). Results
are where the operands are, and an operation on both kinds follows the standard.
"""

from __future__ import annotations

from arraygrad.graph import Node, next_sequence
from arraygrad.op import OPS
from arraygrad.storage import SavedStorage
from arraygrad.tensor import Tensor

__all__ = ["standard"]

_new = object.__new__


def standard(tensor: Tensor) -> Tensor:
    """The tensor as an operand under the standard's rules; itself if it is under them.

    It has the value and the place in the graph that the tensor has now, and it notices writes to the tensor. It is
    meant for reading: a write would bypass the tensor's history.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x, y = ag.ones(2), ag.tensor(1.0, dtype=ag.float64)
    >>> (x + y).dtype, (standard(x) + y).dtype
    (arraygrad.float32, arraygrad.float64)
    """
    origin = tensor._storage
    device = origin.device
    if device.is_standard:
        return tensor
    made = _new(Tensor)
    made._storage = SavedStorage(tensor._array, origin, device.standard)
    if tensor.requires_grad:
        node = Node()
        node.op, node.device, node.sequence, node.edges = OPS["positive"], device, next_sequence(), (tensor._edge,)
        made._node, made._tracked = node, True
    return made
