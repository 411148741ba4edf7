"""Spatial dimensions brought to another size.

Every mode works dimension by dimension. The nearest element is picked by its index; all else is a product with a matrix
that has a row of weights for each place of the result.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of

Kernel = Callable[[Any, Any], Any]

#: The modes that weigh elements, and the number of spatial dimensions that each is for.
_WEIGHING = {"linear": 1, "bilinear": 2, "bicubic": 2, "lanczos": 2, "trilinear": 3}
_NEAREST = ("nearest", "nearest-exact")


# -- weights by distance -----------------------------------------------------------------------------------------


def hat(xp: Any, x: Any) -> Any:
    """Weights of linear interpolation."""
    x = xp.abs(x)
    return xp.where(x < 1, 1 - x, 0)


def cubic(xp: Any, x: Any, a: float = -0.75) -> Any:
    """Weights of cubic convolution (Keys 1981), with slope `a` at distance 1."""
    x = xp.abs(x)
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = (((x - 5) * x + 8) * x - 4) * a
    return xp.where(x <= 1, near, xp.where(x < 2, far, 0))


def _lanczos(xp: Any, x: Any) -> Any:
    """Weights of a windowed sinc filter of three lobes (Duchon 1979)."""
    return xp.where(xp.abs(x) < 3, xp.sinc(x) * xp.sinc(x / 3), 0)


_KERNELS: dict[str, tuple[int, Kernel]] = {"bicubic": (2, cubic)}
_SMOOTHING: dict[str, Kernel] = {"bilinear": hat, "bicubic": partial(cubic, a=-0.5), "lanczos": _lanczos}


# -- where results come from -------------------------------------------------------------------------------------


def _sources(xp: Any, out: int, scale: float, shifted: bool, like: Any) -> Any:
    """The place in the input of each element of the result, as a column; `shifted` if it is centres that are scaled."""
    place = xp.reshape(xp.arange(out, dtype=like.dtype, device=like.device), (out, 1))
    return (place + 0.5) * scale - 0.5 if shifted else place * scale


def _weights(xp: Any, mode: str, sources: Any, size: int, stretch: float | None) -> Any:
    """The weight of each element of the input in each of the result; a filter is stretched against aliasing."""
    place = xp.arange(size, dtype=sources.dtype, device=sources.device)
    if stretch is not None:
        weights = _SMOOTHING[mode](xp, (place - sources) / max(stretch, 1.0))
        return weights / xp.sum(weights, axis=1, keepdims=True)
    radius, kernel = _KERNELS.get(mode, (1, hat))
    first = xp.floor(sources)
    weights = 0.0
    for offset in range(1 - radius, radius + 1):
        # Beyond the edge stands the element at the edge.
        seen = xp.clip(first + offset, 0, size - 1)
        weights = weights + xp.where(place == seen, kernel(xp, sources - first - offset), 0)
    return weights


def weighed(xp: Any, x: Any, axis: int, weights: Any) -> Any:
    """Sums along a dimension, counted from the end, with a row of weights for each element of the result."""
    if axis == -2:
        return xp.matmul(weights, x)
    if axis == -1:
        return xp.linear(x, weights)
    return xp.moveaxis(xp.linear(xp.moveaxis(x, axis, -1), weights), -1, axis)


def _nearest(xp: Any, size: int, out: int, scale: float, exact: bool, device: Any) -> Any:
    """The index in the input of each element of the result, computed in float32 for all dtypes."""
    place = xp.arange(out, dtype=xp.float32, device=device)
    index = xp.astype(xp.floor((place + 0.5 if exact else place) * scale), xp.int64)
    return xp.where(index < size, index, size - 1)


# -- sizes -------------------------------------------------------------------------------------------------------


def _listed(value: Any, n: int, input: Any, name: str) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        return [value] * n
    if len(value) != n:
        raise ValueError(
            f"Input and {name} must have the same number of spatial dimensions, but got input with spatial dimensions "
            f"of {list(input.shape[2:])} and {name} of {list(value)}. Please provide input tensor in (N, C, d1, d2, "
            f"...,dK) format and {name} in (o1, o2, ...,oK) format."
        )
    return list(value)


def _sizes(input: Any, size: Any, scale_factor: Any, recompute: bool) -> tuple[list[int], list[float] | None]:
    """The sizes of the result, and the factors between sizes if they are to be used as they were given.

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit one another.
    """
    spatial, factors = input.shape[2:], None
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is not None:
        if recompute:
            raise ValueError("recompute_scale_factor is not meaningful with an explicit size.")
        sizes = _listed(size, len(spatial), input, "output")
        if not all(isinstance(n, int) for n in sizes):
            raise TypeError(
                "expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, int], but got size "
                f"with types {[type(n) for n in sizes]}"
            )
    elif scale_factor is not None:
        factors = _listed(scale_factor, len(spatial), input, "scale_factor")
        sizes = [int(n * f) for n, f in zip(spatial, factors, strict=True)]
    else:
        raise ValueError("either size or scale_factor should be defined")
    return sizes, None if recompute else factors


def _check(input: Any, mode: str, align_corners: bool | None, antialias: bool) -> None:
    if mode in (*_NEAREST, "area"):
        if align_corners is not None:
            raise ValueError(
                "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | "
                "trilinear"
            )
    elif _WEIGHING.get(mode) != input.ndim - 2:
        needs = f": {mode} mode needs {_WEIGHING[mode] + 2}D input" if mode in _WEIGHING else ""
        raise NotImplementedError(
            "Input Error: Only 3D, 4D and 5D input Tensors supported "
            f"(got {input.ndim}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | "
            f"nearest-exact (got {mode}){needs}"
        )
    if input.ndim not in (3, 4, 5):
        raise NotImplementedError(f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {input.ndim}D)")
    if antialias and mode not in _SMOOTHING:
        raise ValueError(
            "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input"
        )
    if mode == "lanczos" and (align_corners or not antialias):
        raise ValueError(
            "Lanczos mode does not support align_corners=True"
            if align_corners
            else "Lanczos mode requires antialias=True"
        )


# -- the functions -----------------------------------------------------------------------------------------------


@op(composite=True, faces=("nn.functional",))
def interpolate(
    xp: Any,
    input: Array,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Array:
    """Spatial dimensions brought to another size.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, ...) with one to three spatial dimensions. Floating point, in the mode ``"bilinear"`` also
        uint8; of any dtype in the modes that pick the nearest element.
    size : int or tuple of int, optional
        Spatial sizes of the result.
    scale_factor : float or tuple of float, optional
        In place of `size`: the sizes are the input's times this, rounded down.
    mode : str
        ``"nearest"`` (rounds down to an element), ``"nearest-exact"`` (the element at the nearest centre);
        ``"linear"``, ``"bilinear"`` or ``"trilinear"`` by the number of spatial dimensions; ``"bicubic"`` (Keys 1981);
        ``"lanczos"`` (Duchon 1979, with `antialias` only); ``"area"`` (means, as `adaptive_avg_pool2d`).
    align_corners : bool, optional
        Whether the centres of the corner elements stay where they are, instead of the edges of the image. False if not
        given.
    recompute_scale_factor : bool, optional
        Whether the distance of elements follows from the rounded sizes instead of from `scale_factor`.
    antialias : bool
        Widen the filter when the size shrinks; for ``"bilinear"``, ``"bicubic"`` and ``"lanczos"``.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError, TypeError, RuntimeError
        If the arguments do not fit one another, or a size is zero.
    NotImplementedError
        If there is no such mode for this number of dimensions.

    Notes
    -----
    Modes that weigh elements multiply with a matrix, so that an infinite element or a NaN spreads along its row and
    column.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.interpolate(ag.tensor([[[0.0, 1.0]]]), size=4, mode="linear")
    tensor([[[0.0000, 0.2500, 0.7500, 1.0000]]])
    """
    _check(input, mode, align_corners, antialias)
    sizes, factors = _sizes(input, size, scale_factor, bool(recompute_scale_factor))
    if mode == "area":
        return getattr(xp, f"adaptive_avg_pool{len(sizes)}d")(input, tuple(sizes))
    if min(sizes, default=1) <= 0 or 0 in input.shape[1:]:
        raise RuntimeError(
            f"Input and output sizes should be greater than 0, but got input {list(input.shape[2:])} (with "
            f"{input.shape[1]} channels) and output {sizes}"
        )
    nearest = mode in _NEAREST
    whole = input.dtype == xp.uint8 and mode == "bilinear"
    out = xp.astype(input, xp.float32) if whole else input
    if not nearest and kind_of(xp, out.dtype) != "real floating":
        raise NotImplementedError(f"interpolate in mode {mode!r} is not implemented for {out.dtype}")
    for i, (n, m) in enumerate(zip(input.shape[2:], sizes, strict=True)):
        axis = i - len(sizes)
        scale = n / m if factors is None else 1 / factors[i]
        if nearest:
            if mode == "nearest" and input.ndim == 4 and m in (n, 2 * n):
                scale = n / m  # images of these sizes are copied and doubled, whatever the factor
            if n != m or scale != 1:
                out = xp.index_select(out, axis, _nearest(xp, n, m, scale, mode == "nearest-exact", input.device))
            continue
        if align_corners:
            scale = (n - 1) / (m - 1) if m > 1 else 0.0
        if n != m or (scale != 1 and mode == "bicubic" and not antialias):
            sources = _sources(xp, m, scale, antialias or not align_corners, out)
            out = weighed(xp, out, axis, _weights(xp, mode, sources, n, scale if antialias else None))
    if whole:
        return xp.astype(xp.clip(xp.round(out), 0, 255), xp.uint8)
    return xp.copy(input) if out is input else out


interpolate.cases(
    case(real(2, 2, 3), 5),
    case(real(1, 2, 3, 2), scale_factor=1.7, mode="nearest-exact"),
    case(real(1, 2, 3, 2), (2, 5), mode="bilinear"),
    case(real(1, 1, 4, 4), (3, 6), mode="bicubic", align_corners=True),
    case(real(1, 1, 5, 4), (3, 2), mode="bicubic", antialias=True),
    case(real(1, 1, 2, 3, 2), scale_factor=1.5, mode="trilinear"),
)


@op(composite=True, faces=("nn.functional",))
def upsample(
    xp: Any,
    input: Array,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> Array:
    """The old name of `interpolate`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.upsample(ag.tensor([[[0.0, 1.0]]]), 4)
    tensor([[[0., 0., 1., 1.]]])
    """
    _warn("upsample")
    return xp.interpolate(input, size, scale_factor, mode, align_corners)


@op(composite=True, faces=("nn.functional",))
def upsample_nearest(xp: Any, input: Array, size: Any = None, scale_factor: Any = None) -> Array:
    """The old name of `interpolate` in its mode ``"nearest"``.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.upsample_nearest(ag.tensor([[[0.0, 1.0]]]), 4)
    tensor([[[0., 0., 1., 1.]]])
    """
    _warn("upsample_nearest")
    return xp.interpolate(input, size, scale_factor)


@op(composite=True, faces=("nn.functional",))
def upsample_bilinear(xp: Any, input: Array, size: Any = None, scale_factor: Any = None) -> Array:
    """The old name of `interpolate` in its mode ``"bilinear"`` with aligned corners.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.upsample_bilinear(ag.tensor([[[[0.0, 1.0]]]]), (1, 3))
    tensor([[[[0.0000, 0.5000, 1.0000]]]])
    """
    _warn("upsample_bilinear")
    return xp.interpolate(input, size, scale_factor, "bilinear", True)


def _warn(name: str) -> None:
    warnings.warn(f"`nn.functional.{name}` is deprecated. Use `nn.functional.interpolate` instead.", stacklevel=4)


upsample.cases(case(real(1, 2, 3), 4, mode="linear"))
upsample_nearest.cases(case(real(1, 2, 3), 4))
upsample_bilinear.cases(case(real(1, 1, 2, 3), (3, 4)))
