"""Pooling: one value for a window of elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.nn.sizes import per_dim
from arraygrad.tensor import Tensor

__all__ = [
    "AvgPool1d",
    "AvgPool2d",
    "AvgPool3d",
    "LPPool1d",
    "LPPool2d",
    "LPPool3d",
    "MaxPool1d",
    "MaxPool2d",
    "MaxPool3d",
]

_Size = int | Sequence[int]


class _MaxPoolNd(Module):
    """What pooling to the largest element shares; see `MaxPool2d`."""

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

    def _settings(self) -> tuple[Any, ...]:
        return self.kernel_size, self.stride, self.padding, self.dilation, self.ceil_mode, self.return_indices

    def extra_repr(self) -> str:
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, dilation={self.dilation}, "
            f"ceil_mode={self.ceil_mode}"
        )


class MaxPool1d(_MaxPoolNd):
    """The largest element of each window over one dimension; parameters as for `MaxPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.MaxPool1d(2)(ag.arange(4.0).reshape(1, 4)).tolist()
    [[1.0, 3.0]]
    """

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, L) or (C, L), with the indices if they are wanted."""
        return F.max_pool1d(input, *self._settings())


class MaxPool2d(_MaxPoolNd):
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

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W), with the indices if they are wanted."""
        return F.max_pool2d(input, *self._settings())


class MaxPool3d(_MaxPoolNd):
    """The largest element of each window over three dimensions; parameters as for `MaxPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.MaxPool3d(2)(ag.arange(8.0).reshape(1, 2, 2, 2)).tolist()
    [[[[7.0]]]]
    """

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, D, H, W) or (C, D, H, W), with the indices if they are wanted."""
        return F.max_pool3d(input, *self._settings())


class _AvgPoolNd(Module):
    """What pooling to the mean shares; see `AvgPool2d`."""

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

    def _settings(self) -> tuple[_Size, _Size, _Size, bool, bool]:
        return self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad

    def extra_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AvgPool1d(_AvgPoolNd):
    """The mean of each window over one dimension; parameters as for `AvgPool2d`, but there is no divisor to give.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AvgPool1d(2)(ag.arange(4.0).reshape(1, 4)).tolist()
    [[0.5, 2.5]]
    """

    def __init__(
        self,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        kernel_size = per_dim(kernel_size, 1)
        stride = None if stride is None else per_dim(stride, 1)
        super().__init__(kernel_size, stride, per_dim(padding, 1), ceil_mode, count_include_pad)

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, L) or (C, L)."""
        return F.avg_pool1d(input, *self._settings())


class AvgPool2d(_AvgPoolNd):
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

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W)."""
        return F.avg_pool2d(input, *self._settings(), self.divisor_override)


class AvgPool3d(_AvgPoolNd):
    """The mean of each window over three dimensions; parameters as for `AvgPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AvgPool3d(2)(ag.arange(8.0).reshape(1, 2, 2, 2)).tolist()
    [[[[3.5]]]]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, D, H, W) or (C, D, H, W)."""
        return F.avg_pool3d(input, *self._settings(), self.divisor_override)


class _LPPoolNd(Module):
    """What pooling to the norm shares; see `LPPool2d`."""

    def __init__(
        self, norm_type: float, kernel_size: _Size, stride: _Size | None = None, ceil_mode: bool = False
    ) -> None:
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

    def _settings(self) -> tuple[Any, ...]:
        return float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode

    def extra_repr(self) -> str:
        return (
            f"norm_type={self.norm_type}, kernel_size={self.kernel_size}, stride={self.stride}, "
            f"ceil_mode={self.ceil_mode}"
        )


class LPPool1d(_LPPoolNd):
    """The norm of each window over one dimension; parameters as for `LPPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.LPPool1d(2, 2)(ag.tensor([[3.0, 4.0]])).tolist()
    [[5.0]]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, L) or (C, L)."""
        return F.lp_pool1d(input, *self._settings())


class LPPool2d(_LPPoolNd):
    """The sum of the powers of each window's elements, and the root of it.

    Parameters
    ----------
    norm_type : float
        The exponent.
    kernel_size : int or tuple of int
        Height and width of the window.
    stride : int or tuple of int, optional
        Step between windows; `kernel_size` if None.
    ceil_mode : bool
        Whether a window that only partly fits at the end counts.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.LPPool2d(1, 2)(ag.arange(4.0).reshape(1, 2, 2)).tolist()
    [[[6.0]]]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W)."""
        return F.lp_pool2d(input, *self._settings())


class LPPool3d(_LPPoolNd):
    """The norm of each window over three dimensions; parameters as for `LPPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.LPPool3d(1, 2)(ag.ones(1, 2, 2, 2)).tolist()
    [[[[8.0]]]]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, D, H, W) or (C, D, H, W)."""
        return F.lp_pool3d(input, *self._settings())
