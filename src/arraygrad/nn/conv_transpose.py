"""Transposed convolutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn.conv import _ConvNd
from arraygrad.nn.sizes import per_dim
from arraygrad.tensor import Tensor

__all__ = ["ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"]


class _ConvTransposeNd(_ConvNd):
    """What transposed convolutions share; see `ConvTranspose2d`."""

    padding: tuple[int, ...]
    dims: int

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] = 1,
        padding: int | tuple[int, ...] = 0,
        output_padding: int | tuple[int, ...] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | tuple[int, ...] = 1,
        padding_mode: str = "zeros",
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        if padding_mode != "zeros":
            raise ValueError(
                f'Only "zeros" padding mode is supported for {type(self).__name__}, but got {padding_mode!r}'
            )
        super().__init__(
            in_channels,
            out_channels,
            per_dim(kernel_size, self.dims),
            per_dim(stride, self.dims),
            per_dim(padding, self.dims),
            per_dim(dilation, self.dims),
            True,
            per_dim(output_padding, self.dims),
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def _output_padding(self, input: Tensor, output_size: Sequence[int] | None) -> tuple[int, ...]:
        """Elements to add to the output at the end of each dimension, so that it gets the size wanted."""
        if output_size is None:
            return self.output_padding
        leading = input.ndim - self.dims
        sizes = list(output_size)
        if len(sizes) == input.ndim:
            sizes = sizes[leading:]
        if len(sizes) != self.dims:
            raise ValueError(
                f"ConvTranspose{self.dims}D: for {input.ndim}D input, output_size must have {self.dims} or "
                f"{self.dims + leading} elements (got {len(sizes)})"
            )
        settings = zip(input.shape[leading:], self.stride, self.padding, self.dilation, self.kernel_size, strict=True)
        smallest = [(n - 1) * s - 2 * p + d * (k - 1) + 1 for n, s, p, d, k in settings]
        largest = [size + s - 1 for size, s in zip(smallest, self.stride, strict=True)]
        if not all(low <= size <= high for low, size, high in zip(smallest, sizes, largest, strict=True)):
            raise ValueError(
                f"requested an output size of {sizes}, but valid sizes range from {smallest} to {largest} "
                f"(for an input of {tuple(input.shape[leading:])})"
            )
        return tuple(size - low for size, low in zip(sizes, smallest, strict=True))

    def _arguments(self, input: Tensor, output_size: Sequence[int] | None) -> tuple[Any, ...]:
        added = self._output_padding(input, output_size)
        return self.weight, self.bias, self.stride, self.padding, added, self.groups, self.dilation


class ConvTranspose1d(_ConvTransposeNd):
    """Transposed convolution over one dimension; parameters as for `ConvTranspose2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ConvTranspose1d(4, 2, 3)(ag.zeros(8, 4, 8)).shape)
    (8, 2, 10)
    """

    dims = 1

    def forward(self, input: Tensor, output_size: Sequence[int] | None = None) -> Tensor:
        """The transposed convolution of a tensor of shape (N, C, L) or (C, L)."""
        return F.conv_transpose1d(input, *self._arguments(input, output_size))


class ConvTranspose2d(_ConvTransposeNd):
    """Transposed convolution over two dimensions: the gradient of a convolution, as a layer.

    Parameters
    ----------
    in_channels, out_channels : int
        Numbers of channels; both divisible by `groups`.
    kernel_size : int or tuple of int
        Height and width of the kernel.
    stride : int or tuple of int
        Step between the places in the output that neighbours in the input go to.
    padding : int or tuple of int
        Elements left out on each side of the output.
    output_padding : int or tuple of int
        Elements added to the output, on one side.
    groups : int
        Number of groups of channels that are convolved on their own.
    bias : bool
        Whether there is a bias.
    dilation : int or tuple of int
        Distance between the kernel's elements.
    padding_mode : {"zeros"}
        Nothing else is possible.
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    weight : Parameter
        Of shape (in_channels, out_channels / groups, height, width).
    bias : Parameter or None
        Of shape (out_channels,).

    Raises
    ------
    ValueError
        If the settings do not fit together; on a call, if the output cannot have the size wanted.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.ConvTranspose2d(4, 1, kernel_size=3, stride=2, padding=1)
    >>> tuple(layer(ag.zeros(8, 4, 14, 14)).shape)
    (8, 1, 27, 27)
    >>> tuple(layer(ag.zeros(8, 4, 14, 14), output_size=(28, 28)).shape)
    (8, 1, 28, 28)
    """

    dims = 2

    def forward(self, input: Tensor, output_size: Sequence[int] | None = None) -> Tensor:
        """The transposed convolution of a tensor of shape (N, C, H, W) or (C, H, W)."""
        return F.conv_transpose2d(input, *self._arguments(input, output_size))


class ConvTranspose3d(_ConvTransposeNd):
    """Transposed convolution over three dimensions; parameters as for `ConvTranspose2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.ConvTranspose3d(2, 1, 3)(ag.zeros(1, 2, 2, 3, 4)).shape)
    (1, 1, 4, 5, 6)
    """

    dims = 3

    def forward(self, input: Tensor, output_size: Sequence[int] | None = None) -> Tensor:
        """The transposed convolution of a tensor of shape (N, C, D, H, W) or (C, D, H, W)."""
        return F.conv_transpose3d(input, *self._arguments(input, output_size))
