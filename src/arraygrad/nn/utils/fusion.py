"""A layer and the batch normalisation after it as one layer, for evaluation."""

from __future__ import annotations

import copy
from typing import TypeVar

import arraygrad.functions as ag
from arraygrad.nn.batchnorm import _BatchNorm
from arraygrad.nn.conv import _ConvNd
from arraygrad.nn.linear import Linear
from arraygrad.nn.parameter import Parameter
from arraygrad.tensor import Tensor

__all__ = ["fuse_conv_bn_eval", "fuse_conv_bn_weights", "fuse_linear_bn_eval", "fuse_linear_bn_weights"]

_C = TypeVar("_C", bound=_ConvNd)
_L = TypeVar("_L", bound=Linear)


def fuse_conv_bn_eval(conv: _C, bn: _BatchNorm, transpose: bool = False) -> _C:
    """A convolution that does what a convolution and the batch normalisation after it do.

    Parameters
    ----------
    conv : Conv1d, Conv2d, ..., ConvTranspose3d
    bn : BatchNorm1d, BatchNorm2d, BatchNorm3d
    transpose : bool
        Whether the convolution is transposed.

    Returns
    -------
    Module
        A new one; `conv` stays as it is.

    Raises
    ------
    AssertionError
        If one is in training mode, or the normalisation has no running statistics.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> from arraygrad.nn.utils.fusion import fuse_conv_bn_eval
    >>> conv, bn = nn.Conv1d(2, 3, 2).eval(), nn.BatchNorm1d(3).eval()
    >>> x = ag.ones(1, 2, 4)
    >>> ag.allclose(fuse_conv_bn_eval(conv, bn)(x), bn(conv(x)), atol=1e-6)
    True
    """
    mean, variance = _statistics(conv, bn)
    fused = copy.deepcopy(conv)
    fused.weight, fused.bias = fuse_conv_bn_weights(
        conv.weight, conv.bias, mean, variance, bn.eps, bn.weight, bn.bias, transpose
    )
    return fused


def fuse_linear_bn_eval(linear: _L, bn: _BatchNorm) -> _L:
    """A linear map that does what a linear map and the batch normalisation after it do.

    Parameters
    ----------
    linear : Linear
    bn : BatchNorm1d, BatchNorm2d, BatchNorm3d
        Of as many features as the map has, or of one.

    Returns
    -------
    Module
        A new one; `linear` stays as it is.

    Raises
    ------
    AssertionError
        If one is in training mode, the features do not fit, or the normalisation has no running statistics.
    """
    mean, variance = _statistics(linear, bn)
    if bn.num_features not in (linear.out_features, 1):
        raise AssertionError(
            "To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got "
            f"linear.out_features={linear.out_features} and bn.num_features={bn.num_features}"
        )
    fused = copy.deepcopy(linear)
    fused.weight, fused.bias = fuse_linear_bn_weights(
        linear.weight, linear.bias, mean, variance, bn.eps, bn.weight, bn.bias
    )
    return fused


def _statistics(layer: _ConvNd | Linear, bn: _BatchNorm) -> tuple[Tensor, Tensor]:
    if layer.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    if bn.running_mean is None or bn.running_var is None:
        raise AssertionError("bn.running_mean and bn.running_var must not be None")
    return bn.running_mean, bn.running_var


def fuse_conv_bn_weights(
    conv_w: Tensor,
    conv_b: Tensor | None,
    bn_rm: Tensor,
    bn_rv: Tensor,
    bn_eps: float,
    bn_w: Tensor | None,
    bn_b: Tensor | None,
    transpose: bool = False,
) -> tuple[Parameter, Parameter]:
    """Weight and bias of the convolution of `fuse_conv_bn_eval`.

    Parameters
    ----------
    conv_w, conv_b : Tensor
        Weight and bias of the convolution; None for no bias.
    bn_rm, bn_rv : Tensor
        Running mean and variance.
    bn_eps : float
        Added to the variance.
    bn_w, bn_b : Tensor, optional
        Weight and bias of the normalisation.
    transpose : bool
        Whether the convolution is transposed.

    Returns
    -------
    weight, bias : Parameter
    """
    return _fused(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, 1 if transpose else 0)


def fuse_linear_bn_weights(
    linear_w: Tensor,
    linear_b: Tensor | None,
    bn_rm: Tensor,
    bn_rv: Tensor,
    bn_eps: float,
    bn_w: Tensor | None,
    bn_b: Tensor | None,
) -> tuple[Parameter, Parameter]:
    """Weight and bias of the map of `fuse_linear_bn_eval`; arguments as for `fuse_conv_bn_weights`."""
    return _fused(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, 0)


def _fused(
    weight: Tensor,
    bias: Tensor | None,
    mean: Tensor,
    variance: Tensor,
    eps: float,
    factor: Tensor | None,
    shift: Tensor | None,
    outputs: int,
) -> tuple[Parameter, Parameter]:
    """Weight and bias; `outputs` is the dimension of the weight that counts outputs."""
    scale = ag.rsqrt(variance + eps)
    if factor is not None:
        scale = scale * factor
    shape = [1] * weight.ndim
    shape[outputs] = -1
    new_weight = (weight * scale.reshape(shape)).to(weight.dtype)
    new_bias = (-mean if bias is None else bias - mean) * scale
    if shift is not None:
        new_bias = new_bias + shift
    return (
        Parameter(new_weight, weight.requires_grad),
        Parameter(new_bias.to(weight.dtype if bias is None else bias.dtype), bias is not None and bias.requires_grad),
    )
