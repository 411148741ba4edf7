"""Partial inverses of max pooling: values put back to where they came from."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops.pooling import as_sizes


def _output_size(n: int, input: Any, kernel_size: Any, stride: Any, padding: Any, output_size: Any) -> tuple[int, ...]:
    """The spatial sizes of the result.

    Raises
    ------
    ValueError
        If the sizes that were asked for could not have been pooled to those of the input.
    """
    kernel = as_sizes(kernel_size, n, "kernel_size")
    steps = kernel if stride is None or stride == [] else as_sizes(stride, n, "stride")
    pads = as_sizes(padding, n, "padding")
    default = tuple(
        (size - 1) * s + k - 2 * p for size, k, s, p in zip(input.shape[-n:], kernel, steps, pads, strict=True)
    )
    if output_size is None:
        return default
    sizes = tuple(output_size)
    if len(sizes) == n + 2:
        sizes = sizes[2:]
    if len(sizes) != n:
        raise ValueError(
            f"output_size should be a sequence containing {n} or {n + 2} elements, but it has a length of "
            f"'{len(sizes)}'"
        )
    for d, (size, usual, s) in enumerate(zip(sizes, default, steps, strict=True)):
        if not usual - s < size < usual + s:
            raise ValueError(
                f'invalid output_size "{list(sizes)}" (dim {d} must be between {usual - s} and {usual + s})'
            )
    return sizes


def _max_unpool(
    xp: Any, n: int, input: Any, indices: Any, kernel_size: Any, stride: Any, padding: Any, output_size: Any
) -> Any:
    if indices.dtype != xp.int64:
        raise RuntimeError(f"elements in indices should be type int64 but got: {indices.dtype}")
    if input.ndim not in (n + 1, n + 2):
        raise RuntimeError(
            f"Input to max_unpooling{n}d should be a {n + 1}d or {n + 2}d Tensor, but got a tensor with "
            f"{input.ndim} dimensions."
        )
    if tuple(indices.shape) != tuple(input.shape):
        raise RuntimeError(
            f"Expected shape of indices to be same as that of the input tensor ({list(input.shape)}) but got indices "
            f"tensor with shape: {list(indices.shape)}"
        )
    if 0 in input.shape[-n - 1 :]:
        raise RuntimeError(
            f"max_unpooling{n}d(): Expected input to have non-zero size for non-batch dimensions, but got "
            f"{list(input.shape)}"
        )
    sizes = _output_size(n, input, kernel_size, stride, padding, output_size)
    total, places = prod(sizes), prod(input.shape[-n:])
    if min(sizes) < 0:
        raise ValueError(f"max_unpooling: output_size must contain non-negative spatial dimensions, but got {sizes}")
    lead = tuple(input.shape[:-n])
    flat = xp.reshape(indices, (*lead, places))
    if 0 not in lead and xp.concrete(flat):
        low, high = int(xp.min(flat)), int(xp.max(flat))
        if low < 0 or high >= total:
            raise RuntimeError(
                f"Found an invalid max index: {low if low < 0 else high} (output volumes are of size "
                f"{'x'.join(map(str, sizes))})"
            )
    zeros = xp.zeros((*lead, total), dtype=input.dtype, device=input.device)
    return xp.reshape(xp.scatter(zeros, -1, flat, xp.reshape(input, (*lead, places))), (*lead, *sizes))


@op(composite=True, faces=("nn.functional",))
def max_unpool1d(
    xp: Any,
    input: Array,
    indices: IndexArray,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Array:
    """The reverse of `max_pool1d`, as far as there is one; see `max_unpool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_unpool1d(ag.tensor([[3.0, 2.0]]), ag.tensor([[1, 2]]), 2)
    tensor([[0., 3., 2., 0.]])
    """
    return _max_unpool(xp, 1, input, indices, kernel_size, stride, padding, output_size)


@op(composite=True, faces=("nn.functional",))
def max_unpool2d(
    xp: Any,
    input: Array,
    indices: IndexArray,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Array:
    """The reverse of `max_pool2d`, as far as there is one: elements that were not the largest are zero.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    indices : Tensor
        The places that `max_pool2d` gives with ``return_indices=True``, in the shape of `input`.
    kernel_size, stride, padding : int or pair of int
        Of the pooling.
    output_size : tuple of int, optional
        The sizes before the pooling where these parameters leave them open.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If `output_size` does not fit.
    RuntimeError
        If the shapes do not fit, or an index is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_unpool2d(ag.tensor([[[4.0]]]), ag.tensor([[[3]]]), 2)
    tensor([[[0., 0.],
             [0., 4.]]])
    """
    return _max_unpool(xp, 2, input, indices, kernel_size, stride, padding, output_size)


@op(composite=True, faces=("nn.functional",))
def max_unpool3d(
    xp: Any,
    input: Array,
    indices: IndexArray,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Array:
    """The reverse of `max_pool3d`, as far as there is one; see `max_unpool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_unpool3d(ag.ones(1, 1, 1, 1), ag.tensor([[[[7]]]]), 2).shape
    arraygrad.Size([1, 2, 2, 2])
    """
    return _max_unpool(xp, 3, input, indices, kernel_size, stride, padding, output_size)


max_unpool1d.cases(case(real(1, 1, 1), integers(1, 1, 1, low=0, high=3), 3))
max_unpool2d.cases(case(real(2, 2, 1, 1), integers(2, 2, 1, 1, low=0, high=4), 2))
max_unpool3d.cases(case(real(2, 1, 1, 1), integers(2, 1, 1, 1, low=0, high=8), 2))
