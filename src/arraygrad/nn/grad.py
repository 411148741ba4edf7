"""Gradients of convolutions with respect to one of their operands, as functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from arraygrad.autograd import enable_grad
from arraygrad.autograd import grad as gradient
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__ = ["conv1d_input", "conv1d_weight", "conv2d_input", "conv2d_weight", "conv3d_input", "conv3d_weight"]

_Size = int | Sequence[int]


def _gradient(function: Callable[[Tensor], Tensor], size: Sequence[int], other: Tensor, grad_output: Tensor) -> Tensor:
    """The gradient for an operand of a size; the values of the operand do not matter, as the function is linear."""
    with enable_grad():
        operand = grad_output.new_zeros(tuple(size), requires_grad=True)
        create_graph = grad_output.requires_grad or other.requires_grad
        (result,) = gradient(function(operand), operand, grad_output, create_graph=create_graph)
    return result


def conv1d_input(
    input_size: Sequence[int],
    weight: Tensor,
    grad_output: Tensor,
    stride: _Size = 1,
    padding: Any = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """The gradient of `nn.functional.conv1d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight : Tensor
    grad_output : Tensor
        The gradient of the output.
    stride, padding, dilation, groups
        Of the convolution.

    Returns
    -------
    Tensor
        In the shape of the input.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.grad import conv1d_input
    >>> tuple(conv1d_input((1, 2, 4), ag.ones(3, 2, 2), ag.ones(1, 3, 3)).shape)
    (1, 2, 4)
    """

    def convolution(input: Tensor) -> Tensor:
        return F.conv1d(input, weight, None, stride, padding, dilation, groups)

    return _gradient(convolution, input_size, weight, grad_output)


def conv1d_weight(
    input: Tensor,
    weight_size: Sequence[int],
    grad_output: Tensor,
    stride: _Size = 1,
    padding: Any = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """The gradient of `nn.functional.conv1d` with respect to its weight.

    Parameters
    ----------
    input : Tensor
    weight_size : sequence of int
        Shape of the weight.
    grad_output : Tensor
        The gradient of the output.
    stride, padding, dilation, groups
        Of the convolution.

    Returns
    -------
    Tensor
        In the shape of the weight.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.grad import conv1d_weight
    >>> tuple(conv1d_weight(ag.ones(1, 2, 4), (3, 2, 2), ag.ones(1, 3, 3)).shape)
    (3, 2, 2)
    """

    def convolution(weight: Tensor) -> Tensor:
        return F.conv1d(input, weight, None, stride, padding, dilation, groups)

    return _gradient(convolution, weight_size, input, grad_output)


def conv2d_input(
    input_size: Sequence[int],
    weight: Tensor,
    grad_output: Tensor,
    stride: _Size = 1,
    padding: Any = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """The gradient of `nn.functional.conv2d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight : Tensor
    grad_output : Tensor
        The gradient of the output.
    stride, padding, dilation, groups
        Of the convolution.

    Returns
    -------
    Tensor
        In the shape of the input.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.grad import conv2d_input
    >>> tuple(conv2d_input((1, 2, 4, 4), ag.ones(3, 2, 2, 2), ag.ones(1, 3, 3, 3)).shape)
    (1, 2, 4, 4)
    """

    def convolution(input: Tensor) -> Tensor:
        return F.conv2d(input, weight, None, stride, padding, dilation, groups)

    return _gradient(convolution, input_size, weight, grad_output)


def conv2d_weight(
    input: Tensor,
    weight_size: Sequence[int],
    grad_output: Tensor,
    stride: _Size = 1,
    padding: Any = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """The gradient of `nn.functional.conv2d` with respect to its weight.

    Parameters
    ----------
    input : Tensor
    weight_size : sequence of int
        Shape of the weight.
    grad_output : Tensor
        The gradient of the output.
    stride, padding, dilation, groups
        Of the convolution.

    Returns
    -------
    Tensor
        In the shape of the weight.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.grad import conv2d_weight
    >>> tuple(conv2d_weight(ag.ones(1, 2, 4, 4), (3, 2, 2, 2), ag.ones(1, 3, 3, 3)).shape)
    (3, 2, 2, 2)
    """

    def convolution(weight: Tensor) -> Tensor:
        return F.conv2d(input, weight, None, stride, padding, dilation, groups)

    return _gradient(convolution, weight_size, input, grad_output)


def conv3d_input(
    input_size: Sequence[int],
    weight: Tensor,
    grad_output: Tensor,
    stride: _Size = 1,
    padding: Any = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """The gradient of `nn.functional.conv3d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight : Tensor
    grad_output : Tensor
        The gradient of the output.
    stride, padding, dilation, groups
        Of the convolution.

    Returns
    -------
    Tensor
        In the shape of the input.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.grad import conv3d_input
    >>> tuple(conv3d_input((1, 2, 4, 4, 4), ag.ones(3, 2, 2, 2, 2), ag.ones(1, 3, 3, 3, 3)).shape)
    (1, 2, 4, 4, 4)
    """

    def convolution(input: Tensor) -> Tensor:
        return F.conv3d(input, weight, None, stride, padding, dilation, groups)

    return _gradient(convolution, input_size, weight, grad_output)


def conv3d_weight(
    input: Tensor,
    weight_size: Sequence[int],
    grad_output: Tensor,
    stride: _Size = 1,
    padding: Any = 0,
    dilation: _Size = 1,
    groups: int = 1,
) -> Tensor:
    """The gradient of `nn.functional.conv3d` with respect to its weight.

    Parameters
    ----------
    input : Tensor
    weight_size : sequence of int
        Shape of the weight.
    grad_output : Tensor
        The gradient of the output.
    stride, padding, dilation, groups
        Of the convolution.

    Returns
    -------
    Tensor
        In the shape of the weight.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.nn.grad import conv3d_weight
    >>> tuple(conv3d_weight(ag.ones(1, 2, 4, 4, 4), (3, 2, 2, 2, 2), ag.ones(1, 3, 3, 3, 3)).shape)
    (3, 2, 2, 2, 2)
    """

    def convolution(weight: Tensor) -> Tensor:
        return F.conv3d(input, weight, None, stride, padding, dilation, groups)

    return _gradient(convolution, weight_size, input, grad_output)
