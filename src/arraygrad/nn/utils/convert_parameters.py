"""Parameters as one vector."""

from __future__ import annotations

from collections.abc import Iterable

import arraygrad.functions as ag
from arraygrad.tensor import Tensor

__all__ = ["parameters_to_vector", "vector_to_parameters"]


def _check_device(first: Tensor, tensor: Tensor) -> None:
    if tensor.device != first.device:
        raise TypeError(
            "Found two parameters on different devices, this is currently not supported: "
            f"{first.device} and {tensor.device}"
        )


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """The elements of all tensors, one after the other, in one dimension.

    Raises
    ------
    TypeError
        If the tensors are on different devices.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.utils.parameters_to_vector([ag.ones(2, 1), ag.zeros(1)]).tolist()
    [1.0, 1.0, 0.0]
    """
    tensors = list(parameters)
    for tensor in tensors:
        _check_device(tensors[0], tensor)
    return ag.cat([tensor.reshape(-1) for tensor in tensors])


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Give the tensors new values: slices of a vector, whose memory they share from then on.

    Raises
    ------
    TypeError
        If `vec` is not a tensor, or the tensors are on different devices.
    RuntimeError
        If the vector is too short; no tensor is then changed.
    """
    if not isinstance(vec, Tensor):
        raise TypeError(f"expected Tensor, but got: {type(vec)}")
    tensors = list(parameters)
    for tensor in tensors:
        _check_device(tensors[0], tensor)
    needed = sum(tensor.numel() for tensor in tensors)
    if vec.numel() < needed:
        raise RuntimeError(f"a vector of {vec.numel()} elements is too short for parameters of {needed} elements")
    pieces = []
    start = 0
    for tensor in tensors:
        stop = start + tensor.numel()
        pieces.append(vec[start:stop].view_as(tensor))
        start = stop
    for tensor, piece in zip(tensors, pieces, strict=True):
        tensor.data = piece.detach()
