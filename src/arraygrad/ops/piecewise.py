"""Activation functions that are made of straight lines."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import bools, case, real, unary
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import is_floating, require_floating

EVERYWHERE = ("torch", "Tensor", "nn.functional")


@op(composite=True, faces=())
def gated(xp: Any, input: Array, mask: IndexArray) -> Array:
    """Each element where the mask is true, zero elsewhere."""
    return xp.where(mask, input, 0)


gated.cases(case(real(3, 4), bools(3, 4)), case(real(70, 40), bools(70, 40), second=False))


@op(inplace=True, faces=EVERYWHERE, real=True)
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


@op(inplace=True, faces=("nn.functional",), real=True)
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


@op(inplace=True, faces=("nn.functional",), real=True)
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
    >>> ag.nn.functional.hardswish(ag.tensor([-2.0, 0.0, 4.0]))
    tensor([-0.3333,  0.0000,  4.0000])
    """
    return input * xp.hardtanh(input + 3, 0.0, 6.0) / 6


hardswish.cases(unary(-5, 5, avoid=(-3.0, 3.0)))


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
                f"Mismatch of parameter numbers and input channel size. Found parameter numbers = {weight.shape[0]} "
                f"and channel size = {channels}."
            )
        weight = xp.reshape(weight, (channels,) + (1,) * (input.ndim - 2))
    elif weight.ndim:
        weight = xp.reshape(weight, ())
    return xp.where(input > 0, input, weight * input)


prelu.cases(
    case(real(2, 3, avoid=(0.0,)), real(3)),
    case(real(2, 3, 4, avoid=(0.0,)), real(3)),
    case(real(4, avoid=(0.0,)), real(1)),
)


@op(composite=True, faces=("torch", "Tensor", "nn.functional"))
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
    return xp.where(xp.abs(input) <= lambd, 0, input)  # NaN stays


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
    return xp.where(input > lambd, input - lambd, xp.where(input < -lambd, input + lambd, input * 0))


softshrink.cases(unary(avoid=(-0.5, 0.5)))


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
    if not is_floating(xp, input):
        threshold, value = int(threshold), int(value)
    return xp.where(input <= threshold, value, input)  # NaN stays


threshold.cases(case(real(3, 4, avoid=(0.5,)), 0.5, 3.0))
