"""Normalisation over the elements of a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn import init
from arraygrad.nn.module import Module
from arraygrad.nn.parameter import Parameter
from arraygrad.tensor import Tensor

__all__ = ["CrossMapLRN2d", "GroupNorm", "LayerNorm", "LocalResponseNorm", "RMSNorm"]


class _Affine(Module):
    """What normalisations with a weight and a bias of their own share."""

    def _add_parameters(
        self,
        shape: tuple[int, ...],
        wanted: Mapping[str, bool],
        device: str | Device | None,
        dtype: DType | None,
    ) -> None:
        for name, there in wanted.items():
            values = ag.empty(shape, device=device, dtype=dtype) if there else None
            self.register_parameter(name, None if values is None else Parameter(values))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Set the weight to one and the bias to zero."""
        for name, parameter in self.named_parameters(recurse=False):
            (init.zeros_ if name == "bias" else init.ones_)(parameter)


class LayerNorm(_Affine):
    """Normalisation of each sample over its last dimensions to mean 0 and variance 1 (Ba et al., 2016).

    Parameters
    ----------
    normalized_shape : int or sequence of int
        The last dimensions of the input.
    eps : float
        Added to the variance.
    elementwise_affine : bool
        Whether the result is multiplied by a weight and has a bias added.
    bias : bool
        Whether there is a bias, if `elementwise_affine`.
    device, dtype : optional
        Of the parameters.

    Attributes
    ----------
    weight, bias : Parameter or None
        Of shape `normalized_shape`, at first one and zero.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.LayerNorm(2)(ag.tensor([[1.0, 3.0]])).round().tolist()
    [[-1.0, 1.0]]
    """

    weight: Parameter | None
    bias: Parameter | None

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        self.normalized_shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        wanted = {"weight": elementwise_affine, "bias": elementwise_affine and bias}
        self._add_parameters(self.normalized_shape, wanted, device, dtype)

    def forward(self, input: Tensor) -> Tensor:
        """The normalised input."""
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        return (
            f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}, "
            f"bias={self.bias is not None}"
        )


class RMSNorm(_Affine):
    """Division of each sample by the root of the mean square over its last dimensions (Zhang and Sennrich, 2019).

    Parameters
    ----------
    normalized_shape : int or sequence of int
        The last dimensions of the input.
    eps : float, optional
        Added to the mean square; the precision of the dtype if None.
    elementwise_affine : bool
        Whether the result is multiplied by a weight.
    device, dtype : optional
        Of the weight.

    Attributes
    ----------
    weight : Parameter or None
        Of shape `normalized_shape`, at first one.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.RMSNorm(2)(ag.tensor([2.0, 2.0])).round().tolist()
    [1.0, 1.0]
    """

    weight: Parameter | None

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float | None = None,
        elementwise_affine: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
    ) -> None:
        super().__init__()
        self.normalized_shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self._add_parameters(self.normalized_shape, {"weight": elementwise_affine}, device, dtype)

    def forward(self, input: Tensor) -> Tensor:
        """The normalised input."""
        return F.rms_norm(input, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class GroupNorm(_Affine):
    """Normalisation of each group of channels of each sample to mean 0 and variance 1 (Wu and He, 2018).

    Parameters
    ----------
    num_groups : int
        Number of groups.
    num_channels : int
        Number of channels, divisible by `num_groups`.
    eps : float
        Added to the variance.
    affine : bool
        Whether the result is multiplied by a weight and has a bias added, one for each channel.
    device, dtype : optional
        Of the parameters.
    bias : bool
        Whether there is a bias, if `affine`.

    Attributes
    ----------
    weight, bias : Parameter or None
        Of shape (num_channels,), at first one and zero.

    Raises
    ------
    ValueError
        If the channels cannot be divided so.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.GroupNorm(1, 2)(ag.tensor([[1.0, 3.0]])).round().tolist()
    [[-1.0, 1.0]]
    """

    weight: Parameter | None
    bias: Parameter | None

    def __init__(
        self,
        num_groups: int,
        num_channels: int,
        eps: float = 1e-5,
        affine: bool = True,
        device: str | Device | None = None,
        dtype: DType | None = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__()
        if num_channels % num_groups != 0:
            raise ValueError(f"num_channels ({num_channels}) must be divisible by num_groups ({num_groups})")
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.affine = affine
        self._add_parameters((num_channels,), {"weight": affine, "bias": affine and bias}, device, dtype)

    def forward(self, input: Tensor) -> Tensor:
        """The normalised input, of shape (N, C, ...)."""
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        return (
            f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={self.affine}, "
            f"bias={self.bias is not None}"
        )


class LocalResponseNorm(Module):
    """Division of each element by a power of the mean square of its neighbours in other channels.

    The divisor is ``(k + alpha * mean) ** beta`` (Krizhevsky et al., 2012).

    Parameters
    ----------
    size : int
        Number of neighbouring channels.
    alpha, beta, k : float
        Of the formula.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.LocalResponseNorm(1, alpha=3.0, beta=1.0)(ag.ones(1, 1, 2)).tolist()
    [[[0.25, 0.25]]]
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, input: Tensor) -> Tensor:
        """The normalised input, of shape (N, C, ...)."""
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self) -> str:
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"


class CrossMapLRN2d(LocalResponseNorm):
    """`LocalResponseNorm` of inputs of shape (N, C, H, W): the name that it had before.

    Raises
    ------
    ValueError
        On a call, if the input has another number of dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.CrossMapLRN2d(1, alpha=3.0, beta=1.0)(ag.ones(1, 1, 1, 2)).tolist()
    [[[[0.25, 0.25]]]]
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1) -> None:
        super().__init__(size, alpha, beta, k)

    def forward(self, input: Tensor) -> Tensor:
        """The normalised input."""
        if input.ndim != 4:
            raise ValueError(f"CrossMapLRN2d: Expected input to be 4D, got {input.ndim}D instead.")
        return super().forward(input)
