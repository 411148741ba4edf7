"""Quantiles, modes and running extremes."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import is_floating, normalize_dim
from arraygrad.ops.extremes import picked

_INTERPOLATIONS = ("linear", "lower", "higher", "midpoint", "nearest")


def _fraction(xp: Any, rank: Any, interpolation: str) -> Any:
    """How far a rank lies beyond the whole number below it, rounded as asked for."""
    fraction = rank - xp.floor(rank)
    if interpolation == "linear":
        return fraction
    if interpolation == "nearest":
        return xp.round(rank) - xp.floor(rank)
    inside = xp.where(fraction > 0, 1.0, xp.zeros_like(fraction))
    return inside * {"lower": 0.0, "higher": 1.0, "midpoint": 0.5}[interpolation]


def _quantile(
    xp: Any, name: str, input: Any, q: Any, dim: int | None, keepdim: bool, interpolation: str, ignore_nan: bool
) -> Any:
    if interpolation not in _INTERPOLATIONS:
        raise RuntimeError(
            f"{name}() interpolation must be one of {', '.join(_INTERPOLATIONS)}, but got {interpolation!r}"
        )
    if not is_floating(xp, input):
        raise RuntimeError(f"{name}() input tensor must be either float or double dtype, got {input.dtype}")
    if 0 in input.shape:
        raise RuntimeError(f"{name}() input tensor must be non-empty")
    if isinstance(q, (int, float)):
        q = input.new_tensor(float(q))
    if q.ndim > 1:
        raise RuntimeError(f"{name}() q must be a scalar or 1D tensor, got {q.ndim} dimensions")
    if q.dtype != input.dtype:
        raise RuntimeError(f"{name}() q tensor must be same dtype as the input tensor: {q.dtype}, {input.dtype}")
    if xp.concrete(q) and not bool(xp.all(xp.logical_and(q >= 0, q <= 1))):
        raise RuntimeError(f"{name}() q values must be in the range [0, 1]")
    axis = normalize_dim(dim or 0, input.ndim)
    x = xp.reshape(input, (-1,)) if dim is None or not input.ndim else xp.moveaxis(input, axis, -1)
    ordered = xp.sort(x, -1)[0]
    last = x.shape[-1] - 1
    missing = xp.sum(xp.isnan(x), -1, True)
    rank = xp.reshape(q, (-1,)) * (xp.clamp_min(last - missing, 0) if ignore_nan else last)
    rank = xp.broadcast_to(rank, (*x.shape[:-1], rank.shape[-1]))
    if not ignore_nan:  # NaN is last in the order: one is taken if there is one
        rank = xp.where(missing > 0, float(last), rank)
    below = xp.astype(xp.floor(rank), xp.int64)
    above = xp.astype(xp.ceil(rank), xp.int64)
    result = xp.lerp(xp.gather(ordered, -1, below), xp.gather(ordered, -1, above), _fraction(xp, rank, interpolation))
    result = xp.moveaxis(result, -1, 0)
    if keepdim:
        kept = [1] * input.ndim if dim is None else [1 if i == axis else n for i, n in enumerate(input.shape)]
        result = xp.reshape(result, (result.shape[0], *kept))
    return result if q.ndim else result[0]


@op(composite=True)
def quantile(
    xp: Any,
    input: Array,
    q: Array,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Array:
    """Values below which given fractions of the elements lie, NaN if there is one.

    Parameters
    ----------
    input : Tensor
        Floating point.
    q : float or Tensor
        Fractions; a one-dimensional tensor gives the result a first dimension.
    dim : int, optional
        Dimension to reduce; all if not given.
    keepdim : bool
        Whether the reduced dimension stays, with size 1.
    interpolation : {"linear", "lower", "higher", "midpoint", "nearest"}
        What lies between two elements.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If a fraction is not in [0, 1], or there are no elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.quantile(ag.tensor([1.0, 2.0, 3.0, 4.0]), 0.5)
    tensor(2.5000)
    """
    return _quantile(xp, "quantile", input, q, dim, keepdim, interpolation, False)


quantile.cases(
    case(real(3, 4, distinct=True), 0.3),
    case(real(3, 4, distinct=True), 0.6, 0, True),
    case(real(3, 5, distinct=True), 0.6, -1, interpolation="nearest"),
    case(real(3, 5, distinct=True), 0.6, -1, interpolation="midpoint"),
    case(real(3, 5, distinct=True), 0.6, -1, interpolation="lower"),
    case(real(3, 5, distinct=True), 0.6, -1, interpolation="higher"),
)


@op(composite=True)
def nanquantile(
    xp: Any,
    input: Array,
    q: Array,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Array:
    """Values below which given fractions of the elements that are not NaN lie.

    Parameters
    ----------
    input, q, dim, keepdim, interpolation
        As of `quantile`.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If the dimension is out of range.
    RuntimeError
        If a fraction is not in [0, 1], or there are no elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nanquantile(ag.tensor([1.0, float("nan"), 3.0]), 0.5)
    tensor(2.)
    """
    return _quantile(xp, "nanquantile", input, q, dim, keepdim, interpolation, True)


nanquantile.cases(case(real(3, 4, distinct=True), 0.3), case(real(3, 4, distinct=True), 0.6, 0, True))


@op(outputs=("values", "indices"), differentiable=(True, False))
def mode(xp: Any, input: Array, dim: int = -1, keepdim: bool = False) -> Any:
    """The most frequent element along a dimension, the smallest of several.

    Parameters
    ----------
    input : Tensor
    dim : int
    keepdim : bool
        Whether the reduced dimension stays, with size 1.

    Returns
    -------
    (Tensor, Tensor)
        A named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.mode(ag.tensor([3, 1, 3, 2])).values
    tensor(3)
    """
    axis = normalize_dim(dim, input.ndim)
    if not input.ndim:
        return xp.copy(input), xp.zeros((), dtype=xp.int64)
    order = xp.argsort(input, axis=axis, stable=True)
    ordered = xp.moveaxis(xp.take_along_axis(input, order, axis=axis), axis, -1)
    # The length of the run of equal elements up to each place is longest at the end of the longest run.
    places = xp.broadcast_to(xp.arange(ordered.shape[-1]), ordered.shape)
    fresh = ordered[..., 1:] != ordered[..., :-1]
    start = _running(xp, xp.where(fresh, places[..., 1:], 0), xp.zeros_like(places[..., 1:]), -1, True)[0]
    length = xp.concat([places[..., :1], places[..., 1:] - start], axis=-1)
    place = xp.moveaxis(xp.argmax(length, axis=-1, keepdims=True), -1, axis)
    indices = xp.take_along_axis(order, place, axis=axis)
    values = xp.take_along_axis(input, indices, axis=axis)
    return (values, indices) if keepdim else (xp.squeeze(values, axis=axis), xp.squeeze(indices, axis=axis))


mode.rule(input=picked)
mode.cases(case(integers(3, 9, low=0, high=4)), case(integers(9, 3, low=0, high=3), 0, True))


def _running(xp: Any, values: Any, indices: Any, axis: int, largest: bool) -> tuple[Any, Any]:
    """Running extremes and their indices: the reach of each comparison doubles until it covers everything."""
    values, indices = xp.moveaxis(values, axis, -1), xp.moveaxis(indices, axis, -1)
    reach, n = 1, values.shape[-1]
    while reach < n:
        old, new = values[..., :-reach], values[..., reach:]
        better = old > new if largest else old < new
        better = xp.logical_or(better, xp.logical_and(old != old, new == new))
        values = xp.concat([values[..., :reach], xp.where(better, old, new)], axis=-1)
        indices = xp.concat(
            [indices[..., :reach], xp.where(better, indices[..., :-reach], indices[..., reach:])], axis=-1
        )
        reach *= 2
    return xp.moveaxis(values, -1, axis), xp.moveaxis(indices, -1, axis)


def _cumulative(xp: Any, input: Any, dim: int, largest: bool) -> tuple[Any, Any]:
    axis = normalize_dim(dim, input.ndim)
    if not input.ndim:
        return xp.copy(input), xp.zeros((), dtype=xp.int64)
    line = xp.reshape(xp.arange(input.shape[axis]), tuple(-1 if i == axis else 1 for i in range(input.ndim)))
    values, indices = _running(xp, input, xp.broadcast_to(line, input.shape), axis, largest)
    return xp.copy(values), xp.copy(indices)


def _gathered(xp: Any, g: Any, indices: Any, input_shape: tuple[int, ...], dim: int) -> Any:
    return xp.gather_adjoint(g, indices, dim=dim, shape=input_shape)


@op(outputs=("values", "indices"), differentiable=(True, False), real=True)
def cummax(xp: Any, input: Array, dim: int) -> Any:
    """Largest elements so far along a dimension, and their indices.

    Parameters
    ----------
    input : Tensor
    dim : int

    Returns
    -------
    (Tensor, Tensor)
        A named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cummax(ag.tensor([1.0, 3.0, 2.0]), 0).values
    tensor([1., 3., 3.])
    """
    return _cumulative(xp, input, dim, True)


cummax.rule(input=_gathered)
cummax.cases(case(real(3, 7, distinct=True), 1), case(real(5, 2, distinct=True), 0), case(real(), 0))


@op(outputs=("values", "indices"), differentiable=(True, False), real=True)
def cummin(xp: Any, input: Array, dim: int) -> Any:
    """Smallest elements so far along a dimension, and their indices.

    Parameters
    ----------
    input : Tensor
    dim : int

    Returns
    -------
    (Tensor, Tensor)
        A named tuple ``(values, indices)``.

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cummin(ag.tensor([3.0, 1.0, 2.0]), 0).values
    tensor([3., 1., 1.])
    """
    return _cumulative(xp, input, dim, False)


cummin.rule(input=_gathered)
cummin.cases(case(real(3, 7, distinct=True), 1), case(real(5, 2, distinct=True), 0), case(real(), 0))
