"""Elements and channels set to zero at random."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import kind_of


def _check_probability(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def _drop(xp: Any, input: Any, noise: Any, p: float) -> Any:
    """Zero where the noise is below `p`, scaled up elsewhere."""
    scale = 0.0 if p == 1 else 1 / (1 - p)
    return input * (xp.astype(noise >= p, input.dtype) * scale)


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def dropout(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """Elements set to zero at random in training, the others scaled up so that the expectation stays.

    Parameters
    ----------
    input : Tensor
        Floating point.
    p : float
        Probability of zero.
    training : bool
        Without it the result is `input`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout(ag.ones(2), training=False)
    tensor([1., 1.])
    """
    _check_probability(p)
    if not training or p == 0:
        return input
    if kind_of(xp, input.dtype) in ("integral", "bool"):
        raise RuntimeError(f"result type Float can't be cast to the desired output type {input.dtype}")
    return _drop(xp, input, xp.rand_like(input), p)


def _drop_to_limit(xp: Any, input: Any, noise: Any, p: float) -> Any:
    """The lower limit of `selu` where the noise is below `p`, all brought back to the mean and variance from before."""
    limit = 1.7580993408473766
    scale = ((limit * limit * p + 1) * (1 - p)) ** -0.5
    return xp.where(noise >= p, input, -limit) * scale + scale * limit * p


def _channel_noise(xp: Any, input: Any, kept: int) -> Any:
    """A random number for each index of the first `kept` dimensions."""
    return xp.rand_like(input[(slice(None),) * kept + (slice(0, 1),) * (input.ndim - kept)])


def _drop_channels(xp: Any, input: Any, p: float, training: bool, batched: int) -> Any:
    _check_probability(p)
    if not training or p == 0:
        return input
    return _drop(xp, input, _channel_noise(xp, input, 2 if input.ndim >= batched else 1), p)


@op(composite=True, inplace=True, faces=("nn.functional",))
def dropout1d(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """`dropout` of whole channels of shape (N, C, L) or (C, L).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout1d(ag.ones(1, 2, 3), training=False).shape
    arraygrad.Size([1, 2, 3])
    """
    if input.ndim not in (2, 3):
        raise RuntimeError(f"dropout1d: Expected 2D or 3D input, but received a {input.ndim}D input")
    return _drop_channels(xp, input, p, training, 3)


@op(composite=True, inplace=True, faces=("nn.functional",))
def dropout2d(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """`dropout` of whole channels of shape (N, C, H, W) or (N, C, L).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout2d(ag.ones(1, 2, 3, 3), training=False).shape
    arraygrad.Size([1, 2, 3, 3])
    """
    return _drop_channels(xp, input, p, training, 2)


@op(composite=True, inplace=True, faces=("nn.functional",))
def dropout3d(xp: Any, input: Array, p: float = 0.5, training: bool = True) -> Array:
    """`dropout` of whole channels of shape (N, C, D, H, W) or (C, D, H, W).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.dropout3d(ag.ones(1, 2, 3, 3, 3), training=False).shape
    arraygrad.Size([1, 2, 3, 3, 3])
    """
    return _drop_channels(xp, input, p, training, 5)


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def alpha_dropout(xp: Any, input: Array, p: float = 0.5, training: bool = False) -> Array:
    """Dropout that keeps mean and variance of inputs to `selu`.

    Parameters
    ----------
    input : Tensor
        Floating point.
    p : float
        Probability of an element being set to the function's lower limit.
    training : bool
        Without it the result is `input`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If `p` is not a probability.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.alpha_dropout(ag.ones(2))
    tensor([1., 1.])
    """
    _check_probability(p)
    if not training or p == 0:
        return input
    if p == 1:
        return input * 0
    return _drop_to_limit(xp, input, xp.rand_like(input), p)


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def feature_alpha_dropout(xp: Any, input: Array, p: float = 0.5, training: bool = False) -> Array:
    """`alpha_dropout` of whole channels, the second dimension.

    Parameters
    ----------
    input : Tensor
        Floating point, with at least two dimensions.
    p : float
        Probability of a channel being set to the lower limit of `selu`.
    training : bool
        Without it the result is `input`.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If `p` is not a probability.
    RuntimeError
        If `input` has fewer than two dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.feature_alpha_dropout(ag.ones(1, 2))
    tensor([[1., 1.]])
    """
    _check_probability(p)
    if not training or p == 0:
        return input
    if input.ndim < 2:
        raise RuntimeError(f"Feature dropout requires at least 2 dimensions in the input, got {input.ndim}")
    if p == 1:
        return input * 0
    return _drop_to_limit(xp, input, _channel_noise(xp, input, 2), p)


dropout.cases(case(real(3, 4), 0.5, False), case(real(3, 4), 1.0))
dropout1d.cases(case(real(2, 3, 4), 0.5, False), case(real(2, 3, 4), 1.0))
dropout2d.cases(case(real(2, 3, 4, 4), 0.5, False), case(real(2, 3, 4, 4), 1.0))
dropout3d.cases(case(real(2, 3, 2, 2, 2), 0.5, False), case(real(2, 3, 2, 2, 2), 1.0))
alpha_dropout.cases(case(real(3, 4)), case(real(3, 4), 1.0, True))
feature_alpha_dropout.cases(case(real(2, 3, 4)), case(real(2, 3, 4), 1.0, True))
