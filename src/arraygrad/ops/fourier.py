"""Discrete Fourier transforms: the primitives, and what their public forms have in common.

There are three: complex to complex, real to half of its spectrum, and back from there. Each one's derivative is another
of them: a transform is a symmetric matrix, and its conjugate is the transform in the other direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, complexes, real
from arraygrad.dtypes import get_default_dtype
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating, kind_of, normalize_dim
from arraygrad.ops.complex_numbers import as_complex

__all__ = ["axis_of", "complex_transform", "dims_and_sizes", "from_half", "opposite", "resized", "to_half"]

#: The norm of the transform in the other direction.
_OPPOSITE = {None: "forward", "backward": "forward", "ortho": "ortho", "forward": "backward"}


def opposite(norm: str | None) -> str:
    """The norm with which the transform in the other direction has the same factor.

    Raises
    ------
    RuntimeError
        If there is no such norm.
    """
    if norm not in _OPPOSITE:
        raise RuntimeError(f'Invalid normalization mode: "{norm}"; choose "forward", "backward" or "ortho"')
    return _OPPOSITE[norm]


# -- primitives --------------------------------------------------------------------------------------------------


@op(faces=())
def fft_c2c(xp: Any, input: Array, dims: tuple[int, ...], norm: str, forward: bool) -> Array:
    """The transform of complex numbers along dimensions, forward or inverse."""
    return (xp.fft.fftn if forward else xp.fft.ifftn)(input, axes=dims, norm=norm)


@op(faces=())
def fft_r2c(xp: Any, input: Array, dim: int, norm: str) -> Array:
    """The forward transform of real numbers along a dimension: the half of the spectrum that tells the other."""
    return xp.fft.rfft(input, axis=dim, norm=norm)


@op(faces=())
def fft_c2r(xp: Any, input: Array, dim: int, n: int, norm: str) -> Array:
    """The inverse of `fft_r2c`: `n` real numbers."""
    return xp.fft.irfft(input, n=n, axis=dim, norm=norm)


def _scaled_inside(xp: Any, x: Any, dim: int, n: int, factor: float) -> Any:
    """Half a spectrum with a factor on the frequencies that the other half repeats."""
    place = xp.arange(n // 2 + 1)
    alone = xp.reshape(xp.logical_or(place == 0, place * 2 == n), (-1,) + (1,) * (x.ndim - dim - 1))
    return xp.where(alone, x, x * factor)


def _c2r_adjoint(xp: Any, g: Any, dim: int, n: int, norm: str) -> Any:
    return _scaled_inside(xp, xp.fft_r2c(g, dim, opposite(norm)), dim, n, 2.0)


def _r2c_adjoint(xp: Any, g: Any, input_shape: tuple[int, ...], dim: int, norm: str) -> Any:
    n = input_shape[dim]
    return xp.fft_c2r(_scaled_inside(xp, g, dim, n, 0.5), dim, n, opposite(norm))


fft_c2c.rule(input=lambda xp, g, dims, norm, forward: xp.fft_c2c(g, dims, opposite(norm), not forward))
fft_r2c.rule(input=_r2c_adjoint)
fft_c2r.rule(input=_c2r_adjoint)
fft_c2c.node_name, fft_r2c.node_name, fft_c2r.node_name = "FftC2CBackward0", "FftR2CBackward0", "FftC2RBackward0"
fft_c2c.cases(case(complexes(3, 4), (0, 1), "backward", True), case(complexes(5), (0,), "ortho", False))
fft_r2c.cases(case(real(3, 4), 1, "backward"), case(real(5, 2), 0, "ortho"))
fft_c2r.cases(case(complexes(3, 3), 1, 4, "backward"), case(complexes(3, 2), 0, 5, "forward"))


# -- what the public forms have in common ------------------------------------------------------------------------


def axis_of(x: Any, dim: int) -> int:
    """The dimension of a one-dimensional transform, counted from the front.

    Raises
    ------
    IndexError
        If there is none.
    """
    if not x.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    return normalize_dim(dim, x.ndim)


def dims_and_sizes(x: Any, s: Any, dim: Any) -> tuple[tuple[int, ...], list[int | None]]:
    """The dimensions of a transform, counted from the front, and the sizes asked for.

    Raises
    ------
    IndexError
        If a dimension is out of range.
    RuntimeError
        If a dimension appears twice, or there are more sizes than dimensions.
    """
    dims = (dim,) if isinstance(dim, int) else dim
    sizes = [s] if isinstance(s, int) else s
    if dims is None:
        if sizes is not None and len(sizes) > x.ndim:
            raise RuntimeError(f"Got shape with {len(sizes)} values but input tensor only has {x.ndim} dimensions.")
        dims = range(0 if sizes is None else x.ndim - len(sizes), x.ndim)
    axes = tuple(axis_of(x, d) for d in dims)
    if sizes is not None and len(sizes) != len(axes):
        raise RuntimeError(
            f"When given, dim and shape arguments must have the same length, got {list(dims)} and {list(sizes)}"
        )
    if len(set(axes)) != len(axes):
        raise RuntimeError(f"FFT dims must be unique, got {list(dims)}")
    return axes, [None if n in (None, -1) else n for n in (sizes if sizes is not None else [None] * len(axes))]


def resized(xp: Any, x: Any, dims: Sequence[int], sizes: Sequence[int | None]) -> Any:
    """`x` cut off or filled up with zeros to the sizes along dimensions; None leaves a size.

    Raises
    ------
    RuntimeError
        If a size is not positive.
    """
    shape = tuple(x.shape)
    wanted = {d: shape[d] if n is None else n for d, n in zip(dims, sizes, strict=True)}
    for n in wanted.values():
        if n < 1:
            raise RuntimeError(f"Invalid number of data points ({n}) specified")
    if all(shape[d] == n for d, n in wanted.items()):
        return x
    return xp.pad_constant(x, pairs=tuple((0, wanted.get(d, n) - n) for d, n in enumerate(shape)), value=0)


def _floating(xp: Any, x: Any) -> Any:
    """Floating point numbers from any.

    Raises
    ------
    RuntimeError
        If they are of half precision, which libraries have no transforms for.
    """
    if not is_floating(xp, x):
        return xp.astype(x, get_default_dtype())
    if x.dtype.itemsize < 4:
        raise RuntimeError(f"Unsupported dtype {x.dtype}: convert it with .float() before the transform")
    return x


def complex_transform(
    xp: Any, x: Any, dims: Sequence[int], sizes: Sequence[int | None], norm: str | None, *, forward: bool
) -> Any:
    """The complex transform of `x`, resized, along dimensions."""
    opposite(norm)
    x = resized(xp, as_complex(xp, _floating(xp, x)), dims, sizes)
    return xp.fft_c2c(x, tuple(dims), norm or "backward", forward) if dims else x


def to_half(xp: Any, x: Any, dims: Sequence[int], sizes: Sequence[int | None], norm: str | None, name: str) -> Any:
    """The forward transform of real numbers, the last of the dimensions halved.

    Raises
    ------
    RuntimeError
        If they are complex, or there are no dimensions.
    """
    opposite(norm)
    if kind_of(xp, x.dtype) == "complex floating":
        raise RuntimeError(f"{name} expects a real input tensor, but got {x.dtype}")
    if not dims:
        raise RuntimeError(f"{name} must transform at least one axis")
    *others, last = dims
    x = xp.fft_r2c(resized(xp, _floating(xp, x), dims, sizes), last, norm or "backward")
    return xp.fft_c2c(x, tuple(others), norm or "backward", True) if others else x


def from_half(xp: Any, x: Any, dims: Sequence[int], sizes: Sequence[int | None], norm: str | None, name: str) -> Any:
    """The real numbers of which `x` is the transform, the last of the dimensions halved.

    Raises
    ------
    RuntimeError
        If there are no dimensions, or none would be left.
    """
    opposite(norm)
    if not dims:
        raise RuntimeError(f"{name} must transform at least one axis")
    *others, last = dims
    n = 2 * (x.shape[last] - 1) if sizes[-1] is None else sizes[-1]
    if n < 1:
        raise RuntimeError(f"Invalid number of data points ({n}) specified")
    x = resized(xp, as_complex(xp, _floating(xp, x)), dims, [*sizes[:-1], n // 2 + 1])
    if others:
        x = xp.fft_c2c(x, tuple(others), norm or "backward", False)
    return xp.fft_c2r(x, last, n, norm or "backward")
