"""Pooling: one value for a window of elements."""

from __future__ import annotations

from typing import Any

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["AdaptiveAvgPool2d", "AvgPool2d", "MaxPool2d"]

_Size = int | tuple[int, int]


class MaxPool2d(Module):
    """The largest element of each window.

    Parameters
    ----------
    kernel_size : int or tuple of int
        Height and width of the window.
    stride : int or tuple of int, optional
        Step between windows; `kernel_size` if None.
    padding : int or tuple of int
        Elements of minus infinity added on each side.
    dilation : int or tuple of int
        Distance between the window's elements.
    return_indices : bool
        Whether the places of the largest elements are returned, too.
    ceil_mode : bool
        Whether a window that only partly fits at the end counts.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.MaxPool2d(2)(ag.arange(16.0).reshape(1, 4, 4)).tolist()
    [[[5.0, 7.0], [13.0, 15.0]]]
    """

    def __init__(
        self,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        dilation: _Size = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W), with the indices if they are wanted."""
        return F.max_pool2d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.dilation,
            ceil_mode=self.ceil_mode,
            return_indices=self.return_indices,
        )

    def extra_repr(self) -> str:
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, dilation={self.dilation}, "
            f"ceil_mode={self.ceil_mode}"
        )


class AvgPool2d(Module):
    """The mean of each window.

    Parameters
    ----------
    kernel_size : int or tuple of int
        Height and width of the window.
    stride : int or tuple of int, optional
        Step between windows; `kernel_size` if None.
    padding : int or tuple of int
        Zeros added on each side.
    ceil_mode : bool
        Whether a window that only partly fits at the end counts.
    count_include_pad : bool
        Whether the added zeros count in the mean.
    divisor_override : int, optional
        What to divide the sum by instead of the number of elements.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AvgPool2d(2)(ag.arange(16.0).reshape(1, 4, 4)).tolist()
    [[[2.5, 4.5], [10.5, 12.5]]]
    """

    def __init__(
        self,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W)."""
        return F.avg_pool2d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.ceil_mode,
            self.count_include_pad,
            self.divisor_override,
        )

    def extra_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AdaptiveAvgPool2d(Module):
    """Means of as many windows as it takes for an output of the given size.

    Parameters
    ----------
    output_size : int or tuple of int or None
        Height and width of the output; None keeps the input's.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AdaptiveAvgPool2d(1)(ag.arange(16.0).reshape(1, 4, 4)).tolist()
    [[[7.5]]]
    """

    def __init__(self, output_size: int | tuple[int | None, int | None] | None) -> None:
        super().__init__()
        self.output_size: Any = output_size

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W)."""
        return F.adaptive_avg_pool2d(input, self.output_size)

    def extra_repr(self) -> str:
        return f"output_size={self.output_size}"
