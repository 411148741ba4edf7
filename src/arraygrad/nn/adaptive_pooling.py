"""Pooling to an output of a given size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = [
    "AdaptiveAvgPool1d",
    "AdaptiveAvgPool2d",
    "AdaptiveAvgPool3d",
    "AdaptiveMaxPool1d",
    "AdaptiveMaxPool2d",
    "AdaptiveMaxPool3d",
]


class _AdaptivePool(Module):
    def __init__(self, output_size: int | Sequence[int | None] | None) -> None:
        super().__init__()
        self.output_size: Any = output_size

    def extra_repr(self) -> str:
        return f"output_size={self.output_size}"


class _AdaptiveAvgPoolNd(_AdaptivePool):
    pass


class _AdaptiveMaxPoolNd(_AdaptivePool):
    def __init__(self, output_size: int | Sequence[int | None] | None, return_indices: bool = False) -> None:
        super().__init__(output_size)
        self.return_indices = return_indices


class AdaptiveAvgPool1d(_AdaptiveAvgPoolNd):
    """Means of windows over one dimension; parameters as for `AdaptiveAvgPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AdaptiveAvgPool1d(1)(ag.arange(16.0).reshape(1, 16)).tolist()
    [[7.5]]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, L) or (C, L)."""
        return F.adaptive_avg_pool1d(input, self.output_size)


class AdaptiveAvgPool2d(_AdaptiveAvgPoolNd):
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

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W)."""
        return F.adaptive_avg_pool2d(input, self.output_size)


class AdaptiveAvgPool3d(_AdaptiveAvgPoolNd):
    """Means of windows over three dimensions; parameters as for `AdaptiveAvgPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AdaptiveAvgPool3d(1)(ag.arange(16.0).reshape(1, 4, 2, 2)).tolist()
    [[[[7.5]]]]
    """

    def forward(self, input: Tensor) -> Tensor:
        """The pooled tensor of shape (N, C, D, H, W) or (C, D, H, W)."""
        return F.adaptive_avg_pool3d(input, self.output_size)


class AdaptiveMaxPool1d(_AdaptiveMaxPoolNd):
    """Largest elements of windows over one dimension; parameters as for `AdaptiveMaxPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AdaptiveMaxPool1d(1)(ag.arange(16.0).reshape(1, 16)).tolist()
    [[15.0]]
    """

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, L) or (C, L), with the indices if they are wanted."""
        return F.adaptive_max_pool1d(input, self.output_size, self.return_indices)


class AdaptiveMaxPool2d(_AdaptiveMaxPoolNd):
    """Largest elements of as many windows as it takes for an output of the given size.

    Parameters
    ----------
    output_size : int or tuple of int or None
        Height and width of the output; None keeps the input's.
    return_indices : bool
        Whether the places of the largest elements are returned, too.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AdaptiveMaxPool2d(1)(ag.arange(16.0).reshape(1, 4, 4)).tolist()
    [[[15.0]]]
    """

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, H, W) or (C, H, W), with the indices if they are wanted."""
        return F.adaptive_max_pool2d(input, self.output_size, self.return_indices)


class AdaptiveMaxPool3d(_AdaptiveMaxPoolNd):
    """Largest elements of windows over three dimensions; parameters as for `AdaptiveMaxPool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.AdaptiveMaxPool3d(1)(ag.arange(16.0).reshape(1, 4, 2, 2)).tolist()
    [[[[15.0]]]]
    """

    def forward(self, input: Tensor) -> Any:
        """The pooled tensor of shape (N, C, D, H, W) or (C, D, H, W), with the indices if they are wanted."""
        return F.adaptive_max_pool3d(input, self.output_size, self.return_indices)
