"""Tensors over memory that is laid out, or was filled, elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from arraygrad.backend import Device
from arraygrad.creation import empty, from_numpy
from arraygrad.dtypes import DType
from arraygrad.memory_views import as_strided
from arraygrad.tensor import Tensor

__all__ = ["empty_permuted", "empty_strided", "frombuffer"]


def empty_strided(
    size: Sequence[int],
    stride: Sequence[int],
    *,
    dtype: DType | None = None,
    device: str | Device | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor with the given strides, in elements, whose values are not set.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.empty_strided((2, 3), (1, 2)).stride()
    (1, 2)
    """
    reach = 0 if 0 in size else 1 + sum((n - 1) * s for n, s in zip(size, stride, strict=False))
    made = as_strided(empty(max(reach, 0), dtype=dtype, device=device), size, stride).detach()
    made.requires_grad = requires_grad
    return made


def empty_permuted(
    size: Sequence[int],
    physical_layout: Sequence[int],
    *,
    dtype: DType | None = None,
    device: str | Device | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor without gaps whose dimensions lie in memory in the given order, outermost first; values are not set.

    Raises
    ------
    RuntimeError
        If the order is not one of all dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.empty_permuted((2, 3), (1, 0)).stride()
    (1, 2)
    """
    if sorted(physical_layout) != list(range(len(size))):
        raise RuntimeError(
            f"Number of dimensions in size does not match the length of the physical_layout; i.e. {list(size)} is not "
            f"in the order {list(physical_layout)}"
        )
    made = empty([size[d] for d in physical_layout], dtype=dtype, device=device)
    made = made.permute([list(physical_layout).index(d) for d in range(len(size))]).detach()
    made.requires_grad = requires_grad
    return made


def frombuffer(buffer: Any, *, dtype: DType, count: int = -1, offset: int = 0, requires_grad: bool = False) -> Tensor:
    """A tensor of one dimension over the memory of an object with a buffer; on device ``"cpu"`` it is shared.

    Parameters
    ----------
    buffer : bytes-like
        Read-only ones give a tensor that cannot be written.
    dtype : dtype
    count : int
        How many elements to read; all that are there if negative.
    offset : int
        Bytes to skip at the beginning.

    Raises
    ------
    ValueError
        If the buffer is too short, or its length is no multiple of the element's size.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.frombuffer(bytearray([1, 2, 3, 4]), dtype=ag.uint8, offset=2)
    tensor([3, 4], dtype=arraygrad.uint8)
    """
    made = from_numpy(np.frombuffer(buffer, dtype=dtype.name, count=count, offset=offset))
    made.requires_grad = requires_grad
    return made
