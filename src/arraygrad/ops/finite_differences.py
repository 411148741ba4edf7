"""Derivatives of sampled functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dims


def _at(dim: int, part: slice) -> tuple[Any, ...]:
    return (*(slice(None),) * dim, part, Ellipsis)


def _evenly(xp: Any, f: Any, dim: int, h: Any, edge_order: int) -> Any:
    """Central differences of samples at a distance `h`, one-sided ones at the ends."""

    def part(start: int | None, stop: int | None) -> Any:
        return f[_at(dim, slice(start, stop))]

    middle = (part(2, None) - part(None, -2)) / (2 * h)
    if edge_order == 1:
        first, last = (part(1, 2) - part(0, 1)) / h, (part(-1, None) - part(-2, -1)) / h
    else:
        first = (2 * part(1, 2) - 1.5 * part(0, 1) - 0.5 * part(2, 3)) / h
        last = (1.5 * part(-1, None) - 2 * part(-2, -1) + 0.5 * part(-3, -2)) / h
    return xp.cat([first, middle, last], dim)


def _at_points(xp: Any, f: Any, dim: int, points: Any, edge_order: int) -> Any:
    """At each point the slope of the parabola through it and its neighbours; at the ends of a line or a parabola."""
    step = xp.reshape(points[1:] - points[:-1], (-1, *(1,) * (f.ndim - dim - 1)))
    slope = (f[_at(dim, slice(1, None))] - f[_at(dim, slice(None, -1))]) / step
    a, b = step[:-1], step[1:]
    left, right = slope[_at(dim, slice(None, -1))], slope[_at(dim, slice(1, None))]
    middle = (b * left + a * right) / (a + b)
    first, last = slope[_at(dim, slice(0, 1))], slope[_at(dim, slice(-1, None))]
    if edge_order == 2:
        bend = (right - left) / (a + b)
        first = first - step[:1] * bend[_at(dim, slice(0, 1))]
        last = last + step[-1:] * bend[_at(dim, slice(-1, None))]
    return xp.cat([first, middle, last], dim)


def _spacings(spacing: Any, dims: Sequence[int], given: bool) -> list[Any]:
    """What lies between the samples of each dimension: a number, or a tensor with their coordinates."""
    if not isinstance(spacing, (tuple, list)):
        return [1 if spacing is None else spacing] * len(dims)
    if len(spacing) != len(dims):
        if given:
            raise RuntimeError(
                "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to "
                f"have the same length, but got a spacing argument of length {len(spacing)} and a dim argument of "
                f"length {len(dims)}."
            )
        raise RuntimeError(
            "torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal to 'self.dim() = "
            f"{len(dims)}', since dim argument was not given, but got a list of length {len(spacing)}"
        )
    return list(spacing)


@op(composite=True, faces=("torch",))
def gradient(xp: Any, input: Array, *, spacing: Any = 1, dim: Any = None, edge_order: int = 1) -> tuple[Any, ...]:
    """Derivatives of a function known by samples on a grid, along each dimension.

    Second-order central differences inside (B. Fornberg, Generation of finite difference formulas on arbitrarily
    spaced grids, 1988).

    Parameters
    ----------
    input : Tensor
        The samples.
    spacing : number, Tensor or sequence
        Distance of the samples: one number for all dimensions, or for each dimension a number or a vector of
        coordinates.
    dim : int or sequence of int, optional
        Dimensions to differentiate along; all if not given.
    edge_order : int
        Order of the one-sided differences at the ends: 1 or 2.

    Returns
    -------
    tuple of Tensor
        One for each dimension, in the shape of `input`.

    Raises
    ------
    RuntimeError
        If there are too few samples or arguments do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.gradient(ag.tensor([1.0, 4.0, 9.0, 16.0]))
    (tensor([3., 4., 6., 7.]),)
    """
    if edge_order not in (1, 2):
        raise RuntimeError(f"torch.gradient only supports edge_order=1 and edge_order=2, got {edge_order}.")
    if xp.isdtype(input.dtype, xp.uint8):
        raise RuntimeError("torch.gradient does not support uint8 input.")
    dims = normalize_dims(dim, input.ndim)
    if any(input.shape[d] <= edge_order for d in dims):
        raise RuntimeError("torch.gradient expected each dimension size to be at least edge_order+1")
    results = []
    for d, space in zip(dims, _spacings(spacing, dims, dim is not None), strict=True):
        coordinates = getattr(space, "ndim", 0) > 0
        if coordinates and tuple(space.shape) != (input.shape[d],):
            raise RuntimeError(
                f"torch.gradient expected the coordinates of dimension {d} to be a vector of {input.shape[d]} "
                f"elements, but got shape {list(space.shape)}"
            )
        results.append((_at_points if coordinates else _evenly)(xp, input, d, space, edge_order))
    return tuple(results)


gradient.cases(
    case(real(3, 4), spacing=2.0, edge_order=2),
    case(real(3, 2), dim=0, spacing=[real(3, low=1, distinct=True)], edge_order=2),
)
