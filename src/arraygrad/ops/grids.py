"""Images read at the places of a grid."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of, require_floating
from arraygrad.ops.interpolation import cubic

_MODES = ("bilinear", "nearest", "bicubic")
_PADDINGS = ("zeros", "border", "reflection")


# -- places ------------------------------------------------------------------------------------------------------


def _unnormalized(x: Any, size: int, align_corners: bool) -> Any:
    """From -1 to 1 over the image, to indices."""
    return (x + 1) * ((size - 1) / 2) if align_corners else ((x + 1) * size - 1) / 2


def _padded(xp: Any, x: Any, size: int, padding_mode: str, align_corners: bool) -> Any:
    """Places beyond the edge brought into the image; no gradient flows to those that end at an edge."""
    if padding_mode == "zeros":
        return x
    if padding_mode == "reflection":
        start, span = (0.0, size - 1.0) if align_corners else (-0.5, float(size))
        if span == 0:
            return xp.zeros_like(x)
        away = xp.abs(x - start)
        turns = xp.floor(away.detach() / span)
        rest = away - turns * span
        x = xp.where(turns % 2 == 0, rest, span - rest) + start
    return xp.where(x > 0, xp.where(x < size - 1, x, size - 1), 0)


def _picked(xp: Any, rows: Any, sizes: Sequence[int], places: Sequence[Any], weight: Any) -> Any:
    """The elements at whole places, times a weight; what is outside counts as zero.

    `rows` are the images with channels last and all else flattened; `places` has a tensor of shape (N, P) for each
    dimension.
    """
    n = places[0].shape[0]
    inside, index = True, xp.reshape(xp.arange(n, device=rows.device), (n, 1))
    for size, place in zip(sizes, places, strict=True):
        within = xp.logical_and(place >= 0, place <= size - 1)
        inside = within if inside is True else xp.logical_and(inside, within)
        index = index * size + xp.astype(xp.where(within, place, 0), xp.int64)
    kept = xp.astype(inside, rows.dtype)
    values = xp.index_select(rows, 0, xp.reshape(index, (-1,)))
    return values * xp.reshape(kept if weight is None else kept * weight, (-1, 1))


def _product(factors: Sequence[Any]) -> Any:
    total = factors[0]
    for factor in factors[1:]:
        total = total * factor
    return total


def _check(xp: Any, input: Any, grid: Any, mode: str, padding_mode: str) -> None:
    if mode not in _MODES:
        raise ValueError(
            f"nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '{mode}'"
        )
    if padding_mode not in _PADDINGS:
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: "
            f"'{padding_mode}'"
        )
    sizes = f"input with sizes {list(input.shape)} and grid with sizes {list(grid.shape)}"
    if input.ndim not in (4, 5) or input.ndim != grid.ndim:
        raise RuntimeError(
            f"grid_sampler(): expected 4D or 5D input and grid with same number of dimensions, but got {sizes}"
        )
    if input.shape[0] != grid.shape[0]:
        raise RuntimeError(f"grid_sampler(): expected grid and input to have same batch size, but got {sizes}")
    if grid.shape[-1] != input.ndim - 2:
        raise RuntimeError(
            f"grid_sampler(): expected grid to have size {input.ndim - 2} in last dimension, but got grid with sizes "
            f"{list(grid.shape)}"
        )
    if 0 in input.shape[2:]:
        raise RuntimeError(
            f"grid_sampler(): expected input to have non-empty spatial dimensions, but input has sizes "
            f"{list(input.shape)}"
        )
    if input.dtype != grid.dtype:
        raise RuntimeError(
            f"grid_sampler(): expected input and grid to have same dtype, but input has {input.dtype} and grid has "
            f"{grid.dtype}"
        )
    require_floating(xp, input, "grid_sample")
    if mode == "bicubic" and input.ndim == 5:
        raise RuntimeError("grid_sampler(): bicubic interpolation only supports 4D input")


# -- the functions -----------------------------------------------------------------------------------------------


@op(composite=True, faces=("nn.functional",))
def grid_sample(
    xp: Any,
    input: Array,
    grid: Array,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> Array:
    """Images read at the places of a grid (Jaderberg et al. 2015).

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (N, C, D, H, W).
    grid : Tensor
        Shape (N, H', W', 2) or (N, D', H', W', 3): places (x, y) or (x, y, z), from -1 to 1 over the image.
    mode : str
        ``"bilinear"`` (in three dimensions trilinear), ``"nearest"`` or ``"bicubic"`` (in two dimensions only).
    padding_mode : str
        What is beyond the edge: ``"zeros"``, the element at the edge (``"border"``), or the image mirrored
        (``"reflection"``).
    align_corners : bool, optional
        Whether -1 and 1 are the centres of the corner elements instead of the edges of the image. False if not given,
        with a warning.

    Returns
    -------
    Tensor
        Shape (N, C, H', W') or (N, C, D', H', W').

    Raises
    ------
    ValueError
        If there is no such mode.
    RuntimeError
        If shapes or dtypes do not fit.
    NotImplementedError
        If the dtype is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> image = ag.tensor([[[[1.0, 3.0]]]])
    >>> ag.nn.functional.grid_sample(image, ag.zeros(1, 1, 1, 2), align_corners=False)
    tensor([[[[2.]]]])
    """
    _check(xp, input, grid, mode, padding_mode)
    align = _aligned(align_corners)
    n, c, *sizes = input.shape
    rows = xp.reshape(xp.moveaxis(input, 1, -1), (n * prod(sizes), c))
    out = tuple(grid.shape[1:-1])
    flat = xp.reshape(grid, (n, prod(out), len(sizes)))
    # The grid has x first, the image's last dimension.
    places = [_unnormalized(flat[:, :, -1 - i], size, align) for i, size in enumerate(sizes)]

    def padded(places: Sequence[Any]) -> list[Any]:
        return [_padded(xp, p, size, padding_mode, align) for p, size in zip(places, sizes, strict=True)]

    if mode != "bicubic":
        places = padded(places)
    if mode == "nearest":
        total = _picked(xp, rows, sizes, [xp.round(p.detach()) for p in places], None)
    else:
        first = [xp.floor(p.detach()) for p in places]
        rest = [p - f for p, f in zip(places, first, strict=True)]
        steps = [0, 1] if mode == "bilinear" else [-1, 0, 1, 2]
        weights = [[1 - r, r] if mode == "bilinear" else [cubic(xp, r - step) for step in steps] for r in rest]
        total = 0.0
        for corner in product(range(len(steps)), repeat=len(sizes)):
            at = [f + steps[i] for f, i in zip(first, corner, strict=True)]
            at = padded(at) if mode == "bicubic" else at
            total = total + _picked(xp, rows, sizes, at, _product([w[i] for w, i in zip(weights, corner, strict=True)]))
    return xp.moveaxis(xp.reshape(total, (n, *out, c)), -1, 1)


def _aligned(align_corners: bool | None) -> bool:
    if align_corners is None:
        warnings.warn(
            "Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please "
            "specify align_corners=True if the old behavior is desired.",
            stacklevel=4,
        )
    return bool(align_corners)


grid_sample.cases(
    case(real(2, 2, 3, 4), real(2, 2, 2, 2, low=-0.9, high=0.9), align_corners=True),
    case(real(1, 2, 3, 4), real(1, 2, 3, 2), padding_mode="reflection", align_corners=False),
    case(real(1, 1, 4, 3), real(1, 2, 2, 2), "bicubic", "border", False),
    case(real(1, 1, 2, 3, 2), real(1, 1, 2, 1, 3), align_corners=False),
    case(real(1, 2, 3, 4), real(1, 2, 2, 2), "nearest", align_corners=False),
)


@op(composite=True, faces=("nn.functional",))
def affine_grid(xp: Any, theta: Array, size: Any, align_corners: bool | None = None) -> Array:
    """The grid with which `grid_sample` maps images by affine transformations.

    Parameters
    ----------
    theta : Tensor
        Matrices of shape (N, 2, 3) or (N, 3, 4).
    size : tuple of int
        Of the images to be made: (N, C, H, W) or (N, C, D, H, W).
    align_corners : bool, optional
        As for `grid_sample`.

    Returns
    -------
    Tensor
        Shape (N, H, W, 2) or (N, D, H, W, 3).

    Raises
    ------
    ValueError
        If the shapes do not fit or `theta` is not floating point.
    NotImplementedError
        If `size` has neither four nor five entries.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.affine_grid(ag.tensor([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]]), (1, 1, 1, 2), align_corners=True)
    tensor([[[[-1.,  0.],
              [ 1.,  0.]]]])
    """
    align = _aligned(align_corners)
    size = tuple(size)
    if kind_of(xp, theta.dtype) != "real floating":
        raise ValueError(f"Expected theta to have floating point type, but got {theta.dtype}")
    if len(size) not in (4, 5):
        raise NotImplementedError(
            "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. "
            f"Got size {list(size)}."
        )
    n, _, *spatial = size
    d = len(spatial)
    if tuple(theta.shape[1:]) != (d, d + 1) or theta.ndim != 3:
        raise ValueError(
            f"Expected a batch of {d}D affine matrices of shape Nx{d}x{d + 1} for size {list(size)}. "
            f"Got {list(theta.shape)}."
        )
    if min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {list(size)}")
    if theta.shape[0] != n:
        raise RuntimeError(f"Expected {n} matrices for size {list(size)}. Got {theta.shape[0]}.")
    ticks = []
    for axis, m in reversed(list(enumerate(spatial))):
        tick = xp.arange(m, dtype=theta.dtype, device=theta.device)
        tick = tick * (2 / (m - 1) if m > 1 else 0.0) - (1.0 if m > 1 else 0.0) if align else (2 * tick + 1) / m - 1
        ticks.append(xp.broadcast_to(xp.reshape(tick, (m,) + (1,) * (d - axis - 1)), tuple(spatial)))
    ticks.append(xp.ones_like(ticks[0]))
    base = xp.reshape(xp.stack(ticks, axis=-1), (1, prod(spatial), d + 1))
    return xp.reshape(xp.matmul(base, xp.matrix_transpose(theta)), (n, *spatial, d))


affine_grid.cases(case(real(2, 2, 3), (2, 1, 2, 3), True), case(real(1, 3, 4), (1, 1, 2, 1, 3), False))
