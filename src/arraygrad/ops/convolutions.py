"""Convolutions by their number of dimensions, and transposed ones."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op

Ints = tuple[int, ...]


def _tuple(value: Any, n: int, name: str) -> Ints:
    """A value for each spatial dimension.

    Raises
    ------
    RuntimeError
        If there is another number of them.
    """
    values = (value,) * n if isinstance(value, int) else tuple(value)
    if len(values) == 1:
        values *= n
    if len(values) != n:
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {n} values to match the convolution "
            f"dimensions, but got {name}={list(values)}"
        )
    return values


def _check(
    input: Any, weight: Any, bias: Any, stride: Ints, padding: Ints, dilation: Ints, groups: int, *, transposed: bool
) -> None:
    """Check what the sizes of a convolution's arguments have to fulfil.

    Raises
    ------
    RuntimeError
        If they do not.
    """
    if any(p < 0 for p in padding):
        raise RuntimeError(f"negative padding is not supported, got {list(padding)}")
    if any(s <= 0 for s in stride):
        raise RuntimeError(f"non-positive stride is not supported, got {list(stride)}")
    if any(d <= 0 for d in dilation):
        raise RuntimeError(f"dilation should be greater than zero, but got {list(dilation)}")
    if groups <= 0:
        raise RuntimeError(f"non-positive groups is not supported, got {groups}")
    if weight.shape[0] % groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, but got weight of "
            f"size {list(weight.shape)} instead"
        )
    expected = weight.shape[0] if transposed else weight.shape[1] * groups
    if input.shape[1] != expected:
        raise RuntimeError(
            f"Given groups={groups}, weight of size {list(weight.shape)}, expected input{list(input.shape)} to have "
            f"{expected} channels, but got {input.shape[1]} channels instead"
        )
    outputs = weight.shape[1] * groups if transposed else weight.shape[0]
    if bias is not None and tuple(bias.shape) != (outputs,):
        raise RuntimeError(
            f"Given weight of size {list(weight.shape)}, expected bias to be 1-dimensional with {outputs} elements, "
            f"but got bias of size {list(bias.shape)} instead"
        )


def _batched(xp: Any, input: Any, weight: Any, n: int, name: str) -> tuple[Any, bool]:
    """The input with a batch dimension, and whether it had none."""
    if input.ndim not in (n + 1, n + 2):
        raise RuntimeError(
            f"Expected {n + 1}D (unbatched) or {n + 2}D (batched) input to {name}, but got input of size: "
            f"{list(input.shape)}"
        )
    if weight.ndim != n + 2:
        raise RuntimeError(f"Expected {n + 2}D weight for {name}, but got weight of size: {list(weight.shape)}")
    single = input.ndim == n + 1
    return (xp.expand_dims(input, axis=0) if single else input), single


def _finished(xp: Any, out: Any, bias: Any, single: bool, n: int) -> Any:
    if bias is not None:
        out = out + xp.reshape(bias, (-1,) + (1,) * n)
    return xp.squeeze(out, axis=0) if single else out


def _conv(
    xp: Any, n: int, input: Any, weight: Any, bias: Any, stride: Any, padding: Any, dilation: Any, groups: int
) -> Any:
    input, single = _batched(xp, input, weight, n, f"conv{n}d")
    stride, dilation = _tuple(stride, n, "stride"), _tuple(dilation, n, "dilation")
    if isinstance(padding, str):
        if padding not in ("same", "valid"):
            raise RuntimeError(f"Invalid padding string: {padding!r}")
        if padding == "same":
            if any(s != 1 for s in stride):
                raise RuntimeError("padding='same' is not supported for strided convolutions")
            total = [d * (k - 1) for k, d in zip(weight.shape[2:], dilation, strict=True)]
            if any(t % 2 for t in total):
                more = [side for t in reversed(total) for side in (0, t % 2)]
                input = xp.pad(input, more)
            padding = tuple(t // 2 for t in total)
        else:
            padding = (0,) * n
    padding = _tuple(padding, n, "padding")
    _check(input, weight, bias, stride, padding, dilation, groups, transposed=False)
    wide = [s + 2 * p for s, p in zip(input.shape[2:], padding, strict=True)]
    covered = [d * (k - 1) + 1 for k, d in zip(weight.shape[2:], dilation, strict=True)]
    if any(c > w for c, w in zip(covered, wide, strict=True)):
        sizes = " x ".join(map(str, wide)), " x ".join(map(str, covered))
        raise RuntimeError(
            f"Calculated padded input size per channel: ({sizes[0]}). Kernel size: ({sizes[1]}). Kernel size can't be "
            "greater than actual input size"
        )
    how = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    plain = bias is None
    out = xp.convolution(input, weight, **how) if plain else xp.biased_convolution(input, weight, bias, **how)
    return xp.squeeze(out, axis=0) if single else out


@op(composite=True, faces=("torch", "nn.functional"))
def conv1d(
    xp: Any,
    input: Array,
    weight: Array,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Array:
    """Convolution (cross-correlation) over one spatial dimension; see `conv2d`.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, L) or (C, L).
    weight : Tensor
        Shape (O, C / groups, K).
    bias : Tensor, optional
        Shape (O,).
    stride, padding, dilation, groups
        As for `conv2d`.

    Returns
    -------
    Tensor
        Shape (N, O, L') or (O, L').

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.conv1d(ag.tensor([[1.0, 2.0, 3.0]]), ag.ones(1, 1, 2))
    tensor([[3., 5.]])
    """
    return _conv(xp, 1, input, weight, bias, stride, padding, dilation, groups)


@op(composite=True, faces=("torch", "nn.functional"))
def conv2d(
    xp: Any,
    input: Array,
    weight: Array,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Array:
    """Convolution (cross-correlation) over two spatial dimensions.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    weight : Tensor
        Shape (O, C / groups, KH, KW).
    bias : Tensor, optional
        Shape (O,).
    stride, dilation : int or pair of int
        Distance between places of the kernel, and between its elements.
    padding : int, pair of int, or str
        Zeros on both sides; ``"valid"`` for none, ``"same"`` for an output of the input's size (with stride 1).
    groups : int
        Groups of channels that do not see each other.

    Returns
    -------
    Tensor
        Shape (N, O, H', W') or (O, H', W').

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.conv2d(ag.ones(1, 3, 5, 5), ag.ones(4, 3, 3, 3), padding=1).shape
    arraygrad.Size([1, 4, 5, 5])
    """
    return _conv(xp, 2, input, weight, bias, stride, padding, dilation, groups)


@op(composite=True, faces=("torch", "nn.functional"))
def conv3d(
    xp: Any,
    input: Array,
    weight: Array,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Array:
    """Convolution (cross-correlation) over three spatial dimensions; see `conv2d`.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, D, H, W) or (C, D, H, W).
    weight : Tensor
        Shape (O, C / groups, KD, KH, KW).
    bias : Tensor, optional
        Shape (O,).
    stride, padding, dilation, groups
        As for `conv2d`.

    Returns
    -------
    Tensor
        Shape (N, O, D', H', W') or (O, D', H', W').

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.conv3d(ag.ones(1, 1, 2, 2, 2), ag.ones(1, 1, 2, 2, 2)).item()
    8.0
    """
    return _conv(xp, 3, input, weight, bias, stride, padding, dilation, groups)


@op(composite=True, faces=("torch", "nn.functional"))
def conv_tbc(xp: Any, input: Array, weight: Array, bias: Array, pad: int = 0) -> Array:
    """`conv1d` of what has time first and channels last.

    Parameters
    ----------
    input : Tensor
        Shape (T, N, C).
    weight : Tensor
        Shape (K, C, O).
    bias : Tensor
        Shape (O,).
    pad : int
        Zeros on both sides.

    Returns
    -------
    Tensor
        Shape (T', N, O).

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.conv_tbc(ag.ones(4, 1, 2), ag.ones(3, 2, 5), ag.zeros(5)).shape
    arraygrad.Size([2, 1, 5])
    """
    for name, x, ndim in (("Input", input, 3), ("Weight", weight, 3), ("Bias", bias, 1)):
        if x.ndim != ndim:
            raise RuntimeError(f"{name} must have {ndim} dims, got {x.ndim}")
    if input.shape[2] != weight.shape[1]:
        raise RuntimeError(f"Input dim 2 (input channels) is not == dim 1 in the weight tensor: {input.shape[2]}")
    out = xp.conv1d(xp.permute_dims(input, (1, 2, 0)), xp.permute_dims(weight, (2, 1, 0)), bias, 1, pad)
    return xp.permute_dims(out, (2, 0, 1))


conv_tbc.cases(case(real(4, 2, 3), real(2, 3, 2), real(2), 1))
conv1d.cases(case(real(2, 3, 5), real(4, 3, 2), real(4)), case(real(3, 5), real(4, 3, 2), padding="same"))
conv2d.cases(
    case(real(2, 3, 5, 5), real(4, 3, 3, 3), real(4), padding=1),
    case(real(1, 4, 5, 6), real(4, 1, 2, 3), stride=2, groups=4),
    case(real(3, 5, 5), real(4, 3, 2, 2), dilation=(2, 1)),
)
conv3d.cases(case(real(1, 2, 3, 4, 3), real(2, 2, 2, 2, 2), real(2)))


def _conv_transpose(
    xp: Any,
    n: int,
    input: Any,
    weight: Any,
    bias: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    groups: int,
    dilation: Any,
) -> Any:
    input, single = _batched(xp, input, weight, n, f"conv_transpose{n}d")
    stride, dilation = _tuple(stride, n, "stride"), _tuple(dilation, n, "dilation")
    padding, more = _tuple(padding, n, "padding"), _tuple(output_padding, n, "output_padding")
    _check(input, weight, bias, stride, padding, dilation, groups, transposed=True)
    if any(m >= s and m >= d for m, s, d in zip(more, stride, dilation, strict=True)):
        raise RuntimeError(
            f"output padding must be smaller than either stride or dilation, but got output_padding {list(more)}, "
            f"stride {list(stride)} and dilation {list(dilation)}"
        )
    sizes = tuple(
        (size - 1) * s - 2 * p + d * (k - 1) + m + 1
        for size, k, s, p, d, m in zip(input.shape[2:], weight.shape[2:], stride, padding, dilation, more, strict=True)
    )
    if any(size <= 0 for size in sizes):
        raise RuntimeError(
            f"Calculated output size {list(sizes)} is too small for an input of size {list(input.shape)}"
        )
    edges = [side for p, m in zip(reversed(padding), reversed(more), strict=True) for side in (-p, m - p)]
    cut = any(m >= s for m, s in zip(more, stride, strict=True))
    if cut:  # a convolution that gave `input` would go on to further places: all is computed, the edges come after
        sizes = tuple(size + 2 * p - m for size, p, m in zip(sizes, padding, more, strict=True))
        padding = (0,) * n
    out = xp.convolution_input_grad(
        input,
        weight,
        input_shape=(input.shape[0], weight.shape[1] * groups, *sizes),
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )
    if cut:
        out = xp.pad(out, edges)
    return _finished(xp, out, bias, single, n)


@op(composite=True, faces=("torch", "nn.functional"))
def conv_transpose1d(
    xp: Any,
    input: Array,
    weight: Array,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Array:
    """Transposed convolution over one spatial dimension; see `conv_transpose2d`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.conv_transpose1d(ag.ones(1, 1, 3), ag.ones(1, 2, 2), stride=2).shape
    arraygrad.Size([1, 2, 6])
    """
    return _conv_transpose(xp, 1, input, weight, bias, stride, padding, output_padding, groups, dilation)


@op(composite=True, faces=("torch", "nn.functional"))
def conv_transpose2d(
    xp: Any,
    input: Array,
    weight: Array,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Array:
    """Transposed convolution: what `conv2d` of the same parameters does to gradients of its input.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    weight : Tensor
        Shape (C, O / groups, KH, KW).
    bias : Tensor, optional
        Shape (O,).
    stride, padding, dilation : int or pair of int
        Of the convolution that is transposed.
    output_padding : int or pair of int
        Added to one side of the result's size, which the stride leaves open.
    groups : int
        Groups of channels that do not see each other.

    Returns
    -------
    Tensor
        Shape (N, O, H', W') or (O, H', W').

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.conv_transpose2d(ag.ones(1, 1, 3, 3), ag.ones(1, 2, 2, 2), stride=2).shape
    arraygrad.Size([1, 2, 6, 6])
    """
    return _conv_transpose(xp, 2, input, weight, bias, stride, padding, output_padding, groups, dilation)


@op(composite=True, faces=("torch", "nn.functional"))
def conv_transpose3d(
    xp: Any,
    input: Array,
    weight: Array,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Array:
    """Transposed convolution over three spatial dimensions; see `conv_transpose2d`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.conv_transpose3d(ag.ones(1, 1, 2, 2, 2), ag.ones(1, 2, 2, 2, 2)).shape
    arraygrad.Size([1, 2, 3, 3, 3])
    """
    return _conv_transpose(xp, 3, input, weight, bias, stride, padding, output_padding, groups, dilation)


conv_transpose1d.cases(case(real(2, 3, 4), real(3, 2, 3), real(2), stride=2, padding=1, output_padding=1))
conv_transpose2d.cases(
    case(real(2, 4, 3, 3), real(4, 1, 2, 3), stride=(2, 1), groups=2),
    case(real(1, 1, 2, 2), real(1, 1, 2, 2), padding=1, output_padding=(1, 2), dilation=3),
)
conv_transpose3d.cases(case(real(1, 2, 2, 2, 2), real(2, 1, 2, 2, 2)))
