"""Layers that take the number of features or channels from the first input."""

from __future__ import annotations

from typing import Any, ClassVar

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType, int64
from arraygrad.nn.batchnorm import BatchNorm1d, BatchNorm2d, BatchNorm3d, _NormBase
from arraygrad.nn.conv import Conv1d, Conv2d, Conv3d, _ConvNd
from arraygrad.nn.conv_transpose import ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, _ConvTransposeNd
from arraygrad.nn.instancenorm import InstanceNorm1d, InstanceNorm2d, InstanceNorm3d
from arraygrad.nn.lazy import LazyModuleMixin
from arraygrad.nn.linear import Linear
from arraygrad.nn.parameter import UninitializedBuffer, UninitializedParameter, UninitializedTensorMixin
from arraygrad.tensor import Tensor

__all__ = [
    "LazyBatchNorm1d",
    "LazyBatchNorm2d",
    "LazyBatchNorm3d",
    "LazyConv1d",
    "LazyConv2d",
    "LazyConv3d",
    "LazyConvTranspose1d",
    "LazyConvTranspose2d",
    "LazyConvTranspose3d",
    "LazyInstanceNorm1d",
    "LazyInstanceNorm2d",
    "LazyInstanceNorm3d",
    "LazyLinear",
]


class _LazyLayer(LazyModuleMixin):
    """What the lazy layers share: one number is taken from the input, and from it follow the shapes."""

    #: The attribute that is taken from the input; 0 until then.
    _inferred: ClassVar[str]

    def _infer(self, input: Tensor) -> int:
        """The number that an input decides."""
        return input.shape[1]

    def _shapes(self, size: int) -> dict[str, tuple[int, ...]]:
        """The shapes that follow from it."""
        return dict.fromkeys(("weight", "bias", "running_mean", "running_var"), (size,))

    def initialize_parameters(self, input: Tensor, *args: Any, **kwargs: Any) -> None:
        """Take the number from the input, and give the tensors that have none their shapes and first values.

        Raises
        ------
        AssertionError
            If values were loaded that do not fit the input.
        """
        size = self._infer(input)
        lazy: list[tuple[UninitializedTensorMixin, tuple[int, ...]]] = []
        for name, shape in self._shapes(size).items():
            tensor = getattr(self, name, None)
            if isinstance(tensor, UninitializedTensorMixin):
                lazy.append((tensor, shape))
            elif tensor is not None and tuple(tensor.shape) != shape:
                raise AssertionError(
                    f"The {self._inferred} inferred from input: {size} is not equal to {self._inferred} from "
                    f"self.{name}, which is of shape {tuple(tensor.shape)}"
                )
        setattr(self, self._inferred, size)
        for tensor, shape in lazy:
            tensor.materialize(shape)
        if lazy:
            self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the parameters anew, if they have their shapes."""
        if not self.has_uninitialized_params() and getattr(self, self._inferred) != 0:
            super().reset_parameters()  # type: ignore[misc]


class LazyLinear(_LazyLayer, Linear):
    """A `Linear` that takes `in_features` from the last dimension of its first input.

    Parameters
    ----------
    out_features : int
        Size of the last dimension of the output.
    bias : bool
        Whether there is a bias.
    device, dtype : optional
        Of the parameters.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyLinear(3)
    >>> layer.weight
    <UninitializedParameter>
    >>> tuple(layer(ag.zeros(5, 4)).shape)
    (5, 3)
    >>> layer
    Linear(in_features=4, out_features=3, bias=True)
    """

    cls_to_become = Linear
    _inferred = "in_features"

    def __init__(
        self, out_features: int, bias: bool = True, device: str | Device | None = None, dtype: DType | None = None
    ) -> None:
        super().__init__(0, 0, False)
        self.out_features = out_features
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def _infer(self, input: Tensor) -> int:
        return input.shape[-1]

    def _shapes(self, size: int) -> dict[str, tuple[int, ...]]:
        return {"weight": (self.out_features, size), "bias": (self.out_features,)}


class _LazyConvXdMixin(_LazyLayer, _ConvNd):
    """What lazy convolutions share."""

    _inferred = "in_channels"
    dims: int

    def _begin(self, out_channels: int, bias: bool, device: str | Device | None, dtype: DType | None) -> None:
        self.out_channels = out_channels
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def _infer(self, input: Tensor) -> int:
        if input.ndim not in (self.dims + 1, self.dims + 2):
            raise RuntimeError(
                f"Expected {self.dims + 1}D (unbatched) or {self.dims + 2}D (batched) input to "
                f"{type(self).__name__}, but got input of size: {input.shape}"
            )
        channels = input.shape[-self.dims - 1]
        if channels % self.groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        return channels

    def _shapes(self, size: int) -> dict[str, tuple[int, ...]]:
        return {"weight": self._weight_shape(size), "bias": (self.out_channels,)}


class _LazyConvNd(_LazyConvXdMixin):
    def __init__(
        self,
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
        super().__init__(0, 0, kernel_size, stride, padding, dilation, groups, False, padding_mode)
        self._begin(out_channels, bias, device, dtype)


class _LazyConvTransposeNd(_LazyConvXdMixin, _ConvTransposeNd):
    def __init__(
        self,
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
        super().__init__(0, 0, kernel_size, stride, padding, output_padding, groups, False, dilation, padding_mode)
        self._begin(out_channels, bias, device, dtype)


class LazyConv1d(_LazyConvNd, Conv1d):
    """A `Conv1d` that takes `in_channels` from its first input; the other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyConv1d(2, 1)
    >>> tuple(layer(ag.zeros(1, 4, 3)).shape), layer.in_channels
    ((1, 2, 3), 4)
    """

    cls_to_become = Conv1d


class LazyConv2d(_LazyConvNd, Conv2d):
    """A `Conv2d` that takes `in_channels` from its first input; the other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyConv2d(2, 1)
    >>> tuple(layer(ag.zeros(1, 4, 3, 3)).shape), layer.in_channels
    ((1, 2, 3, 3), 4)
    """

    cls_to_become = Conv2d


class LazyConv3d(_LazyConvNd, Conv3d):
    """A `Conv3d` that takes `in_channels` from its first input; the other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyConv3d(2, 1)
    >>> tuple(layer(ag.zeros(1, 4, 3, 3, 3)).shape), layer.in_channels
    ((1, 2, 3, 3, 3), 4)
    """

    cls_to_become = Conv3d


class LazyConvTranspose1d(_LazyConvTransposeNd, ConvTranspose1d):
    """A `ConvTranspose1d` that takes `in_channels` from its first input; the other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyConvTranspose1d(2, 1)
    >>> tuple(layer(ag.zeros(1, 4, 3)).shape), layer.in_channels
    ((1, 2, 3), 4)
    """

    cls_to_become = ConvTranspose1d


class LazyConvTranspose2d(_LazyConvTransposeNd, ConvTranspose2d):
    """A `ConvTranspose2d` that takes `in_channels` from its first input; the other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyConvTranspose2d(2, 1)
    >>> tuple(layer(ag.zeros(1, 4, 3, 3)).shape), layer.in_channels
    ((1, 2, 3, 3), 4)
    """

    cls_to_become = ConvTranspose2d


class LazyConvTranspose3d(_LazyConvTransposeNd, ConvTranspose3d):
    """A `ConvTranspose3d` that takes `in_channels` from its first input; the other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyConvTranspose3d(2, 1)
    >>> tuple(layer(ag.zeros(1, 4, 3, 3, 3)).shape), layer.in_channels
    ((1, 2, 3, 3, 3), 4)
    """

    cls_to_become = ConvTranspose3d


class _LazyNormBase(_LazyLayer, _NormBase):
    """What lazy normalisations share."""

    _inferred = "num_features"

    def __init__(
        self,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(0, eps, momentum, False, False)
        self.affine = affine
        self.track_running_stats = track_running_stats
        for name, wanted in (("weight", affine), ("bias", affine and bias)):
            if wanted:
                setattr(self, name, UninitializedParameter(device=device, dtype=dtype))
        if track_running_stats:
            self.running_mean = UninitializedBuffer(device=device, dtype=dtype)
            self.running_var = UninitializedBuffer(device=device, dtype=dtype)
            self.num_batches_tracked = ag.tensor(0, dtype=int64, device=device)


class LazyBatchNorm1d(_LazyNormBase, BatchNorm1d):
    """A `BatchNorm1d` that takes `num_features` from its first input.

    The other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyBatchNorm1d()
    >>> _ = layer(ag.zeros(2, 4, 3))
    >>> layer.num_features
    4
    """

    cls_to_become = BatchNorm1d


class LazyBatchNorm2d(_LazyNormBase, BatchNorm2d):
    """A `BatchNorm2d` that takes `num_features` from its first input.

    The other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyBatchNorm2d()
    >>> _ = layer(ag.zeros(2, 4, 3, 3))
    >>> layer.num_features
    4
    """

    cls_to_become = BatchNorm2d


class LazyBatchNorm3d(_LazyNormBase, BatchNorm3d):
    """A `BatchNorm3d` that takes `num_features` from its first input.

    The other parameters are the same.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyBatchNorm3d()
    >>> _ = layer(ag.zeros(2, 4, 3, 3, 3))
    >>> layer.num_features
    4
    """

    cls_to_become = BatchNorm3d


class LazyInstanceNorm1d(_LazyNormBase, InstanceNorm1d):
    """An `InstanceNorm1d` that takes `num_features` from its first input.

    The other parameters are the same, but `affine` and `track_running_stats` are true unless told otherwise.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyInstanceNorm1d()
    >>> _ = layer(ag.zeros(2, 4, 3))
    >>> layer.num_features
    4
    """

    cls_to_become = InstanceNorm1d


class LazyInstanceNorm2d(_LazyNormBase, InstanceNorm2d):
    """An `InstanceNorm2d` that takes `num_features` from its first input.

    The other parameters are the same, but `affine` and `track_running_stats` are true unless told otherwise.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyInstanceNorm2d()
    >>> _ = layer(ag.zeros(2, 4, 3, 3))
    >>> layer.num_features
    4
    """

    cls_to_become = InstanceNorm2d


class LazyInstanceNorm3d(_LazyNormBase, InstanceNorm3d):
    """An `InstanceNorm3d` that takes `num_features` from its first input.

    The other parameters are the same, but `affine` and `track_running_stats` are true unless told otherwise.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.LazyInstanceNorm3d()
    >>> _ = layer(ag.zeros(2, 4, 3, 3, 3))
    >>> layer.num_features
    4
    """

    cls_to_become = InstanceNorm3d
