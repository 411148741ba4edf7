"""Pooling over windows chosen to give an output of a size."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops.interpolation import weighed
from arraygrad.ops.pooling import Ints, avg_pool


def _bins(size: int, bins: int) -> list[tuple[int, int]]:
    """Where the windows of adaptive pooling start and stop."""
    return [(i * size // bins, -((-(i + 1) * size) // bins)) for i in range(bins)]


def _adaptive_sizes(n: int, name: str, input: Any, output_size: Any) -> Ints:
    if input.ndim not in (n + 1, n + 2):
        raise RuntimeError(f"{name}: Expected {n + 1}D or {n + 2}D tensor, but got {list(input.shape)}")
    sizes = (output_size,) * n if isinstance(output_size, int) or output_size is None else tuple(output_size)
    if len(sizes) != n:
        raise RuntimeError(f"{name}: output_size must be {n}, got {list(sizes)}")
    return tuple(size if out is None else out for out, size in zip(sizes, input.shape[-n:], strict=True))


def _adaptive_avg(xp: Any, n: int, input: Any, output_size: Any) -> Any:
    sizes = _adaptive_sizes(n, f"adaptive_avg_pool{n}d", input, output_size)
    spatial = tuple(input.shape[-n:])
    if 0 in sizes:
        return xp.reshape(input[..., :0], (*input.shape[:-n], *sizes))
    if all(out == 1 for out in sizes):
        return xp.mean(input, axis=tuple(range(-n, 0)), keepdims=True)
    if all(size % out == 0 for size, out in zip(spatial, sizes, strict=True)):
        return avg_pool(
            xp, n, input, tuple(s // o for s, o in zip(spatial, sizes, strict=True)), None, 0, False, True, None
        )
    for axis, (size, out) in enumerate(zip(spatial, sizes, strict=True), -n):
        index, place = xp.arange(out, device=input.device), xp.arange(size, device=input.device)
        start, stop = index * size // out, ((index + 1) * size + out - 1) // out
        start, stop = xp.expand_dims(start, axis=1), xp.expand_dims(stop, axis=1)
        inside = xp.logical_and(place >= start, place < stop)
        input = weighed(xp, input, axis, xp.where(inside, 1 / xp.astype(stop - start, input.dtype), 0))
    return input


@op(composite=True, faces=("torch", "nn.functional"))
def adaptive_avg_pool1d(xp: Any, input: Array, output_size: Any) -> Array:
    """Means over windows chosen to give an output of a size; see `adaptive_avg_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_avg_pool1d(ag.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    tensor([[2., 1.]])
    """
    return _adaptive_avg(xp, 1, input, output_size)


@op(composite=True, faces=("nn.functional",))
def adaptive_avg_pool2d(xp: Any, input: Array, output_size: Any) -> Array:
    """Means over windows chosen to give an output of a size.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    output_size : int, or pair of int or None
        None keeps the input's size.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_avg_pool2d(ag.ones(1, 3, 5, 7), (2, None)).shape
    arraygrad.Size([1, 3, 2, 7])
    """
    return _adaptive_avg(xp, 2, input, output_size)


@op(composite=True, faces=("nn.functional",))
def adaptive_avg_pool3d(xp: Any, input: Array, output_size: Any) -> Array:
    """Means over windows chosen to give an output of a size; see `adaptive_avg_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_avg_pool3d(ag.ones(3, 5, 7, 2), 1).shape
    arraygrad.Size([3, 1, 1, 1])
    """
    return _adaptive_avg(xp, 3, input, output_size)


def _adaptive_max(xp: Any, n: int, input: Any, output_size: Any, return_indices: bool) -> Any:
    sizes = _adaptive_sizes(n, f"adaptive_max_pool{n}d", input, output_size)
    spatial, lead = tuple(input.shape[-n:]), tuple(input.shape[:-n])
    if 0 in sizes:
        out = xp.reshape(input[..., :0], (*lead, *sizes))
        return (out, xp.zeros_like(out, dtype=xp.int64)) if return_indices else out
    bins = [_bins(size, out) for size, out in zip(spatial, sizes, strict=True)]
    values, places = [], []
    for windows in product(*bins):
        part = input[(..., *(slice(start, stop) for start, stop in windows))]
        part = xp.reshape(part, (*lead, prod(stop - start for start, stop in windows)))
        best = xp.argmax(part, -1, True)
        values.append(xp.gather(part, -1, best))
        # From the place in the window to that in the input, the last dimension first.
        place, step = 0, 1
        for (start, stop), size in zip(reversed(windows), reversed(spatial), strict=True):
            place = place + (best % (stop - start) + start) * step
            best, step = best // (stop - start), step * size
        places.append(place)
    out = xp.reshape(xp.concat(values, axis=-1), (*lead, *sizes))
    return (out, xp.reshape(xp.concat(places, axis=-1), (*lead, *sizes))) if return_indices else out


@op(composite=True, faces=("torch", "nn.functional"))
def adaptive_max_pool1d(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements of windows chosen to give an output of a size; see `adaptive_max_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool1d(ag.tensor([[1.0, 3.0, 2.0]]), 2)
    tensor([[3., 3.]])
    """
    return _adaptive_max(xp, 1, input, output_size, return_indices)


@op(composite=True, faces=("nn.functional",))
def adaptive_max_pool2d(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements of windows chosen to give an output of a size.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    output_size : int, or pair of int or None
        None keeps the input's size.
    return_indices : bool
        Also give the place of each element in the flattened spatial dimensions.

    Returns
    -------
    Tensor, or pair of Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool2d(ag.ones(1, 3, 5, 7), (2, None)).shape
    arraygrad.Size([1, 3, 2, 7])
    """
    return _adaptive_max(xp, 2, input, output_size, return_indices)


@op(composite=True, faces=("nn.functional",))
def adaptive_max_pool3d(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements of windows chosen to give an output of a size; see `adaptive_max_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool3d(ag.ones(3, 5, 7, 2), 1).shape
    arraygrad.Size([3, 1, 1, 1])
    """
    return _adaptive_max(xp, 3, input, output_size, return_indices)


adaptive_avg_pool1d.cases(case(real(2, 3, 7), 3), case(real(2, 3, 6), 3))
adaptive_avg_pool2d.cases(case(real(2, 3, 6, 5), (4, 2)), case(real(2, 6, 6), 1), case(real(2, 6, 6), (None, 2)))
adaptive_avg_pool3d.cases(case(real(2, 3, 4, 5), 2))
adaptive_max_pool1d.cases(case(real(2, 3, 7, distinct=True), 3))
adaptive_max_pool2d.cases(case(real(2, 3, 6, 5, distinct=True), (4, 2)))
adaptive_max_pool3d.cases(case(real(2, 3, 4, 5, distinct=True), 2))
