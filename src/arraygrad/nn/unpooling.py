"""Pooling whose windows are drawn, and the way back from pooling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.nn.sizes import per_dim
from arraygrad.tensor import Tensor

__all__ = ["FractionalMaxPool2d", "FractionalMaxPool3d", "MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d"]

_Size = int | Sequence[int]


class _FractionalMaxPool(Module):
    """What pooling over windows that are drawn shares; see `FractionalMaxPool2d`."""

    _random_samples: Tensor | None
    dims: int

    def __init__(
        self,
        kernel_size: _Size,
        output_size: _Size | None = None,
        output_ratio: float | Sequence[float] | None = None,
        return_indices: bool = False,
        _random_samples: Tensor | None = None,
    ) -> None:
        super().__init__()
        if output_size is None and output_ratio is None:
            raise ValueError(
                f"{type(self).__name__} requires specifying either an output size, or a pooling ratio: "
                "give output_size or output_ratio"
            )
        if output_size is not None and output_ratio is not None:
            raise ValueError("only one of output_size and output_ratio may be specified")
        self.kernel_size = per_dim(kernel_size, self.dims)
        self.return_indices = return_indices
        self.register_buffer("_random_samples", _random_samples)
        self.output_size = None if output_size is None else per_dim(output_size, self.dims)
        self.output_ratio = None if output_ratio is None else per_dim(output_ratio, self.dims)
        if self.output_ratio is not None and not all(0 < ratio < 1 for ratio in self.output_ratio):
            raise ValueError(f"output_ratio must be between 0 and 1 (got {output_ratio})")

    def _settings(self) -> tuple[Any, ...]:
        return self.kernel_size, self.output_size, self.output_ratio, self.return_indices, self._random_samples


class FractionalMaxPool2d(_FractionalMaxPool):
    """The largest element of each of so many windows, at places that are drawn (Graham, 2014).

    Parameters
    ----------
    kernel_size : int or tuple of int
        Height and width of the window.
    output_size : int or tuple of int, optional
        Height and width of the output.
    output_ratio : float or tuple of float, optional
        The same as a share of the input's; one of the two is given.
    return_indices : bool
        Whether the places of the largest elements are returned, too.

    Raises
    ------
    ValueError
        If none or both of the sizes are given, or a ratio is not between 0 and 1.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.FractionalMaxPool2d(2, output_ratio=0.5)(ag.zeros(1, 6, 8)).shape)
    (1, 3, 4)
    """

    dims = 2

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W), with the indices if they are wanted."""
        return F.fractional_max_pool2d(input, *self._settings())


class FractionalMaxPool3d(_FractionalMaxPool):
    """The same over three dimensions; parameters as for `FractionalMaxPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.FractionalMaxPool3d(2, output_size=2)(ag.zeros(1, 4, 4, 5)).shape)
    (1, 2, 2, 2)
    """

    dims = 3

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, D, H, W) or (C, D, H, W), with the indices if they are wanted."""
        return F.fractional_max_pool3d(input, *self._settings())


class _MaxUnpoolNd(Module):
    """What the ways back from pooling share; see `MaxUnpool2d`."""

    dims: int

    def __init__(self, kernel_size: _Size, stride: _Size | None = None, padding: _Size = 0) -> None:
        super().__init__()
        self.kernel_size = per_dim(kernel_size, self.dims)
        self.stride = self.kernel_size if stride is None else per_dim(stride, self.dims)
        self.padding = per_dim(padding, self.dims)

    def extra_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxUnpool1d(_MaxUnpoolNd):
    """The same for `MaxPool1d`; parameters as for `MaxUnpool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> values, indices = nn.MaxPool1d(2, return_indices=True)(ag.tensor([[1.0, 3.0, 2.0, 0.0]]))
    >>> nn.MaxUnpool1d(2)(values, indices).tolist()
    [[0.0, 3.0, 2.0, 0.0]]
    """

    dims = 1

    def forward(self, input: Tensor, indices: Tensor, output_size: Sequence[int] | None = None) -> Tensor:
        """The tensor before pooling, of `output_size` if the settings leave a choice."""
        return F.max_unpool1d(input, indices, self.kernel_size, self.stride, self.padding, output_size)


class MaxUnpool2d(_MaxUnpoolNd):
    """The largest elements back at the places where `MaxPool2d` found them, zeros elsewhere.

    Parameters
    ----------
    kernel_size, stride, padding : int or tuple of int
        Those of the pooling; a stride of None is the kernel's size.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> values, indices = nn.MaxPool2d(2, return_indices=True)(ag.tensor([[[1.0, 2.0], [3.0, 0.0]]]))
    >>> nn.MaxUnpool2d(2)(values, indices).tolist()
    [[[0.0, 0.0], [3.0, 0.0]]]
    """

    dims = 2

    def forward(self, input: Tensor, indices: Tensor, output_size: Sequence[int] | None = None) -> Tensor:
        """The tensor before pooling, of `output_size` if the settings leave a choice."""
        return F.max_unpool2d(input, indices, self.kernel_size, self.stride, self.padding, output_size)


class MaxUnpool3d(_MaxUnpoolNd):
    """The same for `MaxPool3d`; parameters as for `MaxUnpool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> values, indices = nn.MaxPool3d(2, return_indices=True)(ag.ones(1, 2, 4, 4))
    >>> tuple(nn.MaxUnpool3d(2)(values, indices).shape)
    (1, 2, 4, 4)
    """

    dims = 3

    def forward(self, input: Tensor, indices: Tensor, output_size: Sequence[int] | None = None) -> Tensor:
        """The tensor before pooling, of `output_size` if the settings leave a choice."""
        return F.max_unpool3d(input, indices, self.kernel_size, self.stride, self.padding, output_size)
