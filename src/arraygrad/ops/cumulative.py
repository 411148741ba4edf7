"""Running sums and products."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import as_dtype, conj, kind_of, normalize_dim
from arraygrad.ops.reductions import products_before


def _backwards(xp: Any, g: Any, dim: int) -> Any:
    """Running sums from the end."""
    if not g.ndim:
        return g
    axis = normalize_dim(dim, g.ndim)
    return xp.reverse(xp.cumulative_sum(xp.reverse(g, axis), axis=axis), axis)


@op(faces=())
def reverse(xp: Any, input: Array, dim: int) -> Array:
    """The elements along a dimension in reverse order."""
    return xp.flip(input, axis=dim)


reverse.rule(input=lambda xp, g, dim: xp.reverse(g, dim))
reverse.cases(case(real(3, 4), 0), case(real(3, 4), 1))


@op(standard="cumulative_sum", category="sum", inplace=True)
def cumsum(xp: Any, input: Array, dim: int, *, dtype: Any = None) -> Array:
    """Running sums along a dimension.

    Parameters
    ----------
    input : Tensor
    dim : int
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cumsum(ag.tensor([1.0, 2.0, 3.0]), 0)
    tensor([1., 3., 6.])
    """
    x = as_dtype(xp, input, dtype)
    axis = normalize_dim(dim, x.ndim)
    return xp.cumulative_sum(x, axis=axis, dtype=None if dtype is None else x.dtype) if x.ndim else xp.positive(x)


cumsum.rule(input=lambda xp, g, dim: _backwards(xp, g, dim))
cumsum.cases(case(real(3, 4), 0), case(real(3, 4), -1), case(real(), 0), case(real(0, 3), 0), case(integers(3, 4), 1))


@op(standard="cumulative_prod", category="sum", inplace=True)
def cumprod(xp: Any, input: Array, dim: int, *, dtype: Any = None) -> Array:
    """Running products along a dimension; the derivative is right where elements are zero.

    Parameters
    ----------
    input : Tensor
    dim : int
    dtype : DType, optional
        Type to convert to beforehand.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If the dimension is out of range.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.cumprod(ag.tensor([1.0, 2.0, 3.0]), 0)
    tensor([1., 2., 6.])
    """
    x = as_dtype(xp, input, dtype)
    axis = normalize_dim(dim, x.ndim)
    return xp.cumulative_prod(x, axis=axis, dtype=None if dtype is None else x.dtype) if x.ndim else xp.positive(x)


def _part(x: Any, axis: int, start: int, end: int) -> Any:
    """The elements from `start` to `end` along a dimension: none if it is shorter."""
    start = min(start, x.shape[axis])
    return x[(*(slice(None),) * axis, slice(start, max(start, end)), ...)]


def _carried(xp: Any, g: Any, x: Any, axis: int) -> Any:
    """The sums t with ``t[i] = g[i] + x[i + 1] * t[i + 1]``, in twice as long parts from step to step."""
    n, step = x.shape[axis], 1
    factor = _part(x, axis, 1, n)
    while step < n:
        joined = _part(g, axis, 0, n - step) + factor * _part(g, axis, step, n)
        g = xp.concat([joined, _part(g, axis, n - step, n)], axis=axis)
        factor = _part(factor, axis, 0, n - 2 * step) * _part(factor, axis, step, n - step)
        step *= 2
    return g


def _cumprod_input(xp: Any, g: Any, input: Any, dim: int) -> Any:
    """What comes before an element times the sum of what comes after it: without division, zeros are as all others."""
    if not input.ndim or 0 in input.shape:
        return g
    axis = normalize_dim(dim, input.ndim)
    x = conj(xp, input)
    return products_before(xp, x, axis) * _carried(xp, g, x, axis)


cumprod.rule(input=_cumprod_input)
cumprod.cases(
    case(real(3, 4, avoid=(0.0,)), 0),
    case(real(3, 4, avoid=(0.0,)), -1),
    case(real(), 0),
    case(real(0, 3), 0),
    case(integers(3, 4), 1),
)


@op(composite=True)
def logcumsumexp(xp: Any, input: Array, dim: int) -> Array:
    """Logarithms of running sums of exponentials.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.logcumsumexp(ag.tensor([0.0, 0.0]), 0)
    tensor([0.0000, 0.6931])
    """
    axis = normalize_dim(dim, input.ndim)
    n, step = (input.shape[axis] if input.ndim else 1), 1
    while step < n:  # of the last 2, 4, 8, ... elements
        joined = xp.logaddexp(_part(input, axis, step, n), _part(input, axis, 0, n - step))
        input = xp.concat([_part(input, axis, 0, step), joined], axis=axis)
        step *= 2
    return input if step > 1 else xp.clone(input)


logcumsumexp.cases(case(real(3, 4), 1), case(real(), 0))


@op(composite=True)
def diff(
    xp: Any, input: Array, n: int = 1, dim: int = -1, prepend: Array | None = None, append: Array | None = None
) -> Array:
    """Differences of neighbouring elements.

    Parameters
    ----------
    input : Tensor
    n : int
        How often to take differences.
    dim : int
    prepend, append : Tensor, optional
        Joined to `input` before the differences are taken.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `input` has no dimensions or `n` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.diff(ag.tensor([1, 4, 9]))
    tensor([3, 5])
    """
    if not input.ndim:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    axis = normalize_dim(dim, input.ndim)
    if not n:
        return xp.clone(input)
    parts = [x for x in (prepend, input, append) if x is not None]
    x = xp.concat(parts, axis=axis) if len(parts) > 1 else input
    lead = (slice(None),) * axis
    for _ in range(n):
        later, earlier = x[(*lead, slice(1, None))], x[(*lead, slice(0, max(x.shape[axis] - 1, 0)))]
        x = xp.logical_xor(later, earlier) if kind_of(xp, x.dtype) == "bool" else later - earlier
    return x


diff.cases(case(real(3, 4)), case(real(3, 4), 2, 0), case(real(3), 1, 0, real(2), real(1)))
