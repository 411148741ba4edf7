"""Running sums and products."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops._common import as_dtype, conj, kind_of, normalize_dim


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


def _cumprod_input(xp: Any, g: Any, input: Any, out: Any, dim: int) -> Any:
    if not input.ndim:
        return g
    axis = normalize_dim(dim, input.ndim)
    zero = input == 0
    zeros = xp.cumulative_sum(xp.astype(zero, xp.int64), axis=axis)
    first = xp.logical_and(zero, zeros == 1)
    # Before the first zero: the sum of all products that the element is in, divided by it. At the first zero: the sum
    # of the products with 1 in its place. After it nothing depends on the element.
    before = _backwards(xp, g * conj(xp, out), axis) / conj(xp, xp.where(zero, 1, input))
    replaced = xp.cumulative_prod(xp.where(first, 1, input), axis=axis)
    at_first = _backwards(xp, g * conj(xp, replaced), axis)
    return xp.where(zeros == 0, before, xp.where(first, at_first, 0))


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
    high = xp.amax(input.detach(), dim, True)
    return xp.log(xp.cumsum(xp.exp(input - high), dim)) + high


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
    parts = [x for x in (prepend, input, append) if x is not None]
    x = xp.concat(parts, axis=axis) if len(parts) > 1 else input
    lead = (slice(None),) * axis
    for _ in range(n):
        later, earlier = x[(*lead, slice(1, None))], x[(*lead, slice(0, max(x.shape[axis] - 1, 0)))]
        x = xp.logical_xor(later, earlier) if kind_of(xp, x.dtype) == "bool" else later - earlier
    return x


diff.cases(case(real(3, 4)), case(real(3, 4), 2, 0), case(real(3), 1, 0, real(2), real(1)))
