"""Pooling: the largest element, or the mean, of what a window sees.

The operations work on (N, C, *S) in any number of spatial dimensions. `kernel_size`, `stride` and `dilation` are tuples with an
integer, `padding` with a pair of integers (low, high), for each spatial dimension.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import kind_of

Ints = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]


# -- windows -----------------------------------------------------------------------------------------------------


def _outputs(shape: Sequence[int], kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints) -> Ints:
    """How many places a window has along each spatial dimension."""
    return tuple(
        (n + low + high - d * (k - 1) - 1) // s + 1
        for n, k, s, (low, high), d in zip(shape, kernel_size, stride, padding, dilation, strict=True)
    )


def _padded(xp: Any, x: Any, padding: Pairs, filler: Any) -> Any:
    if not any(low or high for low, high in padding):
        return x
    inside = tuple(slice(low, low + n) for n, (low, _) in zip(x.shape[2:], padding, strict=True))
    sizes = tuple(n + low + high for n, (low, high) in zip(x.shape[2:], padding, strict=True))
    return xp.write(xp.full((*x.shape[:2], *sizes), filler, dtype=x.dtype), (slice(None), slice(None), *inside), x)


def _seen(x: Any, kernel_size: Ints, stride: Ints, dilation: Ints, out: Ints) -> list[Any]:
    """For each element of the window what it sees over all places."""
    return [
        x[
            (
                slice(None),
                slice(None),
                *(slice(o * d, o * d + (n - 1) * s + 1, s) for o, d, n, s in zip(offset, dilation, out, stride, strict=True)),
            )
        ]
        for offset in product(*map(range, kernel_size))
    ]


def _folded(function: Callable[..., Any], parts: Sequence[Any]) -> Any:
    total = parts[0]
    for part in parts[1:]:
        total = function(total, part)
    return total


# -- the largest element -----------------------------------------------------------------------------------------


def _lowest(xp: Any, dtype: Any) -> Any:
    return -xp.inf if kind_of(xp, dtype) == "real floating" else xp.iinfo(dtype).min


@op(faces=())
def max_pool(xp: Any, input: Array, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints) -> Array:
    """The largest element of each window."""
    out = _outputs(input.shape[2:], kernel_size, stride, padding, dilation)
    x = _padded(xp, input, padding, _lowest(xp, input.dtype))
    parts = _seen(x, kernel_size, stride, dilation, out)
    return xp.copy(parts[0]) if len(parts) == 1 else _folded(xp.maximum, parts)


@op(faces=())
def max_pool_indices(xp: Any, input: IndexArray, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints) -> Array:
    """Where in the flattened spatial dimensions the largest element of each window is: the first one, or the last NaN."""
    sizes = input.shape[2:]
    out = _outputs(sizes, kernel_size, stride, padding, dilation)
    parts = _seen(_padded(xp, input, padding, _lowest(xp, input.dtype)), kernel_size, stride, dilation, out)
    best, place = None, None
    for part, offset in zip(parts, product(*map(range, kernel_size)), strict=True):
        here = xp.zeros((), dtype=xp.int64)
        for axis, (o, d, n, s, (low, _), size) in enumerate(zip(offset, dilation, out, stride, padding, sizes, strict=True)):
            along = xp.arange(n, dtype=xp.int64) * s + (o * d - low)
            here = here * size + xp.reshape(along, (n,) + (1,) * (len(out) - axis - 1))
        if best is None:
            # A place in the padding only stands until an element of the input is met.
            best, place = part, xp.broadcast_to(here, part.shape)
            outside = _outside(xp, offset, dilation, out, stride, padding, sizes)
            continue
        better = xp.logical_or(part > best, part != part)
        if outside is not None:
            better = xp.logical_or(better, outside)
            within = xp.logical_not(_outside(xp, offset, dilation, out, stride, padding, sizes))
            better = xp.logical_and(better, within)
            outside = xp.logical_and(outside, xp.logical_not(within))
        best, place = xp.where(better, part, best), xp.where(better, here, place)
    return xp.copy(place)


def _outside(xp: Any, offset: Ints, dilation: Ints, out: Ints, stride: Ints, padding: Pairs, sizes: Sequence[int]) -> Any:
    """At which places an element of the window lies in the padding; None if there is none."""
    if not any(low or high for low, high in padding):
        return None
    result = xp.zeros((1,) * len(out), dtype=xp.bool)
    for axis, (o, d, n, s, (low, _), size) in enumerate(zip(offset, dilation, out, stride, padding, sizes, strict=True)):
        along = xp.arange(n, dtype=xp.int64) * s + (o * d - low)
        along = xp.reshape(xp.logical_or(along < 0, along >= size), (n,) + (1,) * (len(out) - axis - 1))
        result = xp.logical_or(result, along)
    return result


@op(faces=())
def max_pool_input_grad(
    xp: Any, grad: Array, input: IndexArray, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints
) -> Array:
    """Adjoint of `max_pool`: each value goes to the place of the largest element of its window."""
    index = xp.max_pool_indices(input, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
    n, c, places, total = *grad.shape[:2], prod(grad.shape[2:]), prod(input.shape[2:])
    flat = xp.gather_adjoint(
        xp.reshape(grad, (n, c, places)),
        xp.reshape(index, (n, c, places)),
        dim=2,
        shape=(n, c, total),
        distinct=all(s >= d * (k - 1) + 1 for s, d, k in zip(stride, dilation, kernel_size, strict=True)),
    )
    return xp.reshape(flat, tuple(input.shape))


@op(faces=())
def max_pool_at(
    xp: Any, input: Array, where: IndexArray, *, kernel_size: Ints, stride: Ints, padding: Pairs, dilation: Ints
) -> Array:
    """The element of `input` at the place of the largest element of each window of `where`."""
    index = xp.max_pool_indices(where, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
    n, c = input.shape[:2]
    flat = xp.reshape(input, (n, c, prod(input.shape[2:])))
    return xp.reshape(xp.gather(flat, 2, xp.reshape(index, (n, c, prod(index.shape[2:])))), tuple(index.shape))


max_pool.rule(
    input=lambda xp, g, input, kernel_size, stride, padding, dilation: xp.max_pool_input_grad(
        g, input, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation
    )
)
max_pool_input_grad.rule(
    grad=lambda xp, g, input, kernel_size, stride, padding, dilation: xp.max_pool_at(
        g, input, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation
    )
)
max_pool_at.rule(
    input=lambda xp, g, where, kernel_size, stride, padding, dilation: xp.max_pool_input_grad(
        g, where, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation
    )
)


# -- sums --------------------------------------------------------------------------------------------------------


@op(faces=())
def sum_pool(xp: Any, input: Array, *, kernel_size: Ints, stride: Ints, padding: Pairs) -> Array:
    """The sum of each window."""
    ones = (1,) * len(kernel_size)
    out = _outputs(input.shape[2:], kernel_size, stride, padding, ones)
    parts = _seen(_padded(xp, input, padding, 0), kernel_size, stride, ones, out)
    if len(parts) == 1:
        return xp.copy(parts[0])
    total = parts[0] + parts[1]
    for part in parts[2:]:
        total += part
    return total


@op(faces=())
def sum_pool_input_grad(
    xp: Any, grad: Array, *, input_shape: Ints, kernel_size: Ints, stride: Ints, padding: Pairs
) -> Array:
    """Adjoint of `sum_pool`: each value is added to all elements of its window."""
    sizes = [n + low + high for n, (low, high) in zip(input_shape[2:], padding, strict=True)]
    wide = [n + k - 1 for n, k in zip(sizes, kernel_size, strict=True)]
    steps = tuple(
        slice(k - 1, k - 1 + (n - 1) * s + 1, s) for k, n, s in zip(kernel_size, grad.shape[2:], stride, strict=True)
    )
    spread = xp.write(xp.zeros((*grad.shape[:2], *wide), dtype=grad.dtype), (slice(None), slice(None), *steps), grad)
    total = _folded(lambda a, b: a + b, _seen(spread, kernel_size, (1,) * len(sizes), (1,) * len(sizes), tuple(sizes)))
    inside = tuple(slice(low, low + n) for n, (low, _) in zip(input_shape[2:], padding, strict=True))
    return xp.copy(total[(slice(None), slice(None), *inside)])


sum_pool.rule(
    input=lambda xp, g, input_shape, kernel_size, stride, padding: xp.sum_pool_input_grad(
        g, input_shape=tuple(input_shape), kernel_size=kernel_size, stride=stride, padding=padding
    )
)
sum_pool_input_grad.rule(
    grad=lambda xp, g, kernel_size, stride, padding: xp.sum_pool(
        g, kernel_size=kernel_size, stride=stride, padding=padding
    )
)
for _how in (
    {"kernel_size": (2, 2), "stride": (2, 2), "padding": ((0, 0), (0, 0))},
    {"kernel_size": (3, 2), "stride": (2, 1), "padding": ((1, 1), (0, 1))},
):
    max_pool.cases(case(real(2, 3, 5, 6, distinct=True), dilation=(1, 1), **_how))
    sum_pool.cases(case(real(2, 3, 5, 6), **_how))


# -- PyTorch's functions -----------------------------------------------------------------------------------------


def _tuple(value: Any, n: int, name: str) -> Ints:
    values = (value,) * n if isinstance(value, int) else tuple(value)
    if len(values) == 1:
        values *= n
    if len(values) != n:
        raise RuntimeError(f"{name} must be a single int, or a tuple of {n} ints, got {list(values)}")
    return values


def _geometry(
    xp: Any, n: int, name: str, input: Any, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool
) -> tuple[Any, Ints, Ints, Pairs, Ints, Ints]:
    """Check a pooling function's arguments: the batched input, the parameters of the op, and the padding asked for.

    Raises
    ------
    RuntimeError
        If they do not fit.
    """
    if input.ndim not in (n + 1, n + 2) or 0 in input.shape[-n - 1 :]:
        raise RuntimeError(f"non-empty {n + 1}D or {n + 2}D (batch mode) tensor expected for input of {name}, got {list(input.shape)}")
    kernel = _tuple(kernel_size, n, "kernel_size")
    steps = kernel if stride is None or stride == [] else _tuple(stride, n, "stride")
    pads, dilation = _tuple(padding, n, "padding"), _tuple(dilation, n, "dilation")
    if any(k <= 0 for k in kernel):
        raise RuntimeError(f"kernel size should be greater than zero, but got {list(kernel)}")
    if any(s <= 0 for s in steps):
        raise RuntimeError(f"stride should not be zero, got {list(steps)}")
    if any(d <= 0 for d in dilation):
        raise RuntimeError(f"dilation should be greater than zero, but got {list(dilation)}")
    if any(p < 0 for p in pads):
        raise RuntimeError(f"pad must be non-negative, but got pad: {list(pads)}")
    for p, k, d in zip(pads, kernel, dilation, strict=True):
        if p > (d * (k - 1) + 1) // 2:
            raise RuntimeError(
                f"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and dilation={d}"
            )
    pairs = []
    for size, k, s, p, d in zip(input.shape[-n:], kernel, steps, pads, dilation, strict=True):
        more = 0
        span = size + 2 * p - d * (k - 1) - 1
        if ceil_mode and span % s:
            # One more window, if it starts inside the input or the padding before it.
            count = span // s + 2
            more = (count - 1) * s - span if (count - 1) * s < size + p else 0
        if span + more < 0:
            shape = "x".join(map(str, input.shape[-n - 1 :]))
            raise RuntimeError(f"Given input size: ({shape}). The kernel covers more than that: Output size is too small")
        pairs.append((p, p + more))
    batched = input if input.ndim == n + 2 else xp.expand_dims(input, axis=0)
    return batched, kernel, steps, tuple(pairs), dilation, pads


def _max_pool(
    xp: Any,
    n: int,
    input: Any,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    ceil_mode: bool,
    return_indices: bool,
) -> Any:
    x, kernel, steps, pairs, spread, _ = _geometry(
        xp, n, f"max_pool{n}d", input, kernel_size, stride, padding, dilation, ceil_mode
    )
    out = xp.max_pool(x, kernel_size=kernel, stride=steps, padding=pairs, dilation=spread)
    single = input.ndim == n + 1
    out = xp.squeeze(out, axis=0) if single else out
    if not return_indices:
        return out
    index = xp.max_pool_indices(x, kernel_size=kernel, stride=steps, padding=pairs, dilation=spread)
    return out, xp.squeeze(index, axis=0) if single else index


@op(composite=True, faces=("torch", "nn.functional"))
def max_pool1d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest element of each window, over one spatial dimension; see `max_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_pool1d(ag.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    tensor([[3., 2.]])
    """
    return _max_pool(xp, 1, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


@op(composite=True, faces=("torch", "nn.functional"))
def max_pool2d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest element of each window.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    kernel_size : int or pair of int
    stride : int or pair of int, optional
        Distance between windows; the kernel's size if not given.
    padding : int or pair of int
        Rows that never win, on both sides.
    dilation : int or pair of int
        Distance between the elements of a window.
    ceil_mode : bool
        Let a last window reach over the edge.
    return_indices : bool
        Also give the place of each element in the flattened spatial dimensions.

    Returns
    -------
    Tensor, or pair of Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_pool2d(ag.tensor([[[1.0, 2.0], [3.0, 4.0]]]), 2)
    tensor([[[4.]]])
    """
    return _max_pool(xp, 2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


@op(composite=True, faces=("torch", "nn.functional"))
def max_pool3d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest element of each window, over three spatial dimensions; see `max_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.max_pool3d(ag.ones(1, 2, 2, 2), 2).shape
    arraygrad.Size([1, 1, 1, 1])
    """
    return _max_pool(xp, 3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _counts(size: int, k: int, s: int, pad: int, pair: tuple[int, int], include: bool) -> list[int]:
    """By how many elements the sum of each window is divided, along one dimension."""
    total = (size + pair[0] + pair[1] - k) // s + 1
    counts = []
    for i in range(total):
        start = i * s - pad
        stop = min(start + k, size + pad)
        counts.append(stop - start if include else min(stop, size) - max(start, 0))
    return counts


def _avg_pool(
    xp: Any,
    n: int,
    input: Any,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: int | None,
) -> Any:
    x, kernel, steps, pairs, _, pads = _geometry(xp, n, f"avg_pool{n}d", input, kernel_size, stride, padding, 1, ceil_mode)
    if divisor_override == 0:
        raise RuntimeError("divisor must be not zero")
    out = xp.sum_pool(x, kernel_size=kernel, stride=steps, padding=pairs)
    if divisor_override is not None:
        out = out / divisor_override
    else:
        counts = [
            _counts(size, k, s, p, pair, count_include_pad)
            for size, k, s, p, pair in zip(x.shape[2:], kernel, steps, pads, pairs, strict=True)
        ]
        if all(c == k for row, k in zip(counts, kernel, strict=True) for c in row):
            out = out * (1 / prod(kernel))
        else:
            for axis, row in enumerate(counts):
                divisor = xp.asarray(row, dtype=input.dtype, device=input.device)
                out = out / xp.reshape(divisor, (len(row),) + (1,) * (n - 1 - axis))
    return xp.squeeze(out, axis=0) if input.ndim == n + 1 else out


@op(composite=True, faces=("torch", "nn.functional"))
def avg_pool1d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """The mean of each window, over one spatial dimension; see `avg_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.avg_pool1d(ag.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    tensor([[2., 1.]])
    """
    return _avg_pool(xp, 1, input, kernel_size, stride, padding, ceil_mode, count_include_pad, None)


@op(composite=True, faces=("nn.functional",))
def avg_pool2d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """The mean of each window.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    kernel_size : int or pair of int
    stride : int or pair of int, optional
        Distance between windows; the kernel's size if not given.
    padding : int or pair of int
        Zeros on both sides.
    ceil_mode : bool
        Let a last window reach over the edge.
    count_include_pad : bool
        Whether padding counts as elements.
    divisor_override : int, optional
        Divide by this instead of by the number of elements.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.avg_pool2d(ag.tensor([[[1.0, 2.0], [3.0, 4.0]]]), 2)
    tensor([[[2.5000]]])
    """
    return _avg_pool(xp, 2, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


@op(composite=True, faces=("nn.functional",))
def avg_pool3d(
    xp: Any,
    input: Array,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """The mean of each window, over three spatial dimensions; see `avg_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.avg_pool3d(ag.ones(1, 2, 2, 2), 2).shape
    arraygrad.Size([1, 1, 1, 1])
    """
    return _avg_pool(xp, 3, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def _bins(size: int, bins: int) -> list[tuple[int, int]]:
    """Where the windows of adaptive pooling start and stop."""
    return [(i * size // bins, -((-(i + 1) * size) // bins)) for i in range(bins)]


def _adaptive_sizes(n: int, name: str, input: Any, output_size: Any) -> Ints:
    if input.ndim not in (n + 1, n + 2):
        raise RuntimeError(f"{name}: Expected {n + 1}D or {n + 2}D tensor, but got {list(input.shape)}")
    sizes = (output_size,) * n if isinstance(output_size, int) or output_size is None else tuple(output_size)
    if len(sizes) != n:
        raise RuntimeError(f"{name}: output_size must be {n}, got {list(sizes)}")
    return tuple(size if out is None else out for out, size in zip(sizes, input.shape[-n:], strict=True))


def _adaptive_avg(xp: Any, n: int, input: Any, output_size: Any) -> Any:
    sizes = _adaptive_sizes(n, f"adaptive_avg_pool{n}d", input, output_size)
    spatial = tuple(input.shape[-n:])
    if all(out == 1 for out in sizes):
        return xp.mean(input, axis=tuple(range(-n, 0)), keepdims=True)
    if all(out and size % out == 0 for size, out in zip(spatial, sizes, strict=True)):
        return _avg_pool(xp, n, input, tuple(s // o for s, o in zip(spatial, sizes, strict=True)), None, 0, False, True, None)
    for axis, (size, out) in enumerate(zip(spatial, sizes, strict=True), -n):
        means = [[1 / (b - a) if a <= i < b else 0.0 for i in range(size)] for a, b in _bins(size, out)]
        matrix = xp.reshape(xp.asarray(means, dtype=input.dtype, device=input.device), (out, size))
        input = xp.moveaxis(xp.matmul(xp.moveaxis(input, axis, -1), xp.matrix_transpose(matrix)), -1, axis)
    return input


@op(composite=True, faces=("torch", "nn.functional"))
def adaptive_avg_pool1d(xp: Any, input: Array, output_size: Any) -> Array:
    """Means over windows chosen to give an output of a size; see `adaptive_avg_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_avg_pool1d(ag.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    tensor([[2., 1.]])
    """
    return _adaptive_avg(xp, 1, input, output_size)


@op(composite=True, faces=("nn.functional",))
def adaptive_avg_pool2d(xp: Any, input: Array, output_size: Any) -> Array:
    """Means over windows chosen to give an output of a size.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    output_size : int, or pair of int or None
        None keeps the input's size.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_avg_pool2d(ag.ones(1, 3, 5, 7), (2, None)).shape
    arraygrad.Size([1, 3, 2, 7])
    """
    return _adaptive_avg(xp, 2, input, output_size)


@op(composite=True, faces=("nn.functional",))
def adaptive_avg_pool3d(xp: Any, input: Array, output_size: Any) -> Array:
    """Means over windows chosen to give an output of a size; see `adaptive_avg_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_avg_pool3d(ag.ones(3, 5, 7, 2), 1).shape
    arraygrad.Size([3, 1, 1, 1])
    """
    return _adaptive_avg(xp, 3, input, output_size)


def _adaptive_max(xp: Any, n: int, input: Any, output_size: Any, return_indices: bool) -> Any:
    sizes = _adaptive_sizes(n, f"adaptive_max_pool{n}d", input, output_size)
    spatial, lead = tuple(input.shape[-n:]), tuple(input.shape[:-n])
    bins = [_bins(size, out) for size, out in zip(spatial, sizes, strict=True)]
    values, places = [], []
    flat = xp.reshape(input, (*lead, prod(spatial)))
    for windows in product(*bins):
        inside = [0]
        for (a, b), size in zip(windows, spatial, strict=True):
            inside = [i * size + j for i in inside for j in range(a, b)]
        index = xp.asarray(inside, dtype=xp.int64, device=input.device)
        part = xp.index_select(flat, -1, index)
        best = xp.argmax(part, axis=-1, keepdims=True)
        values.append(xp.gather(part, -1, best))
        places.append(xp.reshape(xp.index_select(index, 0, xp.reshape(best, (-1,))), tuple(best.shape)))
    out = xp.reshape(xp.concat(values, axis=-1), (*lead, *sizes))
    return (out, xp.reshape(xp.concat(places, axis=-1), (*lead, *sizes))) if return_indices else out


@op(composite=True, faces=("torch", "nn.functional"))
def adaptive_max_pool1d(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements of windows chosen to give an output of a size; see `adaptive_max_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool1d(ag.tensor([[1.0, 3.0, 2.0]]), 2)
    tensor([[3., 3.]])
    """
    return _adaptive_max(xp, 1, input, output_size, return_indices)


@op(composite=True, faces=("nn.functional",))
def adaptive_max_pool2d(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements of windows chosen to give an output of a size.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    output_size : int, or pair of int or None
        None keeps the input's size.
    return_indices : bool
        Also give the place of each element in the flattened spatial dimensions.

    Returns
    -------
    Tensor, or pair of Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool2d(ag.ones(1, 3, 5, 7), (2, None)).shape
    arraygrad.Size([1, 3, 2, 7])
    """
    return _adaptive_max(xp, 2, input, output_size, return_indices)


@op(composite=True, faces=("nn.functional",))
def adaptive_max_pool3d(xp: Any, input: Array, output_size: Any, return_indices: bool = False) -> Any:
    """Largest elements of windows chosen to give an output of a size; see `adaptive_max_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.adaptive_max_pool3d(ag.ones(3, 5, 7, 2), 1).shape
    arraygrad.Size([3, 1, 1, 1])
    """
    return _adaptive_max(xp, 3, input, output_size, return_indices)


max_pool1d.cases(case(real(2, 3, 6, distinct=True), 2), case(real(3, 7, distinct=True), 3, 2, 1, ceil_mode=True))
max_pool2d.cases(
    case(real(2, 3, 6, 5, distinct=True), 2), case(real(2, 6, 7, distinct=True), (3, 2), 2, 1, (1, 2), ceil_mode=True)
)
max_pool3d.cases(case(real(1, 2, 4, 4, 3, distinct=True), 2))
avg_pool1d.cases(case(real(2, 3, 6), 2), case(real(3, 7), 3, 2, 1, True, False))
avg_pool2d.cases(
    case(real(2, 3, 6, 5), 2),
    case(real(2, 6, 7), (3, 2), 2, 1, True, False),
    case(real(2, 6, 7), (3, 2), 2, 1, True, True),
    case(real(1, 1, 4, 4), 2, divisor_override=3),
)
avg_pool3d.cases(case(real(1, 2, 4, 4, 3), 2))
adaptive_avg_pool1d.cases(case(real(2, 3, 7), 3), case(real(2, 3, 6), 3))
adaptive_avg_pool2d.cases(case(real(2, 3, 6, 5), (4, 2)), case(real(2, 6, 6), 1), case(real(2, 6, 6), (None, 2)))
adaptive_avg_pool3d.cases(case(real(2, 3, 4, 5), 2))
adaptive_max_pool1d.cases(case(real(2, 3, 7, distinct=True), 3))
adaptive_max_pool2d.cases(case(real(2, 3, 6, 5, distinct=True), (4, 2)))
adaptive_max_pool3d.cases(case(real(2, 3, 4, 5, distinct=True), 2))
