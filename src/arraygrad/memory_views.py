"""Views of a tensor's memory: by strides, in windows, and as another dtype."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from arraygrad.autograd.modes import no_grad
from arraygrad.dispatch import call
from arraygrad.dtypes import DType
from arraygrad.lens import contiguous_strides
from arraygrad.ops._common import normalize_dim
from arraygrad.tensor import Tensor

__all__ = ["as_strided", "unfold"]


def as_strided(input: Tensor, size: Sequence[int], stride: Sequence[int], storage_offset: int | None = None) -> Tensor:
    """The memory below a tensor, seen by strides: a view in which elements may appear again and again.

    Parameters
    ----------
    size, stride : sequence of int
        Shape of the view, and steps in elements between neighbours along each dimension.
    storage_offset : int, optional
        Position of the first element in the memory; by default that of the tensor's first one.

    Raises
    ------
    RuntimeError
        If an element is out of bounds, or the memory itself is not row-major (as after ``from_numpy(array.T)``).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.as_strided(ag.arange(5), (3, 3), (1, 1))
    tensor([[0, 1, 2],
            [1, 2, 3],
            [2, 3, 4]])
    """
    size, stride = tuple(map(operator.index, size)), tuple(map(operator.index, stride))
    if len(size) != len(stride):
        raise RuntimeError(f"mismatch in length of strides and shape: {list(stride)} and {list(size)}")
    if any(n < 0 for n in size):
        raise RuntimeError(f"as_strided: sizes must be non-negative, got {list(size)}")
    if any(s < 0 for s in stride):
        raise RuntimeError(f"as_strided: Negative strides are not supported at the moment, got strides: {list(stride)}")
    requires_grad = input.requires_grad
    base: Any = input._base
    if base is None or base.dtype is not input.dtype:
        base = input
    strides, start = base._strides_offset()
    if storage_offset is None:
        storage_offset = input._strides_offset()[1]
    if storage_offset < 0:
        raise RuntimeError(f"Tensor: invalid storage offset {storage_offset}")
    if strides != contiguous_strides(tuple(base.shape)):
        raise RuntimeError(
            f"as_strided needs memory whose elements lie in row-major order, but got strides {list(strides)} for a "
            f"tensor of shape {list(base.shape)}; clone() it first"
        )
    total, offset = base.shape.numel(), storage_offset - start
    last = offset + sum((n - 1) * s for n, s in zip(size, stride, strict=True))
    if 0 not in size and not 0 <= offset <= last < total:
        item = input.dtype.itemsize
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {storage_offset}, and itemsize "
            f"{item} requiring a storage size of {(start + last + 1) * item} are out of bounds for storage of size "
            f"{(start + total) * item}"
        )
    if requires_grad:
        return call("as_strided", base, size, stride, offset)  # type: ignore[no-any-return]
    with no_grad():
        return call("as_strided", base, size, stride, offset)  # type: ignore[no-any-return]


def unfold(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """Windows of `size` elements, one every `step` elements of a dimension, along a new last dimension: a view.

    Raises
    ------
    RuntimeError
        If the dimension is shorter than a window, or `step` is not positive.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.arange(5).unfold(0, 3, 2)
    tensor([[0, 1, 2],
            [2, 3, 4]])
    """
    dim = normalize_dim(dimension, input.ndim)
    n = input.shape[dim] if input.ndim else 1
    if size < 0:
        raise RuntimeError(f"size is {size} but must be >= 0")
    if size > n:
        raise RuntimeError(f"maximum size for tensor at dimension {dim} is {n} but size is {size}")
    if step < 1:
        raise RuntimeError(f"step is {step} but must be > 0")
    if not input.ndim:
        return input.reshape(1)[:size]
    return call("unfold", input, dim, size, step)  # type: ignore[no-any-return]


def view_dtype(input: Tensor, dtype: DType) -> Tensor:
    """The same memory, its bits read as another dtype; outside the graph. The last dimension makes up for sizes.

    Raises
    ------
    RuntimeError
        If the elements of the last dimension cannot be joined, or do not lie side by side.
    """
    source = input.dtype
    if dtype is source:
        return call("view", input, tuple(input.shape))  # type: ignore[no-any-return]
    parts = source.itemsize / dtype.itemsize
    what = f"to view {source!r} as {dtype!r} (different element sizes)"
    if parts != 1:
        if not input.ndim:
            raise RuntimeError(f"self.dim() cannot be 0 {what}")
        strides, offset = input._strides_offset()
        if input.shape[-1] > 1 and strides[-1] != 1:
            raise RuntimeError(f"self.stride(-1) must be 1 {what}, but got {strides[-1]}")
        if parts < 1:
            whole = round(1 / parts)
            if input.shape[-1] % whole:
                raise RuntimeError(f"self.size(-1) must be divisible by {whole} {what}, but got {input.shape[-1]}")
            if offset % whole:
                raise RuntimeError(f"self.storage_offset() must be divisible by {whole} {what}, but got {offset}")
            for d, s in enumerate(strides[:-1]):
                if s % whole:
                    raise RuntimeError(f"self.stride({d}) must be divisible by {whole} {what}, but got {s}")
    device = input._storage.device
    return call("view_bits", input.detach(), device.raw_dtype(dtype), device.raw_dtype(source), parts)  # type: ignore[no-any-return]
