"""Smooth activation functions of neural networks."""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

from arraygrad.cases import case, real, unary
from arraygrad.op import Array, op
from arraygrad.ops._common import normalize_dim, require_floating

EVERYWHERE = ("torch", "Tensor", "nn.functional")


@op(inplace=True, faces=("nn.functional",), real=True)
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
