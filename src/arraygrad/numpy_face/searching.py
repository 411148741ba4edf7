"""NumPy's functions that sort, search, count, and treat arrays as sets, on tensors."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from arraygrad import functions as ag
from arraygrad.numpy_face.arguments import flat_or, floating, operands, refusal
from arraygrad.numpy_face.elementwise import linspace
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor

implements("argwhere")(lambda a: ag.argwhere(a))
implements("nonzero")(lambda a: tuple(ag.nonzero(a, as_tuple=True)))
implements("flatnonzero")(lambda a: ag.nonzero(a.reshape(-1)).reshape(-1))


@implements("sort")
def sort(a: Any, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> Any:
    if order is not None:
        raise refusal("sort", "order")
    x, dim = flat_or(operands(a)[0], axis)
    return ag.sort(x, dim).values


@implements("partition")
def partition(a: Any, kth: Any, axis: Any = -1, kind: str = "introselect", order: Any = None) -> Any:
    return sort(a, axis, order=order)  # what is sorted is partitioned at every place


@implements("argsort")
def argsort(a: Any, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> Any:
    if order is not None:
        raise refusal("argsort", "order")
    x, dim = flat_or(operands(a)[0], axis)
    return ag.argsort(x, dim, stable=True)


@implements("argpartition")
def argpartition(a: Any, kth: Any, axis: Any = -1, kind: str = "introselect", order: Any = None) -> Any:
    return argsort(a, axis, order=order)


@implements("lexsort")
def lexsort(keys: Any, axis: int = -1) -> Any:
    first, *others = [operands(key)[0] for key in keys]
    result = ag.argsort(first, axis, stable=True)
    for key in others:
        result = ag.gather(result, axis, ag.argsort(ag.gather(key, axis, result), axis, stable=True))
    return result


@implements("searchsorted")
def searchsorted(a: Any, v: Any, side: str = "left", sorter: Any = None) -> Any:
    a, v = operands(a, v)
    return ag.searchsorted(a, v, side=side, sorter=sorter)


@implements("digitize")
def digitize(x: Any, bins: Any, right: bool = False) -> Any:
    x, bins = operands(x, bins)
    side = "left" if right else "right"
    if bins.shape[0] > 1 and bool(bins[0] > bins[-1]):
        return bins.shape[0] - ag.searchsorted(ag.flip(bins, (0,)), x, side=side)
    return ag.searchsorted(bins, x, side=side)


# -- counting ------------------------------------------------------------------------------------------------------


@implements("bincount")
def bincount(x: Any, /, weights: Any = None, minlength: int = 0) -> Any:
    (x,) = operands(x)
    counts = ag.bincount(x, minlength=minlength)
    return counts if weights is None else _sums(x, operands(floating(x), weights)[1], counts.shape[0])


def _sums(places: Tensor, weights: Tensor, n: int) -> Any:
    """The sums of the weights at each of `n` places."""
    return ag.zeros(n, dtype=weights.dtype, device=weights.device).index_add(0, places, weights)


@implements("histogram_bin_edges")
def histogram_bin_edges(a: Any, bins: Any = 10, range: Any = None, weights: Any = None) -> Any:
    (a,) = operands(a)
    if isinstance(bins, str):
        raise refusal(f"histogram with bins={bins!r}")
    if not isinstance(bins, int) and (not isinstance(bins, Tensor) or bins.ndim):
        return operands(a, bins)[1]
    values = floating(a).reshape(-1)
    low, high = (values.amin(), values.amax()) if range is None else operands(values[0], *range)[1:]
    same = low == high
    return linspace(ag.where(same, low - 0.5, low), ag.where(same, high + 0.5, high), int(bins) + 1)


@implements("histogram")
def histogram(a: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None) -> Any:
    (a,) = operands(a)
    edges = histogram_bin_edges(a, bins, range)
    n = edges.shape[0] - 1
    values, bounds = operands(a.detach().reshape(-1), edges.detach())
    place = ag.searchsorted(bounds, values, side="right") - 1
    place = ag.where(values == bounds[-1], n - 1, place)
    inside = (place >= 0) & (place < n)
    if weights is None:
        counts = ag.bincount(place[inside], minlength=n)
    else:
        counts = _sums(place[inside], operands(a, weights)[1].reshape(-1)[inside], n)
    if density:
        counts = floating(counts) / ag.diff(edges) / counts.sum()
    return counts, edges


# -- unique --------------------------------------------------------------------------------------------------------


def _unique(x: Tensor, axis: Any, equal_nan: bool) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Values, where each is first, which of them each element is, and how many there are."""
    if axis is None:
        flat = x.reshape(-1)
        order = ag.argsort(flat.detach(), 0, stable=True)
        ordered = flat.detach()[order]
        new = ordered[1:] != ordered[:-1]
        if equal_nan and x.dtype.is_differentiable:
            new = new & ~(ag.isnan(ordered[1:]) & ag.isnan(ordered[:-1]))
        new = ag.cat([ag.ones_like(ordered[:1], dtype=ag.bool), new])
        places = ag.nonzero(new).reshape(-1)
        number = ag.cumsum(new.to(ag.int64), 0) - 1
        inverse = ag.scatter(ag.zeros_like(order), 0, order, number).reshape(x.shape)
        end = ag.full_like(places[:1], flat.shape[0])
        return flat[order[places]], order[places], inverse, ag.diff(places, append=end)
    _, inverse, counts = ag.unique(x.detach(), return_inverse=True, return_counts=True, dim=axis)
    index = ag.argsort(inverse, 0, stable=True)[ag.cumsum(counts, 0) - counts]
    return ag.index_select(x, axis, index), index, inverse, counts


@implements("unique")
def unique(
    ar: Any,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: Any = None,
    *,
    equal_nan: bool = True,
    sorted: bool = True,
) -> Any:
    values, *others = _unique(operands(ar)[0], axis, equal_nan)
    wanted = (return_index, return_inverse, return_counts)
    chosen = tuple(x for x, want in zip(others, wanted, strict=True) if want)
    return (values, *chosen) if chosen else values


UniqueAll = namedtuple("UniqueAll", ("values", "indices", "inverse_indices", "counts"))
UniqueCounts = namedtuple("UniqueCounts", ("values", "counts"))
UniqueInverse = namedtuple("UniqueInverse", ("values", "inverse_indices"))


@implements("unique_all")
def unique_all(x: Any) -> Any:
    return UniqueAll(*_unique(operands(x)[0], None, False))


implements("unique_counts")(lambda x: UniqueCounts(*unique_all(x)[::3]))
implements("unique_inverse")(lambda x: UniqueInverse(*unique_all(x)[::2]))
implements("unique_values")(lambda x: unique_all(x).values)


# -- sets ----------------------------------------------------------------------------------------------------------


@implements("isin")
def isin(
    element: Any, test_elements: Any, assume_unique: bool = False, invert: bool = False, *, kind: Any = None
) -> Any:
    element, test_elements = operands(element, test_elements)
    return ag.isin(element, test_elements, invert=invert)


def _sets(a: Any, b: Any) -> Any:
    a, b = operands(a, b)
    return unique(a), unique(b)


@implements("union1d")
def union1d(ar1: Any, ar2: Any) -> Any:
    return unique(ag.cat(list(_sets(ar1, ar2))))


@implements("intersect1d")
def intersect1d(ar1: Any, ar2: Any, assume_unique: bool = False) -> Any:
    a, b = _sets(ar1, ar2)
    return a[ag.isin(a, b)]


@implements("setdiff1d")
def setdiff1d(ar1: Any, ar2: Any, assume_unique: bool = False) -> Any:
    a, b = _sets(ar1, ar2)
    return a[ag.isin(a, b, invert=True)]


@implements("setxor1d")
def setxor1d(ar1: Any, ar2: Any, assume_unique: bool = False) -> Any:
    a, b = _sets(ar1, ar2)
    return sort(ag.cat([a[ag.isin(a, b, invert=True)], b[ag.isin(b, a, invert=True)]]))


# -- indices -------------------------------------------------------------------------------------------------------


@implements("unravel_index")
def unravel_index(indices: Any, shape: Any) -> Any:
    (rest,) = operands(indices)
    result = []
    for n in reversed((shape,) if isinstance(shape, int) else tuple(shape)):
        result.append(rest % n)
        rest = rest // n
    return tuple(reversed(result))


@implements("ravel_multi_index")
def ravel_multi_index(multi_index: Any, dims: Any) -> Any:
    parts = operands(*multi_index)
    result = ag.zeros_like(parts[0])
    for part, n in zip(parts, (dims,) if isinstance(dims, int) else dims, strict=True):
        result = result * n + part
    return result


def _triangle(function: Any, arr: Any, k: int) -> Any:
    ones = ag.ones(arr.shape[-2:], dtype=ag.int64, device=arr.device)
    return tuple(ag.nonzero(function(ones, k), as_tuple=True))


implements("tril_indices_from")(lambda arr, k=0: _triangle(ag.tril, arr, k))
implements("triu_indices_from")(lambda arr, k=0: _triangle(ag.triu, arr, k))
implements("diag_indices_from")(lambda arr: (ag.arange(arr.shape[0], device=arr.device),) * arr.ndim)


@implements("ix_")
def ix_(*args: Any) -> Any:
    vectors = [ag.nonzero(x).reshape(-1) if x.dtype is ag.bool else x for x in (operands(a)[0] for a in args)]
    return tuple(x.reshape([-1 if i == j else 1 for j in range(len(vectors))]) for i, x in enumerate(vectors))
