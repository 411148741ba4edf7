"""Normalization by statistics of the data."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op

Ints = tuple[int, ...]


# -- the operation -----------------------------------------------------------------------------------------------


@op(faces=(), outputs=("normalized", "mean", "variance"))
def standardize(xp: Any, input: Array, *, dims: Ints, eps: float) -> Any:
    """The input less its mean over some dimensions, divided by the square root of its variance plus `eps`."""
    mean = xp.mean(input, axis=dims, keepdims=True)
    normalized = input - mean
    variance = xp.mean(normalized * normalized, axis=dims, keepdims=True)
    normalized /= xp.sqrt(variance + eps)
    return normalized, mean, variance


@op(composite=True, faces=())
def standardize_input_grad(
    xp: Any, grad: Array, normalized: Array, variance: Array, *, dims: Ints, eps: float
) -> Array:
    """What a gradient of the result of `standardize` does to its input."""
    along = xp.mean(grad * normalized, axis=dims, keepdims=True)
    return (grad - xp.mean(grad, axis=dims, keepdims=True) - normalized * along) / xp.sqrt(variance + eps)


standardize_input_grad.cases(
    case(real(3, 4), real(3, 4), real(3, 1, low=0.5), dims=(1,), eps=1e-5),
    case(real(2, 3, 4), real(2, 3, 4), real(1, 3, 1, low=0.5), dims=(0, 2), eps=0.1),
)


def _standardize_input(xp: Any, g: Any, normalized: Any, variance: Any, dims: Ints, eps: float) -> Any:
    g, g_mean, g_variance = g
    total = None if g is None else xp.standardize_input_grad(g, normalized, variance, dims=dims, eps=eps)
    n = prod(normalized.shape[d] for d in dims)
    if g_mean is not None:
        part = xp.broadcast_to(g_mean / n, normalized.shape)
        total = part if total is None else total + part
    if g_variance is not None:
        part = normalized * (g_variance * xp.sqrt(variance + eps) * (2 / n))
        total = part if total is None else total + part
    return total


standardize.rule(input=_standardize_input)
standardize.cases(case(real(3, 4), dims=(1,), eps=1e-5), case(real(2, 3, 4), dims=(0, 2), eps=0.1))


def _affine(xp: Any, x: Any, weight: Any, bias: Any, shape: Ints) -> Any:
    """``x * weight + bias``, with both brought to a shape that broadcasts."""
    if weight is not None:
        x = x * (weight if tuple(weight.shape) == shape else xp.reshape(weight, shape))
    if bias is not None:
        x = x + (bias if tuple(bias.shape) == shape else xp.reshape(bias, shape))
    return x


# -- PyTorch's functions -----------------------------------------------------------------------------------------


def _check_shape(input: Any, normalized_shape: Any, weight: Any, bias: Any) -> Ints:
    """The shape that is normalized over.

    Raises
    ------
    RuntimeError
        If it is not that of the last dimensions, or not that of weight and bias.
    """
    shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
    if not shape:
        raise RuntimeError("Expected normalized_shape to be at least 1-dimensional, but got normalized_shape = []")
    for name, x in (("weight", weight), ("bias", bias)):
        if x is not None and tuple(x.shape) != shape:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape {list(x.shape)} and "
                f"normalized_shape = {list(shape)}"
            )
    if tuple(input.shape[-len(shape) :]) != shape or input.ndim < len(shape):
        expected = ", ".join(map(str, shape))
        raise RuntimeError(
            f"Given normalized_shape={list(shape)}, expected input with shape [*, {expected}], but got input of "
            f"size{list(input.shape)}"
        )
    return shape


@op(composite=True, faces=("torch", "nn.functional"))
def layer_norm(
    xp: Any, input: Array, normalized_shape: Any, weight: Any = None, bias: Any = None, eps: float = 1e-5
) -> Array:
    """Each sample normalized over its last dimensions.

    Parameters
    ----------
    input : Tensor
        Shape (..., *normalized_shape).
    normalized_shape : sequence of int
    weight, bias : Tensor, optional
        Factor and summand after normalization, of shape `normalized_shape`.
    eps : float
        Added to the variance.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.layer_norm(ag.tensor([[1.0, 3.0]]), (2,))
    tensor([[-1.0000,  1.0000]])
    """
    shape = _check_shape(input, normalized_shape, weight, bias)
    out = xp.standardize(input, dims=tuple(range(input.ndim - len(shape), input.ndim)), eps=eps)[0]
    return _affine(xp, out, weight, bias, shape)


@op(composite=True, faces=("torch", "nn.functional"))
def rms_norm(xp: Any, input: Array, normalized_shape: Any, weight: Any = None, eps: float | None = None) -> Array:
    """Each sample divided by the root of the mean square over its last dimensions.

    Parameters
    ----------
    input : Tensor
        Shape (..., *normalized_shape).
    normalized_shape : sequence of int
    weight : Tensor, optional
        Factor after normalization, of shape `normalized_shape`.
    eps : float, optional
        Added to the mean square; the dtype's machine epsilon if not given.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.rms_norm(ag.tensor([[3.0, 3.0]]), (2,))
    tensor([[1., 1.]])
    """
    shape = _check_shape(input, normalized_shape, weight, None)
    dims = tuple(range(input.ndim - len(shape), input.ndim))
    if eps is None:
        eps = float(xp.finfo(input.dtype).eps)
    out = input / xp.sqrt(xp.mean(input * input, axis=dims, keepdims=True) + eps)
    return _affine(xp, out, weight, None, shape)


def _check_channels(channels: int, **tensors: Any) -> None:
    for name, x in tensors.items():
        if x is not None and prod(x.shape) != channels:
            raise RuntimeError(f"{name} should contain {channels} elements not {prod(x.shape)}")


def _update(xp: Any, running: Any, batch: Any, momentum: float) -> None:
    """Move a running statistic towards that of the batch, in place and unrecorded."""
    running.detach().copy_(
        running.detach() * (1 - momentum) + xp.reshape(batch.detach(), tuple(running.shape)) * momentum
    )


@op(composite=True, faces=("nn.functional",))
def batch_norm(
    xp: Any,
    input: Array,
    running_mean: Any,
    running_var: Any,
    weight: Any = None,
    bias: Any = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Array:
    """Each channel normalized: in training by the batch's own mean and variance, else by the running ones.

    Parameters
    ----------
    input : Tensor
        Shape (N, C) or (N, C, ...).
    running_mean, running_var : Tensor or None
        Shape (C,). In training they are updated in place; the variance is the unbiased one.
    weight, bias : Tensor, optional
        Factor and summand after normalization, of shape (C,).
    training : bool
    momentum : float
        Share of the batch in the update of the running statistics.
    eps : float
        Added to the variance.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If there is a single value per channel in training, or `eps` is negative, or zero in training.
    RuntimeError
        If the shapes do not fit, or running statistics are missing outside training.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.batch_norm(ag.tensor([[1.0], [3.0]]), None, None, training=True)
    tensor([[-1.0000],
            [ 1.0000]])
    """
    if input.ndim < 2:
        raise RuntimeError(f"batch_norm: expected an input of shape (N, C, ...), but got {list(input.shape)}")
    channels = input.shape[1]
    _check_channels(channels, running_mean=running_mean, running_var=running_var, weight=weight, bias=bias)
    if eps < 0 or (training and eps == 0):
        wanted = "positive during training" if training else "non-negative"
        raise ValueError(f"batch_norm eps must be {wanted}, but got {eps}")
    shape = (channels,) + (1,) * (input.ndim - 2)
    if not training:
        if running_mean is None or running_var is None:
            raise RuntimeError(
                f"running_{'mean' if running_mean is None else 'var'} must be defined in evaluation mode"
            )
        scale = 1 / xp.sqrt(running_var + eps)
        scale = scale if weight is None else scale * weight
        shift = -running_mean * scale
        shift = shift if bias is None else shift + bias
        return input * xp.reshape(scale, shape) + xp.reshape(shift, shape)
    count = prod(input.shape) // max(channels, 1)
    if count <= 1 and prod(input.shape):
        raise ValueError(f"Expected more than 1 value per channel when training, got input size {list(input.shape)}")
    if count == 0:  # nothing to normalize, and nothing that the statistics could follow
        return _affine(xp, input, weight, bias, shape)
    out, mean, variance = xp.standardize(input, dims=(0, *range(2, input.ndim)), eps=eps)
    if running_mean is not None:
        _update(xp, running_mean, mean, momentum)
    if running_var is not None:
        _update(xp, running_var, variance.detach() * (count / max(count - 1, 1)), momentum)
    return _affine(xp, out, weight, bias, shape)


@op(composite=True, faces=("torch", "nn.functional"))
def group_norm(
    xp: Any, input: Array, num_groups: int, weight: Any = None, bias: Any = None, eps: float = 1e-5
) -> Array:
    """Groups of channels of each sample normalized.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, ...).
    num_groups : int
    weight, bias : Tensor, optional
        Factor and summand after normalization, of shape (C,).
    eps : float
        Added to the variance.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the channels cannot be divided into so many groups or the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.group_norm(ag.tensor([[1.0, 3.0, 2.0, 4.0]]), 2)
    tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])
    """
    if input.ndim < 2:
        raise RuntimeError(f"Expected at least 2 dimensions for input tensor but received {input.ndim}")
    n, channels = input.shape[:2]
    if num_groups <= 0 or channels % num_groups:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by num_groups, but got input of shape "
            f"{list(input.shape)} and num_groups={num_groups}"
        )
    _check_channels(channels, weight=weight, bias=bias)
    size = channels // num_groups * prod(input.shape[2:])
    out = xp.standardize(xp.reshape(input, (n, num_groups, size)), dims=(2,), eps=eps)[0]
    return _affine(xp, xp.reshape(out, tuple(input.shape)), weight, bias, (channels,) + (1,) * (input.ndim - 2))


@op(composite=True, faces=("torch", "nn.functional"))
def instance_norm(
    xp: Any,
    input: Array,
    running_mean: Any = None,
    running_var: Any = None,
    weight: Any = None,
    bias: Any = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Array:
    """Each channel of each sample normalized.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, ...).
    running_mean, running_var : Tensor, optional
        Shape (C,): updated in place with the mean over the samples.
    weight, bias : Tensor, optional
        Factor and summand after normalization, of shape (C,).
    use_input_stats : bool
        Use the sample's own statistics instead of the running ones.
    momentum : float
        Share of the batch in the update of the running statistics.
    eps : float
        Added to the variance.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.instance_norm(ag.tensor([[[1.0, 3.0]]]))
    tensor([[[-1.0000,  1.0000]]])
    """
    if not use_input_stats:
        return xp.batch_norm(input, running_mean, running_var, weight, bias, False, momentum, eps)
    channels, count = input.shape[1], prod(input.shape[2:])
    _check_channels(channels, running_mean=running_mean, running_var=running_var, weight=weight, bias=bias)
    if count <= 1:
        raise ValueError(f"Expected more than 1 spatial element when training, got input size {list(input.shape)}")
    out, mean, variance = xp.standardize(input, dims=tuple(range(2, input.ndim)), eps=eps)
    if running_mean is not None:
        _update(xp, running_mean, xp.mean(mean.detach(), axis=0), momentum)
    if running_var is not None:
        _update(xp, running_var, xp.mean(variance.detach(), axis=0) * (count / (count - 1)), momentum)
    return _affine(xp, out, weight, bias, (channels,) + (1,) * (input.ndim - 2))


@op(composite=True, faces=("nn.functional",))
def normalize(xp: Any, input: Array, p: float = 2.0, dim: Any = 1, eps: float = 1e-12) -> Array:
    """Vectors along a dimension divided by their p-norm.

    Parameters
    ----------
    input : Tensor
    p : float
    dim : int or tuple of int
    eps : float
        Least norm to divide by.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.normalize(ag.tensor([[3.0, 4.0]]))
    tensor([[0.6000, 0.8000]])
    """
    norm = xp.norm(input, p, dim, True)
    return input / xp.where(norm < eps, eps, norm)


@op(composite=True, faces=("nn.functional",))
def local_response_norm(
    xp: Any, input: Array, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Array:
    """Each element divided by a power of the mean square over neighbouring channels.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, ...), with at least three dimensions.
    size : int
        How many channels.
    alpha, beta, k : float
        The divisor is ``(k + alpha * mean square) ** beta``.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If `input` has fewer than three dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.local_response_norm(ag.ones(1, 2, 3), 2).shape
    arraygrad.Size([1, 2, 3])
    """
    if input.ndim < 3:
        raise ValueError(f"Expected 3D or higher dimensionality input (got {input.ndim} dimensions)")
    n, c = input.shape[:2]
    rows = xp.reshape(input * input, (n, 1, c, prod(input.shape[2:])))
    means = (
        xp.sum_pool(rows, kernel_size=(size, 1), stride=(1, 1), padding=((size // 2, (size - 1) // 2), (0, 0))) / size
    )
    return input / (xp.reshape(means, tuple(input.shape)) * alpha + k) ** beta


layer_norm.cases(case(real(3, 4), (4,), real(4), real(4)), case(real(2, 3, 4), (3, 4)))
rms_norm.cases(case(real(3, 4), (4,), real(4)), case(real(3, 4), (3, 4), eps=0.1))
batch_norm.cases(case(real(4, 3), None, None, real(3), real(3), True), case(real(2, 3, 4), None, None, training=True))
group_norm.cases(case(real(2, 4), 2, real(4), real(4)), case(real(2, 4, 3), 4))
instance_norm.cases(case(real(2, 3, 4)), case(real(2, 3, 4, 2), weight=real(3), bias=real(3)))
normalize.cases(case(real(3, 4)), case(real(3, 4), 1.0, 0))
local_response_norm.cases(case(real(2, 4, 3), 3, 0.1))
