"""Convolution and its two derivatives, from XLA.

The derivatives are the transposes of the convolution, which is linear in its input and in its weight.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax

__all__ = ["KERNELS"]

Sizes = tuple[int, ...]

_STATIC = ("stride", "padding", "dilation", "groups")


def _convolve(input: Any, weight: Any, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int) -> Any:
    return jax.lax.conv_general_dilated(
        input,
        weight,
        window_strides=stride,
        padding=[(p, p) for p in padding],
        rhs_dilation=dilation,
        feature_group_count=groups,
    )


@partial(jax.jit, static_argnames=_STATIC)
def convolution(input: Any, weight: Any, *, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int) -> Any:
    """Cross-correlation of a batch of images, or of their like in any number of dimensions."""
    return _convolve(input, weight, stride, padding, dilation, groups)


@partial(jax.jit, static_argnames=("input_shape", *_STATIC))
def convolution_input_grad(
    g: Any, weight: Any, *, input_shape: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int
) -> Any:
    """Its derivative by the input, applied to `g`."""

    def forward(input: Any) -> Any:
        return _convolve(input, weight, stride, padding, dilation, groups)

    (gradient,) = jax.linear_transpose(forward, jax.ShapeDtypeStruct(input_shape, g.dtype))(g)
    return gradient


@partial(jax.jit, static_argnames=("weight_shape", *_STATIC))
def convolution_weight_grad(
    g: Any, input: Any, *, weight_shape: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int
) -> Any:
    """Its derivative by the weight, applied to `g`."""

    def forward(weight: Any) -> Any:
        return _convolve(input, weight, stride, padding, dilation, groups)

    (gradient,) = jax.linear_transpose(forward, jax.ShapeDtypeStruct(weight_shape, g.dtype))(g)
    return gradient


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {
    "convolution": convolution,
    "convolution_input_grad": convolution_input_grad,
    "convolution_weight_grad": convolution_weight_grad,
}
