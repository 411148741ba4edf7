"""Normalisation of each channel of each sample."""

from __future__ import annotations

import warnings

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.nn import functional as F
from arraygrad.nn.batchnorm import _NormBase
from arraygrad.tensor import Tensor

__all__ = ["InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"]


class _InstanceNorm(_NormBase):
    """What instance normalisation of inputs of any number of dimensions shares; see `InstanceNorm2d`."""

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: str | Device | None = None,
        dtype: DType | None = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)

    def _get_no_batch_dim(self) -> int:
        """Number of dimensions of an input that is one sample."""
        return self.input_dims[0]

    def forward(self, input: Tensor) -> Tensor:
        """The normalised input; in training mode the running statistics follow, if there are any."""
        self._check_input_dim(input)
        alone = input.ndim == self._get_no_batch_dim()
        dim = 0 if alone else 1
        if input.shape[dim] != self.num_features:
            if self.affine:
                raise ValueError(
                    f"expected input's size at dim={dim} to match num_features ({self.num_features}), "
                    f"but got: {input.shape[dim]}."
                )
            warnings.warn(
                f"input's size at dim={dim} does not match num_features ({self.num_features}), "
                "which is not used because affine=False",
                stacklevel=2,
            )
        result = F.instance_norm(
            input.unsqueeze(0) if alone else input,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training or not self.track_running_stats,
            0.0 if self.momentum is None else self.momentum,
            self.eps,
        )
        return result.squeeze(0) if alone else result


class InstanceNorm1d(_InstanceNorm):
    """Instance normalisation of inputs of shape (N, C, L) or (C, L); parameters as for `InstanceNorm2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.InstanceNorm1d(1)(ag.tensor([[1.0, 3.0]])).round().tolist()
    [[-1.0, 1.0]]
    """

    input_dims = (2, 3)


class InstanceNorm2d(_InstanceNorm):
    """Normalisation of each channel of each sample to mean 0 and variance 1 (Ulyanov et al., 2016).

    Inputs are of shape (N, C, H, W) or (C, H, W).

    Parameters
    ----------
    num_features : int
        Number of channels.
    eps : float
        Added to the variance.
    momentum : float or None
        Share of the new batch in the running statistics, if there are any.
    affine : bool
        Whether the result is multiplied by a weight and has a bias added.
    track_running_stats : bool
        Whether there are running statistics, which are used in evaluation mode.
    device, dtype : optional
        Of the parameters and buffers.
    bias : bool
        Whether there is a bias, if `affine`.

    Raises
    ------
    ValueError
        On a call, if the input has another number of dimensions or, if `affine`, of channels.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.InstanceNorm2d(3)(ag.zeros(2, 3, 4, 4)).shape)
    (2, 3, 4, 4)
    """

    input_dims = (3, 4)


class InstanceNorm3d(_InstanceNorm):
    """Instance normalisation of inputs of shape (N, C, D, H, W) or (C, D, H, W); parameters as for `InstanceNorm2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.InstanceNorm3d(3)(ag.zeros(2, 3, 2, 2, 2)).shape)
    (2, 3, 2, 2, 2)
    """

    input_dims = (4, 5)
