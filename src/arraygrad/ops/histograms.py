"""Histograms with edges, of numbers and of points."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import IndexArray, op
from arraygrad.ops._common import kind_of

Histogram = namedtuple("Histogram", ("hist", "bin_edges"))


def _even_edges(xp: Any, x: Any, bins: int, low: Any, high: Any, dim: int) -> Any:
    """The edges of equally wide bins, from `low` to `high` or over the range of the values."""
    if bins < 1:
        raise RuntimeError(f"torch.histogram(): bins must be > 0, but got {bins} for dimension {dim}")
    zero = xp.zeros((), dtype=x.dtype, device=x.device)
    if low is not None:
        if low > high:
            raise RuntimeError(
                f"torch.histogramdd: min should not exceed max, but got min {low:g} max {high:g} for dimension {dim}"
            )
        first, last = zero + low, zero + high
    elif not x.shape[0]:
        first, last = zero, zero + 1
    else:
        first, last = xp.amin(x), xp.amax(x)
        if xp.concrete(first) and not bool(xp.isfinite(last - first)):
            raise RuntimeError(
                f"torch.histogramdd: dimension {dim}'s range [{first.item()}, {last.item()}] is not finite"
            )
    half = xp.where(first == last, zero + 0.5, zero)
    first, last = first - half, last + half
    steps, width = xp.arange(bins + 1, dtype=x.dtype, device=x.device), (last - first) / bins
    # Counted from the nearer end, so that the last edge is exact.
    return xp.where(steps < (bins + 1) / 2, first + width * steps, last - width * (bins - steps))


def _histogram(
    xp: Any, points: Any, bins: Sequence[Any], ranges: Sequence[float] | None, weight: Any, density: bool
) -> tuple[Any, tuple[Any, ...]]:
    """Weights in a grid of bins; `points` has a row for each point and a column for each dimension."""
    edges, place, inside, size = [], None, None, 1
    for d, b in enumerate(bins):
        x = points[:, d]
        if isinstance(b, int):
            low, high = ranges[2 * d : 2 * d + 2] if ranges is not None else (None, None)
            b = _even_edges(xp, x, b, low, high, d)
        edges.append(b)
        n = b.shape[0] - 1
        index = xp.clamp(xp.searchsorted(b, x, right=True) - 1, max=n - 1)  # the last bin has its upper edge
        here = xp.logical_and(x >= b[0], x <= b[-1])
        place = index if place is None else place * n + index
        inside = here if inside is None else xp.logical_and(inside, here)
        size *= n
    weight = xp.ones_like(points[:, 0]) if weight is None else xp.reshape(weight, (-1,))
    place = xp.where(inside, place, xp.full_like(place, size))  # one more place for what lies outside
    counts = xp.scatter_add(xp.zeros((size + 1,), dtype=points.dtype, device=points.device), 0, place, weight)[:size]
    hist = xp.reshape(counts, tuple(b.shape[0] - 1 for b in edges))
    if density:
        hist = hist / xp.sum(hist)
        for d, b in enumerate(edges):
            hist = hist / xp.reshape(b[1:] - b[:-1], (-1, *(1,) * (len(edges) - d - 1)))
    return hist, tuple(edges)


def _checked(xp: Any, input: Any, weight: Any, shape: Sequence[int]) -> Any:
    """The values outside the graph: a step function of them has no derivative."""
    if kind_of(xp, input.dtype) != "real floating":
        raise NotImplementedError(f'"histogramdd" not implemented for {input.dtype}: convert to floating point first')
    if weight is not None and list(weight.shape) != list(shape):
        raise RuntimeError(
            "torch.histogramdd: if weight tensor is provided it should have the same shape as the input tensor "
            f"(excluding the innermost dimension of points), but got {list(shape)} and weight with shape "
            f"{list(weight.shape)}"
        )
    return input.detach()


@op(composite=True)
def histogram(
    xp: Any,
    input: IndexArray,
    bins: Any,
    *,
    range: Sequence[float] | None = None,
    weight: Any = None,
    density: bool = False,
) -> Any:
    """Number, or weight, of the elements in each bin.

    Parameters
    ----------
    input : Tensor
        Floating point.
    bins : int or Tensor
        How many bins of equal width, or the edges of the bins in rising order.
    range : two floats, optional
        Range of the bins; the range of the elements if not given. Elements outside are not counted.
    weight : Tensor, optional
        A weight for each element.
    density : bool
        Whether to divide by the sum and by the widths of the bins.

    Returns
    -------
    hist, bin_edges : Tensor

    Raises
    ------
    RuntimeError
        If there is no bin, the range is empty or not finite, or the weights have another shape.

    Examples
    --------
    >>> import arraygrad as ag
    >>> hist, edges = ag.histogram(ag.tensor([1.0, 2.0, 1.0]), bins=4, range=(0.0, 4.0))
    >>> hist, edges
    (tensor([0., 2., 1., 0.]), tensor([0., 1., 2., 3., 4.]))
    """
    x = xp.reshape(_checked(xp, input, weight, input.shape), (-1, 1))
    hist, edges = _histogram(xp, x, [bins], range, weight, density)
    return Histogram(hist, edges[0])


histogram.cases(case(real(20), 5, range=(-1.0, 1.0)), case(real(2, 6), 3, weight=real(2, 6, low=1), density=True))


@op(composite=True, faces=("torch",))
def histogramdd(
    xp: Any,
    input: IndexArray,
    bins: Any,
    *,
    range: Sequence[float] | None = None,
    weight: Any = None,
    density: bool = False,
) -> Any:
    """Number, or weight, of the points in each cell of a grid.

    Parameters
    ----------
    input : Tensor
        Points along the last dimension, shape (..., n).
    bins : int, sequence of int or sequence of Tensor
        How many bins of equal width in each dimension, or their edges in rising order.
    range : sequence of float, optional
        Lower and upper end for each dimension in turn; the range of the points if not given.
    weight : Tensor, optional
        A weight for each point.
    density : bool
        Whether to divide by the sum and by the sizes of the cells.

    Returns
    -------
    hist : Tensor
        With a dimension for each coordinate.
    bin_edges : tuple of Tensor

    Raises
    ------
    RuntimeError
        If there is no bin, a range is empty or not finite, or shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.histogramdd(ag.tensor([[0.0, 1.0], [1.0, 2.0]]), bins=2).hist
    tensor([[1., 0.],
            [0., 1.]])
    """
    if input.ndim < 2:
        raise RuntimeError("torch.histogramdd: input tensor should have at least 2 dimensions")
    n = input.shape[-1]
    bins = [bins] * n if isinstance(bins, int) else list(bins)
    if len(bins) != n:
        raise RuntimeError("histogramdd: The size of bins must be equal to the innermost dimension of the input.")
    x = xp.reshape(_checked(xp, input, weight, input.shape[:-1]), (-1, n))
    return Histogram(*_histogram(xp, x, bins, range, weight, density))


histogramdd.cases(case(real(6, 2), [2, 3]), case(real(6, 2), 2, range=[-1.0, 1.0, -2.0, 2.0], density=True))
