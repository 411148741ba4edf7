"""Convolutions."""

from __future__ import annotations

import math
from collections.abc import Callable

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn import init
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.nn.sizes import per_dim
from arraygrad.tensor import Tensor

__all__ = ["Conv1d", "Conv2d", "Conv3d"]

_PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


class _ConvNd(Module):
    """What convolutions over any number of dimensions share, transposed or not; settings are given per dimension."""

    weight: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: tuple[int, ...],
        stride: tuple[int, ...],
        padding: str | tuple[int, ...],
        dilation: tuple[int, ...],
        transposed: bool,
        output_padding: tuple[int, ...],
        groups: int,
        bias: bool,
        padding_mode: str,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.transposed = transposed
        self.output_padding = output_padding
        self.groups = groups
        self.padding_mode = padding_mode
        self._check()
        #: Elements to add before and after, in the order of `nn.functional.pad`: the last dimension first.
        self._reversed_padding_repeated_twice = self._explicit_padding()
        self.weight = Parameter(ag.empty(self._weight_shape(in_channels), device=device, dtype=dtype))
        self.register_parameter("bias", Parameter(ag.empty(out_channels, device=device, dtype=dtype)) if bias else None)
        self.reset_parameters()

    def _weight_shape(self, in_channels: int) -> tuple[int, ...]:
        """The shape that the weight has for a number of input channels."""
        if self.transposed:
            return in_channels, self.out_channels // self.groups, *self.kernel_size
        return self.out_channels, in_channels // self.groups, *self.kernel_size

    def _check(self) -> None:
        if self.groups <= 0:
            raise ValueError("groups must be a positive integer")
        if self.in_channels % self.groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        if self.out_channels % self.groups != 0:
            raise ValueError("out_channels must be divisible by groups")
        if isinstance(self.padding, str):
            if self.padding not in ("same", "valid"):
                raise ValueError(f"Invalid padding string {self.padding!r}, should be one of 'same', 'valid'")
            if self.padding == "same" and any(s != 1 for s in self.stride):
                raise ValueError("padding='same' is not supported for strided convolutions")
        if self.padding_mode not in _PADDING_MODES:
            raise ValueError(
                f"padding_mode must be one of {_PADDING_MODES}, but got padding_mode='{self.padding_mode}'"
            )

    def _explicit_padding(self) -> list[int]:
        if self.padding == "valid":
            both = [(0, 0)] * len(self.kernel_size)
        elif self.padding == "same":
            total = [d * (k - 1) for d, k in zip(self.dilation, self.kernel_size, strict=True)]
            both = [(t // 2, t - t // 2) for t in total]
        else:
            both = [(int(p), int(p)) for p in self.padding]
        return [size for pair in reversed(both) for size in pair]

    def reset_parameters(self) -> None:
        """Draw the parameters anew."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in, _ = init._calculate_fan_in_and_fan_out(self.weight)
            if fan_in != 0:
                bound = 1 / math.sqrt(fan_in)
                init.uniform_(self.bias, -bound, bound)

    def extra_repr(self) -> str:
        dims = len(self.kernel_size)
        parts = [
            f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}",
            f"padding={self.padding}" if self.padding != (0,) * len(self.padding) else "",
            f"dilation={self.dilation}" if self.dilation != (1,) * dims else "",
            f"output_padding={self.output_padding}" if self.output_padding != (0,) * dims else "",
            f"groups={self.groups}" if self.groups != 1 else "",
            "bias=False" if self.bias is None else "",
            f"padding_mode={self.padding_mode}" if self.padding_mode != "zeros" else "",
        ]
        return ", ".join(part for part in parts if part)


class _Conv(_ConvNd):
    """What the convolutions that are not transposed share; see `Conv2d`."""

    dims: int

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] = 1,
        padding: str | int | tuple[int, ...] = 0,
        dilation: int | tuple[int, ...] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__(
            in_channels,
            out_channels,
            per_dim(kernel_size, self.dims),
            per_dim(stride, self.dims),
            padding if isinstance(padding, str) else per_dim(padding, self.dims),
            per_dim(dilation, self.dims),
            False,
            (0,) * self.dims,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def _conv_forward(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        """The convolution with a weight and a bias that need not be the module's."""
        padding = self.padding
        if self.padding_mode != "zeros":
            input = F.pad(input, self._reversed_padding_repeated_twice, mode=self.padding_mode)
            padding = (0,) * self.dims
        convolution: Callable[..., Tensor] = getattr(F, f"conv{self.dims}d")
        return convolution(input, weight, bias, self.stride, padding, self.dilation, self.groups)


class Conv1d(_Conv):
    """Convolution (cross-correlation) over one dimension; parameters as for `Conv2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.Conv1d(2, 4, 3)(ag.zeros(8, 2, 10)).shape)
    (8, 4, 8)
    """

    dims = 1

    def forward(self, input: Tensor) -> Tensor:
        """The convolution of a tensor of shape (N, C, L) or (C, L)."""
        return self._conv_forward(input, self.weight, self.bias)


class Conv2d(_Conv):
    """Convolution (cross-correlation) over two dimensions.

    Parameters
    ----------
    in_channels, out_channels : int
        Numbers of channels; both divisible by `groups`.
    kernel_size : int or tuple of int
        Height and width of the kernel.
    stride : int or tuple of int
        Step between windows.
    padding : int, tuple of int, "same" or "valid"
        Elements added on each side; "same" keeps the size, "valid" adds none.
    dilation : int or tuple of int
        Distance between the kernel's elements.
    groups : int
        Number of groups of channels that are convolved on their own.
    bias : bool
        Whether there is a bias.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}
        What the added elements are.
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    weight : Parameter
        Of shape (out_channels, in_channels / groups, height, width), at first spread evenly over ``+-1/sqrt(fan_in)``.
    bias : Parameter or None
        Of shape (out_channels,), at first spread over the same range.

    Raises
    ------
    ValueError
        If the settings do not fit together.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.Conv2d(1, 4, kernel_size=3, padding=1)(ag.zeros(8, 1, 28, 28)).shape)
    (8, 4, 28, 28)
    """

    dims = 2

    def forward(self, input: Tensor) -> Tensor:
        """The convolution of a tensor of shape (N, C, H, W) or (C, H, W)."""
        return self._conv_forward(input, self.weight, self.bias)


class Conv3d(_Conv):
    """Convolution (cross-correlation) over three dimensions; parameters as for `Conv2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.Conv3d(1, 2, 3, padding=1)(ag.zeros(2, 1, 4, 5, 6)).shape)
    (2, 2, 4, 5, 6)
    """

    dims = 3

    def forward(self, input: Tensor) -> Tensor:
        """The convolution of a tensor of shape (N, C, D, H, W) or (C, D, H, W)."""
        return self._conv_forward(input, self.weight, self.bias)
