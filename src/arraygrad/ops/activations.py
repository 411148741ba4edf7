"""Activation functions of neural networks."""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

from arraygrad.cases import case, real, unary
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import normalize_dim, require_floating

EVERYWHERE = ("torch", "Tensor", "nn.functional")


# -- with a rule of their own ------------------------------------------------------------------------------------


@op(composite=True, faces=())
def gated(xp: Any, input: Array, mask: IndexArray) -> Array:
    """Each element where the mask is true, zero elsewhere."""
    return xp.where(mask, input, 0)


@op(inplace=True, faces=EVERYWHERE)
def relu(xp: Any, input: Array) -> Array:
    """Positive part of each element.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.relu(ag.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    return xp.maximum(input, 0)


relu.rule(input=lambda xp, g, out: xp.gated(g, out > 0))
relu.cases(unary(avoid=(0.0,)))


@op(inplace=True, faces=("nn.functional",))
def leaky_relu(xp: Any, input: Array, negative_slope: float = 0.01) -> Array:
    """Each element, the negative ones times a slope.

    Parameters
    ----------
    input : Tensor
        Floating point.
    negative_slope : float

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.leaky_relu(ag.tensor([-1.0, 2.0]), 0.1)
    tensor([-0.1000,  2.0000])
    """
    require_floating(xp, input, "leaky_relu")
    return xp.where(input > 0, input, input * negative_slope)


leaky_relu.rule(input=lambda xp, g, input, negative_slope: xp.where(input > 0, g, g * negative_slope))
leaky_relu.cases(unary(avoid=(0.0,)), case(real(3, 4, avoid=(0.0,)), 0.2))


@op(inplace=True, faces=("nn.functional",))
def elu(xp: Any, input: Array, alpha: float = 1.0) -> Array:
    """Exponential linear unit: ``x`` where positive, else ``alpha * (exp(x) - 1)``.

    Parameters
    ----------
    input : Tensor
        Floating point.
    alpha : float

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.elu(ag.tensor([-1.0, 2.0]))
    tensor([-0.6321,  2.0000])
    """
    require_floating(xp, input, "elu")
    return xp.where(input > 0, input, xp.expm1(xp.minimum(input, 0)) * alpha)


elu.rule(input=lambda xp, g, input, alpha: g * xp.where(input > 0, 1, xp.exp(xp.where(input > 0, 0, input)) * alpha))
elu.cases(unary(avoid=(0.0,)), case(real(3, 4, avoid=(0.0,)), 0.5))


@op(faces=("nn.functional",))
def softplus(xp: Any, input: Array, beta: float = 1, threshold: float = 20) -> Array:
    """Smooth positive part: ``log(1 + exp(beta * x)) / beta``, and ``x`` where ``beta * x`` exceeds a threshold.

    Parameters
    ----------
    input : Tensor
        Floating point.
    beta, threshold : float

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.softplus(ag.tensor([0.0, 30.0]))
    tensor([ 0.6931, 30.0000])
    """
    require_floating(xp, input, "softplus")
    scaled = input if beta == 1 else input * beta
    smooth = xp.log1p(xp.exp(xp.minimum(scaled, threshold)))
    return xp.where(scaled > threshold, input, smooth if beta == 1 else smooth / beta)


softplus.rule(
    input=lambda xp, g, input, beta, threshold: g * xp.where(input * beta > threshold, 1, xp.sigmoid(input * beta))
)
softplus.cases(unary(), case(real(3, 4), 2.0, 1.0))


def _gelu_input(xp: Any, g: Any, input: Any, approximate: str) -> Any:
    if approximate == "tanh":
        cubic = input * input * 0.044715
        t = xp.tanh(input * (1 + cubic) * sqrt(2 / pi))
        return g * (0.5 * (1 + t) + input * (1 - t * t) * (1 + 3 * cubic) * (0.5 * sqrt(2 / pi)))
    below = 0.5 * (1 + xp.erf(input * sqrt(0.5)))
    return g * (below + input * xp.exp(input * input * -0.5) * (1 / sqrt(2 * pi)))


@op(faces=("nn.functional",))
def gelu(xp: Any, input: Array, *, approximate: str = "none") -> Array:
    """Each element times the probability that a standard normal variable lies below it.

    Parameters
    ----------
    input : Tensor
        Floating point.
    approximate : str
        ``"none"``, or ``"tanh"`` for an approximation by the hyperbolic tangent.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `approximate` is neither.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.gelu(ag.tensor([-1.0, 2.0]))
    tensor([-0.1587,  1.9545])
    """
    require_floating(xp, input, "gelu")
    if approximate == "none":
        inner = xp.erf(input * sqrt(0.5))
    elif approximate == "tanh":
        inner = xp.tanh(input * (1 + input * input * 0.044715) * sqrt(2 / pi))
    else:
        raise RuntimeError(f"approximate argument must be either none or tanh, got {approximate!r}")
    inner += 1
    inner *= input
    inner *= 0.5
    return inner


gelu.rule(input=_gelu_input)
gelu.cases(unary(), unary(approximate="tanh"))


def _silu_input(xp: Any, g: Any, input: Any) -> Any:
    s = xp.sigmoid(input)
    return g * s * (1 + input * (1 - s))


@op(inplace=True, faces=("nn.functional",))
def silu(xp: Any, input: Array) -> Array:
    """Each element times its sigmoid; also known as swish.

    Parameters
    ----------
    input : Tensor
        Floating point.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.silu(ag.tensor([-1.0, 2.0]))
    tensor([-0.2689,  1.7616])
    """
    require_floating(xp, input, "silu")
    return input * xp.sigmoid(input)


silu.rule(input=_silu_input)
silu.cases(unary())


@op(inplace=True, faces=("nn.functional",))
def hardtanh(xp: Any, input: Array, min_val: float = -1.0, max_val: float = 1.0) -> Array:
    """Each element limited to a range.

    Parameters
    ----------
    input : Tensor
    min_val, max_val : float

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the range is empty.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.hardtanh(ag.tensor([-3.0, 0.5]))
    tensor([-1.0000,  0.5000])
    """
    if min_val > max_val:
        raise ValueError(f"min_val cannot be greater than max_val, got {min_val} and {max_val}")
    if xp.isdtype(input.dtype, "integral"):
        min_val, max_val = int(min_val), int(max_val)
    return xp.minimum(xp.maximum(input, min_val), max_val)


hardtanh.rule(
    input=lambda xp, g, input, min_val, max_val: xp.gated(g, xp.logical_and(input > min_val, input < max_val))
)
hardtanh.cases(unary(avoid=(-1.0, 1.0)), case(real(3, 4, avoid=(-0.5, 1.5)), -0.5, 1.5))


def _implicit_dim(dim: int | None, ndim: int) -> int:
    """The dimension, or the one that old code means by leaving it out."""
    if dim is None:
        return 0 if ndim in (0, 1, 3) else 1
    return normalize_dim(dim, ndim)


def _of_dtype(xp: Any, input: Any, dtype: Any, name: str) -> Any:
    if dtype is not None:
        return xp.astype(input, getattr(xp, dtype.name))
    require_floating(xp, input, name)
    return input


def _shifted(xp: Any, input: Any, dim: int) -> Any:
    """The values less their maximum, so that none overflows."""
    if not input.ndim:
        return input - input
    if not input.shape[dim]:
        return xp.copy(input)
    return input - xp.max(input, axis=dim, keepdims=True)


def _total(xp: Any, x: Any, dim: int | None) -> Any:
    return xp.sum(x, axis=_implicit_dim(dim, x.ndim), keepdims=True) if x.ndim else x


@op(faces=(*EVERYWHERE, "special"))
def softmax(xp: Any, input: Array, dim: int | None = None, dtype: Any = None) -> Array:
    """Exponentials divided by their sum along a dimension.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int
        The dimension along which the result sums to one.
    dtype : dtype, optional
        Converted to first.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.softmax(ag.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    dim = _implicit_dim(dim, input.ndim)
    e = xp.exp(_shifted(xp, _of_dtype(xp, input, dtype, "softmax"), dim))
    e /= _total(xp, e, dim)
    return e


softmax.rule(input=lambda xp, g, out, dim: out * (g - _total(xp, g * out, dim)))
softmax.cases(case(real(3, 4), 1), case(real(3, 4), dim=0), case(real(2, 3, 4), -2), case(real(), 0), case(real(0, 3), 1))


@op(faces=(*EVERYWHERE, "special"))
def log_softmax(xp: Any, input: Array, dim: int | None = None, dtype: Any = None) -> Array:
    """Logarithm of `softmax`, computed without loss of precision.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int
        The dimension along which probabilities sum to one.
    dtype : dtype, optional
        Converted to first.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.log_softmax(ag.tensor([0.0, 0.0]), dim=0)
    tensor([-0.6931, -0.6931])
    """
    dim = _implicit_dim(dim, input.ndim)
    shifted = _shifted(xp, _of_dtype(xp, input, dtype, "log_softmax"), dim)
    shifted -= xp.log(_total(xp, xp.exp(shifted), dim))
    return shifted


log_softmax.rule(input=lambda xp, g, out, dim: g - xp.exp(out) * _total(xp, g, dim))
log_softmax.cases(
    case(real(3, 4), 1), case(real(3, 4), dim=0), case(real(2, 3, 4), -2), case(real(), 0), case(real(0, 3), 1)
)


# -- put together from others ------------------------------------------------------------------------------------


@op(composite=True, faces=("nn.functional",))
def softmin(xp: Any, input: Array, dim: int | None = None, dtype: Any = None) -> Array:
    """`softmax` of the negative elements.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int
        The dimension along which the result sums to one.
    dtype : dtype, optional
        Converted to first.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.softmin(ag.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    return xp.softmax(-input, dim, dtype)


softmin.cases(case(real(3, 4), 1))


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def selu(xp: Any, input: Array) -> Array:
    """Scaled exponential linear unit, which keeps mean and variance of its inputs.

    Parameters
    ----------
    input : Tensor
        Floating point.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.selu(ag.tensor([-1.0, 2.0]))
    tensor([-1.1113,  2.1014])
    """
    return xp.elu(input, 1.6732632423543772848170429916717) * 1.0507009873554804934193349852946


selu.cases(unary(avoid=(0.0,)))


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def celu(xp: Any, input: Array, alpha: float = 1.0) -> Array:
    """Continuously differentiable exponential linear unit: ``x`` where positive, else ``alpha * (exp(x / alpha) - 1)``.

    Parameters
    ----------
    input : Tensor
        Floating point.
    alpha : float

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `alpha` is 0.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.celu(ag.tensor([-1.0, 2.0]))
    tensor([-0.6321,  2.0000])
    """
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return xp.elu(input / alpha, 1.0) * alpha


celu.cases(unary(avoid=(0.0,)), case(real(3, 4, avoid=(0.0,)), 0.5))


@op(composite=True, inplace=True, faces=("nn.functional",))
def relu6(xp: Any, input: Array) -> Array:
    """Each element limited to the range from 0 to 6.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.relu6(ag.tensor([-1.0, 2.0, 7.0]))
    tensor([0., 2., 6.])
    """
    return xp.hardtanh(input, 0.0, 6.0)


relu6.cases(unary(-3, 9, avoid=(0.0, 6.0)))


@op(composite=True, inplace=True, faces=("nn.functional",))
def hardsigmoid(xp: Any, input: Array) -> Array:
    """Straight line from 0 at -3 to 1 at 3, constant outside.

    Parameters
    ----------
    input : Tensor
        Floating point.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.hardsigmoid(ag.tensor([-4.0, 0.0, 4.0]))
    tensor([0.0000, 0.5000, 1.0000])
    """
    return xp.hardtanh(input + 3, 0.0, 6.0) / 6


hardsigmoid.cases(unary(-5, 5, avoid=(-3.0, 3.0)))


@op(composite=True, inplace=True, faces=("nn.functional",))
def hardswish(xp: Any, input: Array) -> Array:
    """Each element times its `hardsigmoid`.

    Parameters
    ----------
    input : Tensor
        Floating point.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.hardswish(ag.tensor([-4.0, 0.0, 4.0]))
    tensor([0., 0., 4.])
    """
    return input * xp.hardtanh(input + 3, 0.0, 6.0) / 6


hardswish.cases(unary(-5, 5, avoid=(-3.0, 3.0)))


@op(composite=True, inplace=True, faces=("nn.functional",))
def mish(xp: Any, input: Array) -> Array:
    """Each element times the hyperbolic tangent of its softplus.

    Parameters
    ----------
    input : Tensor
        Floating point.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.mish(ag.tensor([-1.0, 2.0]))
    tensor([-0.3034,  1.9440])
    """
    return input * xp.tanh(xp.softplus(input))


mish.cases(unary())


@op(composite=True, faces=("nn.functional",))
def logsigmoid(xp: Any, input: Array) -> Array:
    """Logarithm of the sigmoid of each element.

    Parameters
    ----------
    input : Tensor
        Floating point.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.logsigmoid(ag.tensor([0.0]))
    tensor([-0.6931])
    """
    return -xp.softplus(-input, 1, 40)


logsigmoid.cases(unary())


@op(composite=True, faces=EVERYWHERE)
def prelu(xp: Any, input: Array, weight: Array) -> Array:
    """Each element, the negative ones times a learned slope.

    Parameters
    ----------
    input : Tensor
        Floating point.
    weight : Tensor
        One slope, or one per channel (dimension 1).

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the number of slopes is neither 1 nor that of the channels.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.prelu(ag.tensor([-1.0, 2.0]), ag.tensor([0.25]))
    tensor([-0.2500,  2.0000])
    """
    if weight.ndim > 1:
        raise RuntimeError(f"prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = {weight.ndim}")
    if weight.ndim and weight.shape[0] != 1:
        channels = input.shape[1] if input.ndim > 1 else 1
        if weight.shape[0] != channels:
            raise RuntimeError(
                f"Mismatch of parameter numbers and input channel size. Found parameter numbers = {weight.shape[0]} and "
                f"channel size = {channels}."
            )
        weight = xp.reshape(weight, (channels,) + (1,) * (input.ndim - 2))
    elif weight.ndim:
        weight = xp.reshape(weight, ())
    return xp.where(input > 0, input, weight * input)


prelu.cases(case(real(2, 3, avoid=(0.0,)), real(3)), case(real(2, 3, 4, avoid=(0.0,)), real(3)), case(real(4, avoid=(0.0,)), real(1)))


@op(composite=True, faces=("nn.functional",))
def softsign(xp: Any, input: Array) -> Array:
    """``x / (1 + |x|)``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.softsign(ag.tensor([-1.0, 3.0]))
    tensor([-0.5000,  0.7500])
    """
    return input / (xp.abs(input) + 1)


softsign.cases(unary(avoid=(0.0,)))


@op(composite=True, faces=("nn.functional",))
def tanhshrink(xp: Any, input: Array) -> Array:
    """``x - tanh(x)``.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.tanhshrink(ag.tensor([0.0, 2.0]))
    tensor([0.0000, 1.0360])
    """
    return input - xp.tanh(input)


tanhshrink.cases(unary())


@op(composite=True, faces=("nn.functional",))
def hardshrink(xp: Any, input: Array, lambd: float = 0.5) -> Array:
    """Each element, zero where its magnitude does not exceed a limit.

    Parameters
    ----------
    input : Tensor
    lambd : float

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.hardshrink(ag.tensor([0.4, -2.0]))
    tensor([ 0., -2.])
    """
    return xp.where(xp.abs(input) > lambd, input, 0)


hardshrink.cases(unary(avoid=(-0.5, 0.5)))


@op(composite=True, faces=("nn.functional",))
def softshrink(xp: Any, input: Array, lambd: float = 0.5) -> Array:
    """Each element moved towards zero by a constant.

    Parameters
    ----------
    input : Tensor
    lambd : float
        Not negative.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `lambd` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.softshrink(ag.tensor([0.4, -2.0]))
    tensor([ 0.0000, -1.5000])
    """
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found to be {lambd}.")
    return xp.where(input > lambd, input - lambd, xp.where(input < -lambd, input + lambd, 0))


softshrink.cases(unary(avoid=(-0.5, 0.5)))


@op(composite=True, faces=("nn.functional",))
def glu(xp: Any, input: Array, dim: int = -1) -> Array:
    """Gated linear unit: the first half times the sigmoid of the second.

    Parameters
    ----------
    input : Tensor
        Floating point.
    dim : int
        Dimension that is halved.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the dimension cannot be halved.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.glu(ag.tensor([2.0, 0.0]))
    tensor([1.])
    """
    if not input.ndim:
        raise RuntimeError("glu does not support 0-dimensional tensors")
    dim = normalize_dim(dim, input.ndim)
    if input.shape[dim] % 2:
        raise RuntimeError(f"Halving dimension must be even, but dimension {dim} is size {input.shape[dim]}")
    half, before = input.shape[dim] // 2, (slice(None),) * dim
    return input[(*before, slice(half), ...)] * xp.sigmoid(input[(*before, slice(half, None), ...)])


glu.cases(case(real(2, 4)), case(real(4, 3), 0))


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def threshold(xp: Any, input: Array, threshold: float, value: float) -> Array:
    """Each element, replaced by a value where it does not exceed a threshold.

    Parameters
    ----------
    input : Tensor
    threshold, value : float

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.threshold(ag.tensor([0.5, 2.0]), 1.0, -1.0)
    tensor([-1.,  2.])
    """
    return xp.where(input > threshold, input, value)


threshold.cases(case(real(3, 4, avoid=(0.5,)), 0.5, 3.0))
