"""Blocks of pixels moved to channels and back, and channels in another order."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op


@op(composite=True, faces=("torch", "nn.functional"))
def pixel_shuffle(xp: Any, input: Array, upscale_factor: int) -> Array:
    """Channels laid out as blocks of pixels (Shi et al. 2016).

    Parameters
    ----------
    input : Tensor
        Shape (..., C * r * r, H, W), where r is `upscale_factor`.
    upscale_factor : int

    Returns
    -------
    Tensor
        Shape (..., C, H * r, W * r).

    Raises
    ------
    RuntimeError
        If the shape does not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.pixel_shuffle(ag.tensor([[[1.0]], [[2.0]], [[3.0]], [[4.0]]]), 2)
    tensor([[[1., 2.],
             [3., 4.]]])
    """
    r = upscale_factor
    _check(input, r, "pixel_shuffle", "upscale_factor")
    *lead, channels, height, width = input.shape
    if channels % (r * r):
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, "
            f"but input.size(-3)={channels} is not divisible by {r * r}"
        )
    c, n = channels // (r * r), len(lead)
    blocks = xp.reshape(input, (*lead, c, r, r, height, width))
    blocks = xp.permute_dims(blocks, (*range(n), n, n + 3, n + 1, n + 4, n + 2))
    return xp.reshape(blocks, (*lead, c, height * r, width * r))


@op(composite=True, faces=("torch", "nn.functional"))
def pixel_unshuffle(xp: Any, input: Array, downscale_factor: int) -> Array:
    """Blocks of pixels as channels: the reverse of `pixel_shuffle`.

    Parameters
    ----------
    input : Tensor
        Shape (..., C, H * r, W * r), where r is `downscale_factor`.
    downscale_factor : int

    Returns
    -------
    Tensor
        Shape (..., C * r * r, H, W).

    Raises
    ------
    RuntimeError
        If the shape does not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.pixel_unshuffle(ag.tensor([[[1.0, 2.0], [3.0, 4.0]]]), 2).shape
    arraygrad.Size([4, 1, 1])
    """
    r = downscale_factor
    _check(input, r, "pixel_unshuffle", "downscale_factor")
    *lead, c, height, width = input.shape
    for name, size in (("height", height), ("width", width)):
        if size % r:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, but {size} is not divisible by "
                f"{r}"
            )
    n = len(lead)
    blocks = xp.reshape(input, (*lead, c, height // r, r, width // r, r))
    blocks = xp.permute_dims(blocks, (*range(n), n, n + 2, n + 4, n + 1, n + 3))
    return xp.reshape(blocks, (*lead, c * r * r, height // r, width // r))


def _check(input: Any, r: int, name: str, factor: str) -> None:
    if input.ndim < 3:
        raise RuntimeError(
            f"{name} expects input to have at least 3 dimensions, but got input with {input.ndim} dimension(s)"
        )
    if r <= 0:
        raise RuntimeError(f"{name} expects a positive {factor}, but got {r}")


@op(composite=True, faces=("torch", "nn.functional"), aliases=("native_channel_shuffle",))
def channel_shuffle(xp: Any, input: Array, groups: int) -> Array:
    """Channels of several groups interleaved (Zhang et al. 2018).

    Parameters
    ----------
    input : Tensor
        Shape (N, C, ...), with at least three dimensions.
    groups : int
        A divisor of C.

    Returns
    -------
    Tensor
        Of the same shape: one channel of each group, then the next of each.

    Raises
    ------
    RuntimeError
        If the shape does not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.channel_shuffle(ag.arange(4).reshape(1, 4, 1), 2).flatten()
    tensor([0, 2, 1, 3])
    """
    if input.ndim < 3:
        raise RuntimeError(f"channel_shuffle expects input with > 2 dims, but got input with sizes {list(input.shape)}")
    if groups <= 0:
        raise RuntimeError(f"Number of groups to divide channels in must be positive. Value of groups:{groups}")
    n, c, *rest = input.shape
    if c % groups:
        raise RuntimeError(f"Number of channels must be divisible by groups. Got {c} channels and {groups} groups.")
    parted = xp.reshape(input, (n, groups, c // groups, *rest))
    order = (0, 2, 1, *range(3, parted.ndim))
    return xp.reshape(xp.permute_dims(parted, order), tuple(input.shape))


pixel_shuffle.cases(case(real(2, 8, 1, 2), 2), case(real(4, 2, 1), 2))
pixel_unshuffle.cases(case(real(1, 2, 2, 4), 2), case(real(1, 3, 3), 3))
channel_shuffle.cases(case(real(2, 6, 2), 3))
