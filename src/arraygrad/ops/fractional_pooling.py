"""Max pooling over windows whose places are drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops.pooling import as_sizes


def _starts(xp: Any, samples: Any, size: int, out: int, kernel: int) -> Any:
    """Where windows start along a dimension, for each channel: steps of two sizes, the last window at the end."""
    last = size - kernel
    place = xp.arange(out, device=samples.device)
    if out == 1:
        return xp.broadcast_to(place + last, (*samples.shape, 1))
    alpha = last / (out - 1)
    u = xp.expand_dims(samples, axis=-1)
    along = xp.astype(place, samples.dtype)
    start = xp.astype(xp.trunc((along + u) * alpha), xp.int64) - xp.astype(xp.trunc(u * alpha), xp.int64)
    return xp.where(place == out - 1, last, start)


def _windows(xp: Any, starts: Sequence[Any], sizes: Sequence[int], kernel: Sequence[int]) -> Any:
    """Places in the flattened spatial dimensions: shape (N, C, windows, elements of a window)."""
    n = len(sizes)
    index: Any = 0
    for d, (start, size, k) in enumerate(zip(starts, sizes, kernel, strict=True)):
        out = start.shape[-1]
        place = xp.reshape(start, (*start.shape[:2], *(out if i == d else 1 for i in range(n)), *(1,) * n))
        step = xp.reshape(xp.arange(k, device=start.device), tuple(k if i == d else 1 for i in range(n)))
        index = index * size + (place + step)
    return xp.reshape(index, (*index.shape[:2], prod(index.shape[2 : 2 + n]), prod(kernel)))


def _fractional_max_pool(
    xp: Any, n: int, input: Any, kernel_size: Any, output_size: Any, output_ratio: Any, samples: Any
) -> tuple[Any, Any]:
    name = f"fractional_max_pool{n}d"
    if output_size is None and output_ratio is None:
        raise ValueError(f"{name} requires specifying either an output_size or an output_ratio")
    if input.ndim not in (n + 1, n + 2) or 0 in input.shape[-n - 1 :]:
        raise RuntimeError(
            f"{name}(): Expected a {n + 1}D or {n + 2}D tensor with non-zero sizes (but for the batch), but got: "
            f"{list(input.shape)}"
        )
    kernel, spatial = as_sizes(kernel_size, n, "kernel_size"), tuple(input.shape[-n:])
    if output_size is None:
        ratios = (output_ratio,) * n if isinstance(output_ratio, (int, float)) else tuple(output_ratio)
        if len(ratios) != n:
            raise ValueError(f"{name} requires output_ratio to either be a single Int or tuple of Ints.")
        sizes = tuple(int(size * ratio) for size, ratio in zip(spatial, ratios, strict=True))
    else:
        sizes = as_sizes(output_size, n, "output_size")
    for size, k, out in zip(spatial, kernel, sizes, strict=True):
        most = size + 1 if n == 2 else size  # as in PyTorch
        if out < 1 or k < 1 or out + k > most:
            raise RuntimeError(
                f"{name}(): {k} (kernel) and {out} (output) do not fit an input of size {size}: the sum of the two may "
                f"be at most {most}"
            )
    x = input if input.ndim == n + 2 else xp.expand_dims(input, axis=0)
    batch, channels = x.shape[:2]
    if samples is None:
        samples = xp.rand_like(xp.zeros((batch, channels, n), dtype=input.dtype, device=input.device))
    if samples.ndim != 3 or samples.shape[0] < batch or samples.shape[1] < channels or samples.shape[2] != n:
        raise RuntimeError(
            f"Expect _random_samples of shape {[batch, channels, n]} (batch, channels, spatial dimensions), got "
            f"{list(samples.shape)}"
        )
    samples = samples[:batch, :channels]
    # In a plane the first sample is for the last dimension, in space for the first.
    starts = [
        _starts(xp, samples[:, :, 1 - d if n == 2 else d], size, out, k)
        for d, (size, out, k) in enumerate(zip(spatial, sizes, kernel, strict=True))
    ]
    flat = xp.reshape(x, (batch, channels, prod(spatial)))
    places = _windows(xp, starts, spatial, kernel)
    seen = xp.reshape(xp.gather(flat.detach(), 2, xp.reshape(places, (batch, channels, -1))), tuple(places.shape))
    best = xp.squeeze(xp.gather(places, 3, xp.argmax(seen, 3, True)), axis=3)
    shape = (*input.shape[:-n], *sizes)
    return xp.reshape(xp.gather(flat, 2, best), shape), xp.reshape(best, shape)


@op(composite=True, faces=("nn.functional",))
def fractional_max_pool2d_with_indices(
    xp: Any,
    input: Array,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: bool = False,
    _random_samples: Any = None,
) -> Any:
    """`fractional_max_pool2d` with the places of the largest elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> values, places = ag.nn.functional.fractional_max_pool2d_with_indices(ag.ones(1, 5, 5), 2, 3)
    >>> values.shape, places.dtype
    (arraygrad.Size([1, 3, 3]), arraygrad.int64)
    """
    return _fractional_max_pool(xp, 2, input, kernel_size, output_size, output_ratio, _random_samples)


@op(composite=True, faces=("nn.functional",))
def fractional_max_pool2d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: bool = False,
    _random_samples: Any = None,
) -> Any:
    """The largest element of each of windows whose places are drawn at random (Graham 2014).

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    kernel_size : int or pair of int
    output_size : int or pair of int, optional
        Spatial sizes of the result.
    output_ratio : float or pair of float, optional
        In place of `output_size`: what part of the input's sizes they are.
    return_indices : bool
        Also give the place of each element in the flattened spatial dimensions.
    _random_samples : Tensor, optional
        Shape (N, C, 2): numbers between 0 and 1, in place of random ones.

    Returns
    -------
    Tensor, or pair of Tensor

    Raises
    ------
    ValueError
        If neither sizes nor ratios are given.
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.fractional_max_pool2d(ag.ones(1, 5, 5), 2, output_ratio=0.6).shape
    arraygrad.Size([1, 3, 3])
    """
    out = _fractional_max_pool(xp, 2, input, kernel_size, output_size, output_ratio, _random_samples)
    return out if return_indices else out[0]


@op(composite=True, faces=("nn.functional",))
def fractional_max_pool3d_with_indices(
    xp: Any,
    input: Array,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: bool = False,
    _random_samples: Any = None,
) -> Any:
    """`fractional_max_pool3d` with the places of the largest elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.fractional_max_pool3d_with_indices(ag.ones(1, 5, 5, 5), 2, 3)[1].shape
    arraygrad.Size([1, 3, 3, 3])
    """
    return _fractional_max_pool(xp, 3, input, kernel_size, output_size, output_ratio, _random_samples)


@op(composite=True, faces=("nn.functional",))
def fractional_max_pool3d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: bool = False,
    _random_samples: Any = None,
) -> Any:
    """The largest element of each of windows drawn at random, in three dimensions; see `fractional_max_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.fractional_max_pool3d(ag.ones(1, 5, 5, 5), 2, 3).shape
    arraygrad.Size([1, 3, 3, 3])
    """
    out = _fractional_max_pool(xp, 3, input, kernel_size, output_size, output_ratio, _random_samples)
    return out if return_indices else out[0]


_PLANE = (real(1, 2, 5, 4, distinct=True), 2, (3, 2))
_SPACE = (real(1, 4, 3, 4, distinct=True), (2, 1, 2), 2)
fractional_max_pool2d.cases(case(*_PLANE, _random_samples=real(1, 2, 2, low=0.1, high=0.9)))
fractional_max_pool3d.cases(case(*_SPACE, _random_samples=real(1, 1, 3, low=0.1, high=0.9)))
fractional_max_pool2d_with_indices.cases(case(*_PLANE, _random_samples=real(1, 2, 2, low=0.1, high=0.9)))
fractional_max_pool3d_with_indices.cases(case(*_SPACE, _random_samples=real(1, 1, 3, low=0.1, high=0.9)))
