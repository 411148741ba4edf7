"""Pooling functions, put together from the operations on windows."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op

Ints = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]


def as_sizes(value: Any, n: int, name: str) -> Ints:
    """A number for each of `n` spatial dimensions.

    Raises
    ------
    RuntimeError
        If there is another number of them.
    """
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
        raise RuntimeError(
            f"non-empty {n + 1}D or {n + 2}D (batch mode) tensor expected for input of {name}, got {list(input.shape)}"
        )
    kernel = as_sizes(kernel_size, n, "kernel_size")
    steps = kernel if stride is None or stride == [] else as_sizes(stride, n, "stride")
    pads, dilation = as_sizes(padding, n, "padding"), as_sizes(dilation, n, "dilation")
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
                f"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and "
                f"dilation={d}"
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
            raise RuntimeError(
                f"Given input size: ({shape}). The kernel covers more than that: Output size is too small"
            )
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


def _counts(xp: Any, size: int, k: int, s: int, pad: int, total: int, include: bool, like: Any) -> Any:
    """How many elements each window has along one dimension."""
    start = xp.arange(total, device=like.device) * s - pad
    stop = start + k
    end = size + pad if include else size
    stop = xp.where(stop > end, end, stop)
    start = start if include else xp.where(start < 0, 0, start)
    return xp.astype(stop - start, like.dtype)


def avg_pool(
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
    """Average pooling in any number of dimensions; see `avg_pool2d`."""
    x, kernel, steps, pairs, _, pads = _geometry(
        xp, n, f"avg_pool{n}d", input, kernel_size, stride, padding, 1, ceil_mode
    )
    if divisor_override == 0:
        raise RuntimeError("divisor must be not zero")
    out = xp.sum_pool(x, kernel_size=kernel, stride=steps, padding=pairs)
    if divisor_override is not None:
        out = out / divisor_override
    else:
        if all(low == high and (low == 0 or count_include_pad) for low, high in pairs):
            out = out * (1 / prod(kernel))
        else:
            for axis, (size, k, s, p) in enumerate(zip(x.shape[2:], kernel, steps, pads, strict=True)):
                counts = _counts(xp, size, k, s, p, out.shape[2 + axis], count_include_pad, out)
                out = out / xp.reshape(counts, (-1,) + (1,) * (n - 1 - axis))
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
    return avg_pool(xp, 1, input, kernel_size, stride, padding, ceil_mode, count_include_pad, None)


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
    return avg_pool(xp, 2, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


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
    return avg_pool(xp, 3, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


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
